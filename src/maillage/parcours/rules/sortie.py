"""An exit that is prepared: who takes over, what was answered, the days of the watch. «Relais vers le droit commun»."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte
from maillage.parcours.rules.etapes import SORTIES, Etape

DROIT_COMMUN = Texte("loi n° 2005-32, art. 128 ; relais vers le droit commun")
VEILLES = (3, 6)  # months after the exit
LETTRE_A = SORTIES | {Etape.SORTIE_PREPAREE}  # stages at which the family is written to


class ReponseDuRelais(StrEnum):
    """What was answered by whoever was asked to take over."""

    ATTENDUE = "attendue"
    PREND_LA_SUITE = "prend_la_suite"
    LISTE_D_ATTENTE = "liste_d_attente"
    NE_PEUT_PAS = "ne_peut_pas"
    FAMILLE_NE_VEUT_PAS = "famille_ne_veut_pas"

    @property
    def libelle(self) -> str:
        return {
            ReponseDuRelais.ATTENDUE: "Réponse attendue",
            ReponseDuRelais.PREND_LA_SUITE: "Prend la suite",
            ReponseDuRelais.LISTE_D_ATTENTE: "Sur liste d’attente",
            ReponseDuRelais.NE_PEUT_PAS: "Ne peut pas prendre la suite",
            ReponseDuRelais.FAMILLE_NE_VEUT_PAS: "La famille ne le souhaite pas",
        }[self]

    @property
    def suppose_un_contact(self) -> bool:
        return self not in {ReponseDuRelais.ATTENDUE, ReponseDuRelais.FAMILLE_NE_VEUT_PAS}


def controler_relais(
    *, qui: str, contact_le: date | None, reponse: ReponseDuRelais, le: date
) -> Decision:
    """Is this relay well said? Who is named; nobody answers who was not asked; nothing is known of tomorrow."""
    if not qui.strip():
        return _non("qui", "Le relais ne dit pas vers qui.", "Écrivez la structure ou la personne.")
    if contact_le is not None and contact_le > le:
        return _non(
            "avenir", "Le contact est daté dans l’avenir.", "Choisissez aujourd’hui ou avant."
        )
    if reponse.suppose_un_contact and contact_le is None:
        return _non(
            "contact",
            "Une réponse est notée, mais aucun contact.",
            "Dites quel jour le contact a été pris.",
        )
    return Decision(True, Motif("relais_note", reponse.libelle), DROIT_COMMUN)


def _non(code: str, phrase: str, a_faire: str) -> Decision:
    return Decision(False, Motif(f"relais_{code}", phrase), DROIT_COMMUN, a_faire=a_faire)


def apres(jour: date, mois: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    rang = jour.month - 1 + mois
    annee, numero = jour.year + rang // 12, rang % 12 + 1
    return date(annee, numero, min(jour.day, monthrange(annee, numero)[1]))


def jours_de_veille(sortie: date) -> tuple[tuple[int, date], ...]:
    """When news is taken after an exit."""
    return tuple((mois, apres(sortie, mois)) for mois in VEILLES)


def veille_en_mots(mois: int) -> str:
    return f"Veille à {mois} mois : prendre des nouvelles de la famille"
