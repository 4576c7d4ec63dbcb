"""Blocking: which pairs deserve a comparison. Every key is cheap, wrong often, and never alone.

A block of more than `BLOC_MAXIMAL` records is not thrown away: its records are sorted by what they
say and each meets its neighbours, so that two identical records always meet.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .colonnes import Colonnes, Entiers, distincts
from .noms import NomLu

BLOC_MAXIMAL = 60
VOISINS = 10
PETIT_FICHIER = 400  # below, every pair is compared

_MELANGE = np.uint64(0x9E3779B97F4A7C15)
Cles = NDArray[np.uint64]
Oui = NDArray[np.bool_]
Bloc = tuple[Entiers, Cles, Oui]  # record, key, and whether it looks for the others of its block
Entrees = tuple[Entiers, Entiers]  # (record, key), several keys per record


def candidats(colonnes: Colonnes) -> tuple[Entiers, Entiers]:
    """Return the pairs to compare, each once, first index lower than the second."""
    n = len(colonnes)
    if n <= PETIT_FICHIER:
        a, b = np.triu_indices(n, k=1)
        return a.astype(np.int64), b.astype(np.int64)
    return paires_des_blocs(colonnes)


def paires_des_blocs(c: Colonnes) -> tuple[Entiers, Entiers]:
    """Return the pairs that share at least one block."""
    n = len(c)
    blocs = list(_blocs(c))
    fiches, cles, menent = (np.concatenate(champ) for champ in zip(*blocs, strict=True))
    ordre = np.argsort(cles, kind="stable")
    cles, fiches, menent = cles[ordre], fiches[ordre], menent[ordre]
    debut = np.flatnonzero(np.r_[True, cles[1:] != cles[:-1]])
    taille = np.diff(np.r_[debut, len(cles)])
    rang = np.arange(len(cles)) - np.repeat(debut, taille)
    portee = np.where(taille <= BLOC_MAXIMAL, BLOC_MAXIMAL - 1, VOISINS)
    reste = np.minimum(np.repeat(taille, taille) - 1 - rang, np.repeat(portee, taille))
    reste[~menent] = 0
    naissances = (c.annee << 16) | (c.mois << 8) | c.jour
    codes = []
    place = np.flatnonzero(reste)
    for ecart in range(1, BLOC_MAXIMAL):
        place = place[reste[place] >= ecart]
        x, y = fiches[place], fiches[place + ecart]
        a, b = np.minimum(x, y), np.maximum(x, y)
        gardees = (a < b) & _compatibles(naissances[a], naissances[b])
        codes.append(a[gardees] * n + b[gardees])
    uniques = distincts(np.concatenate(codes))
    return uniques // n, uniques % n


def _compatibles(x: Entiers, y: Entiers) -> Oui:
    """Drop at once the pairs whose two whole birth dates share fewer than two parts (a veto anyway)."""
    ecart = x ^ y
    communes = (ecart < 1 << 16).astype(np.int8) + (ecart & 0xFF00 == 0) + (ecart & 0xFF == 0)
    inversee = (ecart < 1 << 16) & ((x & 0xFF) == (y >> 8 & 0xFF)) & ((y & 0xFF) == (x >> 8 & 0xFF))
    gardees: Oui = (communes >= 2) | inversee | (x & 0xFF == 0) | (y & 0xFF == 0)
    return gardees


def _blocs(c: Colonnes) -> Iterator[Bloc]:
    """Yield the entries of each rule of blocking."""
    vocabulaire: dict[str, int] = {}
    nom = _entrees([n.charpentes + n.morceaux for n in c.noms], c.nom.numeros, vocabulaire)
    prenom = _entrees([p.charpentes + p.morceaux for p in c.prenoms], c.prenom.numeros, vocabulaire)
    nom_1 = _entrees([_principales(n) for n in c.noms], c.nom.numeros, vocabulaire)
    prenom_1 = _entrees([_principales(p) for p in c.prenoms], c.prenom.numeros, vocabulaire)
    debuts_nom = _entrees([_debut(n, 2) for n in c.noms], c.nom.numeros, vocabulaire)
    debuts_prenom = _entrees([_debut(p, 2) for p in c.prenoms], c.prenom.numeros, vocabulaire)
    # both names, in either order, under any of their readings
    fiches, x, y = _croiser(nom, prenom)
    yield _sans_date(c, fiches, _cle(1, np.minimum(x, y), np.maximum(x, y)))
    # one name as heard, the beginning of the other
    fiches, x, y = _croiser(nom_1, debuts_prenom)
    yield _sans_date(c, fiches, _cle(2, x, y))
    fiches, x, y = _croiser(prenom_1, debuts_nom)
    yield _sans_date(c, fiches, _cle(3, x, y))
    yield from _blocs_de_naissance(c, (nom_1, prenom_1), vocabulaire)
    # the family: one telephone; one address and a first name or a year
    yield _si(c.telephone.connue, np.arange(len(c)), _cle(4, c.telephone.numeros))
    situee = c.adresse.connue
    fiches, x = prenom_1
    yield _si(situee[fiches], fiches, _cle(5, x, c.adresse.numeros[fiches]))
    datee = situee & (c.annee > 0)
    yield _si(datee, np.arange(len(c)), _cle(6, c.adresse.numeros, c.annee))
    # one school and one of the names
    for marque, (fiches, x) in ((7, nom_1), (8, prenom_1)):
        gardees = c.etablissement.connue[fiches] & (c.annee[fiches] > 0)
        lieu = c.etablissement.numeros[fiches]
        yield _si(gardees, fiches, _cle(marque, x, lieu, c.annee[fiches]))


def _blocs_de_naissance(
    c: Colonnes, noms: tuple[Entrees, Entrees], vocabulaire: dict[str, int]
) -> Iterator[Bloc]:
    petit, grand = np.minimum(c.jour, c.mois), np.maximum(c.jour, c.mois)
    for colonne, lus in ((c.nom, c.noms), (c.prenom, c.prenoms)):
        fiches, initiale = _entrees([_debut(lu, 1) for lu in lus], colonne.numeros, vocabulaire)
        cle = _cle(9, initiale, c.annee[fiches], petit[fiches], grand[fiches])
        yield _si(c.jour[fiches] > 0, fiches, cle)  # also when day and month were swapped
    for (
        fiches,
        x,
    ) in noms:  # two parts of three, and one name as heard (a surname meets a first name)
        connue = c.jour[fiches] > 0
        for marque, p, q in ((10, c.annee, c.mois), (11, c.annee, c.jour), (12, c.mois, c.jour)):
            yield _si(connue, fiches, _cle(marque, x, p[fiches], q[fiches]))


def _principales(lu: NomLu) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lu.charpentes[:1] + lu.morceaux))


def _debut(lu: NomLu, longueur: int) -> tuple[str, ...]:
    return ("^" + lu.charpentes[0][:longueur],) if lu.charpentes else ()


def _entrees(cles: list[tuple[str, ...]], numeros: Entiers, vocabulaire: dict[str, int]) -> Entrees:
    """Give each record the numbered keys of its value."""
    comptes = np.array([len(c) for c in cles], dtype=np.int64)
    plates = [vocabulaire.setdefault(cle, len(vocabulaire)) for groupe in cles for cle in groupe]
    debut = np.cumsum(comptes) - comptes
    fiches, rang = _etaler(comptes[numeros])
    return fiches, np.array(plates, dtype=np.int64)[debut[numeros][fiches] + rang]


def _croiser(gauche: Entrees, droite: Entrees) -> tuple[Entiers, Entiers, Entiers]:
    """Cross the keys of two fields of each record."""
    n = int(max(gauche[0].max(initial=-1), droite[0].max(initial=-1))) + 1
    comptes = np.bincount(droite[0], minlength=n)
    debut = np.cumsum(comptes) - comptes
    lignes, rang = _etaler(comptes[gauche[0]])
    fiches = gauche[0][lignes]
    return fiches, gauche[1][lignes], droite[1][debut[fiches] + rang]


def _etaler(comptes: Entiers) -> tuple[Entiers, Entiers]:
    """Repeat each index `comptes` times, with the rank of each repetition."""
    lignes = np.repeat(np.arange(len(comptes)), comptes)
    debut = np.cumsum(comptes) - comptes
    return lignes, np.arange(len(lignes)) - debut[lignes]


def _cle(marque: int, *parties: Entiers) -> Cles:
    """Mix a rule number and parts into one key; a collision only costs a useless comparison."""
    cle = np.full(len(parties[0]), marque, dtype=np.uint64)
    for partie in parties:
        cle = (cle ^ partie.astype(np.uint64)) * _MELANGE
        cle ^= cle >> np.uint64(29)
    return cle


def _si(gardees: Oui, fiches: Entiers, cles: Cles) -> Bloc:
    fiches = fiches[gardees]
    return fiches, cles[gardees], np.ones(len(fiches), dtype=bool)


def _sans_date(c: Colonnes, fiches: Entiers, cles: Cles) -> Bloc:
    """Let only a record without a whole birth date seek by its names: the dates bring the others."""
    menent = c.jour[fiches] == 0
    ordre = np.argsort(~menent, kind="stable")
    return fiches[ordre], cles[ordre], menent[ordre]
