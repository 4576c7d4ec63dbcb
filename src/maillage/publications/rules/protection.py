"""From a plan to figures that may leave: lot after lot, each knowing what the lots before it show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from maillage.notions.erreurs import ErreurMetier
from maillage.publications.rules.ensemble import Ensemble, examiner
from maillage.publications.rules.histoires import VAGUE
from maillage.publications.rules.lots import Dims, lots
from maillage.publications.rules.lots_proteges import LotFait, proteger_un_lot
from maillage.publications.rules.parutions import Nom
from maillage.publications.rules.pertes import CasePerdue, pertes
from maillage.publications.rules.plans import Plan
from maillage.statistiques.rules.divulgation.publication import Impubliable, Publication, en_json

TROP = 40_000  # inner cells beyond which no audit would end in the time of a job
LIMITES = (2_000, 8_000, TROP)  # some seconds, then more when smaller lots do not hold together


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
    """Protect each lot in its turn, then attack them all together; what does not hold together is cut in larger lots.

    `au_fil` is told how many are done, and may raise to stop.
    """
    essayee: tuple[Dims, ...] = ()
    for limite in LIMITES:
        coupe = couper(plan, limite)
        if coupe == essayee:
            continue
        essayee, faits = coupe, _lot_par_lot(plan, coupe, secondes, au_fil)
        ensemble = examiner([f.lot for f in faits]) if len(faits) > 1 else None
        au_fil(len(coupe), len(coupe))
        if ensemble is None or not ensemble.faibles:
            return _reunir([f.publiee for f in faits if f.publiee], ensemble)
    raise Impubliable("Ces tableaux, rapprochés, laissent retrouver de petites cases.")


def _lot_par_lot(
    plan: Plan, coupe: tuple[Dims, ...], secondes: float, au_fil: Callable[[int, int], None]
) -> list[LotFait]:
    faits: list[LotFait] = []
    a_placer = list(plan.tables)
    for rang, dims in enumerate(coupe):
        au_fil(rang, len(coupe))
        siennes = [t for t in a_placer if dims.issuperset(t.dims)]
        a_placer = [t for t in a_placer if t not in siennes]
        faits.append(proteger_un_lot(plan, rang, dims, siennes, faits, secondes))
    return faits


def _reunir(publiees: list[Publication], ensemble: Ensemble | None) -> Protection:
    return Protection(
        {t.id: p.table(r) for p in publiees for r, (t, _) in enumerate(p.probleme.tables)},
        tuple(c for p in publiees for c in pertes(p)),
        _audit(publiees, ensemble),
        _certificat(publiees),
    )


def couper(plan: Plan, limite: int = LIMITES[0]) -> tuple[Dims, ...]:
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
        limite,
    )
    if max(map(taille, coupe), default=0) > TROP:
        raise TropDeTables("Ces tableaux se croisent trop pour que l'audit les examine ensemble.")
    return coupe


def _audit(publiees: list[Publication], ensemble: Ensemble | None) -> dict[str, Any]:
    """The audits of the lots in one, and that of the whole: sums, and the least width."""
    lus = [en_json(p)["audit"] for p in publiees]
    largeurs = [a["min_width"] for a in lus if a["min_width"] is not None]
    sommes = ("cells", "primary", "secondary", "exact", "already_known")
    return {
        **{c: sum(a[c] for a in lus) for c in sommes},
        "lps": sum(a["lps"] for a in lus) + (ensemble.programmes if ensemble else 0),
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
