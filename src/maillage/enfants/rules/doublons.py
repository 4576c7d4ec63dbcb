"""Duplicates of children: pairs proposed to a person, each with its reasons. Nothing is ever merged here.

Three vetoes come before any score, and no number of points lifts them: different given names,
clearly different births, and twins (same birth date, same family, two given names), who are shown
apart as `fratrie`. Legal ground: comparison inside one programme's file only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from . import poids
from .blocs import candidats
from .colonnes import Colonnes, Oui, lire_fiches
from .comparaison import Comparaison, comparer
from .couples import AUTRE, INCONNU, MEME
from .fiches import DOUBLON, FRATRIE, Doublon, Fiche, Raison
from .niveaux import Naissance, Nom

__all__ = ["Doublon", "Fiche", "Raison", "rapprocher"]


def rapprocher(fiches: Sequence[Fiche], *, seuil: float | None = None) -> tuple[Doublon, ...]:
    """Propose the pairs that a person should look at, best first.

    `seuil` is for measuring; people work with the published threshold.
    """
    if len(fiches) < 2:
        return ()
    colonnes = lire_fiches(fiches)
    limite = poids.SEUIL if seuil is None else round(seuil * 10)
    trouve = comparer(colonnes, *candidats(colonnes), limite)
    fratrie = _fratrie(trouve)
    propose = ~fratrie & ~_vetos(trouve) & (trouve.score >= limite)
    proposes = [
        _expliquer(colonnes, trouve, int(i), FRATRIE if fratrie[i] else DOUBLON)
        for i in np.flatnonzero(propose | fratrie)
    ]
    return tuple(sorted(proposes, key=lambda d: (-d.score, d.a, d.b)))


def _vetos(t: Comparaison) -> Oui:
    """Different given names, clearly different births, or no name at all: never proposed as one child."""
    sans_nom = (t.nom == Nom.INCONNU) & (t.prenom == Nom.INCONNU)
    vetos: Oui = (t.prenom == Nom.DIFFERENT) | (t.naissance == Naissance.DIFFERENTE) | sans_nom
    return vetos


def _fratrie(t: Comparaison) -> Oui:
    """Same birth date, two given names, one family: twins, or two children of one home."""
    deux_enfants = (t.prenom == Nom.DIFFERENT) & (t.naissance == Naissance.IDENTIQUE)
    adresse, telephone = t.autres["adresse"], t.autres["telephone"]
    famille = (t.nom > Nom.INCONNU) & ((adresse != AUTRE) | (telephone == MEME))
    ensemble: Oui = deux_enfants & (famille | (adresse == MEME))
    return ensemble


def _expliquer(c: Colonnes, t: Comparaison, i: int, classe: str) -> Doublon:
    """Write the reasons of one pair; their points sum to the score."""
    raisons = [
        _raison(poids.NOMS[int(t.nom[i])], int(t.points_nom[i])),
        _raison(poids.PRENOMS[int(t.prenom[i])], int(t.points_prenom[i])),
        _raison(poids.NAISSANCES[int(t.naissance[i])]),
    ]
    if taille := poids.taille(len(c)):
        raisons.append(_raison(poids.GRAND_FICHIER, taille))
    if t.inverses[i]:
        raisons.append(_raison(poids.INVERSES))
    for champ, etats in t.autres.items():
        if (etat := etats[i]) != INCONNU:
            raisons.append(_raison(poids.AUTRES[champ][0 if etat == MEME else 1]))
    if t.identiques[i]:
        raisons.append(_raison(poids.FICHE_IDENTIQUE))
    a, b = sorted((c.cles[t.a[i]], c.cles[t.b[i]]))
    return Doublon(a, b, int(t.score[i]) / 10, classe, tuple(raisons))


@cache  # sentences hold no name, and a few dozen of them are enough for any file
def _raison(ligne: poids.Ligne, points: int | None = None) -> Raison:
    code, phrase, fixe, _ = ligne
    return Raison(code, phrase, (fixe if points is None else points) / 10)
