"""The whole comparison of the pairs: levels, other fields, points in tenths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import poids
from .colonnes import Colonne, Colonnes, Entiers, Oui, distincts
from .couples import (
    AUTRE,
    MEME,
    Niveaux,
    adresses,
    comparer_naissances,
    comparer_noms,
    memes,
    numeros_de_rue,
)
from .croisement import inverser, noms_utiles, prometteuses
from .niveaux import Naissance, Nom

_ATTESTE = 3  # a given name borne under three surnames is a name, not a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Comparaison:
    """The pairs and what was found on each."""

    a: Entiers
    b: Entiers
    nom: Niveaux
    prenom: Niveaux
    inverses: Oui
    naissance: Niveaux
    autres: dict[str, Niveaux]
    identiques: Oui
    points_nom: Entiers
    points_prenom: Entiers
    score: Entiers


def comparer(c: Colonnes, a: Entiers, b: Entiers) -> Comparaison:
    """Compare the pairs; those that a veto settles at once are left out."""
    prenoms = c.prenom.numeros
    prenom = comparer_noms(c.prenoms, c.prenoms, prenoms[a], prenoms[b], prenom=True)
    rues = numeros_de_rue(c.adresse)
    gardees = prometteuses(c, rues, a, b, prenom)
    a, b, prenom = a[gardees], b[gardees], prenom[gardees]
    naissance = comparer_naissances(c, a, b)
    possibles = naissance != Naissance.DIFFERENTE
    a, b, prenom, naissance = a[possibles], b[possibles], prenom[possibles], naissance[possibles]
    autres = {
        "sexe": memes(c.sexe, a, b),
        "adresse": adresses(c.adresse, rues, a, b),
        "telephone": memes(c.telephone, a, b),
        "etablissement": memes(c.etablissement, a, b),
    }
    nom = noms_utiles(c, a, b, prenom, naissance, autres)
    nom, prenom, inverses = inverser(c, a, b, nom, prenom)
    prenom = _separer(c, a, b, prenom, autres["sexe"], inverses)
    identite = c.identite
    identiques = identite[a] == identite[b]
    points_nom = _points(poids.NOMS, nom) + _rarete("nom", c.nom, a, b, nom)
    points_prenom = _points(poids.PRENOMS, prenom) + _rarete("prenom", c.prenom, a, b, prenom)
    score: Entiers = points_nom + points_prenom + _points(poids.NAISSANCES, naissance)
    score += np.where(identiques, poids.FICHE_IDENTIQUE[2], 0) + poids.taille(len(c))
    for champ, etat in autres.items():
        meme, autre = poids.AUTRES[champ]
        score += np.where(etat == MEME, meme[2], np.where(etat == AUTRE, autre[2], 0))
    return Comparaison(a, b, nom, prenom, inverses, naissance, autres, identiques,
                       points_nom, points_prenom, score)  # fmt: skip


def _separer(
    c: Colonnes, a: Entiers, b: Entiers, prenom: Niveaux, sexe: Niveaux, inverses: Oui
) -> Niveaux:
    """Call different two near given names that other families bear, or that a girl and a boy bear."""
    couples = distincts(c.prenom.numeros * len(c.nom.valeurs) + c.nom.numeros)
    familles = np.bincount(couples // len(c.nom.valeurs), minlength=len(c.prenom.valeurs))
    portes = np.minimum(familles[c.prenom.numeros[a]], familles[c.prenom.numeros[b]])
    douteux = (prenom >= Nom.FAUTE) & (prenom <= Nom.PROCHE)
    fille_et_garcon = (sexe == AUTRE) & (prenom > Nom.INCONNU) & (prenom < Nom.IDENTIQUE)
    deux_prenoms = (douteux & (portes >= _ATTESTE) & ~inverses) | fille_et_garcon
    return np.where(deux_prenoms, Nom.DIFFERENT, prenom).astype(np.int8)


def _points(table: dict[int, poids.Ligne], niveaux: Niveaux) -> Entiers:
    valeurs = np.array([table[i][2] for i in range(len(table))], dtype=np.int64)
    return valeurs[niveaux]


def _rarete(champ: str, colonne: Colonne, a: Entiers, b: Entiers, niveaux: Niveaux) -> Entiers:
    """Weigh an agreement by how few records bear the commoner of the two names."""
    bas, haut = poids.RARETE[champ]
    effectifs = np.bincount(colonne.numeros)[colonne.numeros]
    base = len(effectifs) + poids.POPULATION_DE_BASE
    raretes = np.clip(np.rint(10 * np.log2(base / (effectifs + 1))), bas, haut).astype(np.int64)
    return np.where(niveaux > Nom.INCONNU, np.minimum(raretes[a], raretes[b]), 0)
