"""The clock of retention, line by line and by its laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.dossiers.rules import EtatDuDossier
from maillage.dossiers.rules.conservation import (
    LIBELLES_DE_GEL,
    Durees,
    MotifDeGel,
    MotifDePurge,
    Situation,
    Vie,
    dernier_contact,
    echeance,
    plus_mois,
    situation,
)
from maillage.notions.temps import DatePartielle

E, S = EtatDuDossier, Situation
CONTACT = date(2024, 2, 29)
ARCHIVE = Vie(E.ARCHIVE, CONTACT)

TABLE = [
    (Vie(E.ACTIF), date(2090, 1, 1), S.INCONNUE),
    (Vie(E.ARCHIVE), date(2090, 1, 1), S.INCONNUE),
    (Vie(E.ACTIF, CONTACT), CONTACT, S.ACTIVE),
    (Vie(E.ACTIF, CONTACT), date(2026, 2, 27), S.ACTIVE),
    (Vie(E.ACTIF, CONTACT), date(2026, 2, 28), S.A_ARCHIVER),
    (ARCHIVE, date(2026, 3, 1), S.ARCHIVEE),
    (ARCHIVE, date(2027, 2, 27), S.ARCHIVEE),
    (ARCHIVE, date(2027, 2, 28), S.A_ELIMINER),
    (replace(ARCHIVE, gele_jusqu_au=date(2027, 3, 5)), date(2027, 3, 5), S.GELEE),
    (replace(ARCHIVE, gele_jusqu_au=date(2027, 3, 5)), date(2027, 3, 6), S.A_ELIMINER),
    (Vie(E.ACTIF, CONTACT, date(2090, 1, 1)), date(2026, 2, 28), S.A_ARCHIVER),
    (Vie(E.PURGE, CONTACT), date(2090, 1, 1), S.PURGEE),
]

jours = st.dates(date(2000, 1, 1), date(2080, 12, 31))
durees = st.builds(
    Durees,
    active_mois=st.integers(1, 60),
    archive_mois=st.integers(0, 60),
    justification=st.just("délibération du 3 mars"),
)
vies = st.builds(Vie, st.sampled_from(EtatDuDossier), st.none() | jours, st.none() | jours)
partielles = st.one_of(
    jours.map(DatePartielle.du),
    jours.map(lambda j: DatePartielle(j.year, j.month)),
    jours.map(lambda j: DatePartielle(j.year)),
)


@pytest.mark.parametrize(("vie", "at", "attendue"), TABLE)
def test_la_table_de_conservation(vie: Vie, at: date, attendue: Situation) -> None:
    assert situation(vie, Durees(), at) is attendue


@given(vie=vies, d=durees, at=jours)
def test_un_dernier_contact_inconnu_n_est_jamais_ancien(vie: Vie, d: Durees, at: date) -> None:
    inconnue = replace(vie, dernier_contact=None)
    assert situation(inconnue, d, at) in (S.INCONNUE, S.PURGEE)
    assert echeance(inconnue, d) is None


@given(vie=vies, d=durees, at=jours, apres=st.integers(0, 4000))
def test_un_contact_plus_recent_ne_hate_jamais_rien(
    vie: Vie, d: Durees, at: date, apres: int
) -> None:
    if vie.dernier_contact is None or vie.etat is E.PURGE:
        return
    recente = replace(vie, dernier_contact=vie.dernier_contact + timedelta(days=apres))
    assert echeance(recente, d) >= echeance(vie, d)  # type: ignore[operator]
    if situation(vie, d, at) in (S.ACTIVE, S.ARCHIVEE):
        assert situation(recente, d, at) is situation(vie, d, at)


@given(vie=vies, d=durees, at=jours)
def test_un_gel_en_cours_interdit_toujours_l_elimination(vie: Vie, d: Durees, at: date) -> None:
    assert situation(replace(vie, gele_jusqu_au=at), d, at) is not S.A_ELIMINER


@given(vie=vies, d=durees, at=jours, attente=st.integers(0, 4000))
def test_le_temps_seul_ne_rend_jamais_une_archive_a_la_base_active(
    vie: Vie, d: Durees, at: date, attente: int
) -> None:
    plus_tard = at + timedelta(days=attente)
    if situation(vie, d, at) is S.A_ARCHIVER:
        assert situation(vie, d, plus_tard) is S.A_ARCHIVER
    if situation(vie, d, at) is S.A_ELIMINER:
        assert situation(vie, d, plus_tard) in (S.A_ELIMINER, S.GELEE)


@given(vie=vies, d=durees, moins=st.integers(0, 59))
def test_une_duree_plus_courte_ne_retarde_jamais(vie: Vie, d: Durees, moins: int) -> None:
    courte = replace(d, active_mois=max(1, d.active_mois - moins))
    if echeance(vie, d):
        assert echeance(vie, courte) <= echeance(vie, d)  # type: ignore[operator]


@given(active=st.integers(1, 600), archive=st.integers(0, 600))
def test_plus_long_que_la_regle_se_justifie_par_ecrit(active: int, archive: int) -> None:
    if active > 24 or archive > 12:
        with pytest.raises(ValueError, match="justifie"):
            Durees(active, archive, "  ")
    else:
        assert not Durees(active, archive).demande_justification


@pytest.mark.parametrize(("active", "archive"), [(0, 0), (-1, 0), (24, -1), (601, 0)])
def test_une_duree_impossible_est_refusee(active: int, archive: int) -> None:
    with pytest.raises(ValueError, match="mois"):
        Durees(active, archive, "raison")


@given(signaux=st.lists(st.none() | partielles, max_size=6), at=jours)
def test_le_dernier_contact_est_le_plus_tardif_possible_et_jamais_a_venir(
    signaux: list[DatePartielle | None], at: date
) -> None:
    lu = dernier_contact(signaux, at)
    connus = [s for s in signaux if s]
    if not connus:
        assert lu is None
    else:
        assert lu is not None
        assert lu <= at
        assert all(s.dernier_jour <= lu or lu == at for s in connus)


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 8, 31), 1, date(2024, 9, 30)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 31), 25, date(2026, 2, 28)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_ajouter_des_mois_reste_dans_le_mois(jour: date, mois: int, attendu: date) -> None:
    assert plus_mois(jour, mois) == attendu


@given(jour=jours, mois=st.integers(0, 600))
def test_ajouter_des_mois_garde_l_ordre(jour: date, mois: int) -> None:
    assert plus_mois(jour, mois) >= jour
    assert plus_mois(jour, mois) <= plus_mois(jour + timedelta(days=1), mois)


def test_les_durees_de_la_maison_et_leurs_bornes() -> None:
    assert (Durees().active_mois, Durees().archive_mois, Durees().justification) == (24, 12, "")
    assert not Durees(24, 12).demande_justification
    assert Durees(1, 0).active_mois == 1
    assert Durees(600, 600, "délibération").demande_justification
    for active, archive in ((25, 12), (24, 13)):
        with pytest.raises(ValueError, match="justifie"):
            Durees(active, archive)
    for active, archive in ((0, 12), (601, 12), (24, -1), (24, 601)):
        with pytest.raises(ValueError, match="cinquante ans"):
            Durees(active, archive, "délibération")


def test_chaque_raison_de_geler_ou_de_purger_se_dit_en_mots() -> None:
    assert {m.libelle for m in MotifDeGel} == set(LIBELLES_DE_GEL.values())
    assert [m.libelle for m in MotifDePurge] == [
        "Durée de conservation échue",
        "Dossier ouvert par erreur",
        "Import annulé",
    ]
