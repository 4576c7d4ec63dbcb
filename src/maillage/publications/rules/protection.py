"""From a plan to figures that may leave: lot after lot, each knowing what the lots before it show."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from maillage.notions.erreurs import ErreurMetier
from maillage.publications.rules.lots import Dims, lots
from maillage.publications.rules.parutions import Nom
from maillage.publications.rules.passe import projeter
from maillage.publications.rules.pertes import CasePerdue, pertes
from maillage.publications.rules.plans import PRESENTS, VAGUE, Plan
from maillage.statistiques.rules.divulgation.demande import Anterieure, Demande
from maillage.statistiques.rules.divulgation.publication import Publication, en_json, publier

LIMITE = 2_000  # inner cells that an audit examines in some seconds
TROP = 40_000  # beyond, no audit would end in the time of a job


class TropDeTables(ErreurMetier):
    """These tables hold together so much that the audit could not examine them."""

    rien_perdu = "Rien n'a été publié."
    a_faire = "Retirez une table qui croise deux axes, ou publiez-la à une autre période."


@dataclass(frozen=True, slots=True)
class Protection:
    """Figures that the auditor lets go, what they lose, and the certificate. `pertes` is never for readers."""

    valeurs: Mapping[str, Mapping[Nom, int | None]]
    pertes: tuple[CasePerdue, ...]
    audit: Mapping[str, Any]
    certificat: Mapping[str, Any]


def proteger(
    plan: Plan, *, secondes: float = 5.0, au_fil: Callable[[int, int], None] = lambda _f, _t: None
) -> Protection:
    """Protect each lot in its turn. `au_fil` is told how many are done, and may raise to stop."""
    coupe = couper(plan)
    faits: list[tuple[Demande, Publication]] = []
    a_placer = [t.id for t in plan.tables]
    for rang, dims in enumerate(coupe):
        au_fil(rang, len(coupe))
        siennes = [t for t in a_placer if dims.issuperset(_dims(plan, t))]
        a_placer = [t for t in a_placer if t not in siennes]
        if siennes:
            demande, avant = _demande(plan, rang, dims, siennes, [p for _, p in faits])
            faits.append((demande, publier(demande, avant, secondes=secondes)))
    au_fil(len(coupe), len(coupe))
    publiees = [p for _, p in faits]
    return Protection(
        {t.id: p.table(r) for p in publiees for r, (t, _) in enumerate(p.probleme.tables)},
        tuple(c for p in publiees for c in pertes(p)),
        _audit(publiees),
        _certificat(publiees),
    )


def couper(plan: Plan) -> tuple[Dims, ...]:
    """The lots of a plan; `TropDeTables` when one of them is too large for any audit."""
    tables = [
        frozenset(t.dims)
        for t in (*plan.tables, *(t for a in plan.passes for t in a.demande.tables))
    ]
    commune = frozenset({VAGUE} & set(plan.dimensions))
    aretes = [
        *tables, *(frozenset(c.dims) for c in plan.cachees),
        *(frozenset(z) for z in plan.zeros),
    ]  # fmt: skip

    def taille(dims: Dims) -> int:
        return prod(len(plan.dimensions[d].modalites) for d in dims)

    coupe = lots(
        [a | commune for a in aretes],
        lambda s: any(s - commune <= t for t in tables),
        taille,
        LIMITE,
    )
    if max(map(taille, coupe), default=0) > TROP:
        raise TropDeTables("Ces tableaux se croisent trop pour que l'audit les examine ensemble.")
    return coupe


def _dims(plan: Plan, table: str) -> Dims:
    return frozenset(next(t for t in plan.tables if t.id == table).dims)


def _demande(
    plan: Plan, rang: int, dims: Dims, siennes: list[str], faites: list[Publication]
) -> tuple[Demande, list[Anterieure]]:
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
        tables=tuple(t for t in plan.tables if t.id in siennes),
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
    return demande, [*avant, *ici]


def _ont_des_partis(plan: Plan) -> bool:
    return any(VAGUE in t.ou for t in plan.tables)


def _comme_anterieure(p: Publication) -> Anterieure:
    tables = p.probleme.tables
    return Anterieure(p.probleme.demande, {t.id: p.table(r) for r, (t, _) in enumerate(tables)})


def _audit(publiees: list[Publication]) -> dict[str, Any]:
    """The audits of the lots in one: sums, and the least width."""
    lus = [en_json(p)["audit"] for p in publiees]
    largeurs = [a["min_width"] for a in lus if a["min_width"] is not None]
    sommes = ("cells", "primary", "secondary", "exact", "already_known", "lps")
    return {
        **{c: sum(a[c] for a in lus) for c in sommes},
        "min_width": min(largeurs, default=None),
        "seconds": round(sum(a["seconds"] for a in lus), 3),
        "lots": len(lus),
    }


def _certificat(publiees: list[Publication]) -> dict[str, Any]:
    lus = [en_json(p)["certificate"] for p in publiees]
    somme = hashlib.sha256("".join(c["sha256"] for c in lus).encode()).hexdigest()
    return {
        "witnesses": sum(c["witnesses"] for c in lus),
        "targets": sum(c["targets"] for c in lus),
        "sha256": lus[0]["sha256"] if len(lus) == 1 else somme,
    }
