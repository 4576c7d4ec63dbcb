"""A proposal: who takes over whom. Siblings together, follow-ups level, same school together when it costs nothing.

The order of children changes nothing. Each choice says why. It is a proposal: a person decides (docs/regles/passations.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from maillage.passations.rules.charges import placer_les_fratries

PASSES = 20  # of exchanges for schools: each one strictly brings pupils together, this only bounds the time


class Raison(StrEnum):
    """Why this recipient."""

    FRATRIE = "fratrie"
    MOINS_DE_SUIVIS = "moins_de_suivis"
    MEME_ECOLE = "meme_ecole"
    RESTE = "reste"

    @property
    def libelle(self) -> str:
        return {
            Raison.FRATRIE: "fratrie",
            Raison.MOINS_DE_SUIVIS: "moins de suivis",
            Raison.MEME_ECOLE: "même école",
            Raison.RESTE: "reste avec son référent",
        }[self]


@dataclass(frozen=True, slots=True)
class Enfant:
    """A child to hand over. `fratrie`: any identifier that siblings share; `chez`: a recipient who has a sibling."""

    id: UUID
    fratrie: UUID | None = None
    ecole: str = ""
    chez: UUID | None = None


@dataclass(frozen=True, slots=True)
class Receveur:
    """A poste that may take over: how many children it follows, how many in each school. `sortant`: it is the one
    that gives, in a rebalancing: its count is what it keeps for sure.
    """

    poste: UUID
    suivis: int
    ecoles: Mapping[str, int] = field(default_factory=dict)
    sortant: bool = False


@dataclass(frozen=True, slots=True)
class Choix:
    """One child, one recipient, and why."""

    enfant: UUID
    poste: UUID
    raisons: tuple[Raison, ...]


@dataclass(frozen=True, slots=True)
class Repartition:
    """The whole proposal, in the order of identifiers. `exacte`: no proposal has a lower heaviest load."""

    choix: tuple[Choix, ...]
    charges: Mapping[UUID, int]
    exacte: bool = True


Groupe = tuple[Enfant, ...]


def repartir(enfants: Iterable[Enfant], receveurs: Iterable[Receveur]) -> Repartition:
    """Give each child exactly one recipient. `ValueError` when there is nobody to give to."""
    enfants = list(enfants)
    postes = sorted(receveurs, key=lambda r: (not r.sortant, r.poste))  # on a tie the child stays
    if not postes:
        raise ValueError("Aucun poste ne peut recevoir.")
    connus = {r.poste for r in postes}
    charges = {r.poste: r.suivis for r in postes}
    places: dict[UUID, UUID] = {}
    libres: list[Groupe] = []
    for groupe in _groupes(enfants):
        chez = min((e.chez for e in groupe if e.chez in connus and e.chez), default=None)
        if chez is None:
            libres.append(groupe)
        else:
            _placer(groupe, chez, places, charges)
    fratries, seuls = [g for g in libres if len(g) > 1], [g for g in libres if len(g) == 1]
    trouvees = placer_les_fratries([len(g) for g in fratries], list(charges.values()), len(seuls))
    ordre = list(charges)
    for groupe, rang in zip(fratries, trouvees.rangs, strict=True):
        _placer(groupe, ordre[rang], places, charges)
    vues = _ecoles(enfants, places, postes)
    for groupe in seuls:  # on a tie, where the school already is
        ecole = groupe[0].ecole
        poste = min(ordre, key=lambda p: (charges[p], -vues[p][ecole], ordre.index(p)))
        _placer(groupe, poste, places, charges)
        vues[poste].update([ecole] if ecole else [])
    _rapprocher(libres, places, vues, {r.poste for r in postes if r.sortant})
    return Repartition(_choix(enfants, places, postes), charges, trouvees.exacte)


def _groupes(enfants: Iterable[Enfant]) -> list[Groupe]:
    """Siblings together; the largest groups first, then in the order of identifiers."""
    lots: dict[UUID, list[Enfant]] = {}
    for e in sorted(enfants, key=lambda e: e.id):
        lots.setdefault(e.fratrie or e.id, []).append(e)
    return sorted((tuple(g) for g in lots.values()), key=lambda g: (-len(g), g[0].id))


def _placer(
    groupe: Groupe, poste: UUID, places: dict[UUID, UUID], charges: dict[UUID, int]
) -> None:
    places.update({e.id: poste for e in groupe})
    charges[poste] += len(groupe)


def _rapprocher(
    groupes: Sequence[Groupe],
    places: dict[UUID, UUID],
    ecoles: dict[UUID, Counter[str]],
    sortants: set[UUID],
) -> None:
    """Exchange groups of one size as long as more pupils of one school end with one poste: no load changes.

    The one who gives takes no part in it: a rebalancing moves no more children than it needs.
    """
    lots = [(g, Counter(e.ecole for e in g if e.ecole)) for g in groupes]
    for _ in range(PASSES):
        change = False
        for i, (a, de_a) in enumerate(lots):
            for b, de_b in lots[i + 1 :]:
                p, q = places[a[0].id], places[b[0].id]
                if len(a) != len(b) or p == q or de_a == de_b or p in sortants or q in sortants:
                    continue
                if _gain(ecoles[p], de_a, de_b) + _gain(ecoles[q], de_b, de_a) > 0:
                    ecoles[p] = ecoles[p] - de_a + de_b
                    ecoles[q] = ecoles[q] - de_b + de_a
                    places.update({e.id: q for e in a} | {e.id: p for e in b})
                    change = True
        if not change:
            return


def _ecoles(
    enfants: Iterable[Enfant], places: Mapping[UUID, UUID], postes: Sequence[Receveur]
) -> dict[UUID, Counter[str]]:
    """Pupils of each school with each poste: those it follows, and those placed so far. Unknown schools are none."""
    ecoles = {r.poste: Counter({e: n for e, n in r.ecoles.items() if e}) for r in postes}
    for e in enfants:
        if e.ecole and e.id in places:
            ecoles[places[e.id]][e.ecole] += 1
    return ecoles


def _gain(ecoles: Counter[str], moins: Counter[str], plus: Counter[str]) -> int:
    """How many more pairs of pupils of one school a poste has when these leave and those come."""
    gain = 0
    for ecole in {*moins, *plus}:
        avant = ecoles[ecole]
        apres = avant - moins[ecole] + plus[ecole]
        gain += (apres * (apres - 1) - avant * (avant - 1)) // 2
    return gain


def _choix(
    enfants: Iterable[Enfant], places: Mapping[UUID, UUID], postes: Sequence[Receveur]
) -> tuple[Choix, ...]:
    tries = sorted(enfants, key=lambda e: e.id)
    sortants = {r.poste for r in postes if r.sortant}
    ecoles = _ecoles(tries, places, postes)
    tailles = Counter(e.fratrie for e in tries if e.fratrie)
    choix = []
    for e in tries:
        poste = places[e.id]
        raisons = []
        if poste in sortants:
            raisons.append(Raison.RESTE)
        if e.chez == poste or (e.fratrie and tailles[e.fratrie] > 1):
            raisons.append(Raison.FRATRIE)
        if e.ecole and ecoles[poste][e.ecole] > 1:
            raisons.append(Raison.MEME_ECOLE)
        choix.append(Choix(e.id, poste, tuple(raisons) or (Raison.MOINS_DE_SUIVIS,)))
    return tuple(choix)
