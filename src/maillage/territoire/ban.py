"""The file of addresses of a département (Base adresse nationale), turned into a read-only reference on this machine.

One SQLite file per département beside the base, whatever the base is: public data, no child in it. A newer file takes the place
of the former one in one move; whoever was reading goes on with the former one.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from maillage.territoire.errors import AdressesRefusees
from maillage.territoire.rules.adresses import COMMUNE_AU_MOINS, LIEU_DIT_AU_MOINS, VOIE_AU_MOINS
from maillage.territoire.rules.distances import Etendue, en_france
from maillage.territoire.rules.voies import recherche, signes

COLONNES = (
    "id",
    "numero",
    "rep",
    "nom_voie",
    "code_postal",
    "code_insee",
    "nom_commune",
    "lon",
    "lat",
)
LOT = 5000
PART_REFUSEE = 0.05  # above it, the file is not what it says
LIGNES_AU_PLUS, OCTETS_AU_PLUS = 3_000_000, 1_500_000_000
FORME = """
CREATE TABLE source (cle TEXT PRIMARY KEY, valeur TEXT);
CREATE TABLE commune (code_insee TEXT, nom TEXT, ancienne TEXT, codes_postaux TEXT, lon REAL, lat REAL, etendue INTEGER);
CREATE TABLE voie (id INTEGER PRIMARY KEY, nom TEXT, mots TEXT, code_insee TEXT, commune TEXT, ancienne TEXT,
  codes_postaux TEXT, lon REAL, lat REAL, etendue INTEGER, lieu_dit INTEGER);
