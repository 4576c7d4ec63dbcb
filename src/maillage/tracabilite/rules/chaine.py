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


def canonique(valeur: object) -> str:
    """The one writing of a JSON value that is digested and signed: sorted keys, no space, no escaped letter."""
    return json.dumps(valeur, cls=FormeCanonique)


class FormeCanonique(json.JSONEncoder):
    """Writes JSON in its canonical form, whatever its caller asks: the base keeps events as they are digested."""

    def __init__(self, **_options: object) -> None:
        super().__init__(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def maillon_canonique(rang: int, contenu: Mapping[str, object], precedent: str) -> str:
    """The canonical writing of an event with its rank and its predecessor: what its digest is made of."""
    return canonique({"rang": rang, "contenu": contenu, "precedent": precedent})


def empreinte(rang: int, contenu: Mapping[str, object], precedent: str) -> str:
    """SHA-256 of the canonical writing of an event and its predecessor."""
    return hashlib.sha256(maillon_canonique(rang, contenu, precedent).encode()).hexdigest()


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
