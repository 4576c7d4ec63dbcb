"""A CSV file as people make it: BOM or not, `;` or `,` or tab, decimal comma, yes and no in several words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from maillage.eligibilite.rules.situations import plier
from maillage.notions.erreurs import ErreurMetier

OUI = frozenset({"oui", "o", "yes", "y", "true", "vrai", "1", "x", "t", "v"})
NON = frozenset({"non", "n", "no", "false", "faux", "0", "f"})
INCONNU = frozenset(
    {"", "inconnu", "inconnue", "nsp", "nc", "na", "n_a", "null", "none", "a_verifier"}
)


class FichierIllisible(ErreurMetier):
    """The file is not the table that was expected."""

    rien_perdu = "Rien n'a été écrit."


@dataclass(frozen=True, slots=True)
class LigneDeTableau:
    """A row by folded column name. `fautes`: what is wrong with its shape."""

    numero: int
    cellules: dict[str, str]
    fautes: tuple[str, ...]

    def __getitem__(self, colonne: str) -> str:
        return self.cellules.get(colonne, "")


@dataclass(frozen=True, slots=True)
class Tableau:
    """The columns, as folded, and the rows that are not blank."""

    colonnes: tuple[str, ...]
    lignes: tuple[LigneDeTableau, ...]


def decoder(octets: bytes) -> str:
    """Text of a file, as spreadsheets write them."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", errors="replace")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("cp1252", errors="replace")


def lire_tableau(octets: bytes, exigees: tuple[str, ...], nom: str) -> Tableau:
    """Read a table; raises FichierIllisible when a column that cannot be done without is missing."""
    texte = decoder(octets)
    premiere = next((x for x in texte.splitlines() if x.strip()), "")
    separateur = max(";,\t", key=premiere.count)
    try:
        rangees = list(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur))
    except csv.Error as faute:
        raise FichierIllisible(f"Le fichier {nom} n'est pas un CSV lisible ({faute}).") from None
    pleines = [(n, r) for n, r in enumerate(rangees, 1) if any(c.strip() for c in r)]
    if not pleines:
        raise FichierIllisible(f"Le fichier {nom} est vide.")
    colonnes = tuple(plier(c) for c in pleines[0][1])
    if absentes := [c for c in exigees if c not in colonnes]:
        raise FichierIllisible(
            f"Le fichier {nom} n'a pas de colonne {', '.join(absentes)}.",
            a_faire=f"Colonnes lues : {', '.join(c for c in colonnes if c) or 'aucune'}.",
        )
    return Tableau(colonnes, tuple(_lignes(colonnes, pleines[1:])))


def _lignes(
    colonnes: tuple[str, ...], rangees: list[tuple[int, list[str]]]
) -> Iterator[LigneDeTableau]:
    for numero, cellules in rangees:
        fautes = []
        if len(cellules) < len(colonnes):
            fautes.append(f"{len(cellules)} cases au lieu de {len(colonnes)}")
        if any(c.strip() for c in cellules[len(colonnes) :]):
            fautes.append(f"{len(cellules)} cases au lieu de {len(colonnes)}, le reste est laissé")
        propres = [c.strip().strip("\u00a0\u202f") for c in cellules]
        yield LigneDeTableau(numero, dict(zip(colonnes, propres, strict=False)), tuple(fautes))


def nombre(texte: str) -> float | None:
    """A number, with a point or a comma. Raises ValueError when it is none."""
    if plier(texte) in INCONNU:
        return None
    lu = float(texte.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", "."))
    if not isfinite(lu):
        raise ValueError(texte)
    return lu


def vrai(texte: str) -> bool | None:
    """Yes, no, or not known. Raises ValueError when it is none of them."""
    mot = plier(texte)
    if mot in OUI:
        return True
    if mot in NON:
        return False
    if mot in INCONNU:
        return None
    raise ValueError(texte)
