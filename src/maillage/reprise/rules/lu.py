"""What a normaliser answers: a value when it is sure, and always why when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Certitude = Literal["certaine", "probable", "illisible", "en_attente", "vide"]


@dataclass(frozen=True, slots=True)
class Lu(Generic[T]):
    """A reading. `reste` is the part of the cell that the reading did not use."""

    valeur: T | None
    certitude: Certitude = "certaine"
    avertissement: str = ""
    reste: str = ""

    @property
    def lisible(self) -> bool:
        return self.certitude in ("certaine", "probable")


def illisible(avertissement: str, reste: str = "") -> Lu[T]:
    return Lu(None, "illisible", avertissement, reste)
