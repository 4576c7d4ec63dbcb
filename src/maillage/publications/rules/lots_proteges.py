"""One lot of a release: what is asked of the engine, knowing what earlier releases and the lots before it show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from maillage.publications.rules.grilles import Lot
from maillage.publications.rules.histoires import VAGUE
from maillage.publications.rules.lots import Dims
from maillage.publications.rules.passe import projeter
from maillage.publications.rules.plans import PRESENTS, Plan
from maillage.statistiques.rules.divulgation.audit import auditer
from maillage.statistiques.rules.divulgation.demande import Anterieure, Demande, TableVoulue
from maillage.statistiques.rules.divulgation.familles import Masques
from maillage.statistiques.rules.divulgation.publication import Publication, publier
from maillage.statistiques.rules.divulgation.sensibles import poser


@dataclass(frozen=True, slots=True)
class LotFait:
    """A lot once protected: what it publishes, if it has tables, and what the audit of the whole reads of it."""

    publiee: Publication | None
    lot: Lot


def proteger_un_lot(
    plan: Plan,
    rang: int,
    dims: Dims,
    siennes: list[TableVoulue],
    avant: list[LotFait],
    secondes: float,
) -> LotFait:
    """Protect the tables of one lot. Without any, it still tells the audit of the whole what the past says of its axes."""
    faites = [f.publiee for f in avant if f.publiee]
    demande, passees, ici = _demande(plan, rang, dims, siennes, faites)
    tout = [*passees, *ici]
    if siennes:
        publiee = publier(demande, tout, secondes=secondes)
        valeurs, rapport = publiee.valeurs, publiee.rapport
        perdues = _perdues(demande, passees) if rapport.faiblesses else frozenset()
        return LotFait(publiee, Lot(publiee.probleme, valeurs, perdues))
    return LotFait(None, Lot(poser(demande, tout), {}, _perdues(demande, passees)))


def _perdues(demande: Demande, passees: list[Anterieure]) -> frozenset[Masques]:
    """The sensitive cells that earlier releases give away by themselves: this one cannot take them back."""
    if not passees:
        return frozenset()
    seules = poser(
        replace(demande, tables=(), gelees=tuple(a.demande.id for a in passees)), passees
    )
    return frozenset(seules.systeme.cles[f.cellule] for f in auditer(seules, {}).faiblesses)


def _demande(
    plan: Plan, rang: int, dims: Dims, siennes: list[TableVoulue], faites: list[Publication]
) -> tuple[Demande, list[Anterieure], list[Anterieure]]:
    """What is asked of the engine for one lot: its tables, and all that is already known of its axes."""
    noms = [d for d in plan.dimensions if d in dims]
    places = [list(plan.dimensions).index(d) for d in noms]
    comptes: Counter[tuple[str, ...]] = Counter()
    for codes, n in plan.comptes:
        comptes[tuple(codes[i] for i in places)] += n
    avant = [projeter(a, dims) for a in plan.passes]
    ici = [projeter(_comme_anterieure(p), dims) for p in faites]
    presents = {a.demande.id: {VAGUE: PRESENTS} for a in ici if _ont_des_partis(plan)}
    r = plan.reglage
    demande = Demande(
        id=f"{plan.id}-{rang + 1}",
        dimensions=tuple(plan.dimensions[d] for d in noms),
        tables=tuple(siennes),
        comptes=tuple(sorted(comptes.items())),
        zeros=tuple(z for z in plan.zeros if dims.issuperset(z)),
        seuil=r.seuil,
        haut=r.haut,
        mode=r.mode,
        base=r.base,
        gelees=tuple(a.demande.id for a in (*avant, *ici)),
        places={**plan.places, **presents},
        cachees=tuple(c for c in plan.cachees if dims.issuperset(c.dims)),
    )
    return demande, avant, ici


def _ont_des_partis(plan: Plan) -> bool:
    return any(VAGUE in t.ou for t in plan.tables)


def _comme_anterieure(p: Publication) -> Anterieure:
    tables = p.probleme.tables
    return Anterieure(p.probleme.demande, {t.id: p.table(r) for r, (t, _) in enumerate(tables)})
