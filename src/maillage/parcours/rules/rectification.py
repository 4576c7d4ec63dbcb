"""Saying that a stage was wrong: an old file was read too far, or somebody pressed the wrong button days ago.

Not a passage of the table: the child's life did not change, what was written of it did. The coordination alone, with the
reason; and no way around the agreements: to be put at a stage, a situation needs what that stage supposes.
"""

from __future__ import annotations

from enum import StrEnum

from maillage.notions.decision import Decision, Motif
from maillage.parcours.rules.etapes import FINIES, SUIVIES, Etape
from maillage.parcours.rules.passages import LOI, TABLE, FaitsDuPassage, Garde, Passage

RECTIFIER = "rectifier"  # beside the codes of `Passage`
RECTIFIABLES = tuple(e for e in Etape if e not in FINIES)
SANS_ACCORD = frozenset({Etape.REPEREE, Etape.SOLLICITATION, Etape.FAMILLE_CONTACTEE})
AVEC_PLAN = SUIVIES | {Etape.ACCORD_PLAN}
AVEC_REFERENT = AVEC_PLAN | {Etape.REFERENT_DESIGNE, Etape.PLAN_PROPOSE}


class RaisonDeRectifier(StrEnum):
    """Why the stage was wrong."""

    TABLEAU_REPRIS = "tableau_repris"
    ERREUR_DE_SAISIE = "erreur_de_saisie"
    FAIT_APPRIS = "fait_appris"

    @property
    def libelle(self) -> str:
        return {
            RaisonDeRectifier.TABLEAU_REPRIS: "L’ancien tableau disait autre chose",
            RaisonDeRectifier.ERREUR_DE_SAISIE: "Erreur de saisie",
            RaisonDeRectifier.FAIT_APPRIS: "Un fait a été connu après coup",
        }[self]


def gardes_de(etape: Etape) -> tuple[Garde, ...]:
    """What a situation needs to be put at this stage, in the order of the work: both agreements once a plan is agreed."""
    lignes = (
        (Garde.ACCORD_EPS, etape not in SANS_ACCORD),
        (Garde.ACCORD_PLAN, etape in AVEC_PLAN),
        (Garde.REFERENT, etape in AVEC_REFERENT),
    )
    return tuple(garde for garde, demandee in lignes if demandee)


def peut_rectifier(vers: Etape, faits: FaitsDuPassage) -> Decision:
    """May the stage be corrected to this one? An exit, or a refusal to take charge, is a passage with its reason."""
    if vers not in RECTIFIABLES:
        motif = Motif(
            "rectification_impossible", "Une fin de parcours ne se rectifie pas : elle se note."
        )
        return Decision(False, motif, LOI, a_faire="Choisissez le passage, avec sa raison.")
    if vers is faits.etape:
        phrase = f"Le parcours est déjà à l’étape « {vers.libelle} »."
        return Decision(False, Motif("rectification_inutile", phrase), LOI)
    manquantes = [g for g in gardes_de(vers) if g not in faits.tenues]
    if manquantes:
        phrases = " ".join(g.manque for g in manquantes)
        motif = Motif(f"manque_{manquantes[0]}", phrases)
        return Decision(False, motif, LOI, a_faire=manquantes[0].a_faire)
    return Decision(
        True, Motif("rectification_permise", f"L’étape devient « {vers.libelle} »."), LOI
    )


def passage_en_mots(code: str) -> str:
    """The words of a passage that was written, rectification included."""
    return "Étape rectifiée" if code == RECTIFIER else TABLE[Passage(code)].libelle
