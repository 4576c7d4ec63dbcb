"""Earlier publications where they stand among the dimensions of a demand: their totals are theirs, not ours."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from maillage.statistiques.rules.divulgation.demande import (
    TOTAL,
    Anterieure,
    Cachees,
    Demande,
    DemandeIllisible,
    Dimension,
    TableVoulue,
)
from maillage.statistiques.rules.divulgation.familles import Famille, Noeuds, noeuds_de


def familles_placees(
    demande: Demande, avant: Anterieure, table: TableVoulue | Cachees
) -> list[Famille]:
    """The families of an earlier table: its levels and its totals as that publication knew them, in the frame given to it."""
    connues = {d.nom for d in demande.dimensions}
    if not {*table.dims, *table.ou} <= connues:
        raise DemandeIllisible(
            f"« {avant.demande.id} » a publié des dimensions que cette demande ne connaît pas."
        )
    if not set(table.dims) <= {d.nom for d in avant.demande.dimensions}:
        raise DemandeIllisible(
            f"« {avant.demande.id} » a publié un tableau sur une dimension que sa demande ne définit pas."
        )
    niveaux = (
        table.niveaux if isinstance(table, TableVoulue) else dict.fromkeys(table.dims, ("detail",))
    )
    choix = [niveaux.get(d.nom, (TOTAL,)) for d in demande.dimensions]
    return [
        Famille(
            tuple(
                _noeuds(demande, avant, table, d, niveau)
                for d, niveau in zip(demande.dimensions, pris, strict=True)
            )
        )
        for pris in product(*choix)
    ]


def _noeuds(
    demande: Demande, avant: Anterieure, table: TableVoulue | Cachees, dim: Dimension, niveau: str
) -> Noeuds:
    """A level as it was: its labels read by the dimension of that time, then told in the modalities of today."""
    place = dim.masque(demande.places.get(avant.demande.id, {}).get(dim.nom, TOTAL))
    ancienne = next((d for d in avant.demande.dimensions if d.nom == dim.nom), None)
    if ancienne is None:
        return ((TOTAL, place),)
    if perdues := set(ancienne.modalites) - set(dim.modalites):
        raise DemandeIllisible(
            f"« {avant.demande.id} » comptait dans « {dim.nom} » des valeurs que cette demande ne"
            f" connaît pas : {', '.join(sorted(perdues)[:5])}."
        )
    cadre = ancienne.masque(table.ou.get(dim.nom, TOTAL))
    lus = [
        (label, _aujourd_hui(ancienne, dim, m) & place)
        for label, m in noeuds_de(ancienne, niveau, cadre)
    ]
    if not all(m for _, m in lus):
        raise DemandeIllisible(
            f"« {avant.demande.id} » est placée là où sa dimension « {dim.nom} » n'a rien publié."
        )
    return tuple(lus)


def _aujourd_hui(ancienne: Dimension, dim: Dimension, masque: int) -> int:
    rangs = {m: i for i, m in enumerate(dim.modalites)}
    return sum(1 << rangs[m] for i, m in enumerate(ancienne.modalites) if masque >> i & 1)


def complements(familles: list[Famille]) -> list[Famille]:
    """A larger cell cut by a slice that is known: what remains is published by nobody, and everyone can subtract."""
    lues = {f.masques: f for f in familles}
    connues = set(lues)
    for _ in range(2):
        paires = [(a, b) for a in lues.values() for b in lues.values() if a is not b]
        coupees = {f.masques: f for a, b in paires for f in _coupees(a, b)}
        if coupees.keys() <= lues.keys():
            break
        lues = {**coupees, **lues}
    return [f for masques, f in lues.items() if masques not in connues]


def _coupees(tranche: Famille, large: Famille) -> Iterable[Famille]:
    for rang, (fins, gros) in enumerate(zip(tranche.noeuds, large.noeuds, strict=True)):
        morceaux = _morceaux(fins, gros)
        if not morceaux:
            continue
        communes = [_commune(a, b) for a, b in zip(tranche.noeuds, large.noeuds, strict=True)]
        communes[rang] = morceaux
        if all(communes):
            yield Famille(tuple(c for c in communes if c))


def _morceaux(fins: Noeuds, gros: Noeuds) -> Noeuds:
    """The larger sets cut by the smaller ones, and what is left of each; nothing when nothing is left."""
    lus = []
    for _, g in gros:
        dedans = [m & g for _, m in fins if m & g]
        reste = g & ~sum(dedans)
        if dedans and reste:
            lus += [(TOTAL, m) for m in (*dedans, reste)]
    return tuple(lus)


def _commune(a: Noeuds, b: Noeuds) -> Noeuds | None:
    """The coarser of two cuts when one refines the other."""
    for fins, larges in ((a, b), (b, a)):
        if all(sum(m for _, m in fins if m & g == m) == g for _, g in larges):
            return larges
    return None
