"""A mapping of columns: what was proposed, what a person decided, and how it is kept for the next version of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.reperage import Zone

RESSEMBLANCE = 0.5  # share of common headers that makes two tables versions of one


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column and what it is taken for. `code` is the N8, N12 or action label of a column of ticks."""

    indice: int
    entete: str
    cle: str
    champ: Champ
    code: str | None = None
    jour: date | None = None
    confiance: float = 1.0
    exemples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correspondance:
    """The proposal for one table. `signature` recognises the same table in a later version of the file."""

    feuille: str
    zone: Zone
    colonnes: tuple[Colonne, ...]

    @property
    def signature(self) -> str:
        return " | ".join(c.cle for c in self.colonnes)

    def de(self, champ: Champ) -> tuple[Colonne, ...]:
        return tuple(c for c in self.colonnes if c.champ is champ)


@dataclass(frozen=True, slots=True)
class Modele:
    """Mappings that a person has checked, kept for the next version of the file."""

    tables: Mapping[str, Mapping[str, tuple[str, str | None]]] = field(default_factory=dict)

    @classmethod
    def des(cls, correspondances: tuple[Correspondance, ...]) -> Modele:
        return cls(
            {
                c.signature: {k.cle: (k.champ.value, k.code) for k in c.colonnes}
                for c in correspondances
            }
        )

    def en_dict(self) -> dict[str, Any]:
        tables = {
            s: {cle: {"champ": ch, "code": co} for cle, (ch, co) in t.items()}
            for s, t in self.tables.items()
        }
        return {"version": 1, "tables": tables}

    @classmethod
    def lire(cls, donnees: Mapping[str, Any]) -> Modele:
        """Read back what `en_dict` wrote; ValueError when a field is unknown."""
        tables = {}
        for signature, colonnes in donnees["tables"].items():
            tables[signature] = {
                cle: (Champ(v["champ"]).value, v.get("code")) for cle, v in colonnes.items()
            }
        return cls(tables)

    def appliquer(self, proposee: Correspondance) -> Correspondance:
        """Use what was decided for this table, or for the kept table that shares most of its headers."""
        choix = self.tables.get(proposee.signature) or self._voisine(proposee)
        decide = (
            replace(c, champ=Champ(choix[c.cle][0]), code=choix[c.cle][1]) if c.cle in choix else c
            for c in proposee.colonnes
        )
        return replace(proposee, colonnes=tuple(decide))

    def _voisine(self, proposee: Correspondance) -> Mapping[str, tuple[str, str | None]]:
        cles = {c.cle for c in proposee.colonnes}
        notes = [
            (len(cles & t.keys()) / len(cles | t.keys()), s) for s, t in self.tables.items() if t
        ]
        note, signature = max(notes, default=(0.0, ""))
        return self.tables[signature] if note >= RESSEMBLANCE else {}
