"""Which pairs are worth the whole comparison, and names typed in each other's column."""

from __future__ import annotations

import numpy as np

from .colonnes import Colonnes, Entiers, Oui
from .couples import MEME, Niveaux, comparer_noms
from .niveaux import Naissance, Nom


def prometteuses(c: Colonnes, rues: Entiers, a: Entiers, b: Entiers, prenom: Niveaux) -> Oui:
    """Keep the pairs whose given names agree, that may be of one family, or whose names may be crossed.

    The others are two children whatever the rest says: different given names are a veto.
    """
    gardees: Oui = prenom != Nom.DIFFERENT
    restent = np.flatnonzero(~gardees)
    a, b = a[restent], b[restent]
    noms = c.noms.principale[c.nom.numeros]
    date = c.date
    nes_ensemble = (date[a] == date[b]) & (c.jour[a] > 0)
    parents = (noms[a] == noms[b]) | ((rues[a] > 0) & (rues[a] == rues[b]))
    parents |= c.telephone.connue[a] & (c.telephone.numeros[a] == c.telephone.numeros[b])
    gardees[restent[(nes_ensemble & parents) | _entendus(c, a, b)]] = True
    return gardees


def _entendus(c: Colonnes, a: Entiers, b: Entiers) -> Oui:
    """Tell where the surname of one sounds like the given name of the other."""
    noms = c.noms.principale[c.nom.numeros]
    prenoms = c.prenoms.principale[c.prenom.numeros]
    entendus: Oui = (noms[a] == prenoms[b]) | (noms[b] == prenoms[a])
    return entendus


def noms_utiles(
    c: Colonnes,
    a: Entiers,
    b: Entiers,
    prenom: Niveaux,
    naissance: Niveaux,
    autres: dict[str, Niveaux],
) -> Niveaux:
    """Compare surnames where it matters: given names agree, or the pair may be of one family."""
    sons = c.noms.principale[c.nom.numeros]
    parents = (sons[a] == sons[b]) | (autres["adresse"] == MEME) | (autres["telephone"] == MEME)
    utiles = (prenom != Nom.DIFFERENT) | ((naissance == Naissance.IDENTIQUE) & parents)
    nom = np.full(len(a), Nom.DIFFERENT, dtype=np.int8)
    x, y = c.nom.numeros[a[utiles]], c.nom.numeros[b[utiles]]
    nom[utiles] = comparer_noms(c.noms, c.noms, x, y, prenom=False)
    return nom


def inverser(
    c: Colonnes, a: Entiers, b: Entiers, nom: Niveaux, prenom: Niveaux
) -> tuple[Niveaux, Niveaux, Oui]:
    """Where neither name agrees, try the surname of one against the given name of the other."""
    inverses = np.zeros(len(a), dtype=bool)
    essais = np.flatnonzero((nom == Nom.DIFFERENT) & (prenom == Nom.DIFFERENT))
    essais = essais[_entendus(c, a[essais], b[essais])]
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
