"""Towns of tests: axes of a small programme and children drawn on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from maillage.publications.rules.catalogue import choisies
from maillage.publications.rules.histoires import Etat
from maillage.publications.rules.passe import Paru
from maillage.publications.rules.plans import Plan, Reglage, axes_utiles, compter
from maillage.publications.rules.protection import Protection
from maillage.statistiques.rules.axes import INCONNU, Axe, axe, axes_fixes

QUARTIERS = {f"QN0930{i}": f"Quartier {i}" for i in range(1, 5)}
AVANT = {f"QP0930{i}": f"Ancien quartier {i}" for i in range(1, 4)}


def axes_de_ville() -> dict[str, Axe]:
    """The fixed axes, and those of this town; an old quarter never reaches the farthest new one."""
    ecoles = {f"093000{i}A": f"École {i}" for i in range(3)}
    impossibles = tuple({"quartier": q, "quartier_avant": a} for q, a in (
        ("QN09301", "QP09303"), ("QN09304", "QP09301"),
    ))  # fmt: skip
    lues = (
        *axes_fixes(),
        axe("quartier", "Quartier", {**QUARTIERS, "hors": "Hors quartier"}, zeros=impossibles),
        axe("quartier_avant", "Quartier d'avant", {**AVANT, "hors": "Hors quartier"}),
        axe("reseau", "Réseau", {"r1": "Réseau A", "r2": "Réseau B", "hors": "Hors réseau"}),
        axe("etablissement", "Établissement", ecoles),
    )
    return {a.nom: a for a in lues}


def enfants(combien: int, graine: int = 1) -> list[dict[str, str]]:
    """Children on every axis, some values rare. What plans tell is drawn apart: the rest is what it was before them."""
    hasard, axes = Random(graine), axes_de_ville()  # noqa: S311 - a drawing that can be drawn again
    des_plans = Random(graine)  # noqa: S311 - the same
    lus = []
    for _ in range(combien):
        codes = {
            nom: (hasard if INCONNU in a.codes else des_plans).choices(
                a.codes, [1 / (1 + i) for i in range(len(a.codes))]
            )[0]
            for nom, a in axes.items()
        }
        for zero in (z for a in axes.values() for z in a.zeros):
            if all(codes[d] == c for d, c in zero.items()):
                premier = next(iter(zero))
                codes[premier] = (
                    INCONNU if INCONNU in axes[premier].codes else axes[premier].codes[0]
                )
        lus.append(codes)
    return lus


def paru(
    ident: str,
    plan: Plan,
    protection: Protection,
    observations: list[dict[str, str]],
    reglage: Reglage,
) -> Paru:
    """What the register keeps of a release."""
    dims = tuple(dict.fromkeys(d for t in plan.tables for d in t.dims))
    return Paru(
        ident,
        compter(dims, observations),
        plan.tables,
        protection.valeurs,
        reglage.mode,
        reglage.base,
    )


@dataclass
class Ville:
    """Children of a programme, without identity."""

    enfants: list[dict[str, str]] = field(default_factory=lambda: enfants(160))


__all__ = ["Etat", "Ville", "axes_de_ville", "axes_utiles", "choisies", "enfants", "paru"]
