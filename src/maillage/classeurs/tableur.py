"""Spreadsheets opened in a process of their own, by python-calamine: what a broken or hostile file does there stops there.

Run as `python -m maillage.classeurs.tableur COLONNES CELLULES`: the file comes by standard input, its sheets leave as JSON, or
`{"refus": …}`. A sheet is laid out whole in memory between its first and its last cell: two cells far apart are enough to ask
for more than the machine has, which ends the process that opens it.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime
from typing import Any

import python_calamine

from maillage.classeurs.rules.classeur import Valeur

MEMOIRE = 3 * 1024**3  # bytes: the largest file that is accepted takes some 1.5
SECONDES = 120  # of processor


class Refus(Exception):
    """The file is not read; the word says why."""


def valeur(brut: Any) -> Valeur | None:
    """The value of a cell, None when it is empty."""
    if isinstance(brut, datetime):
        return brut.date()
    if isinstance(brut, str):
        return brut if brut.strip(" \t\r\n\u00a0\u200b\ufeff") else None
    if isinstance(brut, bool | int | float | date):
        return brut
    return None if brut is None else str(brut)


def feuilles(octets: bytes, colonnes: int, cellules: int) -> list[Any]:
    """Name, rows and merged areas of each sheet, in values that JSON carries."""
    lues = []
    total = 0
    try:
        classeur = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(octets))
        for nom in classeur.sheet_names:
            source = classeur.get_sheet_by_name(nom)
            largeur, hauteur = source.total_width, source.total_height
            if largeur > colonnes * 10 or hauteur * largeur > cellules * 20:
                raise Refus(nom)
            rangees, fusions = _feuille(source)
            total += sum(len(cases) for _, cases in rangees)
            if total > cellules:
                raise Refus("cellules")
            lues.append((nom, rangees, fusions))
    except python_calamine.PasswordError:
        raise Refus("protege") from None
    except (python_calamine.CalamineError, OSError, ValueError, EOFError):
        raise Refus("abime") from None
    return lues


def _feuille(source: Any) -> tuple[list[Any], list[Any]]:
    if source.start is None:
        return [], []
    haut, gauche = source.start
    rangees = []
    for numero, rangee in enumerate(source.to_python(skip_empty_area=True), haut + 1):
        cases = [
            (colonne, {"date": lue.isoformat()} if isinstance(lue, date) else lue)
            for colonne, brut in enumerate(rangee, gauche + 1)
            if (lue := valeur(brut)) is not None
        ]
        if cases:
            rangees.append((numero, cases))
    return rangees, list(source.merged_cell_ranges or ())


def _borner() -> None:
    """Limit what the opening may take (where the system can)."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for quoi, combien in ((resource.RLIMIT_AS, MEMOIRE), (resource.RLIMIT_CPU, SECONDES)):
        resource.setrlimit(quoi, (combien, combien))


def main(arguments: list[str]) -> None:
    """Read standard input, write the answer."""
    _borner()
    colonnes, cellules = map(int, arguments)
    try:
        reponse: dict[str, Any] = {
            "feuilles": feuilles(sys.stdin.buffer.read(), colonnes, cellules)
        }
    except Refus as refus:
        reponse = {"refus": str(refus)}
    json.dump(reponse, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
