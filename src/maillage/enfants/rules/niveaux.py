"""How near two names and two birth dates are: a level in words, not a number."""

from __future__ import annotations

from enum import IntEnum

from rapidfuzz.distance import OSA, JaroWinkler

from .noms import NomLu
from .prenoms import GROUPES


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


PLANCHER = 0.78  # under this Jaro-Winkler similarity only the ear or the words bring names together
_PLANCHER_PRENOM = 0.83
_TRES_COURT, _COURT, _LONG = 3, 5, 7


def niveau(a: NomLu, b: NomLu, *, prenom: bool) -> Nom:
    """Compare two different, known names."""
    if not a.compose and not b.compose:
        return _mot(a, b, prenom=prenom)
    pleins_a, pleins_b = a.pleins, b.pleins
    if "".join([m.soude for m in pleins_a]) == "".join([m.soude for m in pleins_b]):
        return Nom.VARIANTE
    if len(pleins_a) == len(pleins_b) > 1:
        return _mot_a_mot(pleins_a, pleins_b, prenom=prenom)
    court, long = sorted((a, b), key=lambda n: (len(n.pleins), n.soude))
    if len(court.soude) >= 3 and all(_retrouve(m, long, prenom=prenom) for m in court.pleins):
        return Nom.PARTIEL
    return _mot(a, b, prenom=prenom)  # a space typed by mistake: «Te ixeira»


def _mot_a_mot(a: tuple[NomLu, ...], b: tuple[NomLu, ...], *, prenom: bool) -> Nom:
    """Compare compound names word by word: «Marie-Ange» and «Marie-Anne» are two names."""
    paires = list(zip(a, b, strict=True))
    trouves = [_mots(m, n, prenom=prenom) for m, n in paires]
    courtes = [
        t == Nom.FAUTE and min(len(m.soude), len(n.soude)) < _COURT
        for t, (m, n) in zip(trouves, paires, strict=True)
    ]
    if any(courtes):  # a slip in a short word of a compound name may well be another name
        return Nom.DIFFERENT
    if Nom.DIFFERENT in trouves or max(trouves) < Nom.PROCHE:
        croises = {m.soude for m in a} == {m.soude for m in b}
        return Nom.PARTIEL if croises else Nom.DIFFERENT
    return min(trouves)


def _mots(m: NomLu, n: NomLu, *, prenom: bool) -> Nom:
    if m.soude == n.soude:
        return Nom.IDENTIQUE
    if 1 in (len(m.soude), len(n.soude)) and m.soude[0] == n.soude[0]:
        return Nom.PARTIEL
    return _mot(m, n, prenom=prenom)


def _retrouve(mot: NomLu, long: NomLu, *, prenom: bool) -> bool:
    entiers = (m for m in long.pleins if len(m.soude) > 1)  # an initial alone proves nothing
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
    communes = set(a.charpentes).intersection(b.charpentes)
    if communes and proximite >= (_PLANCHER_PRENOM if prenom else PLANCHER):
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
