"""The chain: each event carries the digest of the one before it, so nothing can be removed or changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Maillon:
    """One event as it enters the chain. `contenu` holds plain JSON values."""

    rang: int
    contenu: Mapping[str, object]
    precedent: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class Rupture:
    """The first place where the chain does not hold, and why."""

    rang: int
    raison: str


def empreinte(rang: int, contenu: Mapping[str, object], precedent: str) -> str:
    """SHA-256 of the canonical writing (sorted keys, no space, UTF-8) of an event and its predecessor."""
    canonique = json.dumps(
        {"rang": rang, "contenu": contenu, "precedent": precedent},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonique.encode()).hexdigest()


def origine(chaine: UUID) -> str:
    """What the first event names as its predecessor: a chain given to another programme does not hold."""
    return hashlib.sha256(f"chaine|{chaine}".encode()).hexdigest()


def verifier(maillons: Iterable[Maillon], depuis: str, rang: int = 1) -> Rupture | None:
    """Walk the chain in order and return the first break, or None when it holds to its end."""
    attendu = depuis
    for maillon in maillons:
        if maillon.rang != rang:
            return Rupture(rang, f"le rang {rang} manque, on lit {maillon.rang}")
        if maillon.precedent != attendu:
            return Rupture(rang, "l'événement précédent n'est pas celui qui est annoncé")
        if empreinte(maillon.rang, maillon.contenu, maillon.precedent) != maillon.empreinte:
            return Rupture(rang, "le contenu ne correspond pas à son empreinte")
        attendu = maillon.empreinte
        rang += 1
    return None
