"""Where no child can be, as anyone knows who reads the public list of schools: crossings of school, réseau, label and cycle.

What is said here too broadly only makes the attacker stronger than she is; a count that denies it is told, and believed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from maillage.statistiques.rules.axes import (
    AILLEURS,
    CYCLES,
    DUREES,
    EN_COURS,
    HORS,
    INCONNU,
    LABELS,
)
from maillage.statistiques.rules.ecoles import CYCLE_DE_NATURE, EcoleComptee

Zero = Mapping[str, str]
Reseau = Callable[[EcoleComptee], str]  # the code of its réseau among those of the axis


def croisements_des_ecoles(
    listees: Iterable[EcoleComptee],
    connues: Collection[EcoleComptee],
    reseaux: Collection[str],
    reseau_de: Reseau,
) -> tuple[Zero, ...]:
    """`listees`: the schools of the axis; `connues`: those too that belong to these réseaux in another commune."""
    return (
        *_d_une_ecole(listees, reseaux, reseau_de),
        *_d_un_reseau(connues, reseaux, reseau_de),
        *PARTOUT,
    )


def _d_une_ecole(
    listees: Iterable[EcoleComptee], reseaux: Collection[str], reseau_de: Reseau
) -> Iterable[Zero]:
    """A school has one label, one réseau, and its classes: a child of that school is nowhere else."""
    for e in listees:
        for code in (*reseaux, HORS, AILLEURS, INCONNU):
            if code != reseau_de(e):
                yield {"etablissement": e.uai, "reseau": code}
        for code in (*LABELS, INCONNU):
            if code != e.code_label:
                yield {"etablissement": e.uai, "label": code}
        for code in _hors_de(_cycles(e), CYCLES):
            yield {"etablissement": e.uai, "cycle": code}


def _d_un_reseau(
    connues: Collection[EcoleComptee], reseaux: Collection[str], reseau_de: Reseau
) -> Iterable[Zero]:
    """A réseau bears the labels and the cycles of its schools, and no other."""
    for r in reseaux:
        siennes = [e for e in connues if reseau_de(e) == r]
        labels = {e.code_label for e in siennes}
        cycles = {c for e in siennes for c in _cycles(e)}
        for code in _hors_de(labels, LABELS):
            yield {"reseau": r, "label": code}
        for code in _hors_de(cycles, CYCLES):
            yield {"reseau": r, "cycle": code}


def _hors_de(dits: Collection[str], axe: Iterable[str]) -> list[str]:
    """The codes of an axis that are not among these; none when nobody said any."""
    return [c for c in (*axe, INCONNU) if c not in dits] if dits else []


def _cycles(e: EcoleComptee) -> frozenset[str]:
    """The cycles that a child of this school can be counted in; an école primaire alone does not say which."""
    if e.nature in CYCLE_DE_NATURE:
        return frozenset({CYCLE_DE_NATURE[e.nature]})
    if e.nature == "ecole_primaire":
        return frozenset({"maternelle", "elementaire", INCONNU})
    return frozenset({*CYCLES, INCONNU})


PARTOUT: tuple[Zero, ...] = (
    # «hors» is said of a school only when it is in no réseau and bears no label; there is no lycée in a réseau
    *({"reseau": HORS, "label": c} for c in (*LABELS, INCONNU) if c != HORS),
    *({"reseau": c, "label": HORS} for c in (AILLEURS, INCONNU)),
    *({"label": c, "cycle": "autre"} for c in LABELS if c != HORS),
    *({"etablissement": INCONNU, "label": c} for c in LABELS),
    *({"etablissement": INCONNU, "reseau": c} for c in (HORS, AILLEURS)),
)
# At the end of a school year, whoever was followed before it and still is has been for a year at least.
EN_FIN_D_ANNEE: tuple[Zero, ...] = tuple(
    {"arrivee": "deja_suivi", "issue": EN_COURS, "duree": code}
    for mois, code, _ in DUREES
    if mois < 12
)
