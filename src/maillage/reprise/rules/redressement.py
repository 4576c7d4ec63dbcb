"""Sheets that are not one row per child, set upright: one sheet per child, children in columns, families in rows.

The upright sheet is read like any other; `places` says where each of its cells and rows stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maillage.classeurs.rules.classeur import Cellule, Classeur, Feuille, Ligne
from maillage.reprise.rules.familles import Grille, deplier
from maillage.reprise.rules.fiches import lire_fiches
from maillage.reprise.rules.plan import Lieu
from maillage.reprise.rules.reperage import reperer
from maillage.reprise.rules.tables import Lexiques


@dataclass(frozen=True, slots=True)
class Redresse:
    """The workbook to read, and for its upright sheets the place of each cell (column 0: of each row)."""

    classeur: Classeur
    places: Mapping[Lieu, Lieu] = field(default_factory=dict)

    @property
    def feuilles(self) -> frozenset[str]:
        """Names of the sheets that were set upright."""
        return frozenset(lieu.feuille for lieu in self.places)


def redresser(classeur: Classeur, lexiques: Lexiques) -> Redresse:
    """Set upright the sheets that need it; the others are left as they are."""
    places: dict[Lieu, Lieu] = {}
    feuilles = []
    for feuille in classeur.feuilles:
        grille = _grille(feuille, lexiques)
        feuilles.append(_poser(feuille.nom, grille) if grille else feuille)
        for (ligne, colonne), c in sorted(grille.items(), key=lambda x: x[0]):
            reel = Lieu(feuille.nom, c.ligne, c.colonne)
            places[Lieu(feuille.nom, ligne, colonne)] = reel
            places.setdefault(Lieu(feuille.nom, ligne), reel)
    droit = Classeur(classeur.nom, classeur.format, tuple(feuilles), classeur.avertissements)
    return Redresse(droit, places)


def _grille(feuille: Feuille, lexiques: Lexiques) -> Grille:
    """Where each cell goes in the upright sheet; empty when the sheet stands upright already."""
    zones = reperer(feuille, lexiques)
    if zones:
        return deplier(feuille, zones[0], lexiques) if len(zones) == 1 else {}
    fiches = lire_fiches(feuille, lexiques)
    couchee = {(c.colonne, c.ligne): c for _, cellules in feuille.lignes for c in cellules}
    debout = reperer(_poser(feuille.nom, couchee), lexiques) if fiches else ()
    rangs = {ligne for ligne, _ in couchee if any(z.debut <= ligne <= z.fin for z in debout)}
    return couchee if len(rangs) > 1 and len(debout) == 1 else fiches


def _poser(nom: str, grille: Grille) -> Feuille:
    lignes: dict[int, list[Cellule]] = {}
    for (ligne, colonne), c in sorted(grille.items(), key=lambda x: x[0]):
        lignes.setdefault(ligne, []).append(Cellule(ligne, colonne, c.valeur))
    rangees: tuple[Ligne, ...] = tuple((n, tuple(cellules)) for n, cellules in lignes.items())
    return Feuille(nom, rangees)
