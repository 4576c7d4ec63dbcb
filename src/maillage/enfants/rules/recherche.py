"""Tolerant search of a child by a few letters: accents, case, word order and one slip do not matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from .noms import entendre, plier

EXACT, DEBUT, MEME_SON, FAUTE, DEDANS = 0, 1, 2, 3, 4  # how a word was found, best first
_FAUTE_PERMISE, _DEUX_FAUTES = 3, 7  # lengths from which one slip, then two, are forgiven
_A_ECOUTER = 0.6  # under this similarity a word is not worth listening to


def chercher(requete: str, noms: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Return the indexes of the (nom, prenom) pairs that answer every word of the request, best first."""
    cherches = plier(requete).split()
    if not cherches or not noms:
        return ()
    plies = [f"{plier(nom)} {plier(prenom)}" for nom, prenom in noms]
    porteurs: dict[str, list[int]] = defaultdict(list)
    for index, plie in enumerate(plies):
        mots = plie.split()
        for mot in mots:
            porteurs[mot].append(index)
        for un, deux in pairwise(mots):  # «Ben Ali» answers «benali»
            porteurs[un + deux].append(index)
    mots_connus = list(porteurs)
    trouves: dict[int, tuple[int, ...]] = dict.fromkeys(range(len(plies)), ())
    for cherche in cherches:
        rangs: dict[int, int] = {}
        for mot, rang in _reponses(cherche, mots_connus).items():
            for index in porteurs[mot]:
                rangs[index] = min(rang, rangs.get(index, rang))
        trouves = {i: (*deja, rangs[i]) for i, deja in trouves.items() if i in rangs}
    return tuple(sorted(trouves, key=lambda i: (max(trouves[i]), sum(trouves[i]), plies[i], i)))


def _reponses(cherche: str, mots: list[str]) -> dict[str, int]:
    """Return the words of the file that answer one word of the request, and how."""
    trouves = {mot: DEDANS for mot in mots if cherche in mot and len(cherche) >= _FAUTE_PERMISE}
    trouves |= dict.fromkeys(_a_une_faute(cherche, mots), FAUTE)
    son = entendre(cherche)
    if len(son) > 1:
        debuts = [mot[: len(cherche) + 1] for mot in mots]
        (proches,) = cdist([cherche], debuts, scorer=JaroWinkler.similarity) >= _A_ECOUTER
        ecoutes = [mot for mot, proche in zip(mots, proches.tolist(), strict=True) if proche]
        trouves |= {mot: MEME_SON for mot in ecoutes if entendre(mot).startswith(son)}
    trouves |= {mot: DEBUT for mot in mots if mot.startswith(cherche)}
    if cherche in mots:
        trouves[cherche] = EXACT
    return trouves


def _a_une_faute(cherche: str, mots: list[str]) -> list[str]:
    """Return the words whose beginning is the request with a slip or two."""
    longueur = len(cherche)
    if longueur < _FAUTE_PERMISE:
        return []
    permis = 1 if longueur < _DEUX_FAUTES else 2
    gardes: set[str] = set()
    for taille in (longueur - 1, longueur, longueur + 1):
        debuts = [mot[:taille] for mot in mots]
        (ecarts,) = cdist([cherche], debuts, scorer=OSA.distance, score_cutoff=permis) <= permis
        gardes.update(mot for mot, proche in zip(mots, ecarts.tolist(), strict=True) if proche)
    if longueur == _FAUTE_PERMISE:  # three letters and one slip: the first one at least was meant
        gardes = {mot for mot in gardes if mot[:1] == cherche[:1]}
    return sorted(gardes)
