"""Invented children, always the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

NOMS = "DIALLO LE GOFF|MARTIN|DA SILVA|N'DIAYE|ÖZTÜRK|BENALI|SAÏD ALI|ŒUVRARD|NGUYEN|HADDAD|PETIT|KONATÉ|CHEN|ROUSSEL|TOURÉ"
PRENOMS_F = "Inès|Chloé|Fatou|Léa|Anaïs|Zoé|Marie-Ange|Élif|Aïcha|Noémie|Jade|Lina|Océane|Mila"
PRENOMS_M = "Adam|Noé|Hugo|Ilyès|Moussa|Théo|Jean-Marc|Kévin|Éthan|Raphaël|Yanis|Gaël|Rayan|Luka"


@dataclass(frozen=True, slots=True)
class Personne:
    nom: str
    prenom: str
    sexe: str
    naissance: date
    entree: date
    eps: tuple[date, ...]
    classe: str
    telephone: str
    adresse: str


def personnes(combien: int, graine: int = 7, rentree: int = 2024) -> list[Personne]:
    """Distinct children aged 5 to 14, entered during the school year of `rentree`."""
    sort = random.Random(graine)  # noqa: S311 - invented people
    rendues: list[Personne] = []
    vus: set[tuple[str, str]] = set()
    noms = NOMS.replace("DIALLO LE GOFF", "DIALLO|LE GOFF").split("|")
    while len(rendues) < combien:
        sexe = sort.choice("FM")
        prenom = sort.choice((PRENOMS_F if sexe == "F" else PRENOMS_M).split("|"))
        nom = sort.choice(noms)
        if combien > 200:
            nom = f"{nom}-{sort.choice(noms)}"
        naissance = date(rentree - sort.randint(5, 14), 1, 1) + timedelta(days=sort.randrange(365))
        if combien <= 200 and (nom, prenom) in vus:
            continue
        vus.add((nom, prenom))
        entree = date(rentree, 9, 10) + timedelta(days=sort.randrange(200))
        eps = tuple(
            entree + timedelta(days=d)
            for d in (sort.randint(1, 40), sort.randint(60, 90))[: sort.randint(1, 2)]
        )
        classe = sort.choice(("CP", "CE1", "CE2", "CM1", "CM2", "6e", "5ème", "GS"))
        telephone = f"06 39 98 {sort.randrange(100):02d} {sort.randrange(100):02d}"
        adresse = f"{sort.randint(1, 99)} rue des Tilleuls"
        rendues.append(
            Personne(nom, prenom, sexe, naissance, entree, eps, classe, telephone, adresse)
        )
    return rendues
