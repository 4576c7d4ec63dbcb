"""Typed variants of the addresses of a file, and addresses that it does not have: what a team writes in a tracker."""

from __future__ import annotations

import csv
import gzip
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import maillage.territoire

EXEMPLE = Path(maillage.territoire.__file__).parent / "data" / "adresses_exemple.csv.gz"
COURTS = {
    "Avenue": "av.",
    "Boulevard": "bd",
    "Rue": "r.",
    "Place": "pl.",
    "Allée": "all.",
    "Chemin": "ch.",
}
TITRES = {"Général": "Gal", "Maréchal": "Mal", "Colonel": "Col", "Saint": "St"}


@dataclass(frozen=True, slots=True)
class Vraie:
    """An address of the file."""

    id: str
    numero: str
    rep: str
    voie: str
    postal: str
    commune: str
    insee: str
    ancienne: str

    @property
    def porte(self) -> str:
        return f"{self.numero} {self.rep}".strip()

    @property
    def ville(self) -> str:
        return self.ancienne or self.commune


def adresses() -> list[Vraie]:
    with gzip.open(EXEMPLE, "rt", encoding="utf-8") as f:
        return [
            Vraie(r["id"], r["numero"], r["rep"], r["nom_voie"], r["code_postal"], r["nom_commune"],
                  r["code_insee"], r["nom_ancienne_commune"])
            for r in csv.DictReader(f, delimiter=";")
        ]  # fmt: skip


def sans_accent(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))


def faute(texte: str, h: random.Random) -> str:
    """One slip in the longest word: a letter dropped, doubled or swapped; its first letter stays."""
    mots = re.split(r"(\W+)", texte)
    place = max(range(0, len(mots), 2), key=lambda i: len(mots[i]) * mots[i].isalpha())
    mot = mots[place]
    i = h.randrange(1, len(mot) - 1)
    glisse = h.choice(
        [
            mot[:i] + mot[i + 1 :],
            mot[:i] + mot[i] + mot[i:],
            mot[:i] + mot[i + 1] + mot[i] + mot[i + 2 :],
        ]
    )
    return "".join([*mots[:place], glisse, *mots[place + 1 :]])


def court(voie: str) -> str:
    genre, reste = voie.split(" ", 1)
    for long, bref in TITRES.items():
        reste = reste.replace(long, bref)
    return f"{COURTS.get(genre, genre)} {reste}"


def initiale(voie: str) -> str:
    mots = voie.split(" ")
    return (
        " ".join([mots[0], f"{mots[1][0]}.", *mots[2:]])
        if len(mots) == 3 and mots[1][0].isupper()
        else voie
    )


Ecriture = Callable[[Vraie, random.Random], tuple[str, str]]
VARIANTES: dict[str, Ecriture] = {
    "telle quelle": lambda a, _: (f"{a.porte} {a.voie}", f"{a.postal} {a.ville}"),
    "une ligne": lambda a, _: (f"{a.porte} {a.voie} {a.postal} {a.ville}", ""),
    "majuscules sans accent": lambda a, _: (sans_accent(f"{a.porte}, {a.voie} {a.postal} {a.ville}").upper(), ""),
    "abrégée": lambda a, _: (f"{a.porte}, {court(a.voie)}", f"{a.postal} {a.ville.replace('Saint-', 'St ')}"),
    "avec bâtiment": lambda a, h: (f"{a.porte} {a.voie} bât {h.choice('ABC')} esc {h.randint(1, 4)} apt {h.randint(1, 60)}", a.postal),
    "chez quelqu’un": lambda a, _: (f"chez Mme Traoré {a.porte} {a.voie}", f"{a.postal} {a.ville}"),
    "avec résidence": lambda a, _: (f"Résidence Les Érables, {a.porte} {a.voie}, {a.postal} {a.ville} cedex", ""),
    "code postal seul": lambda a, _: (f"{a.porte} {a.voie}", a.postal),
    "ville seule": lambda a, _: (f"{a.porte} {a.voie}", a.ville),
    "sans ville": lambda a, _: (f"{a.porte} {a.voie}", ""),
    "ville collée": lambda a, _: (f"{a.porte} {a.voie} {a.ville}", ""),
    "sans genre de voie": lambda a, _: (f"{a.porte} {a.voie.split(' ', 1)[1]}", a.postal),
    "prénom à l’initiale": lambda a, _: (f"{a.porte} {initiale(a.voie)}", a.postal),
    "une faute de frappe": lambda a, h: (f"{a.porte} {faute(a.voie, h)}", f"{a.postal} {a.ville}"),
    "numéro collé": lambda a, _: (f"{a.numero}{a.rep} {a.voie}", a.postal),
}  # fmt: skip
# What the file does not have: any sure answer to these is a wrong one.
ABSENTES = (
    "12 rue Nelson Mandela, 93200 Saint-Denis", "3 rue Péri, 93200 Saint-Denis", "4 rue de la Liberté 93380 Pierrefitte",
    "5 avenue Ampère 93210 Saint-Denis", "7 allée des Mésanges 93330 Neuilly-sur-Marne", "9 rue Ampère, Paris",
    "14 rue Jacques Prévert 93200 Saint-Denis", "2 boulevard Gabriel Péri 93200", "8 rue Gabriel Péri 75011 Paris",
    "21 rue des Pinsons 93330", "6 rue du Général Joffre 93200 Saint-Denis", "6 rue Jules Guesde, 93200",
    "1 rue du 19 mars 1962 93200 Saint-Denis", "4 rue du 8 mai 1954 93200 Saint-Denis", "18 place d'Anjou 93330",
    "12 rue de Bretagne 93330 Neuilly-sur-Marne", "30 rue Henri Wallon 93200", "10 rue Marcel Cachin, Saint-Denis",
    "3 rue Pierre Curie 93200 Saint-Denis", "11 rue de Sèvres 93200 Saint-Denis", "2 rue du Colonel Rol-Tanguy 93200",
)  # fmt: skip


def ecrites(graine: int = 93, combien: int = 400) -> Iterator[tuple[str, Vraie, str, str]]:
    """Kind of variant, the true address, and the two fields as typed."""
    h = random.Random(graine)  # noqa: S311 - examples
    for vraie in h.sample(adresses(), combien):
        for genre, ecrire in VARIANTES.items():
            yield genre, vraie, *ecrire(vraie, h)
