"""Which cells must not be located, and what is already known of each cell from earlier publications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    anterieures_placees,
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
    """Make the problem: every cell of the tables, of the earlier publications and of the hidden intersections."""
    donnees = {a.demande.id: a for a in anterieures}
    if manquantes := set(demande.gelees) - set(donnees):
        raise DemandeIllisible(f"Publications gelées sans leur sortie : {sorted(manquantes)}.")
    tables = tuple((t, tuple(familles_d_une_table(demande, t))) for t in demande.tables)
    avant = [
        (donnees[g], t, voulue, familles_d_une_table(demande, t))
        for g in demande.gelees
        for t, voulue in zip(
            anterieures_placees(demande, donnees[g]), donnees[g].demande.tables, strict=True
        )
    ]
    familles = [f for _, fs in tables for f in fs] + [f for *_, fs in avant for f in fs]
    s = systeme(demande, [*familles, *familles_cachees(demande)])
    fixees, bornes, tues = _connues(demande, s, avant)
    publiables = {s.rang[cle] for _, fs in tables for f in fs for _, cle in f.cellules()}
    return Probleme(
        demande, s, tables, sensibles(demande, s), fixees, bornes, tues, frozenset(publiables)
    )


def sensibles(demande: Demande, s: Systeme) -> dict[int, Exigence]:
    """Cells of 1 to threshold - 1 children, published or hidden, and those that tell all of a group."""
    lues = {
        i: Exigence(min(int(n), demande.bas), demande.haut)
        for i, n in enumerate(s.valeurs)
        if 0 < n < demande.seuil
    }
    vides = s.vides()
    for parent, enfants in s.relations:
        possibles = [e for e in enfants if e not in vides]
        pleins = [e for e in possibles if s.valeurs[e] == s.valeurs[parent]]
        if s.valeurs[parent] > 0 and len(possibles) > 1 and len(pleins) == 1:
            lues.setdefault(pleins[0], Exigence(1, 0))  # everyone of the group is there
    return lues


def _connues(
    demande: Demande,
    s: Systeme,
    avant: Iterable[tuple[Anterieure, TableVoulue, TableVoulue, list[Famille]]],
) -> tuple[frozenset[int], dict[int, tuple[int, int]], frozenset[int]]:
    fixees, tues = set(), set()
    bornes: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 1 << 60))
    for publication, placee, voulue, familles in avant:
        valeurs = publication.valeurs.get(voulue.id, {})
        for f in familles:
            for labels, cle in f.cellules():
                nom = _nom(demande, placee.dims, labels)
                if nom not in valeurs:
                    raise DemandeIllisible(f"« {placee.id} » n'a pas de valeur pour {dict(nom)}.")
                rang, valeur = s.rang[cle], valeurs[nom]
                if valeur is None:
                    tues.add(rang)
                elif publication.demande.mode is Mode.SUPPRESSION:
                    _exiger_la_meme(s, rang, valeur, placee)
                    fixees.add(rang)
                else:
                    b, (bas, haut) = publication.demande.base, bornes[rang]
                    bornes[rang] = (max(bas, valeur - b + 1), min(haut, valeur + b - 1))
    return frozenset(fixees), dict(bornes), frozenset(tues - fixees)


def _exiger_la_meme(s: Systeme, rang: int, valeur: int, table: TableVoulue) -> None:
    if int(s.valeurs[rang]) != valeur:
        raise DemandeIllisible(
            f"« {table.id} » a publié {valeur} là où les comptes disent {int(s.valeurs[rang])} :"
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
