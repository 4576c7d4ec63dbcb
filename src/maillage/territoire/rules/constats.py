"""What a file of zones has that must be told before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Gravite(StrEnum):
    """What a finding does."""

    REFUS = "refus"  # nothing is stored
    ATTENTION = "attention"  # stored, and a person should look
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Constat:
    """One thing noticed, in one sentence, and the zones it is about."""

    code: str
    gravite: Gravite
    phrase: str
    zones: tuple[str, ...] = ()


def refuse(constats: tuple[Constat, ...]) -> bool:
    """Whether one of them forbids storing."""
    return any(c.gravite is Gravite.REFUS for c in constats)
