"""The releases of many programmes added up, from what they released and from nothing else.

A true count is never here: a cell that one programme suppressed is suppressed in the sum, or the sum less the others would say
it. Each sum comes with the ends between which the truth stays: rounded and suppressed figures leave room, and it adds up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maillage.notions.erreurs import ErreurMetier
from maillage.statistiques.rules.divulgation.demande import TOTAL, Mode
from maillage.statistiques.rules.divulgation.derivees import Encadrement, encadrer, sommer

Nom = tuple[tuple[str, str], ...]
SUPPRIMEE = "s"
FAUTES = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
MILLIARD = 10**9


class Inconsolidable(ErreurMetier):
    """These releases cannot be added up as they are."""

    rien_perdu = "Rien n'a été écrit."


@dataclass(frozen=True, slots=True)
class Sortie:
    """What a programme released: figures by table and labels (None: suppressed), and the mark of its certificate."""

    programme: str
    mode: Mode
    base: int
    tables: Mapping[str, Mapping[Nom, int | None]]
    marque: str


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The sums: figures by table and labels, and what was left out of them."""

    id: str
    programmes: int
    mode: Mode
    base: int
    tables: Mapping[str, Mapping[Nom, Encadrement]]
    ecartees: Mapping[str, int]


def lire_sortie(programme: str, lu: Mapping[str, Any]) -> Sortie:
    """Read a release; `Inconsolidable` names the programme and what is wrong."""
    try:
        mode, base = Mode(lu["mode"]), int(lu["base"])
        tables = {str(t["id"]): _cellules(t["cells"]) for t in lu["tables"]}
        marque = str(lu["certificate"]["sha256"])
        trouvees = int(lu["audit"]["exact"])
    except FAUTES as faute:
        raise Inconsolidable(f"« {programme} » ne se lit pas : {faute!r}.") from faute
    if len(tables) != len(lu["tables"]) or not tables or base < 2:
        raise Inconsolidable(f"« {programme} » ne se lit pas : ses tables ou sa base.")
    if not marque or trouvees:
        raise Inconsolidable(f"« {programme} » n'a pas passé l'audit : elle ne sort pas.")
    montrees = [v for t in tables.values() for v in t.values() if v is not None]
    if mode is Mode.ARRONDI and any(v % base for v in montrees):
        raise Inconsolidable(f"« {programme} » porte un nombre qui n'est pas arrondi à {base}.")
    return Sortie(programme, mode, base, tables, marque)


def _cellules(lues: Iterable[Mapping[str, Any]]) -> dict[Nom, int | None]:
    cellules: dict[Nom, int | None] = {}
    for c in lues:
        nom = tuple(sorted((str(d), str(label)) for d, label in c["cell"].items()))
        if nom in cellules:
            raise ValueError(f"cellule en double : {dict(nom)}")
        cellules[nom] = None if c["value"] == SUPPRIMEE else _compte(c["value"])
    return cellules


def _compte(lu: Any) -> int:
    if isinstance(lu, bool) or int(lu) != lu or not 0 <= lu < MILLIARD:
        raise ValueError(f"nombre illisible : {str(lu)[:40]}")
    return int(lu)


def consolider(nom: str, sorties: Sequence[Sortie], sans: Iterable[str] = ()) -> Consolidation:
    """Add up the cells that every programme has. `sans`: dimensions kept at their total, such as the quartiers of each.

    A table that not every programme has is left out whole: a sum over some would be read as a sum over all.
    """
    if len(sorties) < 2:
        raise Inconsolidable("Il faut les publications d'au moins deux programmes.")
    _refuser_les_doubles(sorties)
    retirees = frozenset(sans)
    communes = set.intersection(*(set(s.tables) for s in sorties))
    tables, ecartees = {}, {t: -1 for s in sorties for t in s.tables if t not in communes}
    for t in sorted(communes):
        gardees, perdues = _communes(sorties, t, retirees)
        if gardees:
            tables[t] = gardees
        if perdues:
            ecartees[t] = perdues
    if not tables:
        raise Inconsolidable("Ces programmes n'ont aucune cellule en commun.")
    modes, bases = {s.mode for s in sorties}, {s.base for s in sorties if s.mode is Mode.ARRONDI}
    mode = Mode.ARRONDI if Mode.ARRONDI in modes else Mode.SUPPRESSION
    base = bases.pop() if len(bases) == 1 and len(modes) == 1 else 1
    return Consolidation(nom, len(sorties), mode, base, tables, ecartees)


