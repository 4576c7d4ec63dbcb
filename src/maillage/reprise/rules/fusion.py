"""Two rows that a person has said to be the same child become one: nothing of either is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from maillage.reprise.rules.plan import EnfantLu, LigneLue


def fusionner(enfants: Sequence[EnfantLu], memes: Iterable[tuple[str, str]]) -> list[EnfantLu]:
    """Join children whose rows («Feuille!12») were declared the same, the first one giving its place and name."""
    par_ligne = {str(ligne.lieu): e.cle for e in enfants for ligne in e.lignes}
    chef: dict[str, str] = {e.cle: e.cle for e in enfants}

    def remonter(cle: str) -> str:
        while chef[cle] != cle:
            cle = chef[cle]
        return cle

    rang = {e.cle: i for i, e in enumerate(enfants)}
    for a, b in memes:
        if a in par_ligne and b in par_ligne:
            tetes = sorted({remonter(par_ligne[a]), remonter(par_ligne[b])}, key=rang.__getitem__)
            chef[tetes[-1]] = tetes[0]
    groupes: dict[str, list[EnfantLu]] = {}
    for e in enfants:
        groupes.setdefault(remonter(e.cle), []).append(e)
    return [_joindre(g) for g in groupes.values()]


def _joindre(groupe: Sequence[EnfantLu]) -> EnfantLu:
    premier, *autres = groupe
    ensemble = premier.ensemble
    for autre in autres:
        ensemble = _completer(ensemble, autre.ensemble)
    return EnfantLu(premier.cle, ensemble, tuple(ligne for e in groupe for ligne in e.lignes))


def _completer(a: LigneLue, b: LigneLue) -> LigneLue:
    """Lists are joined; a single value of the first stands unless it is empty."""
    valeurs: Mapping[str, Any] = {
        f.name: _valeur(getattr(a, f.name), getattr(b, f.name)) for f in fields(LigneLue)
    }
    return LigneLue(**valeurs)


def _valeur(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        return tuple(dict.fromkeys((*a, *b)))
    return b if a is None or a == "" else a
