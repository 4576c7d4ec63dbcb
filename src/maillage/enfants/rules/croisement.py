"""Surnames compared where it matters, and names typed in each other's column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .champs import MEME
from .colonnes import Colonnes, Entiers
from .niveaux import Naissance, Niveaux, Nom, comparer_noms, ecouter

Oui = NDArray[np.bool_]


def noms_utiles(
    c: Colonnes,
    a: Entiers,
    b: Entiers,
    prenom: Niveaux,
    naissance: Niveaux,
    autres: dict[str, Niveaux],
) -> Niveaux:
    """Compare surnames where it matters: given names agree, or the pair may be of one family."""
    (sons,) = ecouter(c.noms)
    x, y = c.nom.numeros[a], c.nom.numeros[b]
    parents = (sons[x] == sons[y]) | (autres["adresse"] == MEME) | (autres["telephone"] == MEME)
    utiles = (prenom != Nom.DIFFERENT) | ((naissance == Naissance.IDENTIQUE) & parents)
    nom = np.full(len(a), Nom.DIFFERENT, dtype=np.int8)
    nom[utiles] = comparer_noms(c.noms, c.noms, x[utiles], y[utiles], prenom=False)
    return nom


def inverser(
    c: Colonnes, a: Entiers, b: Entiers, nom: Niveaux, prenom: Niveaux
) -> tuple[Niveaux, Niveaux, Oui]:
    """Where neither name agrees, try the surname of one against the given name of the other."""
    inverses = np.zeros(len(a), dtype=bool)
    noms, prenoms = ecouter(c.noms, c.prenoms)
    entendus = (noms[c.nom.numeros[a]] == prenoms[c.prenom.numeros[b]]) | (
        noms[c.nom.numeros[b]] == prenoms[c.prenom.numeros[a]]
    )
    essais = np.flatnonzero(entendus & (nom == Nom.DIFFERENT) & (prenom == Nom.DIFFERENT))
    x, y = a[essais], b[essais]
    un = comparer_noms(c.noms, c.prenoms, c.nom.numeros[x], c.prenom.numeros[y], prenom=True)
    prometteurs = un > Nom.INCONNU
    essais, x, y, un = essais[prometteurs], x[prometteurs], y[prometteurs], un[prometteurs]
    deux = comparer_noms(c.noms, c.prenoms, c.nom.numeros[y], c.prenom.numeros[x], prenom=True)
    surs = (np.maximum(un, deux) >= Nom.VARIANTE) & (un != Nom.PARTIEL) & (deux != Nom.PARTIEL)
    croises = (deux > Nom.INCONNU) & surs
    nom, prenom = nom.copy(), prenom.copy()
    # the weaker of the two agreements stands for both: the result does not depend on the side
    nom[essais[croises]] = np.maximum(un, deux)[croises]
    prenom[essais[croises]] = np.minimum(un, deux)[croises]
    inverses[essais[croises]] = True
    return nom, prenom, inverses
