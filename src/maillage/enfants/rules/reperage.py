"""Where a home was found, as it is sealed with its address. A position holds for the text it was found for, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from maillage.territoire.rules.adresses import (
    MANUELLE,
    AdresseProposee,
    Geocodage,
    Methode,
    NatureDePosition,
    Position,
)

GARDEES = frozenset({Methode.CHOISI, Methode.MANUEL, Methode.HEBERGE})  # a person answered
Contenu = Mapping[str, Any]


def texte_de(contenu: Contenu) -> list[str]:
    """The text that is looked for: address and town."""
    return [contenu.get("adresse") or "", contenu.get("ville") or ""]


def position_de(contenu: Contenu) -> Position | None:
    """The position sealed with this address; None when the address was changed since."""
    brute = contenu.get("position")
    if not brute or brute.get("pour") != texte_de(contenu):
        return None
    return Position(
        lon=brute["lon"], lat=brute["lat"], incertitude_m=brute["incertitude_m"], score=brute["score"],
        type_position=brute["type_position"], methode=brute["methode"],
        source_date=brute["source_date"], a_verifier=brute["a_verifier"],
    )  # fmt: skip


def libelle_de(contenu: Contenu) -> str:
    """The address of the file, in words, for a position that nobody has to check; "" otherwise."""
    ici = position_de(contenu)
    return "" if ici is None or ici.a_verifier else str(contenu["position"]["trouve"])


def avec_position(contenu: Contenu, position: Position, trouve: str) -> dict[str, Any]:
    """The content with where it was found. `trouve`: the address of the file, in words."""
    scellee = {
        "pour": texte_de(contenu), "trouve": trouve, "lon": position.lon, "lat": position.lat,
        "incertitude_m": position.incertitude_m, "score": position.score,
        "type_position": str(position.type_position), "methode": str(position.methode),
        "source_date": position.source_date, "a_verifier": position.a_verifier,
    }  # fmt: skip
    return {**contenu, "position": scellee}


def avec_geocodage(contenu: Contenu, trouve: Geocodage) -> dict[str, Any]:
    """The content with what the files found, or without position when they found nothing."""
    if trouve.retenu is None:
        return {k: v for k, v in contenu.items() if k != "position"}
    return avec_position(contenu, trouve.retenu.position, trouve.retenu.libelle)


def choisie(candidat: AdresseProposee, methode: Methode = Methode.CHOISI) -> Position:
    """A candidate that a person chose: nothing to check any more, its uncertainty is what it was."""
    p = candidat.position
    return Position(p.lon, p.lat, p.incertitude_m, 1.0, p.type_position, methode, p.source_date)


def placee(lon: float, lat: float, au: date) -> Position:
    """A point that a person placed."""
    ici = (round(lon, 6), round(lat, 6))
    return Position(*ici, MANUELLE, 1.0, NatureDePosition.NUMERO, Methode.MANUEL, au.isoformat())


def a_chercher(contenu: Contenu, sources: frozenset[str]) -> bool:
    """Whether the files have something new to say: never for what a person answered, nor twice for the same file."""
    if not any(texte_de(contenu)):
        return False
    connue = position_de(contenu)
    if connue is None:
        return True
    return connue.methode not in GARDEES and connue.source_date not in sources


def du_jour(periodes: list[tuple[date | None, date | None]], at: date) -> int | None:
    """Rank of the home of this day among homes in the order in which they were written; the last written wins."""
    tenus = [
        rang
        for rang, (depuis, jusqu_au) in enumerate(periodes)
        if (depuis is None or depuis <= at) and (jusqu_au is None or at <= jusqu_au)
    ]
    datees = [r for r in tenus if periodes[r][0] is not None]
    return max(datees or tenus, default=None)
