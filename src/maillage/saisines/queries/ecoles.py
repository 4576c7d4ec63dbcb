"""The school that a demander named, recognised among those of the programme when its name is certain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.territoire import queries as territoire
from maillage.territoire.rules import memoire

PRIORITAIRES = frozenset({"rep", "rep_plus"})


@dataclass(frozen=True, slots=True)
class EcoleDite:
    """What a name of school leads to: a UAI when it is certain. `prioritaire`: false when it is known not to be REP or REP+."""

    uai: str | None
    prioritaire: bool


def reconnaitre(acteur: Acteur, ecole: str, niveau: str | None, at: date) -> EcoleDite:
    """Look for a school on the ground of the acteur's programme."""
    if not ecole.strip():
        return EcoleDite(None, prioritaire=False)
    programme = comptes.programme(acteur.programme_id)
    communes = territoire.communes_actuelles(programme.communes)
    repertoire, retenus = territoire.repertoire(communes), territoire.noms_retenus(programme.id)
    uai = memoire.rapprocher(ecole, repertoire, retenus, communes, niveau).uai
    label = territoire.label_au(uai, at) if uai else None
    return EcoleDite(uai, prioritaire=label is None or label in PRIORITAIRES)
