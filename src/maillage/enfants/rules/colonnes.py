"""The records turned into columns of numbers, so that a hundred thousand of them are compared at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.notions.temps import DatePartielle

from .fiches import Fiche, lire_adresses, lire_etablissements, lire_telephone, ordonnees
from .lexique import Lexique, lire_lexiques
from .pliage import plier_tous

Entiers = NDArray[np.int64]
Oui = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Colonne:
    """One field: the number of each record's value (0 is unknown), and the values in their own order."""

    numeros: Entiers
    valeurs: tuple[str, ...] = ()

    @property
    def connue(self) -> Oui:
        """Tell which records have a value."""
        return self.numeros > 0

    def rangee(self, ordre: Entiers) -> Colonne:
        """Return the same column, its records in another order."""
        return Colonne(self.numeros[ordre], self.valeurs)


@dataclass(frozen=True, slots=True)
class Colonnes:
    """All the fields of the records, in an order that depends on what they say and not on the file."""

    cles: tuple[str, ...]
    nom: Colonne
    prenom: Colonne
    noms: Lexique
    prenoms: Lexique
    naissance: Colonne
    annee: Entiers  # 0 when unknown; 1 January counts as unknown
    mois: Entiers
    jour: Entiers
    sexe: Colonne
    adresse: Colonne
    etablissement: Colonne
    telephone: Colonne

    def __len__(self) -> int:
        return len(self.cles)

    @property
    def date(self) -> Entiers:
        """The three parts of the birth date in one number."""
        return (self.annee << 16) | (self.mois << 8) | self.jour

    @property
    def identite(self) -> Entiers:
        """One number per record, equal when every field says the same thing."""
        champs = (self.nom, self.prenom, self.naissance, self.sexe, self.adresse,
                  self.etablissement, self.telephone)  # fmt: skip
        change = np.zeros(len(self), dtype=bool)
        for champ in champs:  # identical records are neighbours
            change[1:] |= champ.numeros[1:] != champ.numeros[:-1]
        return np.cumsum(change)


def distincts(nombres: Entiers) -> Entiers:
    """Sort and keep each number once (faster than `np.unique`, which hashes)."""
    tries = np.sort(nombres)
    return tries[np.r_[True, tries[1:] != tries[:-1]]] if len(tries) else tries


def coder(textes: Sequence[str], lire: Callable[[Iterable[str]], dict[str, str]]) -> Colonne:
    """Read each distinct text once and number the readings in alphabetical order, after nothing."""
    lus = lire(set(textes))
    valeurs = ("", *sorted({*lus.values()} - {""}))
    rang = {valeur: numero for numero, valeur in enumerate(valeurs)}
    rangs = {texte: rang[lu] for texte, lu in lus.items()}
    return Colonne(np.array([rangs[texte] for texte in textes], dtype=np.int64), valeurs)


def tel_quel(textes: Iterable[str]) -> dict[str, str]:
    """Read a code as it is written."""
    return {texte: texte for texte in textes}


def numeroter(nombres: Iterable[int]) -> Colonne:
    """Number the distinct values in their order, 0 for 0."""
    _, numeros = np.unique(np.array([0, *nombres], dtype=np.int64), return_inverse=True)
    return Colonne(numeros[1:])


def lire_fiches(fiches: Sequence[Fiche]) -> Colonnes:
    """Read the records; neighbours in the result say nearly the same thing."""
    lues = ordonnees(fiches)
    nom = coder([f.nom for f in lues], plier_tous)
    prenom = coder([f.prenom for f in lues], plier_tous)
    dates = np.array([_date(f.naissance) for f in lues], dtype=np.int64)
    autres = (
        coder([f.sexe or "" for f in lues], tel_quel),
        coder([f.adresse for f in lues], lire_adresses),
        coder([f.etablissement for f in lues], lire_etablissements),
        numeroter([lire_telephone(f.telephone) for f in lues]),
    )
    champs = (nom, prenom, numeroter(dates), *autres)
    ordre = np.lexsort((*(c.numeros for c in (*autres, champs[2])), prenom.numeros, nom.numeros))
    ranges = [champ.rangee(ordre) for champ in champs]
    dates = np.where(dates % 10000 == 101, 0, dates)[ordre]  # 1 January: what offices write
    return Colonnes(
        tuple(map([f.cle for f in lues].__getitem__, ordre.tolist())), ranges[0], ranges[1],
        *lire_lexiques(nom.valeurs, prenom.valeurs),
        ranges[2], dates // 10000, dates // 100 % 100, dates % 100, *ranges[3:],
    )  # fmt: skip


def _date(lue: DatePartielle | None) -> int:
    """Return the date as a number that reads AAAAMMJJ, 00 for what is unknown."""
    return 0 if lue is None else lue.annee * 10000 + (lue.mois or 0) * 100 + (lue.jour or 0)
