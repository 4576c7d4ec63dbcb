"""The first sheet of an xlsx file as rows of texts, read cell after cell with bounds: no sheet is laid out in memory.

A hostile file stops at the first bound; entities are limited by expat itself. Formulas give their kept value.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from maillage.bilans.errors import FichierRefuse

OCTETS_DEPLIES = 40 * 1024 * 1024
COLONNES, LIGNES, PARTAGES = 60, 5000, 100_000
# what readers of archives and of XML raise on a file that is broken, ciphered or packed in another way
ILLISIBLES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ET.ParseError, LookupError, ValueError, EOFError, RuntimeError, OSError,
)  # fmt: skip
M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def lire_la_premiere_feuille(octets: bytes) -> list[list[str]]:
    """Rows of the first sheet; FichierRefuse for anything that is not a readable one."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            if sum(i.file_size for i in archive.infolist()) > OCTETS_DEPLIES:
                raise FichierRefuse("Ce tableur est trop grand pour un tableau par école.")
            noms = archive.namelist()
            feuilles = sorted(
                (n for n in noms if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)),
                key=lambda n: (len(n), n),
            )
            if not feuilles:
                raise FichierRefuse("Ce tableur n'a pas de feuille lisible.")
            partages = _partages(archive) if "xl/sharedStrings.xml" in noms else []
            with archive.open(feuilles[0]) as source:
                return [_rang(r, partages) for r in _rangs(source)]
    except ILLISIBLES as panne:
        raise FichierRefuse(
            "Ce tableur ne s'ouvre pas. Enregistrez-le en xlsx, sans mot de passe, ou en CSV."
        ) from panne


def _partages(archive: zipfile.ZipFile) -> list[str]:
    with archive.open("xl/sharedStrings.xml") as source:
        lus: list[str] = []
        racine: ET.Element | None = None
        for moment, element in ET.iterparse(source, events=("start", "end")):  # noqa: S314
            if racine is None:
                racine = element
            if moment == "end" and element.tag == f"{M}si":
                if len(lus) == PARTAGES:
                    raise FichierRefuse(f"Le tableur dépasse {PARTAGES} textes.")
                lus.append("".join(t.text or "" for t in element.iter(f"{M}t")))
                racine.clear()  # the element itself, and the place it held in its parent
        return lus


def _rangs(source: object) -> Iterator[ET.Element]:
    vus = 0
    for _, element in ET.iterparse(source):  # type: ignore[call-overload]  # noqa: S314
        if element.tag == f"{M}row":
            vus += 1
            if vus > LIGNES:
                raise FichierRefuse(f"Le tableur dépasse {LIGNES} lignes.")
            yield element
            element.clear()


def _rang(element: ET.Element, partages: list[str]) -> list[str]:
    cases: dict[int, str] = {}
    for rang, c in enumerate(element.iter(f"{M}c")):
        lettres = re.match(r"[A-Z]{1,3}", c.get("r", ""))
        colonne = _colonne(lettres[0]) if lettres else rang
        if colonne >= COLONNES:
            raise FichierRefuse(f"Le tableur dépasse {COLONNES} colonnes.")
        cases[colonne] = _valeur(c, partages)
    return [cases.get(i, "") for i in range(max(cases, default=-1) + 1)]


def _colonne(lettres: str) -> int:
    n = 0
    for x in lettres:
        n = n * 26 + ord(x) - 64
    return n - 1


def _valeur(c: ET.Element, partages: list[str]) -> str:
    if c.get("t") == "inlineStr":
        return "".join(t.text or "" for t in c.iter(f"{M}t"))
    brut = c.findtext(f"{M}v") or ""
    if c.get("t") == "s" and brut:
        return partages[int(brut)]
    if c.get("t") is None and re.fullmatch(r"-?\d+(\.\d+)?(E-?\d+)?", brut):
        nombre = float(brut)
        return str(int(nombre)) if nombre.is_integer() else repr(nombre)
    return brut
