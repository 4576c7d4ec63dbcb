"""The records turned into columns of numbers, so that a hundred thousand of them are compared at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.notions.temps import DatePartielle

from .fiches import Fiche, lire_adresse, lire_etablissement, lire_telephone, ordonnees
from .noms import NomLu, plier

Entiers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Colonne:
    """One field: the number of each record's value, and the distinct values in their own order."""

    numeros: Entiers
    valeurs: tuple[str, ...]

    @property
    def connue(self) -> NDArray[np.bool_]:
        """Tell which records have a value (the empty one, when it exists, sorts first)."""
        vide = bool(self.valeurs) and self.valeurs[0] == ""
        return self.numeros > 0 if vide else np.ones(len(self.numeros), dtype=bool)

    def effectifs(self) -> Entiers:
        """Count the records of each distinct value."""
        return np.bincount(self.numeros, minlength=len(self.valeurs)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Colonnes:
    """All the fields of the records, in an order that depends on what they say and not on the file."""

    cles: tuple[str, ...]
    nom: Colonne
    prenom: Colonne
    noms: tuple[NomLu, ...]
    prenoms: tuple[NomLu, ...]
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


def coder(textes: Sequence[str], lire: Callable[[str], str]) -> Colonne:
    """Read each distinct text once and number the readings in alphabetical order."""
    lus = {texte: lire(texte) for texte in set(textes)}
    valeurs = tuple(sorted(set(lus.values())))
    rang = {valeur: numero for numero, valeur in enumerate(valeurs)}
    rangs = {texte: rang[lu] for texte, lu in lus.items()}
    numeros = np.array(list(map(rangs.__getitem__, textes)), dtype=np.int64)
    return Colonne(numeros, valeurs)


def lire_fiches(fiches: Sequence[Fiche]) -> Colonnes:
    """Read the records; neighbours in the result say nearly the same thing."""
    lues = ordonnees(fiches)
    nom = coder([f.nom for f in lues], plier)
    prenom = coder([f.prenom for f in lues], plier)
    naissance = coder([str(f.naissance or "") for f in lues], str)
    parties = [_parties(v) for v in naissance.valeurs]
    dates = np.array(parties, dtype=np.int64).reshape(-1, 3)[naissance.numeros]
    autres = (
        coder([f.sexe or "" for f in lues], str),
        coder([f.adresse for f in lues], lire_adresse),
        coder([f.etablissement for f in lues], lire_etablissement),
        coder([f.telephone for f in lues], lire_telephone),
    )
    ordre = np.lexsort(tuple(c.numeros for c in (*autres, naissance, prenom, nom)))
    champs = [Colonne(c.numeros[ordre], c.valeurs) for c in (nom, prenom, naissance, *autres)]
    return Colonnes(
        tuple(lues[i].cle for i in ordre), champs[0], champs[1],
        tuple(NomLu.lire(v) for v in nom.valeurs), tuple(NomLu.lire(v) for v in prenom.valeurs),
        champs[2], dates[ordre, 0], dates[ordre, 1], dates[ordre, 2], *champs[3:],
    )  # fmt: skip


def _parties(texte: str) -> tuple[int, int, int]:
    """Return year, month, day, 0 for what is unknown. 1 January is what offices write for «unknown»."""
    if not texte:
        return (0, 0, 0)
    lue = DatePartielle.lire(texte)
    if (lue.mois, lue.jour) == (1, 1):
        return (0, 0, 0)
    return (lue.annee, lue.mois or 0, lue.jour or 0)
