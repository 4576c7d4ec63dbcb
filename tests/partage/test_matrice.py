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
from maillage.partage.rules import matrice as module
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.charte import Clause
from maillage.partage.rules.decision import decide
from maillage.partage.rules.matrice import SIGNES, matrice

JOUR, POSTE, PROGRAMME, QUI = date(2026, 1, 15), uuid4(), uuid4(), uuid4()
ACTES = {"E": Acte.ECRIRE, "L": Acte.LIRE, "X": Acte.LIRE_EXTRAIT, "U": Acte.OUVRIR_EN_URGENCE}


def dossier(volet: Volet) -> Faits:
    suivi = Appartenance(POSTE, Qualite.REFERENT, Periode(JOUR, None))
    ecrits = tuple(
        Ouverture(n, QUI, volet) for n in (NatureDOuverture.EXTRAIT, NatureDOuverture.SEANCE)
    )
    return Faits(uuid4(), PROGRAMME, EtatDuDossier.ACTIF, (suivi,), ecrits)


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


MOTS = {
    "E": "lit et écrit",
    "L": "lit",
    "X": "lit les extraits écrits pour elle",
    "U": "ouvre en urgence, sous contrôle",
}
TOUS = "tous les enfants du programme"


def test_chaque_case_dit_ses_signes_en_mots() -> None:
    assert dict(SIGNES) == MOTS
    for ligne in matrice():
        for case in ligne.cases:
            assert case.mots == tuple(MOTS[s] for s in "ELXU" if s in case.signes)


@pytest.mark.parametrize(
    ("mission", "volet", "portee"),
    [
        (Mission.COORDINATION, Volet.IDENTITE, TOUS),
        (Mission.COORDINATION, Volet.SCOLARITE, TOUS),
        (Mission.COORDINATION, Volet.SANTE, ""),  # extracts only
        (Mission.SECRETARIAT, Volet.IDENTITE, TOUS),
        (Mission.REFERENCE, Volet.SOCIAL, "les enfants suivis"),
        (Mission.REFERENCE, Volet.SANTE, ""),  # in an emergency only
        (Mission.SOIN, Volet.SCOLARITE, "les enfants suivis"),
        (Mission.ECOLE, Volet.SCOLARITE, ""),
        (Mission.ELU, Volet.IDENTITE, ""),
    ],
)
def test_chaque_case_dit_pour_quels_enfants(mission: Mission, volet: Volet, portee: str) -> None:
    ligne = next(m for m in matrice() if m.mission is mission)
    assert ligne.cases[VOLETS_DU_DOSSIER.index(volet)].portee == portee


def test_ecrire_sans_lire_dit_aussi_sa_portee(monkeypatch: pytest.MonkeyPatch) -> None:
    ecrit = next(r for r in module.RULES if r.nom == "soin_sante")
    seul = type(ecrit)(**{
        c: getattr(ecrit, c) for c in ("nom", "mission", "relation", "volets", "fondement", "phrase", "etats", "tenus")
    }, actes=frozenset({Acte.ECRIRE}))  # fmt: skip
    monkeypatch.setattr(module, "RULES", (seul,))
    ligne = next(m for m in module.matrice() if m.mission is Mission.SOIN)
    case = ligne.cases[VOLETS_DU_DOSSIER.index(Volet.SANTE)]
    assert (case.signes, case.portee) == ("E", "les enfants suivis")