def _refuser_les_doubles(sorties: Sequence[Sortie]) -> None:
    vues: dict[str, str] = {}
    for s in sorties:
        contenu = sorted((t, sorted(c.items())) for t, c in s.tables.items())
        signe = json.dumps([s.marque, contenu])
        if signe in vues:
            raise Inconsolidable(
                f"« {vues[signe]} » et « {s.programme} » sont la même publication."
            )
        vues[signe] = s.programme


def _communes(
    sorties: Sequence[Sortie], table: str, sans: frozenset[str]
) -> tuple[dict[Nom, Encadrement], int]:
    """The cells of a table that everyone has, added up; and how many labels were left out."""
    toutes = [{n for n in s.tables[table] if _gardee(n, sans)} for s in sorties]
    gardees = set.intersection(*toutes)
    lues = [_encadrees(s, table, gardees) for s in sorties]
    sommes = {n: sommer(lu[n] for lu in lues) for n in sorted(gardees)}
    return sommes, len(set.union(*toutes) - gardees)


def _gardee(nom: Nom, sans: frozenset[str]) -> bool:
    return all(label == TOTAL for d, label in nom if d in sans)


def _encadrees(s: Sortie, table: str, gardees: set[Nom]) -> dict[Nom, Encadrement]:
    """What the figures of one programme say of each cell: no cell is more than a total that contains it."""
    cellules = s.tables[table]
    lues: dict[Nom, Encadrement] = {}

    def lire(nom: Nom) -> Encadrement:
        if nom not in lues:
            dessus = [lire(n) for n in _totaux(nom) if n in cellules]
            bornes = [d for d in dessus if d.haut is not None]
            moindre = min(bornes, key=lambda d: d.haut or 0.0, default=None)
            lues[nom] = encadrer(cellules[nom], s.mode, s.base, moindre)
            if (lues[nom].haut or 0.0) < lues[nom].bas and lues[nom].haut is not None:
                raise Inconsolidable(
                    f"« {s.programme} », table « {table} » : {dict(nom)} dépasse son total."
                )
        return lues[nom]

    return {n: lire(n) for n in gardees}


def _totaux(nom: Nom) -> Iterable[Nom]:
    """The cells one step above: each label replaced by the total of its dimension."""
    for rang, (dim, label) in enumerate(nom):
        if label != TOTAL:
            yield (*nom[:rang], (dim, TOTAL), *nom[rang + 1 :])


def _precise(e: Encadrement) -> bool:
    """Tell whether the truth is surely within a tenth of the figure shown.

    Rounding is no error on average over one table, but small cells of many programmes often go down together.
    """
    if e.montre is None or e.haut is None:
        return False
    return max(e.montre - e.bas, e.haut - e.montre) <= e.montre / 10


def consolidation_en_json(r: Consolidation) -> dict[str, Any]:
    """The shape of an answer, with the ends of each figure («low», «high»; «high» null when nothing bounds it)."""
    tables = [
        {"id": t, "programmes": r.programmes, "cells": [
            {
                "cell": dict(nom), "value": SUPPRIMEE if e.montre is None else int(e.montre),
                "low": int(e.bas), "high": None if e.haut is None else int(e.haut), "precise": _precise(e),
            }
            for nom, e in cellules.items()
        ]}
        for t, cellules in r.tables.items()
    ]  # fmt: skip
    tues = [e for cs in r.tables.values() for e in cs.values() if e.montre is None]
    largeurs = [e.haut - e.bas for e in tues if e.haut is not None]
    return {
        "id": r.id, "mode": r.mode.value, "base": r.base, "tables": tables,
        "left_out": {t: ("table" if n < 0 else n) for t, n in sorted(r.ecartees.items())},
        "audit": {
            "programmes": r.programmes, "cells": sum(map(len, r.tables.values())),
            "suppressed": len(tues), "min_width": min(largeurs, default=None),
            "imprecise": sum(not _precise(e) for cs in r.tables.values() for e in cs.values()),
        },
    }  # fmt: skip
