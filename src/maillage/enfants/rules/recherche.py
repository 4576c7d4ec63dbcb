"""Tolerant search of a child by a few letters: accents, case, word order and one slip do not matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from .ecoute import entendre
from .pliage import plier, plier_tous

EXACT, DEBUT, MEME_SON, FAUTE, DEDANS = 0, 1, 2, 3, 4  # how a word was found, best first
_FAUTE_PERMISE, _DEUX_FAUTES = 3, 7  # lengths from which one slip, then two, are forgiven
_SON_LE_PLUS_COURT = 2
_A_ECOUTER = 0.6  # under this similarity a word is not worth listening to
_MARGE = 0.01  # similarities come rounded


def chercher(requete: str, noms: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Return the indexes of the (nom, prenom) pairs that answer every word of the request, best first."""
    cherches = plier(requete).split()
    if not cherches or not noms:
        return ()
    lus = plier_tous({mot for nom_entier in noms for mot in nom_entier})
    plies = [f"{lus[nom]} {lus[prenom]}" for nom, prenom in noms]
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
    trouves: dict[str, int] = {}
    if len(cherche) >= _FAUTE_PERMISE:
        trouves = {mot: DEDANS for mot in mots if cherche in mot}
        trouves |= dict.fromkeys(_a_une_faute(cherche, mots), FAUTE)
    trouves |= dict.fromkeys(_de_meme_son(cherche, mots), MEME_SON)
    trouves |= {mot: DEBUT for mot in mots if mot.startswith(cherche)}
    if cherche in trouves:
        trouves[cherche] = EXACT
    return trouves


def _de_meme_son(cherche: str, mots: list[str]) -> list[str]:
    """Return the words that begin with the sound of the request."""
    (son,) = entendre([cherche])
    if len(son) < _SON_LE_PLUS_COURT:
        return []
    debuts = [mot[: len(cherche) + 1] for mot in mots]
    (proches,) = cdist(
        [cherche], debuts, scorer=JaroWinkler.similarity, score_cutoff=_A_ECOUTER - _MARGE
    )
    ecoutes = [mots[i] for i in np.flatnonzero(proches >= _A_ECOUTER).tolist()]
    sons = zip(ecoutes, entendre(ecoutes), strict=False)
    return [mot for mot, entendu in sons if entendu.startswith(son)]


def _a_une_faute(cherche: str, mots: list[str]) -> set[str]:
    """Return the words whose beginning is the request with a slip or two."""
    longueur = len(cherche)
    permis = 1 if longueur < _DEUX_FAUTES else 2
    if longueur == _FAUTE_PERMISE:  # three letters and one slip: the first one at least was meant
        mots = [mot for mot in mots if mot[:1] == cherche[:1]]
    gardes: set[str] = set()
    for taille in (longueur - 1, longueur, longueur + 1):
        debuts = [mot[:taille] for mot in mots]
        (ecarts,) = cdist(
            [cherche], debuts, scorer=OSA.distance, score_cutoff=permis, dtype=np.uint8
        )
        gardes.update(mots[i] for i in np.flatnonzero(ecarts <= permis).tolist())
    return gardes
