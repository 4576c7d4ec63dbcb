"""Writes sample files at test time: xlsx with XlsxWriter, ods by hand (zip + xml), csv in any alphabet."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rangee = Sequence[Any]
Feuilles = dict[str, list[Rangee]]


def xlsx(
    feuilles: Feuilles, *, fusions: dict[str, list[tuple[int, int, int, int]]] | None = None
) -> bytes:
    """A workbook. A string that starts with «=» becomes a formula with a stored value; None is an empty cell."""
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie, {"in_memory": True}) as classeur:
        jour = classeur.add_format({"num_format": "dd/mm/yyyy"})
        for nom, rangees in feuilles.items():
            feuille = classeur.add_worksheet(nom)
            for haut, gauche, bas, droite in (fusions or {}).get(nom, []):
                feuille.merge_range(haut, gauche, bas, droite, "")
            for r, rangee in enumerate(rangees):
                for c, valeur in enumerate(rangee):
                    if isinstance(valeur, date):
                        feuille.write_datetime(r, c, valeur, jour)
                    elif isinstance(valeur, str) and valeur.startswith("="):
                        feuille.write_formula(r, c, valeur, None, 9)
                    elif valeur not in (None, ""):
                        feuille.write(r, c, valeur)
    return sortie.getvalue()


def texte(
    rangees: list[Rangee], separateur: str = ";", alphabet: str = "utf-8", entete: str = ""
) -> bytes:
    """A csv as French spreadsheets write it."""
    sortie = io.StringIO()
    csv.writer(sortie, delimiter=separateur, lineterminator="\r\n").writerows(
        [[_ecrire(v) for v in rangee] for rangee in rangees]
    )
    return (entete + sortie.getvalue()).encode(alphabet)


def _ecrire(valeur: Any) -> str:
    if isinstance(valeur, date):
        return valeur.strftime("%d/%m/%Y")
    return "" if valeur is None else str(valeur)


def ods(feuilles: Feuilles) -> bytes:
    """A minimal OpenDocument spreadsheet."""
    tables = "".join(
        f'<table:table table:name="{escape(nom)}">'
        + "".join(_rangee_ods(r) for r in rangees)
        + "</table:table>"
        for nom, rangees in feuilles.items()
    )
    espaces = " ".join(
        f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{q}:1.0"'
        for p, q in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    contenu = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {espaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    genre = "application/vnd.oasis.opendocument.spreadsheet"
    manifeste = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{genre}"/></manifest:manifest>'
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", genre, zipfile.ZIP_STORED)
        archive.writestr("content.xml", contenu)
        archive.writestr("META-INF/manifest.xml", manifeste)
    return sortie.getvalue()


def _rangee_ods(rangee: Rangee) -> str:
    return "<table:table-row>" + "".join(_cellule_ods(v) for v in rangee) + "</table:table-row>"


def _cellule_ods(valeur: Any) -> str:
    if valeur in (None, ""):
        return "<table:table-cell/>"
    if isinstance(valeur, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{valeur.isoformat()}"/>'
        )
    if isinstance(valeur, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{valeur}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(valeur)}</text:p></table:table-cell>'


def bombe() -> bytes:
    """A small archive that declares itself a workbook and would inflate to 300 MB."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as feuille:
            for _ in range(300):
                feuille.write(b"0" * 1_000_000)
    return sortie.getvalue()


def chiffre() -> bytes:
    """The outside of a workbook protected by a password (OLE2 container with an encrypted package)."""
    marque = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + marque + b"\x00" * 1024