CREATE TABLE adresse (id TEXT, voie INTEGER, numero INTEGER, rep TEXT, code_postal TEXT, lon REAL, lat REAL, genre TEXT);
CREATE VIRTUAL TABLE voie_fts USING fts5(mots, content='', tokenize='trigram');
"""
RANGER = "CREATE INDEX adresse_voie ON adresse (voie, numero); CREATE INDEX voie_mots ON voie (mots); CREATE INDEX adresse_lat ON adresse (lat);"
Avancer = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SourceDAdresses:
    """What a loaded file is: its département, its day, how many addresses, how many lines refused."""

    departement: str
    date_du_fichier: date
    adresses: int
    voies: int
    rejets: int
    empreinte: str
    exemple: bool = False


@dataclass(slots=True)
class _Lieu:
    """A street, a named place or a commune while the file is read."""

    id: int
    nom: str
    commune: str
    etendue: Etendue = field(default_factory=Etendue)
    postaux: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Recueil:
    """What has been read so far."""

    voies: dict[tuple[str, str, str, bool], _Lieu] = field(default_factory=dict)
    communes: dict[tuple[str, str], _Lieu] = field(default_factory=dict)
    departements: Counter[str] = field(default_factory=Counter)
    refus: Counter[str] = field(default_factory=Counter)
    lues: int = 0


def charger(
    origine: Path, dossier: Path, *, au: date, avancer: Avancer | None = None, exemple: bool = False
) -> SourceDAdresses:
    """Read a file of the BAN and put it in service, or raise with what is wrong and change nothing."""
    dossier.mkdir(parents=True, exist_ok=True)
    travail = dossier / f".{os.getpid()}-{origine.stem[:40]}.travail"
    travail.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(travail)) as base:
            base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + FORME)
            recueil = _lire(base, origine, avancer or (lambda _fait, _total: None))
            source = _finir(base, recueil, origine, au, exemple=exemple)
        travail.replace(dossier / f"{source.departement}.sqlite3")
    finally:
        travail.unlink(missing_ok=True)
    return source


def _lire(base: sqlite3.Connection, origine: Path, avancer: Avancer) -> _Recueil:
    recueil, lot = _Recueil(), []
    for ligne in _lignes(origine, avancer):
        recueil.lues += 1
        if recueil.lues > LIGNES_AU_PLUS:
            raise AdressesRefusees("Ce fichier est trop grand pour un département.")
        adresse = _adresse(ligne, recueil)
        if isinstance(adresse, str):
            recueil.refus[adresse] += 1
            continue
        lot.append(adresse)
        if len(lot) == LOT:
            base.executemany("INSERT INTO adresse VALUES (?,?,?,?,?,?,?,?)", lot)
            lot.clear()
    base.executemany("INSERT INTO adresse VALUES (?,?,?,?,?,?,?,?)", lot)
    _juger_le_fichier(recueil)
    return recueil


def _lignes(origine: Path, avancer: Avancer) -> Iterator[Mapping[str, str]]:
    """Rows by column name; progress in bytes of the file as it is."""
    total = origine.stat().st_size
    with origine.open("rb") as brut:
        compresse = brut.read(2) == b"\x1f\x8b"
        brut.seek(0)
        flux = gzip.GzipFile(fileobj=brut) if compresse else brut
        texte = io.TextIOWrapper(io.BufferedReader(flux), encoding="utf-8-sig", newline="")  # type: ignore[arg-type]
        try:
            lecteur = csv.DictReader(_bornes(texte), delimiter=";")
            _exiger_les_colonnes(lecteur.fieldnames or [])
            for rang, ligne in enumerate(lecteur):
                if rang % LOT == 0:
                    avancer(brut.tell(), total)
                yield ligne
        except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile, zlib.error):
            raise AdressesRefusees(
                "Ce fichier ne se lit pas : il est coupé, abîmé, ou n’est pas en UTF-8."
            ) from None
        avancer(total, total)


def _bornes(texte: io.TextIOWrapper) -> Iterator[str]:
    """Lines, up to a size that no département reaches."""
    lus = 0
    for ligne in texte:
        lus += len(ligne)
        if lus > OCTETS_AU_PLUS or len(ligne) > 100_000:
            raise AdressesRefusees("Ce fichier est trop grand pour un département.")
        yield ligne


def _exiger_les_colonnes(colonnes: list[str]) -> None:
    absentes = [c for c in COLONNES if c not in colonnes]
    if absentes:
        raise AdressesRefusees(
            "Ce n’est pas un fichier d’adresses de la BAN : il manque "
            + ", ".join(absentes[:6])
            + (" et d’autres colonnes." if len(absentes) > 6 else ".")
        )


def _adresse(ligne: Mapping[str, str], recueil: _Recueil) -> tuple[object, ...] | str:
    """The row to keep, or why it is refused."""
    insee, nom, numero = ((ligne[c] or "").strip() for c in ("code_insee", "nom_voie", "numero"))
    if len(insee) != 5 or not nom or not numero.isdigit():
        return "commune, voie ou numéro manquant"
    try:
        lon, lat = float(ligne["lon"]), float(ligne["lat"])
    except (TypeError, ValueError):
        return "position manquante"
    if not en_france(lon, lat):
        inverse = en_france(lat, lon)
        return "longitude et latitude inversées" if inverse else "position hors de France"
    recueil.departements[insee[:3] if insee.startswith(("97", "98")) else insee[:2]] += 1
    ancienne, postal = (ligne.get("nom_ancienne_commune") or "").strip(), ligne["code_postal"] or ""
    commune = ligne["nom_commune"] or ""
    voie = _lieu(recueil.voies, (insee, nom, ancienne, False), nom, commune)
    lieux = [voie, _lieu(recueil.communes, (insee, ancienne), ancienne or commune, commune)]
    lieu_dit = (ligne.get("nom_ld") or "").strip()
    if lieu_dit and signes(lieu_dit) != signes(nom):
        lieux.append(_lieu(recueil.voies, (insee, lieu_dit, ancienne, True), lieu_dit, commune))
    for lieu in lieux:
        lieu.etendue.ajouter(lon, lat)
        lieu.postaux.add(postal)
    genre = signes(ligne.get("type_position") or "")
    return ligne["id"], voie.id, int(numero), signes(ligne["rep"] or ""), postal, lon, lat, genre


def _lieu(lieux: dict[Any, _Lieu], cle: Any, nom: str, commune: str) -> _Lieu:
    if cle not in lieux:
        lieux[cle] = _Lieu(len(lieux) + 1, nom, commune)
    return lieux[cle]


def _juger_le_fichier(recueil: _Recueil) -> None:
    refusees = sum(recueil.refus.values())
    if not recueil.lues:
        raise AdressesRefusees("Ce fichier ne contient aucune adresse.")
    if refusees > PART_REFUSEE * recueil.lues:
        raisons = ", ".join(f"{n} {raison}" for raison, n in recueil.refus.most_common(3))
        raise AdressesRefusees(f"{refusees} lignes sur {recueil.lues} sont fausses : {raisons}.")
    if len(recueil.departements) > 1:
        vus = ", ".join(sorted(recueil.departements)[:5])
        raise AdressesRefusees(f"Ce fichier couvre plusieurs départements ({vus}…). Il en faut un.")


def _finir(
    base: sqlite3.Connection, recueil: _Recueil, origine: Path, au: date, *, exemple: bool
) -> SourceDAdresses:
    """Write the streets, the communes, the search index and what the file is."""
    voies = [
        (v.id, v.nom, recherche(v.nom), insee, v.commune, ancienne, " ".join(sorted(v.postaux)),
         *v.etendue.cercle(LIEU_DIT_AU_MOINS if ld else VOIE_AU_MOINS), int(ld))
        for (insee, _, ancienne, ld), v in recueil.voies.items()
    ]  # fmt: skip
    base.executemany("INSERT INTO voie VALUES (?,?,?,?,?,?,?,?,?,?,?)", voies)
    base.executemany(
        "INSERT INTO voie_fts (rowid, mots) VALUES (?, ?)", [(v[0], v[2]) for v in voies]
    )
    base.executemany(
        "INSERT INTO commune VALUES (?,?,?,?,?,?,?)",
        [
            (
                insee,
                c.commune,
                ancienne,
                " ".join(sorted(c.postaux)),
                *c.etendue.cercle(COMMUNE_AU_MOINS),
            )
            for (insee, ancienne), c in recueil.communes.items()
        ],
    )
    base.executescript(RANGER)
    refusees = sum(recueil.refus.values())
    source = SourceDAdresses(
        next(iter(recueil.departements)), au, recueil.lues - refusees, len(voies), refusees,
        _somme(origine), exemple,
    )  # fmt: skip
    valeurs = {
        "departement": source.departement, "au": au.isoformat(), "adresses": str(source.adresses),
        "voies": str(source.voies), "rejets": str(refusees), "empreinte": source.empreinte,
        "exemple": str(int(exemple)),
    }  # fmt: skip
    base.executemany("INSERT INTO source VALUES (?,?)", valeurs.items())
    base.commit()
    return source


def _somme(origine: Path) -> str:
    with origine.open("rb") as fichier:
        return hashlib.file_digest(fichier, "sha256").hexdigest()


def en_service(dossier: Path) -> tuple[SourceDAdresses, ...]:
    """The files in service, by département. A file that does not open is not in service."""
    lues = []
    for chemin in sorted(dossier.glob("*.sqlite3")):
        try:
            with closing(ouvrir(chemin)) as base:
                v = dict(base.execute("SELECT cle, valeur FROM source"))
        except sqlite3.DatabaseError:
            continue
        lues.append(
            SourceDAdresses(
                v["departement"],
                date.fromisoformat(v["au"]),
                int(v["adresses"]),
                int(v["voies"]),
                int(v["rejets"]),
                v["empreinte"],
                v["exemple"] == "1",
            )
        )
    return tuple(lues)


def ouvrir(chemin: Path) -> sqlite3.Connection:
    """Open one for reading only."""
    return sqlite3.connect(f"{chemin.resolve().as_uri()}?mode=ro", uri=True)
