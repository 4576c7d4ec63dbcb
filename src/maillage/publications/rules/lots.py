"""Cutting a release into lots that an audit can examine whole, without losing what one table says of another.

The tables are the edges of a graph over the axes. The graph is triangulated and its cliques joined in a tree: where what two cliques
share is itself published, nothing more passes from one to the other (running intersection). Where it is not, they are one lot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

Dims = frozenset[str]


def lots(
    aretes: Iterable[Dims],
    couvert: Callable[[Dims], bool],
    taille: Callable[[Dims], int],
    limite: int,
) -> tuple[Dims, ...]:
    """Sets of axes, in an order where each shares with those before it something that is published.

    Everything is one lot when `limite` inner cells are enough for it.
    """
    aretes = [a for a in aretes if a]
    tout = frozenset().union(*aretes) if aretes else frozenset()
    if taille(tout) <= limite:
        return (tout,)
    return _relier(_cliques(tout, aretes), couvert)


def _cliques(tout: Dims, aretes: list[Dims]) -> list[Dims]:
    """Maximal cliques of the triangulated graph, by elimination of the vertex that adds the fewest edges."""
    voisins: dict[str, set[str]] = {d: set() for d in tout}
    for a in aretes:
        for x, y in combinations(a, 2):
            voisins[x].add(y)
            voisins[y].add(x)
    cliques: list[Dims] = []
    restants = set(tout)
    while restants:
        choisi = min(sorted(restants), key=lambda d: _ajouts(voisins, d))
        autour = voisins[choisi]
        cliques.append(frozenset({choisi, *autour}))
        for x, y in combinations(autour, 2):
            voisins[x].add(y)
            voisins[y].add(x)
        for v in autour:
            voisins[v].discard(choisi)
        restants.discard(choisi)
        del voisins[choisi]
    return [c for c in cliques if not any(c < autre for autre in cliques)]


def _ajouts(voisins: dict[str, set[str]], d: str) -> int:
    return sum(y not in voisins[x] for x, y in combinations(sorted(voisins[d]), 2))


def _relier(cliques: list[Dims], couvert: Callable[[Dims], bool]) -> tuple[Dims, ...]:
    """Join the cliques in a tree by what they share most, and melt together those that share something unpublished."""
    cliques = sorted(cliques, key=lambda c: (-len(c), sorted(c)))
    groupe = list(range(len(cliques)))
    places, arbre = {0}, []
    while len(places) < len(cliques):
        a, b = max(
            ((i, j) for i in sorted(places) for j in range(len(cliques)) if j not in places),
            key=lambda ij: (len(cliques[ij[0]] & cliques[ij[1]]), -ij[1]),
        )
        places.add(b)
        arbre.append((a, b))
    for a, b in arbre:
        if not couvert(cliques[a] & cliques[b]):
            garde, fondu = groupe[a], groupe[b]
            groupe = [garde if g == fondu else g for g in groupe]
    ordre = dict.fromkeys(groupe[i] for i in [0, *(b for _, b in arbre)])
    return tuple(
        frozenset().union(*(c for c, g in zip(cliques, groupe, strict=True) if g == celui))
        for celui in ordre
    )
