"""What a family is asked to agree to, and how many of the holders must say yes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maillage.dossiers.rules import Volet
from maillage.notions.decision import Texte

CHARTE = Texte(
    "Loi n° 2005-32 du 18 janvier 2005, art. 128 ; charte de confidentialité, art. 1 :"
    " « Aucune solution ne pourra être mise en œuvre sans accord de la famille »"
)
USUEL = Texte(
    "Code civil, art. 372-2 : acte usuel, chaque parent est réputé agir avec l'accord de l'autre"
)
NON_USUEL = Texte(
    "Code civil, art. 372 et 372-2 : un acte non usuel demande l'accord de chaque titulaire"
)
PARTAGER = Texte(
    "CASF, art. L. 226-2-2 : strictement nécessaire, père, mère et titulaires informés avant"
)


class Nature(StrEnum):
    """What is agreed to. The two first are those without which no parcours begins."""

    PRESENTATION = "presentation_en_eps"
    PLAN = "entree_en_parcours"
    PARTAGE = "partage"
    SUIVI_PSYCHOLOGIQUE = "suivi_psychologique"
    ACTE_NON_USUEL = "acte_non_usuel"
    ACTE_USUEL = "acte_usuel"

    @property
    def libelle(self) -> str:
        return {
            Nature.PRESENTATION: "Présentation en EPS",
            Nature.PLAN: "Plan de parcours",
            Nature.PARTAGE: "Partage d’informations",
            Nature.SUIVI_PSYCHOLOGIQUE: "Suivi psychologique",
            Nature.ACTE_NON_USUEL: "Autre acte important (non usuel)",
            Nature.ACTE_USUEL: "Acte de tous les jours (usuel)",
        }[self]


class Regime(StrEnum):
    """How many must say yes."""

    UN_SUFFIT = "un_suffit"
    UN_ET_INFORMER = "un_et_informer_l_autre"
    TOUS = "tous_les_titulaires"

    @property
    def libelle(self) -> str:
        return {
            Regime.UN_SUFFIT: "L’accord d’un titulaire suffit, sauf désaccord connu de l’autre.",
            Regime.UN_ET_INFORMER: "L’accord d’un titulaire suffit ; l’autre parent en est informé avant.",
            Regime.TOUS: "Chaque titulaire de l’autorité parentale doit être d’accord.",
        }[self]


class Finalite(StrEnum):
    """What a share is for. A share that rests on another agreement falls with it."""

    PREPARER_L_EPS = "preparer_l_eps"
    METTRE_EN_OEUVRE = "mettre_en_oeuvre_le_plan"
    POINT_ECOLE = "faire_le_point_avec_l_ecole"
    ORIENTER = "orienter_vers_un_service"
    SOIGNER = "coordonner_un_soin"

    @property
    def libelle(self) -> str:
        return {
            Finalite.PREPARER_L_EPS: "Préparer l’examen en EPS",
            Finalite.METTRE_EN_OEUVRE: "Mettre en œuvre le plan",
            Finalite.POINT_ECOLE: "Faire le point avec l’école",
            Finalite.ORIENTER: "Orienter vers un service",
            Finalite.SOIGNER: "Coordonner un soin",
        }[self]

    @property
    def repose_sur(self) -> Nature:
        """The agreement whose withdrawal ends such a share as well."""
        return Nature.PRESENTATION if self is Finalite.PREPARER_L_EPS else Nature.PLAN


# Sharing what these volets hold engages more than daily life: every holder is asked.
VOLETS_GRAVES = frozenset({Volet.FAMILLE, Volet.SOCIAL, Volet.SANTE, Volet.PROTECTION})
VOLETS_PARTAGEABLES = tuple(v for v in Volet if v not in (Volet.QUARANTAINE, Volet.IDENTITE))
REGIMES: dict[Nature, tuple[Regime, Texte]] = {
    Nature.PRESENTATION: (Regime.UN_ET_INFORMER, CHARTE),
    Nature.PLAN: (Regime.UN_ET_INFORMER, CHARTE),
    Nature.PARTAGE: (Regime.UN_ET_INFORMER, PARTAGER),
    Nature.SUIVI_PSYCHOLOGIQUE: (Regime.TOUS, NON_USUEL),
    Nature.ACTE_NON_USUEL: (Regime.TOUS, NON_USUEL),
    Nature.ACTE_USUEL: (Regime.UN_SUFFIT, USUEL),
}


@dataclass(frozen=True, slots=True)
class Objet:
    """What is asked, precisely enough to recognise the same question asked again.

    `volet`, `vers` (number of the institution or poste) and `finalite` are those of a share; `propre` tells one act from another.
    """

    nature: Nature
    volet: Volet | None = None
    vers: str = ""
    finalite: Finalite | None = None
    propre: str = ""

    @property
    def regime(self) -> Regime:
        if self.nature is Nature.PARTAGE and self.volet in VOLETS_GRAVES:
            return Regime.TOUS
        return REGIMES[self.nature][0]

    @property
    def fondement(self) -> Texte:
        return REGIMES[self.nature][1]

    @property
    def repose_sur(self) -> Nature | None:
        return self.finalite.repose_sur if self.finalite else None
