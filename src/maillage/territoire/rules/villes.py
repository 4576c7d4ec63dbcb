"""Names of towns as people write them: short, former, with a slip, or stuck to the street."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz.distance import DamerauLevenshtein

from maillage.territoire.rules.ecrites import AdresseEcrite
from maillage.territoire.rules.noms import LIAISONS
from maillage.territoire.rules.ressemblance import LONG, TRES_LONG
from maillage.territoire.rules.voies import GENRES, signes


def meme_commune(ecrite: str, nom: str) -> bool:
    """«st denis», «Pierrefitte», «neuilly s/marne»: the whole name, its start, or one slip in it."""
    dite, sue = _noms(ecrite), _noms(nom)
    if not dite or not sue:
        return False
    if dite == sue or sue[: len(dite)] == dite:
        return True
    a, b = "".join(dite), "".join(sue)
    if min(len(a), len(b)) < LONG:
        return False
    return int(DamerauLevenshtein.distance(a, b, score_cutoff=2)) <= (
        2 if len(a) >= TRES_LONG else 1
    )


def _noms(texte: str) -> list[str]:
    mots = signes(texte.lower().replace("s/", "sur ")).split()
    return [{"st": "saint", "ste": "sainte"}.get(m, m) for m in mots]


def detacher_la_ville(ecrite: AdresseEcrite, communes: Iterable[str]) -> AdresseEcrite | None:
    """«12 rue Ampère Saint-Denis»: the same address when its last words are the name of a known town. None otherwise."""
    if ecrite.ville or ecrite.code_postal or not ecrite.voie:
        return None
    mots = re.sub(
        r"\bste?\b", lambda m: {"st": "saint", "ste": "sainte"}[m[0]], signes(ecrite.voie)
    ).split()
    for noms in sorted((signes(c).split() for c in communes if c), key=len, reverse=True):
        reste = mots[: len(mots) - len(noms)]
        if mots[-len(noms) :] == noms and any(m not in GENRES and m not in LIAISONS for m in reste):
            return replace(ecrite, voie=" ".join(reste), ville=" ".join(noms))
    return None
