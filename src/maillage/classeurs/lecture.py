"""The gateway that reads files: xlsx, xls, xlsb and ods by python-calamine (see `tableur`), csv by the standard library.

Nothing is opened before its size, its kind and what it would inflate to are known. Formulas are never evaluated:
the value that the spreadsheet stored is read.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from maillage.classeurs import tableur
from maillage.classeurs.alphabets import abime, decoder, retablir, utf16_nu
from maillage.classeurs.rules.classeur import Cellule, Classeur, Feuille, Fusion, Ligne, Valeur
from maillage.notions.erreurs import ErreurMetier

SOURCES = Path(__file__).resolve().parents[2]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHIFFREMENT = tuple(nom.encode("utf-16-le") for nom in ("EncryptedPackage", "EncryptionInfo"))
_ARCHIVE_ABIMEE = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
)
_SANS_SOUPCON = 10_000_000  # below, a high ratio is only a very regular sheet
_ENTREE_COURTE = 1_000_000
_SEPARATEURS = ";\t|,"
_EXTENSIONS = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "ods": "ods",
    "xls": "xls",
    "xlsb": "xlsx",
    "csv": "csv",
    "txt": "csv",
}
_EXTENSIONS |= {"tsv": "csv", "tab": "csv"}


@dataclass(frozen=True, slots=True)
class Limites:
    """What is refused before opening."""

    octets: int = 50 * 1024 * 1024
    octets_decompresses: int = 400 * 1024 * 1024
    rapport: int = 200
    entrees: int = 2_000
    cellules: int = 2_000_000
    colonnes: int = 2_000


class FichierIllisible(ErreurMetier):
    """The file cannot be read; the message says what happened and what to do."""

    rien_perdu = "Rien n'a été importé, et rien de ce qui existait n'a changé."
    a_faire = "Vérifiez le fichier, enregistrez-le à nouveau au format .xlsx, .ods ou .csv, puis recommencez."


def lire(octets: bytes, nom: str, limites: Limites | None = None) -> Classeur:
    """Read a file into typed cells, or say clearly why not."""
    limites = limites or Limites()
    if not octets.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FichierIllisible(
            "Le fichier est vide.", a_faire="Vérifiez que c'est le bon fichier, puis recommencez."
        )
    if len(octets) > limites.octets:
        raise FichierIllisible(
            f"Le fichier dépasse {limites.octets // 1024 // 1024} Mo.",
            a_faire="Retirez les images et les feuilles inutiles, ou découpez le fichier, puis recommencez.",
        )
    genre = _genre(octets, limites)
    annonce = _EXTENSIONS.get(nom.rpartition(".")[2].lower()) if "." in nom else None
    avertissements = () if annonce in (genre, None) else (_autre_genre(nom, genre),)
    feuilles, remarques = (
        _csv(octets, limites) if genre == "csv" else (_tableur(octets, limites), ())
    )
    if not any(f.lignes for f in feuilles):
        raise FichierIllisible("Le fichier ne contient aucune cellule remplie.")
    return Classeur(nom, genre, feuilles, avertissements + remarques)


def _autre_genre(nom: str, genre: str) -> str:
    return f"Le nom du fichier « {nom} » annonce un autre format ; son contenu est du {genre}, lu comme tel."


def _genre(octets: bytes, limites: Limites) -> str:
    if octets.startswith(_OLE):
        if any(marque in octets for marque in _CHIFFREMENT):
            raise _protege()
        return "xls"
    if octets.startswith(b"PK"):
        return _genre_zip(octets, limites)
    debut = octets[:1024].lstrip().lower()
    for marques, quoi in (((b"%pdf",), "un PDF"), ((b"<!doctype", b"<html"), "une page web"),
                          ((b"{\\rtf",), "un document texte"), ((b"\x89png", b"\xff\xd8\xff", b"gif8"), "une image"),
                          ((b"<?xml",), "un document XML"), ((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "une archive")):  # fmt: skip
        if debut.startswith(marques):
            raise FichierIllisible(f"Ce fichier est {quoi}, pas un tableau.")
    utf16 = octets.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_nu(octets)
    if not utf16 and octets[:8192].count(0):
        raise FichierIllisible(
            "Ce fichier n'est ni un classeur ni un texte : son format n'est pas reconnu."
        )
    return "csv"


def _protege() -> FichierIllisible:
    return FichierIllisible(
        "Le fichier est protégé par un mot de passe.",
        a_faire="Ouvrez-le, retirez le mot de passe (Fichier, Informations, Protéger), enregistrez, puis recommencez.",
    )


def _genre_zip(octets: bytes, limites: Limites) -> str:
    """Look at the list of a compressed file before opening anything in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entrees = archive.infolist()
            genre = _petite_entree(archive, "mimetype")
            chiffre = b"encryption-data" in _petite_entree(archive, "META-INF/manifest.xml")
    except _ARCHIVE_ABIMEE as erreur:
        raise FichierIllisible(
            "Le fichier est abîmé ou incomplet : il n'a pas été reçu en entier."
        ) from erreur
    _mesurer(entrees, len(octets), limites)
    if chiffre or any(e.flag_bits & 1 for e in entrees):
        raise _protege()
    noms = {e.filename for e in entrees}
    if "xl/workbook.xml" in noms or "xl/workbook.bin" in noms:
        return "xlsx"
    if b"spreadsheet" in genre:
        return "ods"
    raise FichierIllisible("Ce fichier n'est pas un classeur de tableur.")


