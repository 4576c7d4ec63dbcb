"""The other fields of two records: the same, another, or unknown on one side."""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from .colonnes import Colonne, Entiers
from .niveaux import Niveaux

MEME, AUTRE, INCONNU = 1, 0, -1


def memes(colonne: Colonne, a: Entiers, b: Entiers) -> Niveaux:
    """Compare a field; unknown on one side is neither the same nor another."""
    connues = colonne.connue[a] & colonne.connue[b]
    egales = colonne.numeros[a] == colonne.numeros[b]
    return np.where(connues, np.where(egales, MEME, AUTRE), INCONNU).astype(np.int8)


def adresses(colonne: Colonne, a: Entiers, b: Entiers) -> Niveaux:
    """Same number and nearly the same street: the same address."""
    etats = memes(colonne, a, b)
    x, y = colonne.numeros[a], colonne.numeros[b]
    numeros = {v: i for i, v in enumerate(sorted({v.split(" ")[0] for v in colonne.valeurs}))}
    debut = np.array([numeros[v.split(" ")[0]] for v in colonne.valeurs], dtype=np.int64)
    voisines = np.flatnonzero((etats == AUTRE) & (debut[x] == debut[y]))
    textes = np.array(colonne.valeurs, dtype=object)
    petit, grand = np.minimum(x[voisines], y[voisines]), np.maximum(x[voisines], y[voisines])
    proches = cpdist(textes[petit], textes[grand], scorer=JaroWinkler.similarity)
    etats[voisines[proches >= 0.9]] = MEME
    return etats
