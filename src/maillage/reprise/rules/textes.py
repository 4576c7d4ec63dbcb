"""Free text: which volet it seems to speak of. The suggestion errs on the side of silence.

A person always places the text; this only says where it seems to belong. Two different volets in one cell, a
judgement, a religion, an origin, an opinion, a sexual life, or simply a word that is not known to be harmless: quarantine.
"""

from __future__ import annotations

import re
from typing import Literal

from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.tables import Lexiques

Compartiment = Literal["sante", "social", "judiciaire", "quarantaine", "neutre"]

_INCIDENTES = re.compile(r"[(),;:\n/]|\s[-–—]\s")
_VOLETS: dict[str, Compartiment] = {
    "sante": "sante",
    "social": "social",
    "judiciaire": "judiciaire",
}


def classer(texte: str, lexiques: Lexiques, entete: str = "") -> Compartiment:
    """Suggest a compartment for a text; `entete` helps only when the text itself says nothing known."""
    sens = lexiques.textes.tous(texte)
    volets = [s for s in sens if s in _VOLETS]
    if "jugement" in sens or len(volets) > 1:
        return "quarantaine"
    if volets:
        return _VOLETS[volets[0]]
    if _anodin(mots(texte), lexiques):
        return "neutre"
    return _selon_entete(entete, lexiques)


def _selon_entete(entete: str, lexiques: Lexiques) -> Compartiment:
    volets = [s for s in lexiques.textes.tous(entete) if s in _VOLETS]
    return _VOLETS[volets[0]] if len(volets) == 1 else "quarantaine"


def _anodin(plie: str, lexiques: Lexiques) -> bool:
    """Harmless only if every single word is known to be."""
    return bool(plie) and all(lexiques.anodins.tous(mot) for mot in plie.split(" "))


def incidentes(texte: str) -> tuple[str, ...]:
    """What a cell adds between brackets or after a comma, a dash or a line."""
    return tuple(p for p in _INCIDENTES.split(texte)[1:] if p.strip())


def parle(texte: str, lexiques: Lexiques, *tus: str) -> bool:
    """Tell whether a text says something sensitive, leaving aside the subjects that its column speaks of by nature."""
    return bool(set(lexiques.textes.tous(texte)) - set(tus))


def sensible(compartiment: Compartiment) -> bool:
    """Tell whether the text must wait for a person before anyone else reads it."""
    return compartiment != "neutre"