def _mesurer(entrees: list[zipfile.ZipInfo], octets: int, limites: Limites) -> None:
    """Refuse what would inflate beyond reason."""
    total = sum(e.file_size for e in entrees)
    gonfle = total > _SANS_SOUPCON and total > limites.rapport * octets
    if total > limites.octets_decompresses or len(entrees) > limites.entrees or gonfle:
        raise FichierIllisible(
            "Le fichier se déploie en un volume démesuré : il n'a pas été ouvert."
        )


def _petite_entree(archive: zipfile.ZipFile, nom: str) -> bytes:
    """Read a short entry; a missing or a large one reads empty."""
    entree = archive.NameToInfo.get(nom)
    return archive.read(entree) if entree and entree.file_size < _ENTREE_COURTE else b""


def _tableur(octets: bytes, limites: Limites) -> tuple[Feuille, ...]:
    """Have the spreadsheet opened by a process apart, which knows nothing of ours: no key, no address of a base."""
    chemin = {n: os.environ[n] for n in ("SYSTEMROOT", "PATH") if n in os.environ}
    commande = [
        sys.executable,
        "-m",
        tableur.__name__,
        str(limites.colonnes),
        str(limites.cellules),
    ]
    try:
        sortie = subprocess.run(
            commande,
            input=octets,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what it says of a broken file could quote it
            env={**chemin, "PYTHONPATH": str(SOURCES)},
            timeout=2 * tableur.SECONDES,
            check=True,
        ).stdout
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise FichierIllisible(
            "Le classeur est démesuré ou abîmé : il a été refermé avant la fin de sa lecture."
        ) from None
    reponse = json.loads(sortie)
    if "refus" in reponse:
        raise _refus(reponse["refus"])
    return tuple(_feuille(*lue) for lue in reponse["feuilles"])


def _refus(mot: str) -> FichierIllisible:
    if mot == "protege":
        return _protege()
    phrases = {
        "cellules": "Le classeur contient trop de cellules pour un suivi d'enfants.",
        "abime": "Le classeur est abîmé ou incomplet : le tableur n'a pas pu être lu.",
    }
    return FichierIllisible(
        phrases.get(mot, f"La feuille « {mot} » est démesurée : elle n'a pas été lue.")
    )


def _feuille(nom: str, rangees: list[Any], fusions: list[Any]) -> Feuille:
    lignes = tuple(
        (numero, tuple(Cellule(numero, colonne, _datee(lue)) for colonne, lue in cases))
        for numero, cases in rangees
    )
    return Feuille(
        nom, lignes, tuple(Fusion(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in fusions)
    )


def _datee(lue: Any) -> Valeur:
    return date.fromisoformat(lue["date"]) if isinstance(lue, dict) else lue


def _numeroter(rangees: Iterable[Sequence[Any]], premiere: int, gauche: int) -> tuple[Ligne, ...]:
    lignes = []
    for numero, rangee in enumerate(rangees, premiere):
        cellules = tuple(
            Cellule(numero, colonne, valeur)
            for colonne, brut in enumerate(rangee, gauche)
            if (valeur := tableur.valeur(brut)) is not None
        )
        if cellules:
            lignes.append((numero, cellules))
    return tuple(lignes)


def _csv(octets: bytes, limites: Limites) -> tuple[tuple[Feuille, ...], tuple[str, ...]]:
    texte, alphabet = decoder(octets)
    remarques = [] if alphabet == "UTF-8" else [f"Texte lu dans l'alphabet {alphabet}."]
    if abime(texte):
        texte, remarque = retablir(texte)
        remarques.append(remarque)
    lignes = texte.splitlines(keepends=True)
    saut, separateur = 0, ""
    if lignes and lignes[0].strip().lower().strip('"').startswith("sep="):
        saut, separateur = 1, lignes[0].strip().strip('"')[4:5] or "\t"
    separateur = separateur or _separateur(lignes[:200])
    rangees = _enregistrements(lignes[saut:], separateur, saut, limites.cellules)
    return (Feuille("csv", rangees),), tuple(remarques)


def _enregistrements(
    lignes: list[str], separateur: str, saut: int, limite: int
) -> tuple[Ligne, ...]:
    """Each record carries the number of the line it starts on, counted from the first line of the file."""
    csv.field_size_limit(10_000_000)
    lecteur = csv.reader(lignes, delimiter=separateur)
    rendues: list[Ligne] = []
    debut = saut + 1
    total = 0
    try:
        for rangee in lecteur:
            lue = _numeroter([rangee], debut, 1)
            total += sum(len(cases) for _, cases in lue)
            if total > limite:
                raise _refus("cellules")
            rendues.extend(lue)
            debut = saut + lecteur.line_num + 1
    except csv.Error as erreur:
        raise FichierIllisible(
            f"Le texte ne se lit plus comme un tableau à partir de la ligne {debut}."
        ) from erreur
    return tuple(rendues)


def _separateur(lignes: list[str]) -> str:
    """The separator that cuts most lines into the same number of pieces, at least two."""

    def note(separateur: str) -> tuple[float, int]:
        largeurs = [
            len(r) for r in csv.reader(lignes, delimiter=separateur) if any(c.strip() for c in r)
        ]
        if not largeurs:
            return 0.0, 0
        frequente = max(set(largeurs), key=lambda n: (largeurs.count(n) * (n > 1), n))
        return (largeurs.count(frequente) / len(largeurs) if frequente > 1 else 0.0), frequente

    return max(_SEPARATEURS, key=lambda s: ((n := note(s))[0] * min(n[1], 8), n[1]))
