"""Headcounts of schools: what a line may say, which one holds on a day. Nobody's headcount is ever zero by silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

EFFECTIF_AU_PLUS = (
    5000  # the largest lycées have under 4,000 pupils: above it, a column was taken for another
)
PREMIERE_RENTREE = 2000


@dataclass(frozen=True, slots=True)
class EffectifDit:
    """How many pupils a source gives to a school at one rentrée. No programme: a public file of the installation."""

    uai: str
    rentree: int
    effectif: int
    source: str
    programme: UUID | None = None


def rentree_lue(texte: str) -> int | None:
    """The year of a rentrée: «2022», «2022-2023», «2022/2023»; None when it is something else."""
    lu = re.fullmatch(r"\s*(20\d\d)(?:\.0)?(?:\s*[-/]\s*(?:20)?(\d\d))?\s*", texte)
    if lu is None or (lu[2] and int(lu[2]) != (int(lu[1]) + 1) % 100):
        return None
    return int(lu[1])


def effectif_lu(texte: str) -> int | None:
    """A whole number of pupils, as spreadsheets write it («540.0», «1 140»); None when it is none, zero included."""
    net = re.sub(r"[\s\u00a0\u202f]", "", texte).replace(",", ".")
    lu = re.fullmatch(r"(\d{1,5})(?:\.0+)?", net)
    nombre = int(lu[1]) if lu else 0
    return nombre if 0 < nombre <= EFFECTIF_AU_PLUS else None


def retenus(dits: Iterable[EffectifDit], rentree: int) -> dict[str, EffectifDit]:
    """The headcount that holds at this rentrée: the latest known by then; of one rentrée, what the programme says first."""
    gardes: dict[str, EffectifDit] = {}
    for d in sorted(dits, key=lambda d: (d.rentree, d.programme is not None)):
        if d.rentree <= rentree:
            gardes[d.uai] = d
    return gardes
