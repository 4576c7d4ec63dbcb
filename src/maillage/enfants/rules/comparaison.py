"""The whole comparison of the pairs: levels, other fields, points in tenths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import poids
from .colonnes import Colonne, Colonnes, Entiers, Oui, distincts
from .couples import (
    AUTRE,
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


def comparer(c: Colonnes, a: Entiers, b: Entiers, limite: int) -> Comparaison:
    """Compare the pairs; those that a veto settles, or that cannot reach `limite`, are left out."""
    prenoms = c.prenom.numeros
    prenom = comparer_noms(c.prenoms, c.prenoms, prenoms[a], prenoms[b], prenom=True)
    rues = numeros_de_rue(c.adresse)
    gardees = prometteuses(c, rues, a, b, prenom)
    a, b, prenom = a[gardees], b[gardees], prenom[gardees]
    naissance = comparer_naissances(c, a, b)
    autres = {
        "sexe": memes(c.sexe, a, b),
        "adresse": adresses(c.adresse, rues, a, b),
        "telephone": memes(c.telephone, a, b),
        "etablissement": memes(c.etablissement, a, b),
    }
    sans_noms = _points(poids.NAISSANCES, naissance) + _points_des_autres(autres)
    sans_noms += poids.taille(len(c))
    plafond = sans_noms + _accord("prenom", poids.PRENOMS, c.prenom, a, b, prenom)
    plafond += _accord(
        "nom", poids.NOMS, c.nom, a, b, np.full(len(a), Nom.IDENTIQUE, dtype=np.int8)
    )
    utiles = (plafond >= limite) | (c.nom.numeros[a] == c.nom.numeros[b])
    utiles |= (naissance == Naissance.IDENTIQUE) | (prenom == Nom.DIFFERENT)  # twins, crossed names
    utiles &= naissance != Naissance.DIFFERENTE
    a, b, prenom, naissance = a[utiles], b[utiles], prenom[utiles], naissance[utiles]
    autres = {champ: etats[utiles] for champ, etats in autres.items()}
    return _noter(c, a, b, prenom, naissance, autres, sans_noms[utiles])


def _noter(
    c: Colonnes,
    a: Entiers,
    b: Entiers,
    prenom: Niveaux,
    naissance: Niveaux,
    autres: dict[str, Niveaux],
    sans_noms: Entiers,
) -> Comparaison:
    """Compare surnames, look for crossed names, and add everything up."""
    nom = noms_utiles(c, a, b, prenom, naissance, autres)
    nom, prenom, inverses = inverser(c, a, b, nom, prenom)
    prenom = _separer(c, a, b, nom, prenom, autres["sexe"], inverses)
    identite = c.identite
    identiques = identite[a] == identite[b]
    points_nom = _accord("nom", poids.NOMS, c.nom, a, b, nom)
    points_prenom = _accord("prenom", poids.PRENOMS, c.prenom, a, b, prenom)
    score = sans_noms + points_nom + points_prenom
    score += np.where(identiques, poids.FICHE_IDENTIQUE[2], 0)
    return Comparaison(a, b, nom, prenom, inverses, naissance, autres, identiques,
                       points_nom, points_prenom, score)  # fmt: skip


def _separer(
    c: Colonnes,
    a: Entiers,
    b: Entiers,
    nom: Niveaux,
    prenom: Niveaux,
    sexe: Niveaux,
    inverses: Oui,
) -> Niveaux:
    """Call different two near given names that other families bear, or that a girl and a boy bear."""
    couples = distincts(c.prenom.numeros * len(c.nom.valeurs) + c.nom.numeros)
    familles = np.bincount(couples // len(c.nom.valeurs), minlength=len(c.prenom.valeurs))
    portes = np.minimum(familles[c.prenom.numeros[a]], familles[c.prenom.numeros[b]])
    douteux = (prenom >= Nom.FAUTE) & (prenom <= Nom.PROCHE)
    fille_et_garcon = (sexe == AUTRE) & (prenom > Nom.INCONNU) & (prenom < Nom.IDENTIQUE)
    # two records typed crossed: what differs in the column of surnames is their given names
    ranges_ailleurs = _plutot_prenoms(c)
    croises = (nom == Nom.DIFFERENT) & ranges_ailleurs[a] & ranges_ailleurs[b]
    deux_prenoms = (douteux & (portes >= _ATTESTE) & ~inverses) | fille_et_garcon | croises
    return np.where(deux_prenoms, Nom.DIFFERENT, prenom).astype(np.int8)


def _plutot_prenoms(c: Colonnes) -> Oui:
    """Tell which records bear as a surname what the file knows better as a given name."""
    noms = c.noms.numero_soude[c.nom.numeros]
    prenoms = c.prenoms.numero_soude[c.prenom.numeros]
    nombre = int(max(noms.max(), prenoms.max())) + 1
    plutot: Oui = np.bincount(prenoms, minlength=nombre) > np.bincount(noms, minlength=nombre)
    return plutot[noms] & c.nom.connue


def _points(table: dict[int, poids.Ligne], niveaux: Niveaux) -> Entiers:
    valeurs = np.array([table[i][2] for i in range(len(table))], dtype=np.int64)
    return valeurs[niveaux]


def _points_des_autres(autres: dict[str, Niveaux]) -> Entiers:
    points = np.zeros(len(autres["sexe"]), dtype=np.int64)
    for champ, etats in autres.items():
        meme, autre = poids.AUTRES[champ]
        points += np.array([autre[2], meme[2], 0])[etats]  # AUTRE, MEME, then INCONNU from the end
    return points


def _accord(
    champ: str,
    table: dict[int, poids.Ligne],
    colonne: Colonne,
    a: Entiers,
    b: Entiers,
    niveaux: Niveaux,
) -> Entiers:
    """Weigh what was found of a name; an agreement by how few records bear the commoner of the two."""
    bas, haut = poids.RARETE[champ]
    effectifs = np.bincount(colonne.numeros)[colonne.numeros]
    base = len(effectifs) + poids.POPULATION_DE_BASE
    raretes = np.clip(np.rint(10 * np.log2(base / (effectifs + 1))), bas, haut).astype(np.int64)
    rarete = np.where(niveaux > Nom.INCONNU, np.minimum(raretes[a], raretes[b]), 0)
    return _points(table, niveaux) + rarete
