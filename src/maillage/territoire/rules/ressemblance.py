"""How well a street of the file answers what is typed, between 0 and 1, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from maillage.territoire.rules.ecrites import AdresseEcrite
from maillage.territoire.rules.voies import decomposer, poids

UNE_FAUTE, FAUTE_SUR_UN_MOT_COURT, INITIALE = 0.07, 0.2, 0.04
MOT_TU, MOT_EN_TROP, GENRE_TU, AUTRE_GENRE = 0.2, 0.3, 0.1, 0.2
POSTAL_AUTRE, SANS_COMMUNE = 0.1, 0.04
LONG, TRES_LONG = 6, 9  # letters from which one slip, or two, do not change the word


@dataclass(frozen=True, slots=True)
class VoieConnue:
    """A street of the file: its centre, how far its ends are, and where it is."""

    id: int
    nom: str
    code_insee: str
    commune: str
    ancienne: str
    codes_postaux: str
    lon: float
    lat: float
    etendue_m: int
    lieu_dit: bool = False


def ressemblance(ecrite: AdresseEcrite, voie: VoieConnue, *, commune_sure: bool) -> float:
    """Score of one street. 1: every word, the kind, the town and the postcode agree."""
    genre, mots = decomposer(ecrite.voie or ecrite.lieu)
    genre_su, mots_sus = decomposer(voie.nom)
    perte = perte_des_mots(mots, mots_sus)
    if genre != genre_su:
        perte += AUTRE_GENRE if genre and genre_su else GENRE_TU
    if ecrite.code_postal and ecrite.code_postal not in voie.codes_postaux:
        perte += POSTAL_AUTRE
    if not commune_sure:
        perte += SANS_COMMUNE
    return round(max(0.0, 1.0 - perte), 3)


def perte_des_mots(ecrits: Sequence[str], sus: Sequence[str]) -> float:
    """What is lost for slips, initials, words left out and words too many. Words pair once, the nearest first."""
    paires = sorted(
        (faute, i, j)
        for i, ecrit in enumerate(ecrits)
        for j, su in enumerate(sus)
        if (faute := faute_entre(ecrit, su)) is not None
    )
    pris_i: set[int] = set()
    pris_j: set[int] = set()
    perte = 0.0
    for faute, i, j in paires:
        if i in pris_i or j in pris_j:
            continue
        pris_i.add(i)
        pris_j.add(j)
        perte += faute
    perte += MOT_EN_TROP * (len(ecrits) - len(pris_i))
    perte += sum(MOT_TU * poids(m) for j, m in enumerate(sus) if j not in pris_j)
    return perte if pris_i else max(perte, 1.0)


def faute_entre(ecrit: str, su: str) -> float | None:
    """What a difference between two words costs; None when they are different words."""
    if ecrit == su:
        return 0.0
    if ecrit.isdigit() or su.isdigit():
        return None
    if min(len(ecrit), len(su)) == 1:
        return INITIALE if ecrit[0] == su[0] else None
    if f"{ecrit}s" == su or f"{su}s" == ecrit:
        return UNE_FAUTE / 2
    long = min(len(ecrit), len(su))
    fautes = int(DamerauLevenshtein.distance(ecrit, su, score_cutoff=2))
    if fautes == 1:
        return UNE_FAUTE if long >= LONG else FAUTE_SUR_UN_MOT_COURT
    if fautes == 2 and long >= TRES_LONG:
        return 2 * UNE_FAUTE
    return None
