"""How near two names and two birth dates are: a level in words, not a number."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from . import noms
from .colonnes import Colonnes, Entiers, distincts
from .noms import NomLu, lire_plie
from .prenoms import GROUPES

Niveaux = NDArray[np.int8]


class Nom(IntEnum):
    """What the comparison of two names finds."""

    DIFFERENT = 0
    INCONNU = 1
    FAUTE = 2  # one or two slips of the keyboard
    PARTIEL = 3  # a compound name partly written, an initial
    PROCHE = 4  # the same consonants, nearly the same letters
    VARIANTE = 5  # a known spelling, or the same sound
    IDENTIQUE = 6


class Naissance(IntEnum):
    """What the comparison of two birth dates finds."""

    DIFFERENTE = 0
    INCONNUE = 1
    MEME_ANNEE = 2  # the other parts are unknown on one side
    MEME_MOIS = 3
    DEUX_SUR_TROIS = 4
    INVERSEE = 5  # day and month swapped
    IDENTIQUE = 6


_PLANCHER = (
    0.78  # under this Jaro-Winkler similarity only the ear or the words can bring names together
)
_PLANCHER_PRENOM = 0.83
_PLANCHER_COMPOSE = 0.45
_TRES_COURT, _COURT, _LONG = 3, 5, 7


def comparer_noms(
    gauche: tuple[NomLu, ...], droite: tuple[NomLu, ...], x: Entiers, y: Entiers, *, prenom: bool
) -> Niveaux:
    """Compare names by pairs of numbers; each distinct pair once, always from the lower to the higher."""
    if gauche is droite:
        x, y = np.minimum(x, y), np.maximum(x, y)
    codes = x * len(droite) + y
    uniques = distincts(codes)
    retour = np.searchsorted(uniques, codes)
    x, y = uniques // len(droite), uniques % len(droite)
    soudes_x = np.array([n.soude for n in gauche], dtype=object)[x]
    soudes_y = np.array([n.soude for n in droite], dtype=object)[y]
    niveaux = np.full(len(uniques), Nom.DIFFERENT, dtype=np.int8)
    proches = cpdist(soudes_x, soudes_y, scorer=JaroWinkler.similarity, dtype=np.float32)
    vides = (soudes_x == "") | (soudes_y == "")
    egaux = soudes_x == soudes_y
    entendus = ecouter(gauche, droite)
    entendu_x, entendu_y = entendus[0][x], entendus[1][y]
    composes = _composes(gauche)[x] | _composes(droite)[y]
    a_lire = (
        (proches >= _PLANCHER)
        | (entendu_x == entendu_y)
        | (composes & (proches >= _PLANCHER_COMPOSE))
    )
    a_lire &= ~vides & ~egaux
    for i, u, v, proche in zip(
        *(t[a_lire].tolist() for t in (np.arange(len(x)), x, y, proches >= _PLANCHER)), strict=True
    ):
        un, deux = gauche[u], droite[v]
        if proche or not un.cles.isdisjoint(deux.cles):
            niveaux[i] = niveau(un, deux, prenom=prenom)
    niveaux[egaux] = Nom.IDENTIQUE
    niveaux[vides] = Nom.INCONNU
    return niveaux[retour]


def niveau(a: NomLu, b: NomLu, *, prenom: bool) -> Nom:
    """Compare two different, known names."""
    if len(a.mots) == len(b.mots) == 1:
        return _mot(a, b, prenom=prenom)
    if "".join(a.pleins) == "".join(b.pleins):
        return Nom.VARIANTE
    if len(a.pleins) == len(b.pleins) > 1:
        return _mot_a_mot(a, b, prenom=prenom)
    court, long = sorted((a, b), key=lambda n: (len(n.pleins), n.soude))
    if len(court.soude) >= 3 and all(_retrouve(m, long, prenom=prenom) for m in court.pleins):
        return Nom.PARTIEL
    return _mot(a, b, prenom=prenom)  # a space typed by mistake: «Te ixeira»


def _mot_a_mot(a: NomLu, b: NomLu, *, prenom: bool) -> Nom:
    """Compare compound names word by word: «Marie-Ange» and «Marie-Anne» are two names."""
    paires = list(zip(a.pleins, b.pleins, strict=True))
    trouves = [_mots(m, n, prenom=prenom) for m, n in paires]
    courtes = [
        t == Nom.FAUTE and min(map(len, p)) < _COURT for t, p in zip(trouves, paires, strict=True)
    ]
    if any(courtes):  # a slip in a short word of a compound name may well be another name
        return Nom.DIFFERENT
    if Nom.DIFFERENT in trouves or max(trouves) < Nom.PROCHE:
        croises = set(a.pleins) == set(b.pleins)
        return Nom.PARTIEL if croises else Nom.DIFFERENT
    return min(trouves)


@lru_cache(maxsize=131072)
def _mots(m: str, n: str, *, prenom: bool) -> Nom:
    if m == n:
        return Nom.IDENTIQUE
    if 1 in (len(m), len(n)) and m[0] == n[0]:
        return Nom.PARTIEL
    return _mot(lire_plie(m), lire_plie(n), prenom=prenom)


def oublier() -> None:
    """Forget the words compared: names do not outlive the call that needed them."""
    _mots.cache_clear()
    noms.oublier()


def _retrouve(mot: str, long: NomLu, *, prenom: bool) -> bool:
    entiers = (autre for autre in long.pleins if len(autre) > 1)  # an initial alone proves nothing
    return any(_mots(mot, autre, prenom=prenom) >= Nom.PARTIEL for autre in entiers)


def _mot(a: NomLu, b: NomLu, *, prenom: bool) -> Nom:
    """Compare two names as single words."""
    if prenom:
        entree_a, entree_b = GROUPES.get(a.soude), GROUPES.get(b.soude)
        if entree_a is not None and entree_b is not None:
            return Nom.VARIANTE if entree_a == entree_b else Nom.DIFFERENT
    if a.son == b.son:
        return Nom.VARIANTE
    proximite = JaroWinkler.similarity(*sorted((a.soude, b.soude)))
    if proximite >= (_PLANCHER_PRENOM if prenom else _PLANCHER) and set(a.charpentes) & set(
        b.charpentes
    ):
        return Nom.PROCHE
    ecarts = OSA.distance(a.soude, b.soude, score_cutoff=2)
    longueur = min(len(a.soude), len(b.soude))
    if (
        ecarts == 1
        and prenom
        and longueur >= _TRES_COURT
        and (entree_a is None) != (entree_b is None)
    ):
        return Nom.FAUTE  # a usual name on one side, a word that is not one on the other
    une = ecarts == 1 and (longueur >= _COURT or sorted(a.soude) == sorted(b.soude))
    deux = ecarts == 2 and longueur >= _LONG and proximite >= 0.85
    return Nom.FAUTE if une or deux else Nom.DIFFERENT


def ecouter(*listes: tuple[NomLu, ...]) -> list[Entiers]:
    """Number the main keys of several lists of names, the same key the same number."""
    cles: dict[str, int] = {}
    return [
        np.array([cles.setdefault(n.charpentes[0] if n.soude else "", len(cles)) for n in liste])
        for liste in listes
    ]


def _composes(noms: tuple[NomLu, ...]) -> NDArray[np.bool_]:
    return np.array([len(n.mots) > 1 for n in noms], dtype=bool)


def comparer_naissances(c: Colonnes, a: Entiers, b: Entiers) -> Niveaux:
    """Compare birth dates; what is unknown on one side proves nothing."""
    annee, mois, jour = (c.annee[a] == c.annee[b], c.mois[a] == c.mois[b], c.jour[a] == c.jour[b])
    entieres = (c.jour[a] > 0) & (c.jour[b] > 0)
    communes = annee.astype(np.int8) + mois + jour
    inversee = annee & (c.jour[a] == c.mois[b]) & (c.mois[a] == c.jour[b])
    sans_mois = (c.mois[a] == 0) | (c.mois[b] == 0)
    return np.select(
        [
            (c.annee[a] == 0) | (c.annee[b] == 0),
            entieres & (communes == 3),
            entieres & inversee,
            entieres & (communes == 2),
            entieres,
            annee & sans_mois,
            annee & mois,
        ],
        [Naissance.INCONNUE, Naissance.IDENTIQUE, Naissance.INVERSEE, Naissance.DEUX_SUR_TROIS,
         Naissance.DIFFERENTE, Naissance.MEME_ANNEE, Naissance.MEME_MOIS],
        Naissance.DIFFERENTE,
    ).astype(np.int8)  # fmt: skip
