"""The conservation law: every non-empty cell of the file has one fate, counted by going through the file itself."""

from __future__ import annotations

from collections.abc import Iterable

from maillage.reprise.rules.classeur import Classeur
from maillage.reprise.rules.modele import Correspondance
from maillage.reprise.rules.plan import Lieu, Refus, Sort
from maillage.reprise.rules.releve import Releve


def remarques(classeur: Classeur, tables: tuple[Correspondance, ...]) -> tuple[str, ...]:
    lues = {t.feuille for t in tables}
    return tuple(
        f"Feuille « {f.nom} » : aucun tableau d'enfants."
        for f in classeur.feuilles
        if f.lignes and f.nom not in lues
    )


def sorts_de(
    classeur: Classeur,
    releves: Iterable[Releve],
    refus: dict[Lieu, Refus],
    tables: tuple[Correspondance, ...],
) -> tuple[Sort, ...]:
    """The conservation law, by construction: we go through the cells of the file, not through what was read."""
    connus: dict[Lieu, Sort] = {}
    for releve in releves:
        for sort in releve.sorts:
            refusee = releve.lieu in refus and sort.destin != "ignoree"
            connus[sort.lieu] = (
                Sort(sort.lieu, "refusee", refus[releve.lieu].erreur) if refusee else sort
            )
    entetes = {(t.feuille, n) for t in tables for n in t.zone.entetes}
    lues = {t.feuille for t in tables}
    rendus = []
    for feuille in classeur.feuilles:
        for numero, cellules in feuille.lignes:
            raison = "en-tête" if (feuille.nom, numero) in entetes else (
                "titre ou note hors du tableau" if feuille.nom in lues else "feuille sans enfant"
            )  # fmt: skip
            for cellule in cellules:
                lieu = Lieu(feuille.nom, cellule.ligne, cellule.colonne)
                rendus.append(connus.get(lieu) or Sort(lieu, "ignoree", raison))
    return tuple(rendus)
