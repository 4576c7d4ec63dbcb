"""Three-valued logic (Kleene): an unknown fact is never a «no»."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Ternaire(IntEnum):
    """No, unknown, yes; in this order «et» is the smallest and «ou» the largest, for one child or for an array."""

    NON = 0
    INCONNU = 1
    OUI = 2

    @classmethod
    def de(cls, reponse: bool | None) -> Ternaire:  # noqa: FBT001 - the value itself, not an option
        """Read a fact that may be unknown."""
        if reponse is None:
            return cls.INCONNU
        return cls.OUI if reponse else cls.NON


def et(valeurs: Iterable[Ternaire]) -> Ternaire:
    """All of them: one «no» is enough to say no."""
    return min(valeurs, default=Ternaire.OUI)


def ou(valeurs: Iterable[Ternaire]) -> Ternaire:
    """One of them: one «yes» is enough to say yes."""
    return max(valeurs, default=Ternaire.NON)
