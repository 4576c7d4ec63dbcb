"""Opening and closing the sealed grid: one place knows how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maillage.evaluations.rules.grilles import GrilleDeLEcole, ReponseDeLEcole
from maillage.plans.rules.regards import Evolution


def lire(contenu: Mapping[str, Any]) -> GrilleDeLEcole:
    """The grid of a sealed content."""
    return GrilleDeLEcole(
        {c: _reponse(r) for c, r in (contenu.get("domaines") or {}).items()},
        {n: _reponse(r) for n, r in (contenu.get("objectifs") or {}).items()},
        contenu.get("mots") or "",
    )


def _reponse(ecrit: Mapping[str, str]) -> ReponseDeLEcole:
    evolution = ecrit.get("evolution")
    return ReponseDeLEcole(Evolution(evolution) if evolution else None, ecrit.get("mots") or "")


def ecrire(grille: GrilleDeLEcole) -> dict[str, Any]:
    """The grid as it is sealed; lines left empty are not written."""
    return {
        "domaines": _lignes(grille.domaines),
        "objectifs": _lignes(grille.objectifs),
        "mots": grille.mots.strip(),
    }


def _lignes(lignes: Mapping[str, ReponseDeLEcole]) -> dict[str, dict[str, str]]:
    return {
        cle: {"evolution": r.evolution or "", "mots": r.mots.strip()}
        for cle, r in lignes.items()
        if not r.vide
    }
