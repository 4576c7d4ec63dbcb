"""The account of accesses: one line for a person and a day, the latest first, in words that a family reads."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.dossiers.rules import Volet
from maillage.partage.rules.compte import GESTES, Passage, gestes, regrouper

AMINA, KARIM = UUID(int=1), UUID(int=2)


def passage(
    acte: str, volet: str = "", *, h: int = 9, j: int = 3, qui: UUID = AMINA, liste: bool = False
) -> Passage:
    instant = datetime(2026, 3, j, h, tzinfo=UTC)
    return Passage(instant, qui, acte, volet, accorde=True, en_liste=liste)


def test_une_visite_par_personne_et_par_jour_la_plus_recente_d_abord() -> None:
    lot = [
        passage("lire", "sante", h=9),
        passage("lire", "sante", h=8, j=4),
        passage("lire", "social", h=11),
        passage("lire", "sante", h=10, qui=KARIM),
    ]
    visites = regrouper(lot)
    assert [(v.acteur, v.jour.day, v.debut.hour, v.fin.hour) for v in visites] == [
        (AMINA, 4, 8, 8),
        (AMINA, 3, 9, 11),
        (KARIM, 3, 10, 10),
    ]
    assert visites[1].gestes == ("a lu les volets Social, Santé",)
    assert visites[0].gestes == ("a lu le volet Santé",)


CAS = [
    ([passage("lister", liste=True)], ("a vu le nom de l'enfant dans une liste",)),
    ([passage("lister")], ("a vu le nom de l'enfant",)),
    ([passage("lister"), passage("lire", "sante")], ("a lu le volet Santé",)),
    ([passage("lister", liste=True), passage("lire", "sante")], ("a lu le volet Santé",)),
    (
        [passage("lister", liste=True), passage("lire", "scolarite", liste=True)],
        ("a vu le nom de l'enfant dans une liste", "a lu le volet Scolarité"),
    ),
    ([passage("lire", "sante"), passage("lire", "sante")], ("a lu le volet Santé",)),
    ([passage("ecrire", "social")], ("a écrit dans le volet Social",)),
    ([passage("planifier")], ("a prévu ou terminé une étape",)),
    ([passage("trier", "quarantaine")], ("a rangé un texte repris de l'ancien fichier",)),
    ([passage("designer")], ("a désigné la personne qui suit l'enfant",)),
    ([passage("importer")], ("a repris l'ancien fichier de suivi",)),
    ([passage("voir_les_acces")], ("a regardé cette liste des accès",)),
    (
        [passage("ouvrir_en_urgence"), passage("exporter_les_noms"), passage("ouvrir_en_urgence")],
        ("autre accès (exporter les noms)", "autre accès (ouvrir en urgence)"),
    ),
    ([], ()),
]


@pytest.mark.parametrize(("lot", "dits"), CAS)
def test_chaque_acces_se_dit_une_fois_et_en_mots(lot: list[Passage], dits: tuple[str, ...]) -> None:
    assert gestes(lot) == dits
    assert gestes(reversed(lot)) == dits


passages = st.builds(
    passage, st.sampled_from([*GESTES, "extraire"]), st.sampled_from([v.value for v in Volet]),
    h=st.integers(0, 23), j=st.integers(1, 4), qui=st.sampled_from([AMINA, KARIM]), liste=st.booleans(),
)  # fmt: skip


@given(st.lists(passages, max_size=12))
def test_aucun_acces_ne_disparait_du_compte(lot: list[Passage]) -> None:
    visites = regrouper(lot)
    assert {(v.acteur, v.jour) for v in visites} == {(p.acteur, p.instant.date()) for p in lot}
    assert [v.jour for v in visites] == sorted((v.jour for v in visites), reverse=True)
    for v in visites:
        siens = [p for p in lot if (p.acteur, p.instant.date()) == (v.acteur, v.jour)]
        assert (v.debut, v.fin) == (min(p.instant for p in siens), max(p.instant for p in siens))
        assert v.gestes
        assert ("a lu" in " ".join(v.gestes)) is any(p.acte == "lire" for p in siens)
