"""What a room brings to «Ma journée»: lines that wait for the person in front of the page, already read under the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LigneDuJour:
    """One thing that waits. `url`: where it is done; `quand`: its day, if it has one; `detail`: a few words more."""

    texte: str
    url: str
    quand: date | None = None
    detail: str = ""
    retard: bool = False


@dataclass(frozen=True, slots=True)
class BlocDuJour:
    """Lines of one kind. `nombre` is how many wait in all: more than the lines when only the first are shown."""

    cle: str
    titre: str
    lignes: tuple[LigneDuJour, ...]
    nombre: int
    url: str = ""
    phrase: str = ""
