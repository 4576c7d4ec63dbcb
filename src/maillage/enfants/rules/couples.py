"""Names, birth dates and other fields of many pairs of records at once: a level for each pair."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from .colonnes import Colonne, Colonnes, Entiers
from .lexique import Lexique
from .niveaux import PLANCHER, Naissance, Nom, niveau

Niveaux = NDArray[np.int8]

MEME, AUTRE, INCONNU = 1, 0, -1
_PLANCHER_COMPOSE = 0.45
_MARGE = 0.01  # similarities come rounded: what is far below a floor need not be exact
_TABLE = 1 << 23  # up to so many couples of names, one cell for each


def comparer_noms(
    gauche: Lexique, droite: Lexique, x: Entiers, y: Entiers, *, prenom: bool
) -> Niveaux:
    """Compare names by pairs of numbers, always from the lower to the higher."""
    if gauche is droite:
        x, y = np.minimum(x, y), np.maximum(x, y)
    taille = len(gauche) * len(droite)
    if taille > _TABLE:
        return _comparer(gauche, droite, x, y, prenom=prenom)
    codes = x * len(droite) + y
    table = np.zeros(taille, dtype=np.int8)
    table[codes] = 1
    uniques = np.flatnonzero(table)
    x, y = uniques // len(droite), uniques % len(droite)
    table[uniques] = _comparer(gauche, droite, x, y, prenom=prenom)
    niveaux: Niveaux = table[codes]
    return niveaux


def _comparer(gauche: Lexique, droite: Lexique, x: Entiers, y: Entiers, *, prenom: bool) -> Niveaux:
    niveaux = np.full(len(x), Nom.DIFFERENT, dtype=np.int8)
    soude_x, soude_y = gauche.numero_soude[x], droite.numero_soude[y]
    niveaux[soude_x == soude_y] = Nom.IDENTIQUE
    niveaux[(soude_x == 0) | (soude_y == 0)] = Nom.INCONNU
    restent = np.flatnonzero(niveaux == Nom.DIFFERENT)
    x, y = x[restent], y[restent]
    proches = cpdist(
        gauche.soudes[x], droite.soudes[y], scorer=JaroWinkler.similarity,
        score_cutoff=_PLANCHER_COMPOSE - _MARGE, dtype=np.float32,
    )  # fmt: skip
    composes = (gauche.compose[x] | droite.compose[y]) & (proches >= _PLANCHER_COMPOSE)
    a_lire = (proches >= PLANCHER) | (gauche.principale[x] == droite.principale[y]) | composes
    trouves: dict[tuple[int, int], Nom] = {}
    for u, v, proche in zip(
        x[a_lire].tolist(), y[a_lire].tolist(), (proches[a_lire] >= PLANCHER).tolist(), strict=True
    ):
        if (u, v) not in trouves:
            un, deux = gauche.lus[u], droite.lus[v]
            lisible = proche or not set(un.cles).isdisjoint(deux.cles)
            trouves[u, v] = niveau(un, deux, prenom=prenom) if lisible else Nom.DIFFERENT
    couples = zip(x[a_lire].tolist(), y[a_lire].tolist(), strict=True)
    niveaux[restent[a_lire]] = [trouves[couple] for couple in couples]
    return niveaux


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


def memes(colonne: Colonne, a: Entiers, b: Entiers) -> Niveaux:
    """Compare a field; unknown on one side is neither the same nor another."""
    x, y = colonne.numeros[a], colonne.numeros[b]
    return np.where((x > 0) & (y > 0), np.where(x == y, MEME, AUTRE), INCONNU).astype(np.int8)


def numeros_de_rue(colonne: Colonne) -> Entiers:
    """Return the number that each record's address starts with, numbered; 0 when unknown."""
    debuts: dict[str, int] = {"": 0}
    rangs = [debuts.setdefault(v.split(" ", 1)[0], len(debuts)) for v in colonne.valeurs]
    return np.array(rangs, dtype=np.int64)[colonne.numeros]


def adresses(colonne: Colonne, rues: Entiers, a: Entiers, b: Entiers) -> Niveaux:
    """Same number and nearly the same street: the same address."""
    etats = memes(colonne, a, b)
    voisines = np.flatnonzero((etats == AUTRE) & (rues[a] == rues[b]))
    x, y = colonne.numeros[a[voisines]], colonne.numeros[b[voisines]]
    textes = np.array(colonne.valeurs, dtype=object)
    petit, grand = textes[np.minimum(x, y)], textes[np.maximum(x, y)]
    proches = cpdist(petit, grand, scorer=JaroWinkler.similarity)
    etats[voisines[proches >= 0.9]] = MEME
    return etats
