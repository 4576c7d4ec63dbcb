"""Tables of synonyms: a rule is a pattern and what it means; the first that matches speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from maillage.reprise.rules.ecriture import mots


@dataclass(frozen=True, slots=True)
class Regle:
    """A pattern searched in folded words, and its meaning."""

    motif: re.Pattern[str]
    sens: str

    @classmethod
    def lire(cls, motif: str, sens: str) -> Regle:
        return cls(re.compile(motif), sens)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rules in order. Answers are remembered: a tracker repeats the same words."""

    regles: tuple[Regle, ...]
    _memoire: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def tous(self, texte: str) -> tuple[str, ...]:
        """Every meaning found in the text, in the order of the rules, each once."""
        connus = self._memoire.get(texte)
        if connus is None:
            plie = mots(texte)
            trouves = (r.sens for r in self.regles if r.motif.search(plie)) if plie else ()
            connus = self._memoire[texte] = tuple(dict.fromkeys(trouves))
        return connus

    def sans(self, texte: str) -> str:
        """The text once what the first matching rule recognises is taken away."""
        plie = mots(texte)
        regle = next((r for r in self.regles if r.motif.search(plie)), None)
        return mots(regle.motif.sub(" ", plie)) if regle else plie

    def premier(self, texte: str) -> str | None:
        """The meaning of the first rule that matches, if any."""
        return next(iter(self.tous(texte)), None)


@dataclass(frozen=True, slots=True)
class Lexiques:
    """All the tables that the engine reads by."""

    entetes: Table
    motifs: Table
    sorties: Table
    refus: Table
    accords: Table
    classes: Table
    origines: Table
    textes: Table
    anodins: Table
    legende: Mapping[str, str] = field(default_factory=dict)  # signs that the file itself explains
