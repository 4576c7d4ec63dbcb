"""What a synthesis is made of: sections in an order, strengths before difficulties, each in one volet."""

from __future__ import annotations

from enum import StrEnum

from maillage.accords.rules.natures import VOLETS_PARTAGEABLES
from maillage.dossiers.rules import Volet


class Rubrique(StrEnum):
    """A part of the letter. The order is that of the page and of the paper."""

    SITUATION = "situation"
    APPUIS = "points_d_appui"
    DIFFICULTES = "difficultes"
    DEJA_TENTE = "deja_tente"
    DEMANDE = "demande"

    @property
    def libelle(self) -> str:
        return {
            Rubrique.SITUATION: "La situation en bref",
            Rubrique.APPUIS: "Points d’appui",
            Rubrique.DIFFICULTES: "Difficultés",
            Rubrique.DEJA_TENTE: "Ce qui a été tenté",
            Rubrique.DEMANDE: "Ce qui est demandé",
        }[self]

    @property
    def aide(self) -> str:
        return {
            Rubrique.SITUATION: "Qui est l’enfant, depuis quand, avec qui. Des faits.",
            Rubrique.APPUIS: "Ce qui va, ce qui aide, qui soutient.",
            Rubrique.DIFFICULTES: "Ce qui est observé, par qui, sans jugement.",
            Rubrique.DEJA_TENTE: "Ce qui a été essayé, avec quel effet.",
            Rubrique.DEMANDE: "Une demande précise à la personne qui lira.",
        }[self]


# A letter without strengths or without a request is not sent.
INDISPENSABLES = (Rubrique.APPUIS, Rubrique.DEMANDE)
VOLETS = tuple(Volet(v) for v in VOLETS_PARTAGEABLES)
LONGUEUR = 6000  # characters of one section
