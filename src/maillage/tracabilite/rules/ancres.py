"""What an anchor says, once signed: at this instant, this chain ended by this event."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from maillage.tracabilite.rules.chaine import canonique


@dataclass(frozen=True, slots=True)
class AncreSignee:
    """A signed head. Key and signature are in hexadecimal (Ed25519), `instant` is ISO 8601 in universal time."""

    chaine: UUID
    rang: int
    empreinte: str
    instant: str
    cle: str
    signature: str


def message(chaine: UUID, rang: int, empreinte: str, instant: str) -> bytes:
    """The bytes that are signed."""
    dit = {"chaine": str(chaine), "rang": rang, "empreinte": empreinte, "instant": instant}
    return b"maillage-ancre-1|" + canonique(dit).encode()
