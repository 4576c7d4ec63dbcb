"""Stages of a situation (nomenclature N11) and what they mean for the people who work.

Two are ours beside the list: a parcours that is suspended, and a demand that was not followed up (reasons in N13).
"""

from __future__ import annotations

from enum import StrEnum


class Etape(StrEnum):
    """Where a situation stands. The order of the list is the usual order of a life."""

    REPEREE = "reperee"
    SOLLICITATION = "fiche_de_sollicitation_recue"
    FAMILLE_CONTACTEE = "famille_contactee"
    ACCORD_EPS = "accord_pour_presentation_en_eps"
    INSCRITE_EN_EPS = "inscrite_en_eps"
    EXAMINEE_EN_EPS = "examinee_en_eps"
    REFERENT_DESIGNE = "referent_designe"
    PLAN_PROPOSE = "plan_d_actions_propose"
    ACCORD_PLAN = "accord_sur_le_plan"
    EN_COURS = "parcours_en_cours"
    REEXAMEN = "reexamen_en_eps"
    SORTIE_PREPAREE = "sortie_en_preparation"
    SORTIE = "sortie"
    VEILLE = "veille_apres_sortie"
    SUSPENDU = "parcours_suspendu"
    SANS_SUITE = "non_prise_en_charge"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES: dict[Etape, str] = {
    Etape.REPEREE: "Repérée",
    Etape.SOLLICITATION: "Fiche de sollicitation reçue",
    Etape.FAMILLE_CONTACTEE: "Famille contactée",
    Etape.ACCORD_EPS: "Accord pour présentation en EPS",
    Etape.INSCRITE_EN_EPS: "Inscrite en EPS",
    Etape.EXAMINEE_EN_EPS: "Examinée en EPS",
    Etape.REFERENT_DESIGNE: "Référent désigné",
    Etape.PLAN_PROPOSE: "Plan d'actions proposé",
    Etape.ACCORD_PLAN: "Accord sur le plan",
    Etape.EN_COURS: "Parcours en cours",
    Etape.REEXAMEN: "Réexamen en EPS",
    Etape.SORTIE_PREPAREE: "Sortie en préparation",
    Etape.SORTIE: "Sortie",
    Etape.VEILLE: "Veille après sortie",
    Etape.SUSPENDU: "Parcours suspendu",
    Etape.SANS_SUITE: "Non prise en charge",
}
SORTIES = frozenset({Etape.SORTIE, Etape.VEILLE})  # with a date and a reason of exit
FINIES = SORTIES | {Etape.SANS_SUITE}
OUVERTES = frozenset({Etape.EN_COURS, Etape.REEXAMEN, Etape.SORTIE_PREPAREE})

SUIVIES = OUVERTES | {Etape.SUSPENDU}  # a child who is followed, even while nothing goes on
AVANT_LE_DEBUT = (
    frozenset(Etape) - SUIVIES - FINIES
)  # a plan that is renewed comes back here: see `commence`


def commence(etape: Etape, entree: str) -> bool:
    """Has this parcours begun? An entry is known, or the stage says so (an old file may not know the day)."""
    return bool(entree) or etape in SUIVIES


def couleur(etape: Etape) -> str:
    """State of the badge for a stage: running, over, or before the start. The words are always beside it."""
    if etape in FINIES:
        return "inc"
    return "info" if etape in OUVERTES else "att"


def etape_reprise(
    *, pris_en_charge: bool | None, entree: bool, sortie: bool, eps: bool, accord: bool
) -> Etape:
    """The stage that the facts of a paper tracker prove, and no further."""
    if sortie:
        return Etape.SORTIE
    if entree or pris_en_charge:
        return Etape.EN_COURS
    if eps:
        return Etape.EXAMINEE_EN_EPS
    if accord:
        return Etape.ACCORD_EPS
    return Etape.SOLLICITATION
