"""A fictional file of children with known duplicates, twins and homonyms.

It shares no table with the engine: spelling variants come from the hand-made list of
`tests/enfants/paires_translitterees.csv` and from noise on characters.
"""

from __future__ import annotations

import csv
import random
import string
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

PAIRES = Path(__file__).parent.parent / "tests" / "enfants" / "paires_translitterees.csv"
PART_DE_COPIES = 0.05
JUMEAUX_POUR_MILLE = 12


def _liste(nom: str) -> list[str]:
    return (Path(__file__).parent / "donnees" / f"{nom}.txt").read_text("utf-8").splitlines()


NOMS, PRENOMS, RUES = _liste("noms"), _liste("prenoms"), _liste("rues")
VOIES = ("rue", "avenue", "boulevard", "allée", "place", "impasse")
ABREGES = {"rue": "r.", "avenue": "av.", "boulevard": "bd", "allée": "all.", "place": "pl."}
VOISINES = {a: b for rang in ("azertyuiop", "qsdfghjklm", "wxcvbn") for a, b in pairwise(rang)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row of the file, and the child that it truly is."""

    cle: str
    enfant: int
    nom: str
    prenom: str
    naissance: str  # AAAA-MM-JJ or empty
    sexe: str
    adresse: str
    etablissement: str
    telephone: str


@dataclass(frozen=True, slots=True)
class Jeu:
    """The file and its truth."""

    lignes: tuple[Ligne, ...]
    vrais: frozenset[tuple[str, str]]
    jumeaux: frozenset[tuple[int, int]]  # pairs of children


def generer(nombre: int, graine: int) -> Jeu:
    """Make `nombre` rows, of which 5 % are second or third entries of a child."""
    return _Fabrique(random.Random(graine)).fabriquer(nombre)


def _nu(texte: str) -> str:
    decompose = unicodedata.normalize("NFD", texte.lower())
    return "".join(c for c in decompose if not unicodedata.combining(c))


class _Fabrique:
    def __init__(self, hasard: random.Random) -> None:
        self.hasard = hasard
        self.variantes: dict[str, list[str]] = defaultdict(list)
        connus: dict[str, list[str]] = {"nom": [], "prenom": []}
        with PAIRES.open(encoding="utf-8", newline="") as fichier:
            for paire in csv.DictReader(fichier):
                self.variantes[paire["a"]].append(paire["b"])
                self.variantes[paire["b"]].append(paire["a"])
                connus[paire["champ"]].append(paire["a"])
        self.noms = self._melanger(NOMS + connus["nom"])
        self.prenoms = self._melanger(PRENOMS + connus["prenom"])
        self.poids_noms = [1 / (5 + i) for i in range(len(self.noms))]
        self.poids_prenoms = [1 / (12 + i) for i in range(len(self.prenoms))]

    def _melanger(self, noms: list[str]) -> list[str]:
        uniques = sorted(set(noms))
        self.hasard.shuffle(uniques)
        return uniques

    def fabriquer(self, nombre: int) -> Jeu:
        originaux = round(nombre * (1 - PART_DE_COPIES))
        enfants: list[Ligne] = []
        jumeaux: set[tuple[int, int]] = set()
        while len(enfants) < originaux:
            self._famille(enfants, jumeaux)
        enfants = enfants[:originaux]
        self._homonymes(enfants)
        copies = [self._copier(self.hasard.choice(enfants)) for _ in range(nombre - originaux)]
        lignes = enfants + copies
        self.hasard.shuffle(lignes)
        lignes = [replace(ligne, cle=f"{i:06d}") for i, ligne in enumerate(lignes)]
        par_enfant: dict[int, list[str]] = defaultdict(list)
        for ligne in lignes:
            par_enfant[ligne.enfant].append(ligne.cle)
        vrais = frozenset(p for cles in par_enfant.values() for p in combinations(cles, 2))
        return Jeu(tuple(lignes), vrais, frozenset(jumeaux))

    # a family -------------------------------------------------------------------------------

    def _famille(self, enfants: list[Ligne], jumeaux: set[tuple[int, int]]) -> None:
        h = self.hasard
        nom = self._nom()
        adresse = f"{h.randint(1, 180)} {h.choice(VOIES)} {h.choice(RUES)}"
        adresse = "" if h.random() < 0.05 else adresse
        telephone = "" if h.random() < 0.15 else self._telephone()
        prenoms: set[str] = set()
        for _ in range(h.choices((1, 2, 3, 4), (45, 33, 16, 6))[0]):
            naissance = self._naissance()
            rangs = [len(enfants)]
            if h.random() < JUMEAUX_POUR_MILLE / 1000:
                rangs.append(rangs[0] + 1)
                jumeaux.add((rangs[0], rangs[1]))
            ecole = f"{h.choice(('école', 'collège'))} {h.choice(RUES)}"
            for rang in rangs:
                prenom = self._prenom(prenoms, proche=rang != rangs[0] and h.random() < 0.15)
                prenoms.add(prenom)
                enfants.append(Ligne("", rang, nom, prenom, naissance, h.choice("FM"),
                                     adresse, ecole, telephone))  # fmt: skip

    def _nom(self) -> str:
        h = self.hasard
        if h.random() < 0.45:
            syllabes = h.choices(("ba", "ka", "di", "mou", "rou", "sel", "ten", "vi", "gou", "nar",
                "lo", "chi", "ran", "zo", "pe", "tri", "lan", "mar", "fo", "bel", "jo", "hou"),
                k=h.randint(2, 4))  # fmt: skip
            nom = "".join(syllabes) + h.choice(
                ("", "", "n", "t", "r", "li", "ville", "é", "i", "o")
            )
            return nom.capitalize()
        nom = h.choices(self.noms, self.poids_noms)[0]
        if h.random() < 0.07:
            return f"{nom}-{h.choices(self.noms, self.poids_noms)[0]}"
        return nom

    def _prenom(self, pris: set[str], *, proche: bool) -> str:
        h = self.hasard
        if proche and pris:  # twins are often given names that look alike
            modele = min(pris)
            candidats = [p for p in self.prenoms if p[:2] == modele[:2] and p not in pris]
            candidats = [p for p in candidats if not self._un_seul(p, modele)]
            if candidats:
                return h.choice(candidats)
        while True:
            prenom = h.choices(self.prenoms, self.poids_prenoms)[0]
            if not any(self._un_seul(prenom, autre) for autre in pris):
                return prenom

    def _un_seul(self, prenom: str, autre: str) -> bool:
        """Parents give two names: not two spellings of one, nor one that contains the other."""
        if set(_nu(prenom).split("-")) & set(_nu(autre).split("-")):
            return True
        vus, file = {prenom}, [prenom]
        while file:
            suivants = {v for v in self.variantes[file.pop()] if v not in vus}
            vus |= suivants
            file.extend(suivants)
        return _nu(autre) in {_nu(v) for v in vus}

    def _naissance(self) -> str:
        h = self.hasard
        if h.random() < 0.02:
            return ""
        jour = date(2009, 1, 1) + timedelta(days=h.randrange(14 * 365))
        return f"{jour.year}-01-01" if h.random() < 0.03 else jour.isoformat()

    def _telephone(self) -> str:
        return "06" + "".join(self.hasard.choices(string.digits, k=8))

    def _homonymes(self, enfants: list[Ligne]) -> None:
        """Give one child in a hundred the two names of another."""
        for rang in self.hasard.sample(range(len(enfants)), len(enfants) // 100):
            modele = self.hasard.choice(enfants)
            enfants[rang] = replace(
                enfants[rang], nom=modele.nom, prenom=modele.prenom, sexe=modele.sexe
            )

    # a second entry of the same child -------------------------------------------------------

    def _copier(self, ligne: Ligne) -> Ligne:
        h = self.hasard
        nom, prenom = self._bruiter(ligne.nom, 0.4), self._bruiter(ligne.prenom, 0.33)
        if h.random() < 0.04:
            nom, prenom = prenom, nom
        sexe = h.choices((ligne.sexe, "", "F" if ligne.sexe == "M" else "M"), (94, 5, 1))[0]
        ecole = h.choices((ligne.etablissement, "", f"école {h.choice(RUES)}"), (65, 10, 25))[0]
        telephone = h.choices((ligne.telephone, "", self._telephone()), (60, 20, 20))[0]
        return replace(
            ligne, nom=nom, prenom=prenom, naissance=self._redater(ligne.naissance), sexe=sexe,
            etablissement=ecole, telephone=telephone, adresse=self._readresser(ligne.adresse),
        )  # fmt: skip

    def _bruiter(self, nom: str, chance: float) -> str:
        h = self.hasard
        if h.random() < chance:
            mots = nom.replace("-", " - ").split(" ")
            choix = h.random()
            if choix < 0.4 and self.variantes[nom]:
                nom = h.choice(self.variantes[nom])
            elif choix < 0.55 and len(mots) > 1:
                nom = h.choice(
                    (nom.replace("-", " "), mots[0], mots[-1], f"{mots[0][0]}-{mots[-1]}")
                )
            else:
                nom = self._faute(nom)
                nom = self._faute(nom) if h.random() < 0.15 else nom
        return h.choices((nom, nom.upper(), nom.lower()), (5, 4, 1))[0]

    def _faute(self, nom: str) -> str:
        h, i = self.hasard, self.hasard.randrange(len(nom))
        genre = h.randrange(5)
        if genre == 0 and len(nom) > 2:
            return nom[:i] + nom[i + 1 :]
        if genre == 1:
            return nom[:i] + nom[i] + nom[i:]
        if genre == 2 and i + 1 < len(nom):
            return nom[:i] + nom[i + 1] + nom[i] + nom[i + 2 :]
        if genre == 3 and len(nom) > 4:
            return nom[:i] + " " + nom[i:]
        lettre = VOISINES.get(nom[i].lower(), h.choice(string.ascii_lowercase))
        return nom[:i] + lettre + nom[i + 1 :]

    def _redater(self, texte: str) -> str:
        h, tirage = self.hasard, self.hasard.random()
        if not texte or tirage < 0.04:
            return ""
        annee, mois, jour = map(int, texte.split("-"))
        if tirage < 0.09:
            mois = jour = 1
        elif tirage < 0.13 and jour <= 12:
            mois, jour = jour, mois
        elif tirage < 0.19:
            part = h.randrange(3)
            annee += h.choice((-1, 1)) if part == 0 else 0
            mois = h.randint(1, 12) if part == 1 else mois
            jour = h.randint(1, 28) if part == 2 else jour
        return f"{annee}-{mois:02d}-{min(jour, 28 if mois == 2 else 30):02d}"

    def _readresser(self, adresse: str) -> str:
        h, tirage = self.hasard, self.hasard.random()
        if not adresse or tirage < 0.1:
            return ""
        if tirage < 0.28:
            return f"{h.randint(1, 180)} {h.choice(VOIES)} {h.choice(RUES)}"
        numero, voie, reste = adresse.split(" ", 2)
        if tirage < 0.6:
            return f"{numero}, {ABREGES.get(voie, voie)} {reste.upper()}"
        return adresse
