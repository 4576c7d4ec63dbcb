"""What a release is made of, before protection: dimensions, counts, what is impossible, what is hidden, what was released before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maillage.publications.rules.catalogue import TableDuCatalogue
from maillage.publications.rules.divergences import Divergence, divergences
from maillage.publications.rules.histoires import VAGUE, Codes, Etat, Vies, vies
from maillage.publications.rules.impossibles import croire
from maillage.publications.rules.passe import Paru
from maillage.statistiques.rules.axes import Axe
from maillage.statistiques.rules.divulgation.demande import (
    DETAIL,
    TOTAL,
    Anterieure,
    Cachees,
    Cellule,
    Dimension,
    Mode,
    TableVoulue,
)

PRESENTS, PARTIS = "presents", "partis"
CARTES = frozenset({"quartier", "quartier_avant"})  # two maps that anyone can subtract


@dataclass(frozen=True, slots=True)
class Reglage:
    """How a programme protects what it releases."""

    mode: Mode = Mode.ARRONDI
    seuil: int = 5
    base: int = 5

    @property
    def haut(self) -> int:
        return self.seuil - 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A release ready to be protected, in counts only. `contredits`: impossibilities that the counts deny."""

    id: str
    reglage: Reglage
    dimensions: Mapping[str, Dimension]
    comptes: tuple[tuple[Codes, int], ...]  # over every dimension, in their order
    tables: tuple[TableVoulue, ...]
    passes: tuple[Anterieure, ...] = ()
    places: Mapping[str, Cellule] = field(default_factory=dict)
    zeros: tuple[Cellule, ...] = ()
    cachees: tuple[Cachees, ...] = ()
    divergences: tuple[Divergence, ...] = ()
    contredits: tuple[Cellule, ...] = ()


def compter(axes: Sequence[str], observations: Sequence[Mapping[str, str]]) -> Etat:
    """Children by their codes on these axes, those that they still have."""
    connus = tuple(a for a in axes if all(a in o for o in observations[:1]))
    return Etat(connus, Counter(tuple(o[a] for a in connus) for o in observations))


def axes_utiles(tables: Sequence[TableDuCatalogue], parus: Sequence[Paru]) -> tuple[str, ...]:
    """The axes that the tables asked for, or those released before, speak of."""
    lus = dict.fromkeys(d for t in tables for d in t.dims)
    lus |= dict.fromkeys(d for p in parus for t in p.tables for d in t.dims)
    return tuple(lus)


def planifier(
    ident: str,
    axes: Mapping[str, Axe],
    observations: Sequence[Mapping[str, str]],
    tables: Sequence[TableDuCatalogue],
    parus: Sequence[Paru],
    reglage: Reglage,
) -> Plan:
    """Make the plan. `parus`: the earlier releases of the same year, withdrawn or not, in their order."""
    parus = [p for p in parus if any(p.etat.comptes.values())]
    utiles = axes_utiles(tables, parus)
    rangs = vies(utiles, [*(p.etat for p in parus), compter(utiles, observations)])
    dimensions = _dimensions(utiles, axes, rangs, parus)
    comptes: Counter[Codes] = Counter()
    for (codes, motif), n in rangs.items():
        comptes[(*codes, motif) if VAGUE in dimensions else codes] += n
    zeros, contredits = croire(axes, dimensions, comptes)
    voulues = _voulues(tables, partis=any(m.endswith("0") for _, m in rangs))
    places = {
        p.id: {VAGUE: f"deja_{p.id}"} for k, p in enumerate(parus, start=1) if _manque(rangs, k)
    }
    return Plan(
        id=ident,
        reglage=reglage,
        dimensions=dimensions,
        comptes=tuple(sorted(comptes.items())),
        tables=voulues,
        passes=tuple(p.anterieure(dimensions) for p in parus),
        places=places,
        zeros=zeros,
        cachees=tuple(_cachees(voulues, parus, places, utiles)),
        divergences=divergences(parus, utiles, rangs),
        contredits=contredits,
    )


def _voulues(tables: Sequence[TableDuCatalogue], *, partis: bool) -> tuple[TableVoulue, ...]:
    """The tables as the engine asks for them. Who was counted and is no longer is in none of them."""
    ou = {VAGUE: PRESENTS} if partis else {}
    return tuple(
        TableVoulue(t.code, t.dims, dict.fromkeys(t.dims, (DETAIL, TOTAL)), ou) for t in tables
    )


def _manque(rangs: Vies, k: int) -> bool:
    """Tell whether somebody was not counted at this release: its place must then be told."""
    return any(m[k] == "0" for _, m in rangs)


def _dimensions(
    utiles: Sequence[str], axes: Mapping[str, Axe], rangs: Vies, parus: Sequence[Paru]
) -> dict[str, Dimension]:
    """Each axis with every code that was ever counted or released on it, and the releases that counted a child."""
    lues = {}
    for i, a in enumerate(utiles):
        de_l_axe = axes[a].codes if a in axes else ()
        vus = {codes[i] for codes, _ in rangs}
        vus |= {
            label for p in parus for t in p.valeurs.values() for n in t for d, label in n if d == a
        }
        plus = sorted(vus - set(de_l_axe) - {TOTAL})
        lues[a] = Dimension(a, (*de_l_axe, *plus))
    motifs = sorted({m for _, m in rangs})
    if len(motifs) > 1:
        niveaux = {}
        coupes = [
            (f"alors_{p.id}", f"deja_{p.id}", f"pas_{p.id}", k)
            for k, p in enumerate(parus, start=1)
        ]
        for niveau, dedans, dehors, k in [*coupes, ("maintenant", PRESENTS, PARTIS, -1)]:
            parts = {
                dedans: tuple(m for m in motifs if m[k] == "1"),
                dehors: tuple(m for m in motifs if m[k] == "0"),
            }
            if all(parts.values()):
                niveaux[niveau] = parts
        lues[VAGUE] = Dimension(VAGUE, tuple(motifs), niveaux)
    return lues


def _cachees(
    voulues: Sequence[TableVoulue],
    parus: Sequence[Paru],
    places: Mapping[str, Cellule],
    utiles: Sequence[str],
) -> list[Cachees]:
    """What nobody publishes and that anyone can look for by subtraction: who came and who left between two releases, the
    move of an area from one map to the other.
    """
    lues = []
    for p in (p for p in parus if p.id in places):
        alors = {frozenset(t.dims) for t in p.tables}
        for t in voulues:
            if frozenset(t.dims) in alors:
                lues.append(Cachees(t.dims, {VAGUE: f"pas_{p.id}"}))
                if t.ou:
                    lues.append(Cachees(t.dims, {VAGUE: PARTIS}))
    if set(utiles) >= CARTES:
        deux = [t for t in voulues if CARTES & set(t.dims)]
        lues += [Cachees(tuple(dict.fromkeys((*t.dims, *sorted(CARTES)))), {}) for t in deux]
    return lues
