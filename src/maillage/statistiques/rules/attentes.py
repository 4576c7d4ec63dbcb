"""What the plans say to the figures: natures of actions (N15), how long an ordinary service is waited for, in which domain (N14)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from maillage.notions.nomenclatures import charger

N_ATTEND_PAS = "n_attend_pas"
NON_DIT = "domaine_non_dit"

# Lower bound in months, included -> class.
ATTENTES: tuple[tuple[int, str, str], ...] = (
    (0, "moins_de_3_mois", "Depuis moins de 3 mois"),
    (3, "3_a_5_mois", "Depuis 3 à 5 mois"),
    (6, "6_mois_et_plus", "Depuis 6 mois et plus"),
)
CLASSES_D_ATTENTE: Mapping[str, str] = {code: libelle for _, code, libelle in ATTENTES}

# Domains of an objective (N14), gathered: small enough to be published, and what a pilot asks.
DOMAINES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ecole": (
        "École et langage",
        ("educatif", "scolarite", "langage", "lien_famille_ecole", "decrochage"),
    ),
    "sante": ("Santé", ("sanitaire", "sante_somatique", "sante_psychique")),
    "loisirs": (
        "Sport, culture, loisirs",
        ("periscolaire", "culturel", "sport", "culture", "loisirs_et_vacances", "vie_sociale"),
    ),
    "famille": ("Famille et droits", ("social", "parentalite", "acces_aux_droits", "mobilite")),
}
DOMAINE_DU_CODE = {code: domaine for domaine, (_, codes) in DOMAINES.items() for code in codes}
DOMAINES_ATTENDUS: Mapping[str, str] = {
    **{code: libelle for code, (libelle, _) in DOMAINES.items()},
    NON_DIT: "Domaine non dit",
}


@cache
def natures() -> Mapping[str, str]:
    """The natures of an action, in the order of the list."""
    return MappingProxyType({m.code: m.libelle for m in charger("n15").de_famille("nature")})


def axe_de(nature: str) -> str:
    """The axis that says whether a child had an action of this nature."""
    return f"action_{nature}"


def classe_d_attente(mois: int) -> str:
    return next(code for borne, code, _ in reversed(ATTENTES) if mois >= borne)
