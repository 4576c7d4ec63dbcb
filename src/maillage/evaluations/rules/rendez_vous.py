"""The appointment with a school: agreed, held, or put off with its reason. What happened is never rewritten."""

from __future__ import annotations

from enum import StrEnum

from maillage.evaluations.rules.campagnes import POINT_ECOLE
from maillage.notions.decision import Decision, Motif


class EtatDeRendezVous(StrEnum):
    """Life of an appointment."""

    PREVU = "prevu"
    TENU = "tenu"
    REPORTE = "reporte"

    @property
    def libelle(self) -> str:
        return {
            EtatDeRendezVous.PREVU: "Prévu",
            EtatDeRendezVous.TENU: "Tenu",
            EtatDeRendezVous.REPORTE: "Reporté",
        }[self]


class LieuDeRencontre(StrEnum):
    """Where, or how, people meet."""

    ECOLE = "a_l_ecole"
    PROGRAMME = "au_programme"
    TELEPHONE = "par_telephone"
    VISIO = "en_visio"
    AILLEURS = "ailleurs"

    @property
    def libelle(self) -> str:
        return {
            LieuDeRencontre.ECOLE: "À l’école",
            LieuDeRencontre.PROGRAMME: "Dans les locaux du programme",
            LieuDeRencontre.TELEPHONE: "Au téléphone",
            LieuDeRencontre.VISIO: "En visioconférence",
            LieuDeRencontre.AILLEURS: "Ailleurs",
        }[self]


class RaisonDuReport(StrEnum):
    """Why a meeting is put off."""

    DIRECTION = "direction_indisponible"
    EQUIPE = "equipe_indisponible"
    POSTE_VACANT = "direction_vacante"
    FERMETURE = "ecole_fermee"
    AUTRE = "autre"

    @property
    def libelle(self) -> str:
        return {
            RaisonDuReport.DIRECTION: "La direction n’était pas disponible",
            RaisonDuReport.EQUIPE: "L’équipe n’était pas disponible",
            RaisonDuReport.POSTE_VACANT: "Le poste de direction est vacant",
            RaisonDuReport.FERMETURE: "L’école était fermée",
            RaisonDuReport.AUTRE: "Autre raison",
        }[self]


E = EtatDeRendezVous
SUITES: dict[EtatDeRendezVous, frozenset[EtatDeRendezVous]] = {
    E.PREVU: frozenset({E.TENU, E.REPORTE}),
    E.TENU: frozenset(),
    E.REPORTE: frozenset(),
}


def passer(de: EtatDeRendezVous, vers: EtatDeRendezVous, *, raison: str = "") -> Decision:
    """May the appointment become this? A postponement says its reason; a new day is a new appointment."""
    if vers not in SUITES[de]:
        phrase = (
            f"Un rendez-vous « {de.libelle.lower()} » ne devient pas « {vers.libelle.lower()} »."
        )
        return Decision(False, Motif("passage_inconnu", phrase), POINT_ECOLE)
    if vers is E.REPORTE and not raison:
        return Decision(
            False, Motif("raison_absente", "Un report dit sa raison."), POINT_ECOLE,
            "Choisissez une raison.",
        )  # fmt: skip
    return Decision(True, Motif("passage_permis", "C’est possible."), POINT_ECOLE)
