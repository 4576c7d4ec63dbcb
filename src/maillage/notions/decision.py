"""A decision is never a bare boolean: it carries its reason and its legal ground, also when it is yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Texte:
    """A text that grounds a rule: law, charter, referential. `reference` is what a jurist would cite."""

    reference: str

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise ValueError("Un texte sans référence ne fonde rien.")

    def __str__(self) -> str:
        return self.reference


@dataclass(frozen=True, slots=True)
class Motif:
    """Why: a stable code, the French sentence shown to people, and the facts that were looked at."""

    code: str
    phrase: str
    faits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer that explains itself; «Pourquoi ?» on screen is fed by this very object."""

    accordee: bool
    motif: Motif
    fondement: Texte
    a_faire: str = ""

    def __bool__(self) -> bool:
        return self.accordee
