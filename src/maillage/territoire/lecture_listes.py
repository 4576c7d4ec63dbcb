"""The official CSV list of zones: codes, names and communes, without perimeter, and its traps.

Traps seen: `;` with a BOM; `="93066"`; several communes in one cell; lost leading zeros; arrondissement codes of
Paris, Lyon and Marseille; one line for each commune of a zone. A local list may also name streets (`voie`, `numeros`), one line for each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.territoire.enregistrements import texte_de
from maillage.territoire.errors import FichierDeZonesIllisible

CODES = ("code_qp", "codeqp", "code_zone", "code")
NOMS = ("lib_qp", "nom_qp", "libelle", "nom_zone", "nom")
INSEE = ("insee_com", "code_commune", "code_insee", "insee")
LIEUX = ("lib_com", "nom_com", "nom_commune", "commune")
VOIES = ("voie", "rue", "nom_voie", "adresse")
NUMEROS = ("numeros", "numero", "n")
ARRONDISSEMENTS = {"751": "75056", "6938": "69123", "132": "13055"}
ZONES_AU_PLUS = 10_000


@dataclass(frozen=True, slots=True)
class ZoneListee:
    """A zone of the list and the INSEE codes of its communes."""

    code: str
    nom: str
    lieux: str
    insee: tuple[str, ...]
    voies: tuple[tuple[str, str], ...] = ()  # street, and its numbers as written (empty: all)


def lire_liste(octets: bytes) -> list[ZoneListee]:
    """Read the list; lines of one code are one zone."""
    texte = texte_de(octets)
    delimiteur = ";" if ";" in texte.split("\n", 1)[0] else ","
    lecteur = csv.reader(io.StringIO(texte), delimiter=delimiteur)
    titres = [c.strip().lower() for c in next(lecteur, [])]
    code, nom, insee, lieux = (_colonne(titres, n) for n in (CODES, NOMS, INSEE, LIEUX))
    voie, numeros = _colonne(titres, VOIES), _colonne(titres, NUMEROS)
    if code is None or insee is None:
        raise FichierDeZonesIllisible(
            "Ce fichier n'est ni un GeoJSON de zones, ni une liste avec les colonnes code_qp et insee_com."
        )
    zones: dict[str, ZoneListee] = {}
    for ligne in lecteur:
        champs = [c.strip() for c in ligne] + [""] * len(titres)
        if not champs[code]:
            continue
        lus = _communes(champs[insee])
        avant = zones.get(champs[code])
        autres = avant.insee if avant else ()
        rue = champs[voie][:200] if voie is not None else ""
        rues = [(rue, champs[numeros][:80] if numeros is not None else "")] if rue else []
        zones[champs[code]] = ZoneListee(
            champs[code][:40],
            (champs[nom] if nom is not None else "")[:200] or champs[code],
            _reunir(avant.lieux if avant else "", champs[lieux] if lieux is not None else ""),
            tuple(dict.fromkeys([*autres, *lus])),
            tuple(dict.fromkeys([*(avant.voies if avant else ()), *rues])),
        )
    if not zones:
        raise FichierDeZonesIllisible("Le fichier ne contient aucune zone.")
    if len(zones) > ZONES_AU_PLUS:
        raise FichierDeZonesIllisible(f"Le fichier a plus de {ZONES_AU_PLUS} zones.")
    return list(zones.values())


def commune_entiere(code: str) -> str:
    """The commune of an arrondissement; any other code as it is."""
    for debut, commune in ARRONDISSEMENTS.items():
        if code.startswith(debut) and code != commune and _est_arrondissement(code):
            return commune
    return code


def _est_arrondissement(code: str) -> bool:
    return bool(re.fullmatch(r"751(0[1-9]|1\d|20)|6938[1-9]|132(0[1-9]|1[0-6])", code))


def _communes(cellule: str) -> Iterable[str]:
    """INSEE codes of a cell: quotes and `=` of spreadsheets dropped, zeros lost on the left given back."""
    for mot in re.split(r"[;,/\s]+", cellule.replace("=", "").replace('"', "")):
        code = mot.strip().upper()
        if re.fullmatch(r"\d{4}", code):
            code = f"0{code}"
        if re.fullmatch(r"\d[0-9AB]\d{3}", code):
            yield commune_entiere(code)


def _colonne(titres: list[str], noms: Iterable[str]) -> int | None:
    return next((titres.index(n) for n in noms if n in titres), None)


def _reunir(avant: str, ici: str) -> str:
    if not avant or ici == avant or ici in avant.split(", "):
        return avant or ici
    return f"{avant}, {ici}"[:400]
