"""What one row says, gathered cell by cell, and what becomes of the words that no reader used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maillage.classeurs.rules.classeur import Cellule
from maillage.reprise.rules.champs import est_voie
from maillage.reprise.rules.dates import Ordre
from maillage.reprise.rules.lu import Lu
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.plan import Avertissement, Destin, Lieu, Sort, TexteLu
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.textes import classer, incidentes, parle


class Releve:
    """What one row says, gathered cell by cell."""

    def __init__(self, feuille: str, numero: int, lexiques: Lexiques, pivot: int, bord: int = 0):
        self.lieu = Lieu(feuille, numero, bord)  # `bord` tells apart tables that stand side by side
        self.lexiques = lexiques
        self.pivot = pivot
        self.champs: dict[str, Any] = {}
        self.sorts: list[Sort] = []
        self.textes: list[TexteLu] = []
        self.avertissements: list[Avertissement] = []
        self.impossibles: list[tuple[Colonne, Cellule, str]] = []
        self.ordres: dict[int, tuple[Ordre, bool]] = {}

    def placer(self, cellule: Cellule, destin: Destin, raison: str) -> None:
        self.sorts.append(
            Sort(Lieu(self.lieu.feuille, cellule.ligne, cellule.colonne), destin, raison)
        )

    def avertir(self, colonne: Colonne, cellule: Cellule, message: str) -> None:
        lieu = Lieu(self.lieu.feuille, cellule.ligne, cellule.colonne)
        self.avertissements.append(
            Avertissement(lieu, colonne.entete, cellule.texte[:120], message)
        )

    def poser(self, champ: str, valeur: object) -> None:
        """Keep a single value; the first one wins (continuation rows are read apart)."""
        self.champs.setdefault(champ, valeur)

    def joindre(self, champ: str, valeurs: tuple[Any, ...]) -> None:
        self.champs[champ] = tuple(dict.fromkeys((*self.champs.get(champ, ()), *valeurs)))

    def texte_libre(self, colonne: Colonne, cellule: Cellule, *, force: bool = False) -> Destin:
        """Sort a free text; the whole cell waits for a person unless it is harmless."""
        compartiment = (
            "quarantaine" if force else classer(cellule.texte, self.lexiques, colonne.entete)
        )
        lieu = Lieu(self.lieu.feuille, cellule.ligne, cellule.colonne)
        self.textes.append(TexteLu(lieu, colonne.entete, cellule.texte, compartiment))
        return "importee" if compartiment == "neutre" else "quarantaine"


Issue = tuple[Destin, str]
Lecteur = Callable[[Releve, Colonne, Cellule], Issue]
IMPORTEE: Issue = ("importee", "lue")


def reste_a_placer(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """Words that the reader of the column did not use are a free text like another."""
    destin = releve.texte_libre(colonne, cellule)
    return destin, "texte libre dans une colonne normalisée"


def incidente_a_placer(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """The value of the cell is kept; what it adds on the side waits for a person when it is sensitive."""
    if not isinstance(cellule.valeur, str):
        return IMPORTEE
    dites = [p for p in incidentes(cellule.texte) if not est_voie(p) and parle(p, releve.lexiques)]
    return reste_a_placer(releve, colonne, cellule) if dites else IMPORTEE


def conclure(releve: Releve, colonne: Colonne, cellule: Cellule, lu: Lu[Any]) -> Issue:
    """After a reading: warn when something is left to a person, and sort the words that were not used."""
    if lu.avertissement:
        releve.avertir(colonne, cellule, lu.avertissement)
    if lu.certitude == "en_attente":
        return "ignoree", "valeur d'attente"
    if lu.reste and any(c.isalpha() for c in lu.reste):
        anodin = lu.lisible and classer(lu.reste, releve.lexiques) == "neutre"
        return IMPORTEE if anodin else reste_a_placer(releve, colonne, cellule)
    return IMPORTEE if lu.lisible else ("importee", "gardée telle quelle, à préciser")
