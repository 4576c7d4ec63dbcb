"""Duplicates of children: pairs proposed to a person, each with its reasons. Nothing is ever merged here.

Three vetoes come before any score, and no number of points lifts them: different given names,
clearly different births, and twins (same birth date, same family, two given names), who are shown
apart as `fratrie`. Legal ground: comparison inside one programme's file only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import poids
from .blocs import candidats
from .champs import AUTRE, INCONNU, MEME, adresses, memes
from .colonnes import Colonne, Colonnes, Entiers, lire_fiches
from .croisement import inverser, noms_utiles
from .fiches import DOUBLON, FRATRIE, Doublon, Fiche, Raison
from .niveaux import Naissance, Niveaux, Nom, comparer_naissances, comparer_noms, oublier

__all__ = ["Doublon", "Fiche", "Raison", "rapprocher"]

Oui = NDArray[np.bool_]
_ATTESTE = 3  # a given name borne under three surnames is a name, not a slip of the keyboard


@dataclass(frozen=True, slots=True)
class _Comparaison:
    """The pairs and what was found on each: levels, other fields, points in tenths."""

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


def rapprocher(fiches: Sequence[Fiche], *, seuil: float | None = None) -> tuple[Doublon, ...]:
    """Propose the pairs that a person should look at, best first.

    `seuil` is for measuring; people work with the published threshold.
    """
    if len(fiches) < 2:
        return ()
    try:
        colonnes = lire_fiches(fiches)
        trouve = _comparer(colonnes, *candidats(colonnes))
    finally:
        oublier()
    limite = poids.SEUIL if seuil is None else round(seuil * 10)
    fratrie = _fratrie(trouve)
    propose = ~fratrie & ~_vetos(trouve) & (trouve.score >= limite)
    proposes = [
        _expliquer(colonnes, trouve, int(i), FRATRIE if fratrie[i] else DOUBLON)
        for i in np.flatnonzero(propose | fratrie)
    ]
    return tuple(sorted(proposes, key=lambda d: (-d.score, d.a, d.b)))


def _comparer(c: Colonnes, a: Entiers, b: Entiers) -> _Comparaison:
    naissance = comparer_naissances(c, a, b)
    possibles = naissance != Naissance.DIFFERENTE  # a veto: nothing else is looked at
    a, b, naissance = a[possibles], b[possibles], naissance[possibles]
    autres = {
        "sexe": memes(c.sexe, a, b),
        "adresse": adresses(c.adresse, a, b),
        "telephone": memes(c.telephone, a, b),
        "etablissement": memes(c.etablissement, a, b),
    }
    prenom = comparer_noms(
        c.prenoms, c.prenoms, c.prenom.numeros[a], c.prenom.numeros[b], prenom=True
    )
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
    return _Comparaison(a, b, nom, prenom, inverses, naissance, autres, identiques,
                        points_nom, points_prenom, score)  # fmt: skip


def _separer(
    c: Colonnes, a: Entiers, b: Entiers, prenom: Niveaux, sexe: Niveaux, inverses: Oui
) -> Niveaux:
    """Call different two near given names that other families bear, or that a girl and a boy bear."""
    couples = np.unique(np.stack([c.prenom.numeros, c.nom.numeros], axis=1), axis=0)
    familles = np.bincount(couples[:, 0], minlength=len(c.prenom.valeurs))
    portes = np.minimum(familles[c.prenom.numeros[a]], familles[c.prenom.numeros[b]])
    douteux = (prenom >= Nom.FAUTE) & (prenom <= Nom.PROCHE)
    fille_et_garcon = (sexe == AUTRE) & (prenom > Nom.INCONNU) & (prenom < Nom.IDENTIQUE)
    deux_prenoms = (douteux & (portes >= _ATTESTE) & ~inverses) | fille_et_garcon
    return np.where(deux_prenoms, Nom.DIFFERENT, prenom).astype(np.int8)


def _vetos(t: _Comparaison) -> Oui:
    """Different given names, clearly different births, or no name at all: never proposed as one child."""
    sans_nom = (t.nom == Nom.INCONNU) & (t.prenom == Nom.INCONNU)
    vetos: Oui = (t.prenom == Nom.DIFFERENT) | (t.naissance == Naissance.DIFFERENTE) | sans_nom
    return vetos


def _fratrie(t: _Comparaison) -> Oui:
    """Same birth date, two given names, one family: twins, or two children of one home."""
    deux_enfants = (t.prenom == Nom.DIFFERENT) & (t.naissance == Naissance.IDENTIQUE)
    adresse, telephone = t.autres["adresse"], t.autres["telephone"]
    famille = (t.nom > Nom.INCONNU) & ((adresse != AUTRE) | (telephone == MEME))
    ensemble: Oui = deux_enfants & (famille | (adresse == MEME))
    return ensemble


def _points(table: dict[int, poids.Ligne], niveaux: Niveaux) -> Entiers:
    valeurs = np.array([table[i][2] for i in range(len(table))], dtype=np.int64)
    return valeurs[niveaux]


def _rarete(champ: str, colonne: Colonne, a: Entiers, b: Entiers, niveaux: Niveaux) -> Entiers:
    """Weigh an agreement by how few records bear the commoner of the two names."""
    bas, haut = poids.RARETE[champ]
    effectifs = colonne.effectifs()[colonne.numeros]
    porteurs = np.maximum(effectifs[a], effectifs[b])
    base = len(colonne.numeros) + poids.POPULATION_DE_BASE
    rarete = np.clip(np.rint(10 * np.log2(base / (porteurs + 1))), bas, haut).astype(np.int64)
    return np.where(niveaux > Nom.INCONNU, rarete, 0)


def _expliquer(c: Colonnes, t: _Comparaison, i: int, classe: str) -> Doublon:
    """Write the reasons of one pair; their points sum to the score."""
    lignes = [
        (poids.NOMS[int(t.nom[i])], int(t.points_nom[i])),
        (poids.PRENOMS[int(t.prenom[i])], int(t.points_prenom[i])),
        (poids.NAISSANCES[int(t.naissance[i])], None),
    ]
    if poids.taille(len(c)):
        lignes.append((poids.GRAND_FICHIER, poids.taille(len(c))))
    if t.inverses[i]:
        lignes.append((poids.INVERSES, None))
    for champ, etats in t.autres.items():
        if etats[i] != INCONNU:
            lignes.append((poids.AUTRES[champ][0 if etats[i] == MEME else 1], None))
    if t.identiques[i]:
        lignes.append((poids.FICHE_IDENTIQUE, None))
    raisons = tuple(
        Raison(code, phrase, (fixe if points is None else points) / 10)
        for (code, phrase, fixe, _), points in lignes
    )
    a, b = sorted((c.cles[t.a[i]], c.cles[t.b[i]]))
    return Doublon(a, b, int(t.score[i]) / 10, classe, raisons)
