"""Signs that a file explains itself: «L = langage», or a sheet with a sign and its meaning side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from maillage.classeurs.rules.classeur import Cellule, Classeur
from maillage.reprise.rules.ecriture import plier
from maillage.reprise.rules.modele import Correspondance
from maillage.reprise.rules.tables import Table

EXPLIQUES_MINIMUM = 2
LONGUEUR_D_UN_SIGNE = 3
LONGUEUR_D_UN_SENS = 60

_EGALE = re.compile(r"(?:^|[;,|(\n:]|\s)\s*([A-Za-z]{1,3}\d?|\d{1,2})\s*(?:=|:|->|→)\s*([^;,|=\n]{3,60}?)(?=\s*(?:[;,|)\n]|$))")  # fmt: skip


def lire_legende(
    classeur: Classeur, tables: Sequence[Correspondance], motifs: Table
) -> Mapping[str, str]:
    """Motives behind signs, read outside the children's rows; empty unless the file explains several."""
    trouves: dict[str, str] = {}
    for cellules in _hors_des_enfants(classeur, tables):
        for signe, sens in _paires(cellules):
            code = motifs.premier(sens)
            if code:
                trouves.setdefault(plier(signe), code)
    return trouves if len(trouves) >= EXPLIQUES_MINIMUM else {}


def _hors_des_enfants(
    classeur: Classeur, tables: Sequence[Correspondance]
) -> Iterator[tuple[Cellule, ...]]:
    """Rows outside tables, and the rows of a table that are too short to be a child."""
    for feuille in classeur.feuilles:
        siennes = [t for t in tables if t.feuille == feuille.nom]
        for numero, cellules in feuille.lignes:
            dedans = any(t.zone.debut <= numero <= t.zone.fin for t in siennes)
            if len(cellules) <= 2 or not dedans:
                yield cellules


def _paires(cellules: Sequence[Cellule]) -> Iterator[tuple[str, str]]:
    for cellule in cellules:
        if isinstance(cellule.valeur, str):
            yield from _EGALE.findall(cellule.valeur)
    for signe, sens in pairwise(cellules):
        if len(signe.texte) <= LONGUEUR_D_UN_SIGNE and 2 < len(sens.texte) <= LONGUEUR_D_UN_SENS:
            yield signe.texte, sens.texte
