"""What the tests of the reprise share: resources with a school list of one and the real comparison of children."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import maillage.reprise
from maillage.classeurs.lecture import lire
from maillage.classeurs.rules.classeur import Classeur
from maillage.enfants.rules.doublons import rapprocher
from maillage.reprise.lexiques import charger
from maillage.reprise.rules.modele import Modele
from maillage.reprise.rules.plan import Plan, Ressources
from maillage.reprise.rules.preparation import preparer
from maillage.reprise.rules.rapport import rapporter

AU = date(2026, 7, 3)
EXEMPLES = Path(maillage.reprise.__file__).parent / "data" / "exemples"
SAINT_DENIS = EXEMPLES / "suivi-saint-denis-2025-2026.xlsx"
NEUILLY = EXEMPLES / "suivi-neuilly-sur-marne-2015.xlsx"


@dataclass(frozen=True)
class Ecole:
    uai: str | None


def reconnaitre(texte: str, _niveau: str | None) -> Ecole:
    return Ecole("0930001A" if "victor hugo" in texte.lower() else None)


def ressources() -> Ressources:
    return Ressources(charger(), reconnaitre, rapprocher)


def planifier(octets: bytes, nom: str, modele: Modele | None = None) -> Plan:
    return preparer(lire(octets, nom), ressources(), AU, modele)


def rapport(octets: bytes, nom: str) -> dict[str, Any]:
    return rapporter(planifier(octets, nom))


def exemple(chemin: Path) -> tuple[Classeur, Plan]:
    classeur = lire(chemin.read_bytes(), chemin.name)
    return classeur, preparer(classeur, ressources(), AU)
