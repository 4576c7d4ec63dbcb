"""The matrice d'habilitation says what `decide` does, cell by cell, whatever the charte takes away."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from maillage.comptes.rules import HORS_DU_SECRET, Acteur, Mission, ObligationDeSecret
from maillage.dossiers.rules import (
    VOLETS_DU_DOSSIER,
    Appartenance,
    EtatDuDossier,
    Faits,
    NatureDOuverture,
    Ouverture,
    Qualite,
    Volet,
)
from maillage.notions.temps import Periode
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.charte import Clause
from maillage.partage.rules.decision import decide
from maillage.partage.rules.matrice import SIGNES, matrice

JOUR, POSTE, PROGRAMME, QUI = date(2026, 1, 15), uuid4(), uuid4(), uuid4()
ACTES = {"E": Acte.ECRIRE, "L": Acte.LIRE, "X": Acte.LIRE_EXTRAIT, "U": Acte.OUVRIR_EN_URGENCE}


def dossier(volet: Volet) -> Faits:
    suivi = Appartenance(POSTE, Qualite.REFERENT, Periode(JOUR, None))
    extrait = Ouverture(NatureDOuverture.EXTRAIT, QUI, volet)
    return Faits(uuid4(), PROGRAMME, EtatDuDossier.ACTIF, (suivi,), (extrait,))


@pytest.mark.parametrize("clauses", [(), *([c] for c in Clause), tuple(Clause)])
def test_chaque_case_dit_ce_que_la_politique_fait(clauses: tuple[Clause, ...]) -> None:
    for ligne in matrice(clauses):
        qui = Acteur(
            QUI, "Q", PROGRAMME, frozenset({ligne.mission}), frozenset({POSTE}),
            frozenset(ObligationDeSecret), charte_signee=True, clauses=frozenset(clauses),
        )  # fmt: skip
        for volet, case in zip(VOLETS_DU_DOSSIER, ligne.cases, strict=True):
            permis = {s for s, a in ACTES.items() if decide(qui, a, volet, dossier(volet), JOUR)}
            if "E" in permis:
                permis.discard("L")  # who writes reads: one sign
            assert set(case.signes) == permis, (ligne.mission, volet)
            assert bool(case.fondements) is bool(case.signes)


def test_le_mur_se_lit_dans_la_matrice() -> None:
    for ligne in matrice():
        assert (ligne.mur is not None) is (ligne.mission in HORS_DU_SECRET)
        if ligne.mur:
            assert not any(case.signes for case in ligne.cases)


def test_ce_que_la_charte_retire_se_voit() -> None:
    lignes = {ligne.mission: ligne for ligne in matrice([Clause.COORDINATION_SANS_SOCIAL])}
    social = lignes[Mission.COORDINATION].cases[VOLETS_DU_DOSSIER.index(Volet.SOCIAL)]
    assert social.retires == ("coord_lecture",)
    assert "L" not in social.signes


def test_qui_ecrit_un_volet_le_lit() -> None:
    for mission in Mission:
        qui = Acteur(
            QUI, "Q", PROGRAMME, frozenset({mission}), frozenset({POSTE}),
            frozenset(ObligationDeSecret), charte_signee=True,
        )  # fmt: skip
        for volet in VOLETS_DU_DOSSIER:
            if decide(qui, Acte.ECRIRE, volet, dossier(volet), JOUR):
                assert decide(qui, Acte.LIRE, volet, dossier(volet), JOUR)


def test_les_signes_sont_expliques() -> None:
    assert {signe for signe, _ in SIGNES} == set(ACTES)
