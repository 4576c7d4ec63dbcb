"""Which cells must not be located, and what is already known of each cell from earlier publications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maillage.statistiques.rules.divulgation.anterieures import complements, familles_placees
from maillage.statistiques.rules.divulgation.cellules import Systeme, systeme
from maillage.statistiques.rules.divulgation.demande import (
    Anterieure,
    Demande,
    DemandeIllisible,
    Mode,
    TableVoulue,
)
from maillage.statistiques.rules.divulgation.familles import (
    Famille,
    familles_cachees,
    familles_d_une_table,
)


@dataclass(frozen=True, slots=True)
class Exigence:
    """How wide a sensitive cell must stay: the attacker must believe in n - `bas` and in n + `haut`."""

    bas: int
    haut: int


@dataclass(frozen=True, slots=True)
class Probleme:
    """A demand made of cells. `fixees`: published before, exactly; `bornes`: published before, rounded.

    `tues`: suppressed before, and not to be shown now; `publiables`: cells of the tables asked for.
    """

    demande: Demande
    systeme: Systeme
    tables: tuple[tuple[TableVoulue, tuple[Famille, ...]], ...]
    sensibles: dict[int, Exigence]
    fixees: frozenset[int]
    bornes: dict[int, tuple[int, int]]
    tues: frozenset[int]
    publiables: frozenset[int]


def poser(demande: Demande, anterieures: Sequence[Anterieure] = ()) -> Probleme:
    """Make the problem: every cell of the tables, of the earlier publications, and what is hidden, told or implied."""
    donnees = {a.demande.id: a for a in anterieures}
    if manquantes := set(demande.gelees) - set(donnees):
        raise DemandeIllisible(
            f"Publications gelées sans leur sortie : {', '.join(sorted(manquantes))}."
        )
    tables = tuple((t, tuple(familles_d_une_table(demande, t))) for t in demande.tables)
    gelees = [donnees[g] for g in dict.fromkeys(demande.gelees)]
    avant = [(a, t, familles_placees(demande, a, t)) for a in gelees for t in a.demande.tables]
    visibles = [f for _, fs in tables for f in fs] + [f for *_, fs in avant for f in fs]
    cachees = familles_cachees(demande, demande.cachees)
    for a in gelees:
        for c in a.demande.cachees:
            if {*c.dims, *c.ou} <= {d.nom for d in demande.dimensions}:
                cachees += familles_placees(demande, a, c)
    s = systeme(demande, [*visibles, *cachees, *complements(visibles)])
    fixees, bornes, tues = _connues(demande, s, avant)
    publiables = {s.rang[cle] for _, fs in tables for f in fs for _, cle in f.cellules()}
    montrees = [
        {s.rang[cle] for f in fs for _, cle in f.cellules()}
        for fs in (*(fs for _, fs in tables), *(fs for *_, fs in avant))
    ]
    lues = sensibles(demande, s, montrees)
    return Probleme(demande, s, tables, lues, fixees, bornes, tues, frozenset(publiables))


def sensibles(demande: Demande, s: Systeme, tables: Sequence[set[int]]) -> dict[int, Exigence]:
    """Cells of 1 to threshold - 1 children, published or hidden, and those of a table that tell all of a group."""
    lues = {
        i: Exigence(min(int(n), demande.bas), demande.haut)
        for i, n in enumerate(s.valeurs)
        if 0 < n < demande.seuil
    }
    vides = s.vides()
    for parent, enfants in s.relations:
        if not any({parent, *enfants} <= table for table in tables):
            continue
        possibles = [e for e in enfants if e not in vides]
        pleins = [e for e in possibles if s.valeurs[e] == s.valeurs[parent]]
        if s.valeurs[parent] > 0 and len(possibles) > 1 and len(pleins) == 1:
            lues.setdefault(pleins[0], Exigence(1, 0))  # everyone of the group is there
    return lues


def _connues(
    demande: Demande,
    s: Systeme,
    avant: Iterable[tuple[Anterieure, TableVoulue, list[Famille]]],
) -> tuple[frozenset[int], dict[int, tuple[int, int]], frozenset[int]]:
    fixees, tues = set(), set()
    bornes: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 1 << 60))
    for publication, voulue, familles in avant:
        valeurs = publication.valeurs.get(voulue.id, {})
        nom_de = f"{publication.demande.id}:{voulue.id}"
        for f in familles:
            for labels, cle in f.cellules():
                nom = _nom(demande, voulue.dims, labels)
                if nom not in valeurs:
                    raise DemandeIllisible(f"« {nom_de} » n'a pas de valeur pour {dict(nom)}.")
                rang, valeur = s.rang[cle], valeurs[nom]
                if valeur is None:
                    tues.add(rang)
                    continue
                b = publication.demande.base if publication.demande.mode is Mode.ARRONDI else 1
                _exiger_la_meme(int(s.valeurs[rang]), valeur, b, nom_de)
                bas, haut = bornes[rang]
                bornes[rang] = (max(bas, valeur - b + 1), min(haut, valeur + b - 1))
                if b == 1:
                    fixees.add(rang)
    for i in fixees:
        bornes.pop(i, None)
    return frozenset(fixees), dict(bornes), frozenset(tues - fixees)


def _exiger_la_meme(compte: int, valeur: int, base: int, table: str) -> None:
    if abs(compte - valeur) >= base:
        raise DemandeIllisible(
            f"« {table} » a publié {valeur} là où les comptes disent {compte} :"
            " l'histoire a changé."
        )


def _nom(
    demande: Demande, dims: tuple[str, ...], labels: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (d.nom, label)
            for d, label in zip(demande.dimensions, labels, strict=True)
            if d.nom in dims
        )
    )


def noms_des_cellules(
    demande: Demande, table: TableVoulue, familles: Iterable[Famille], s: Systeme
) -> dict[tuple[tuple[str, str], ...], int]:
    """The cells of a table by their labels."""
    return {
        _nom(demande, table.dims, labels): s.rang[cle]
        for f in familles
        for labels, cle in f.cellules()
    }
