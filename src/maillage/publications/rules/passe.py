"""An earlier release of the same year, as the register keeps it, and what it says of fewer axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from maillage.publications.rules.histoires import Etat
from maillage.publications.rules.parutions import TOTAL, Nom
from maillage.statistiques.rules.divulgation.demande import (
    Anterieure,
    Demande,
    Dimension,
    Mode,
    TableVoulue,
)

Valeurs = Mapping[str, Mapping[Nom, int | None]]


@dataclass(frozen=True, slots=True)
class Paru:
    """What was counted then, which tables came out, and their figures."""

    id: str
    etat: Etat
    tables: tuple[TableVoulue, ...]
    valeurs: Valeurs
    mode: Mode
    base: int
    titre: str = ""

    def anterieure(self, dimensions: Mapping[str, Dimension]) -> Anterieure:
        """As the engine reads it. Counts of then are not told: those of today, at the place of then, are.

        A label that did not exist then held nobody.
        """
        noms = dict.fromkeys(d for t in self.tables for d in t.dims)
        connues = tuple(Dimension(d, dimensions[d].modalites) for d in noms)
        demande = Demande(self.id, connues, self.tables, (), mode=self.mode, base=self.base)
        return Anterieure(demande, {t.id: self._cellules(t, dimensions) for t in self.tables})

    def _cellules(
        self, table: TableVoulue, dimensions: Mapping[str, Dimension]
    ) -> dict[Nom, int | None]:
        labels = [[(d, m) for m in (*dimensions[d].modalites, TOTAL)] for d in table.dims]
        noms = (tuple(sorted(choix)) for choix in product(*labels))
        connues = self.valeurs[table.id]
        return {nom: connues.get(nom, 0) for nom in noms}


def projeter(avant: Anterieure, dims: frozenset[str]) -> Anterieure:
    """What an earlier release says of these dimensions alone: its tables, those left out taken in total."""
    tables: dict[frozenset[str], TableVoulue] = {}
    valeurs: dict[str, dict[Nom, int | None]] = {}
    for t in sorted(avant.demande.tables, key=lambda t: -len(t.dims)):
        gardees = tuple(d for d in t.dims if d in dims)
        if frozenset(gardees) in tables:
            continue
        ident = f"{t.id}:{'.'.join(gardees)}"
        niveaux = {d: t.niveaux[d] for d in gardees}
        tables[frozenset(gardees)] = TableVoulue(ident, gardees, niveaux, t.ou)
        valeurs[ident] = {
            tuple((d, label) for d, label in cle if d in dims): v
            for cle, v in avant.valeurs[t.id].items()
            if all(label == TOTAL for d, label in cle if d not in dims)
        }
    d = avant.demande
    connues = tuple(x for x in d.dimensions if x.nom in dims)
    reduite = Demande(d.id, connues, tuple(tables.values()), (), mode=d.mode, base=d.base)
    return Anterieure(reduite, valeurs)
