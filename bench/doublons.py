"""Duplicates among 100,000 children: ours against splink, same rows, same machine, same run.

`python -m bench.doublons` prints versions, quality on two seeds (the threshold chosen on one is
measured on the other), twins proposed as one child, and times; the last line is JSON.
Clocks start when the rows are in memory: imports and installation count for nobody.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.generateur_doublons import Jeu, generer
from maillage.enfants.rules import blocs, colonnes, doublons, fiches, pliage
from maillage.enfants.rules.poids import SEUIL
from maillage.notions.temps import DatePartielle

ICI = Path(__file__).parent
PAIR = ICI / ".peers" / "splink"
SPLINK = "splink==5.0.0"
OBJECTIF = 2.0
REPETITIONS = 3

Paires = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Qualite:
    """Precision and recall of the pairs above a threshold."""

    seuil: float
    precision: float
    rappel: float
    jumeaux: int

    @property
    def f1(self) -> float:
        somme = self.precision + self.rappel
        return 2 * self.precision * self.rappel / somme if somme else 0.0

    def __str__(self) -> str:
        return (
            f"threshold {self.seuil:6.1f}  P {self.precision:.4f}  R {self.rappel:.4f}"
            f"  F1 {self.f1:.4f}  twins proposed {self.jumeaux}"
        )


@dataclass(frozen=True, slots=True)
class Mesure:
    """One engine on one file."""

    secondes: float
    paires: Paires
    detail: str


def juger(jeu: Jeu, paires: Paires, seuil: float, *, avec_jumeaux: bool = True) -> Qualite:
    """Compare the pairs at or above `seuil` with the truth, twins left out of the count if asked."""
    enfant = {ligne.cle: ligne.enfant for ligne in jeu.lignes}
    proposees = {p for p, score in paires.items() if score >= seuil}
    if not avec_jumeaux:
        proposees = {
            (a, b) for a, b in proposees
            if (min(enfant[a], enfant[b]), max(enfant[a], enfant[b])) not in jeu.jumeaux
        }  # fmt: skip
    justes = len(proposees & {(min(p), max(p)) for p in jeu.vrais})
    couples = {tuple(sorted((enfant[a], enfant[b]))) for a, b in proposees}
    precision = justes / len(proposees) if proposees else 0.0
    return Qualite(seuil, precision, justes / len(jeu.vrais), len(couples & jeu.jumeaux))


def meilleur_seuil(jeu: Jeu, paires: Paires) -> float:
    """Return the threshold of the best F1, tried every half point."""
    scores = sorted({round(s * 2) / 2 for s in paires.values()})
    return max(scores, key=lambda seuil: juger(jeu, paires, seuil).f1)


def les_notres(jeu: Jeu) -> Mesure:
    """Time `rapprocher` at its published threshold; scores below it are read once, off the clock."""
    lues = [
        fiches.Fiche(
            ligne.cle, ligne.nom, ligne.prenom,
            DatePartielle.lire(ligne.naissance) if ligne.naissance else None,
            ligne.sexe or None, ligne.adresse, ligne.etablissement, ligne.telephone,
        )
        for ligne in jeu.lignes
    ]  # fmt: skip
    temps = []
    for _ in range(REPETITIONS):
        depart = time.perf_counter()
        doublons.rapprocher(lues)
        temps.append(time.perf_counter() - depart)
    tous = doublons.rapprocher(lues, seuil=0)
    paires = {(d.a, d.b): d.score for d in tous if d.classe == fiches.DOUBLON}
    en_colonnes = colonnes.lire_fiches(lues)
    a, b = blocs.paires_des_blocs(en_colonnes)
    cles = en_colonnes.cles
    blocage = {
        tuple(sorted((cles[i], cles[j]))) for i, j in zip(a.tolist(), b.tolist(), strict=True)
    }
    retrouves = len(blocage & {tuple(sorted(p)) for p in jeu.vrais}) / len(jeu.vrais)
    return Mesure(
        min(temps), paires, f"{len(blocage):,} pairs compared, blocking recall {retrouves:.4f}"
    )


def splink(jeu: Jeu, dossier: Path) -> Mesure:
    """Run the peer on the same rows, cleaned beforehand with our own readings."""
    entree, sortie = dossier / "fiches.csv", dossier / "paires.csv"
    with entree.open("w", encoding="utf-8", newline="") as fichier:
        ecrivain = csv.writer(fichier)
        ecrivain.writerow(["unique_id", "nom", "prenom", "complet", "naissance", "annee", "sexe", "adresse", "etablissement", "telephone"])  # fmt: skip
        ecrivain.writerows(_propres(jeu))
    script = ICI / "doublons_splink.py"
    essais = []
    for _ in range(REPETITIONS):
        lance = subprocess.run(
            [_python(), script, entree, sortie], check=True, capture_output=True, text=True
        )
        essais.append(json.loads(lance.stdout.splitlines()[-1]))
    bilan = min(essais, key=lambda e: e["total"])
    with sortie.open(encoding="utf-8", newline="") as fichier:
        lignes = csv.reader(fichier)
        next(lignes)
        paires = {(min(a, b), max(a, b)): float(poids) for a, b, poids in lignes}
    detail = (
        f"splink {bilan['splink']}, DuckDB {bilan['duckdb']},"
        f" {bilan['apprentissage']:.2f} s of which is learning"
    )
    return Mesure(bilan["total"], paires, detail)


def _propres(jeu: Jeu) -> Iterator[tuple[str, ...]]:
    adresses = fiches.lire_adresses({li.adresse for li in jeu.lignes})
    ecoles = fiches.lire_etablissements({li.etablissement for li in jeu.lignes})
    for li in jeu.lignes:
        naissance = "" if li.naissance.endswith("-01-01") else li.naissance
        nom, prenom = pliage.plier(li.nom), pliage.plier(li.prenom)
        telephone = fiches.lire_telephone(li.telephone)
        yield (
            li.cle, nom, prenom, f"{prenom} {nom}", naissance, naissance[:4], li.sexe,
            adresses[li.adresse], ecoles[li.etablissement], str(telephone or ""),
        )  # fmt: skip


def _python() -> Path:
    return PAIR / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def installer() -> None:
    """Put splink in its own environment, once."""
    if not _python().exists():
        venv.create(PAIR, with_pip=True)
    present = subprocess.run([_python(), "-c", "import splink"], check=False, capture_output=True)
    if present.returncode:
        print("installing the peer in bench/.peers/splink", flush=True)
        subprocess.run([_python(), "-m", "pip", "install", "--quiet", SPLINK], check=True)


def mesurer(nombre: int, graines: tuple[int, int]) -> dict[str, object]:
    """Compare both engines on two files."""
    jeux = {graine: generer(nombre, graine) for graine in graines}
    mesures: dict[str, dict[int, Mesure]] = {"maillage": {}, "splink": {}}
    for graine, jeu in jeux.items():
        mesures["maillage"][graine] = les_notres(jeu)
        with tempfile.TemporaryDirectory() as dossier:
            mesures["splink"][graine] = splink(jeu, Path(dossier))
        print(
            f"seed {graine}: {nombre:,} rows, {len(jeu.vrais):,} true pairs, {len(jeu.jumeaux):,} twins"
        )
        for nom, par_graine in mesures.items():
            mesure = par_graine[graine]
            juste = juger(jeu, mesure.paires, meilleur_seuil(jeu, mesure.paires))
            print(f"  {nom:8} {mesure.secondes:6.2f} s  {mesure.detail}\n    best       {juste}")
    return _bilan(jeux, mesures, graines)


def _bilan(
    jeux: Mapping[int, Jeu], mesures: Mapping[str, Mapping[int, Mesure]], graines: tuple[int, int]
) -> dict[str, object]:
    choix, epreuve = graines
    f1 = {}
    print(f"threshold chosen on seed {choix}, measured on seed {epreuve}")
    for nom, par_graine in mesures.items():
        seuil = meilleur_seuil(jeux[choix], par_graine[choix].paires)
        juste = juger(jeux[epreuve], par_graine[epreuve].paires, seuil)
        f1[nom] = juste.f1
        print(f"  {nom:8}   {juste}")
        indulgent = juger(jeux[epreuve], par_graine[epreuve].paires, seuil, avec_jumeaux=False)
        print(f"             F1 {indulgent.f1:.4f} if twins are not counted as errors")
    publie = juger(jeux[epreuve], mesures["maillage"][epreuve].paires, SEUIL / 10)
    print(f"  maillage at its published threshold\n             {publie}")
    ratio = min(mesures["splink"][g].secondes / mesures["maillage"][g].secondes for g in graines)
    ok = ratio >= OBJECTIF and f1["maillage"] >= f1["splink"] and publie.jumeaux == 0
    return {
        "bench": "doublons", "ratio": round(ratio, 2), "goal": OBJECTIF, "ok": ok,
        "f1": round(f1["maillage"], 4), "f1_splink": round(f1["splink"], 4),
        "twins_proposed": publie.jumeaux,
    }  # fmt: skip


def main() -> int:
    """Run the comparison and print its verdict."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lignes", type=int, default=100_000)
    options.add_argument("--graines", type=int, nargs=2, default=(21, 22))
    lues = options.parse_args()
    print(
        f"Python {platform.python_version()}, rapidfuzz {version('rapidfuzz')}, numpy {version('numpy')}"
    )
    installer()
    bilan = mesurer(lues.lignes, tuple(lues.graines))
    print(json.dumps(bilan))
    return 0 if bilan["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
