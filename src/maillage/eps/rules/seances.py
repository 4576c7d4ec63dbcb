"""Words of a séance: its mode (N25), its state, its members (N23), and how long what it opens stays open."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Mode(StrEnum):
    """How situations are examined (N25): both are practised."""

    NOMINATIVE = "situation_nominative"
    ANONYMISEE = "situation_anonymisee"

    @property
    def libelle(self) -> str:
        return {
            Mode.NOMINATIVE: "Situations nominatives",
            Mode.ANONYMISEE: "Situations anonymisées",
        }[self]


class EtatDeSeance(StrEnum):
    """Where a séance stands."""

    PREPAREE = "preparee"
    OUVERTE = "ouverte"
    CLOSE = "close"
    ANNULEE = "annulee"

    @property
    def libelle(self) -> str:
        return {
            EtatDeSeance.PREPAREE: "En préparation",
            EtatDeSeance.OUVERTE: "En cours",
            EtatDeSeance.CLOSE: "Close",
            EtatDeSeance.ANNULEE: "Annulée",
        }[self]


VIVANTES = (EtatDeSeance.PREPAREE, EtatDeSeance.OUVERTE)


class EtatDeSituation(StrEnum):
    """What became of a situation of the agenda."""

    INSCRITE = "inscrite"
    EXAMINEE = "examinee"
    AJOURNEE = "ajournee"
    REPORTEE = "reportee"  # the séance ended before it
    RETIREE = "retiree"  # the family took its agreement back, or somebody took it off

    @property
    def libelle(self) -> str:
        return {
            EtatDeSituation.INSCRITE: "À examiner",
            EtatDeSituation.EXAMINEE: "Examinée",
            EtatDeSituation.AJOURNEE: "Ajournée",
            EtatDeSituation.REPORTEE: "Non examinée, reportée",
            EtatDeSituation.RETIREE: "Retirée",
        }[self]


TRAITEES = (EtatDeSituation.EXAMINEE, EtatDeSituation.AJOURNEE)
A_L_ORDRE_DU_JOUR = (EtatDeSituation.INSCRITE, *TRAITEES)


class Portee(StrEnum):
    """How much of the extract a member reads: never more than her part of the examination asks."""

    EXTRAIT = "extrait"
    QUESTION = "question"

    @property
    def libelle(self) -> str:
        return {
            Portee.EXTRAIT: "L’extrait entier",
            Portee.QUESTION: "Points d’appui et question seulement",
        }[self]


PREMIER_EXAMEN, REEXAMEN = 12, 8  # minutes proposed


def fin_des_acces(fin: datetime, apres_seance: int) -> datetime:
    """The first instant at which what a séance opened is closed: its end, and the hours of the charte."""
    return fin + timedelta(hours=apres_seance)
