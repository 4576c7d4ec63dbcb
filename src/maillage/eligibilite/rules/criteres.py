"""Criteria as a tree of frozen values, and the ordered rules that a programme makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class DomicileEnZone:
    """The home stands in a zone of the map; of these generations or these zones only when they are named."""

    generations: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EcoleEnReseau:
    """The school bears one of these labels (`rep`, `rep_plus`)."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poche:
    """The home stands in one of these listed perimeters, by code or by name: poches, or zones of the map."""

    liste: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommuneEntiere:
    """The home is in one of these communes; none named: those of the programme, or any commune that is known."""

    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Continuite:
    """Whoever was eligible before keeps it, with an open parcours, until this day included; no day: without end."""

    jusqu_au: date | None = None
    parcours_ouvert: bool = True


@dataclass(frozen=True, slots=True)
class ParDerogation:
    """A derogation was granted to this child: one of those recorded, or one of these listed with reason and author."""

    motif: str = ""
    auteur: str = ""
    situations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Et:
    """All these criteria."""

    de: tuple[Critere, ...]


@dataclass(frozen=True, slots=True)
class Ou:
    """One of these criteria at least."""

    de: tuple[Critere, ...]


Critere: TypeAlias = (
    DomicileEnZone | EcoleEnReseau | Poche | CommuneEntiere | Continuite | ParDerogation | Et | Ou
)


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages that a rule is meant for, both included. Outside: a warning, never a refusal."""

    au_moins: int
    au_plus: int


@dataclass(frozen=True, slots=True)
class RegleLocale:
    """One rule of a programme, with the sentence that people read."""

    id: str
    texte: str
    critere: Critere
    ages: Ages | None = None


@dataclass(frozen=True, slots=True)
class JeuDeRegles:
    """Ordered rules: the first satisfied gives the verdict. `score_minimum`: under it, a position is not trusted."""

    regles: tuple[RegleLocale, ...]
    score_minimum: float = 0.5
    ages: Ages | None = field(default=None)

    def ages_de(self, regle: RegleLocale | None) -> Ages | None:
        """The ages of a rule, else those of the whole set."""
        return regle.ages if regle is not None and regle.ages is not None else self.ages


def feuilles(critere: Critere) -> Iterator[Critere]:
    """The simple criteria of a tree, in their order."""
    if isinstance(critere, Et | Ou):
        for branche in critere.de:
            yield from feuilles(branche)
    else:
        yield critere


def criteres_simples(regles: JeuDeRegles) -> tuple[Critere, ...]:
    """Every simple criterion of these rules, once each, in their order."""
    return tuple(dict.fromkeys(f for r in regles.regles for f in feuilles(r.critere)))
