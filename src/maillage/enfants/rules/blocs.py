"""Blocking: which pairs deserve a comparison. Every key is cheap, wrong often, and never alone.

A block of more than `BLOC_MAXIMAL` records is not thrown away: its records are sorted by what they
say and each meets its neighbours, so that two identical records always meet.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .colonnes import Colonne, Colonnes, Entiers, Oui, distincts
from .lexique import Cles

BLOC_MAXIMAL = 60
VOISINS = 10
PETIT_FICHIER = 400  # below, every pair is compared

_MELANGE = np.uint64(0x9E3779B97F4A7C15)
Empreintes = NDArray[np.uint64]
Bloc = tuple[Entiers, Empreintes, Oui | None]  # record, key, does it lead (None: all of them do)
Entrees = tuple[Entiers, Entiers]  # (record, key), several keys per record


def candidats(colonnes: Colonnes) -> tuple[Entiers, Entiers]:
    """Return the pairs to compare, each once, first index lower than the second."""
    n = len(colonnes)
    if n <= PETIT_FICHIER:
        a, b = np.triu_indices(n, k=1)
        return a.astype(np.int64), b.astype(np.int64)
    return paires_des_blocs(colonnes)


def paires_des_blocs(c: Colonnes) -> tuple[Entiers, Entiers]:
    """Return the pairs that share at least one block, births that differ left out."""
    n, naissances = len(c), c.date
    codes = []
    for (fiches, cles, menent), datees in _blocs(c):
        x, y = _voisins(fiches, cles, menent)
        a, b = np.minimum(x, y), np.maximum(x, y)
        gardees = a < b
        if not datees:
            gardees &= _compatibles(naissances[a], naissances[b])
        codes.append(a[gardees] * n + b[gardees])
    uniques = distincts(np.concatenate(codes))
    a = uniques // n
    return a, uniques - a * n


def _voisins(fiches: Entiers, cles: Empreintes, menent: Oui | None) -> tuple[Entiers, Entiers]:
    """Return the pairs of each block of one rule: all of them, or near neighbours in a large one."""
    nombre = len(cles)
    if not nombre:
        return fiches, fiches
    # key and rank sorted as one number: the low bits of the key give way to the rank
    bits = np.uint64(nombre.bit_length())
    tri = np.sort((cles >> bits << bits) | np.arange(nombre, dtype=np.uint64))
    rangs = (tri & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    cles = tri >> bits
    debut = np.flatnonzero(np.r_[True, cles[1:] != cles[:-1]])
    taille = np.diff(np.r_[debut, nombre])
    portee = np.where(taille <= BLOC_MAXIMAL, BLOC_MAXIMAL - 1, VOISINS)
    suivants = np.repeat(debut + taille - 1, taille) - np.arange(nombre)
    suivants = np.minimum(suivants, np.repeat(portee, taille))
    fiches = fiches[rangs]
    if menent is not None:
        suivants[~menent[rangs]] = 0
    lignes, ecart = _etaler(suivants)
    return fiches[lignes], fiches[lignes + ecart + 1]


def _compatibles(x: Entiers, y: Entiers) -> Oui:
    """Drop at once the pairs whose two whole birth dates share fewer than two parts (a veto anyway)."""
    ecart = x ^ y
    communes = (ecart < 1 << 16).astype(np.int8) + (ecart & 0xFF00 == 0) + (ecart & 0xFF == 0)
    inversee = (ecart < 1 << 16) & ((x & 0xFF) == (y >> 8 & 0xFF)) & ((y & 0xFF) == (x >> 8 & 0xFF))
    gardees: Oui = (communes >= 2) | inversee | (x & 0xFF == 0) | (y & 0xFF == 0)
    return gardees


def _blocs(c: Colonnes) -> Iterator[tuple[Bloc, bool]]:
    """Yield the entries of each rule of blocking; does the rule by itself bring births that agree?"""
    nom_1 = _entrees(c.nom, c.noms.principales)
    prenom_1 = _entrees(c.prenom, c.prenoms.principales)
    yield from ((bloc, True) for bloc in _blocs_de_noms(c, nom_1, prenom_1))
    yield from ((bloc, True) for bloc in _blocs_de_naissance(c, (nom_1, prenom_1)))
    yield from ((bloc, False) for bloc in _blocs_de_lieu(c, nom_1, prenom_1))


def _blocs_de_noms(c: Colonnes, nom_1: Entrees, prenom_1: Entrees) -> Iterator[Bloc]:
    """Both names in either order under any reading; one name as heard and the beginning of the other."""
    nom, prenom = _entrees(c.nom, c.noms.toutes), _entrees(c.prenom, c.prenoms.toutes)
    fiches, x, y = _croiser(nom, prenom)
    yield _sans_date(c, fiches, _cle(1, np.minimum(x, y), np.maximum(x, y)))
    for marque, (porteuses, entendus), autre, lus in (
        (2, nom_1, c.prenom, c.prenoms), (3, prenom_1, c.nom, c.noms)
    ):  # fmt: skip
        connu = autre.connue[porteuses]
        fiches, debut = porteuses[connu], lus.debuts[1][autre.numeros[porteuses[connu]]]
        yield _sans_date(c, fiches, _cle(marque, entendus[connu], debut))


def _blocs_de_lieu(c: Colonnes, nom_1: Entrees, prenom_1: Entrees) -> Iterator[Bloc]:
    """One telephone; one address and a first name or a year; one school, a year and one of the names."""
    toutes = np.arange(len(c))
    yield _si(c.telephone.connue, toutes, _cle(4, c.telephone.numeros))
    situee = c.adresse.connue
    fiches, x = prenom_1
    yield _si(situee[fiches], fiches, _cle(5, x, c.adresse.numeros[fiches]))
    yield _si(situee & (c.annee > 0), toutes, _cle(6, c.adresse.numeros, c.annee))
    for marque, (fiches, x) in ((7, nom_1), (8, prenom_1)):
        gardees = c.etablissement.connue[fiches] & (c.annee[fiches] > 0)
        lieu = c.etablissement.numeros[fiches]
        yield _si(gardees, fiches, _cle(marque, x, lieu, c.annee[fiches]))


def _blocs_de_naissance(c: Colonnes, noms: tuple[Entrees, Entrees]) -> Iterator[Bloc]:
    """Birth date and an initial; two parts of the date and one name. A surname meets a first name."""
    toutes = np.arange(len(c))
    fiches = np.r_[toutes[c.nom.connue], toutes[c.prenom.connue]]
    initiales = [lus.debuts[0][champ.numeros[champ.connue]]
                 for champ, lus in ((c.nom, c.noms), (c.prenom, c.prenoms))]  # fmt: skip
    petit, grand = np.minimum(c.jour, c.mois), np.maximum(c.jour, c.mois)
    cle = _cle(9, np.concatenate(initiales), c.annee[fiches], petit[fiches], grand[fiches])
    yield _si(c.jour[fiches] > 0, fiches, cle)  # also when day and month were swapped
    fiches, x = (np.concatenate(partie) for partie in zip(*noms, strict=True))
    connue = c.jour[fiches] > 0
    for marque, p, q in ((10, c.annee, c.mois), (11, c.annee, c.jour), (12, c.mois, c.jour)):
        yield _si(connue, fiches, _cle(marque, x, p[fiches], q[fiches]))


def _entrees(colonne: Colonne, cles: Cles) -> Entrees:
    """Give each record the keys of its value."""
    debut = np.cumsum(cles.comptes) - cles.comptes
    fiches, rang = _etaler(cles.comptes[colonne.numeros])
    return fiches, cles.plates[debut[colonne.numeros][fiches] + rang]


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
    return lignes, np.arange(len(lignes)) - np.repeat(debut, comptes)


def _cle(marque: int, *parties: Entiers) -> Empreintes:
    """Mix a rule number and parts into one key; a collision only costs a useless comparison."""
    cle = np.full(len(parties[0]), marque, dtype=np.uint64)
    for partie in parties:
        cle = (cle ^ partie.astype(np.uint64)) * _MELANGE
        cle ^= cle >> np.uint64(29)
    return cle


def _si(gardees: Oui, fiches: Entiers, cles: Empreintes) -> Bloc:
    return fiches[gardees], cles[gardees], None


def _sans_date(c: Colonnes, fiches: Entiers, cles: Empreintes) -> Bloc:
    """Let only a record without a whole birth date seek by its names: the dates bring the others."""
    menent = c.jour[fiches] == 0
    cherchees = np.zeros(1 << 20, dtype=bool)  # a coarse sieve: most keys are sought by nobody
    cherchees[cles[menent] >> np.uint64(44)] = True
    utiles = cherchees[cles >> np.uint64(44)]
    ordre = np.r_[np.flatnonzero(menent), np.flatnonzero(utiles & ~menent)]
    return fiches[ordre], cles[ordre], menent[ordre]
