"""The peer of `bench.bilan` when it has to open its own rows: a plain script on the sealed base, then the same pandas.

What any tool must pay before it counts: the keys of the volets unwrapped one by one, each row opened at its place, its JSON read.
Nothing of Maillage is imported. Run in the environment of the peer: `bilan_ouverture.py DIR` (a base of `bench.bilan --garder`).
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from bilan_pandas import mesurer
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VOLETS = ("identite", "scolarite", "parcours")


def tirets(c: str) -> str:
    return f"{c[:8]}-{c[8:12]}-{c[12:16]}-{c[16:20]}-{c[20:]}"


def octets(cle: AESGCM, scelle: bytes, lien: str) -> bytes:
    return cle.decrypt(scelle[1:13], scelle[13:], scelle[:1] + lien.encode())


class Base:
    """The two databases and the master key of an installation that never turned its keys."""

    def __init__(self, ou: Path) -> None:
        self.base = sqlite3.connect(ou / "demo" / "maillage.sqlite3")
        cles = sqlite3.connect(ou / "demo" / "cles" / "cles.sqlite3")
        maitresse = AESGCM((ou / "demo" / "cles" / "maitresse.cle").read_bytes())
        (self.programme,) = self.base.execute(
            "SELECT id FROM comptes_programme WHERE code = 'bilan'"
        ).fetchone()
        (scellee,) = cles.execute(
            "SELECT scellee FROM chiffrement_cledeprogramme WHERE programme_id = ?",
            (self.programme,),
        ).fetchone()
        du_programme = AESGCM(octets(maitresse, scellee, f"programme|{tirets(self.programme)}"))
        trous = ", ".join("?" * len(VOLETS))
        self.cles: dict[tuple[str, str], bytes] = {
            (dossier, volet): octets(du_programme, emballee, f"volet|{tirets(dossier)}|{volet}")
            for dossier, volet, emballee in cles.execute(
                "SELECT dossier_id, volet, scellee FROM chiffrement_cledevolet "
                f"WHERE programme_id = ? AND volet IN ({trous})",
                (self.programme, *VOLETS),
            )
        }

    def rangs(self, table: str, *champs: str, suite: str = "") -> sqlite3.Cursor:
        return self.base.execute(
            f"SELECT {', '.join(champs)} FROM {table} WHERE dossier_id IN (SELECT id FROM "
            f"dossiers_dossier WHERE programme_id = ? AND etat = 'base_active') {suite}",
            (self.programme,),
        )

    def ouvrir(self, table: str, volet: str, *champs: str, suite: str = "") -> Any:
        """The rows of a table: dossier, what was sealed, other columns."""
        communs = ("dossier_id", "id", "version", "scelle")
        for dossier, ligne, version, scelle, *reste in self.rangs(
            table, *communs, *champs, suite=suite
        ):
            lien = f"{table}|{tirets(ligne)}|{tirets(dossier)}|{volet}|{version}"
            cle = AESGCM(self.cles[dossier, volet])
            clair = cle.decrypt(scelle[3:15], scelle[15:], scelle[:3] + lien.encode())
            yield dossier, json.loads(clair), *reste


def tables(b: Base) -> dict[str, pd.DataFrame]:
    """The same tables as the export in clear."""
    examens = b.rangs("parcours_passageeneps", "dossier_id", "le", suite="ORDER BY le").fetchall()
    combien = Counter(dossier for dossier, _ in examens)
    suivis = {dossier for (dossier,) in b.rangs("dossiers_cercle", "dossier_id")}
    lus = {
        "enfants": (
            ("enfant", "naissance", "sexe", "referent", "examens"),
            [
                (d, c["naissance"], c["sexe"], str(int(d in suivis)), str(combien[d]))
                for d, c in b.ouvrir("enfants_identite", "identite")
            ],
        ),
        "examens": (("enfant", "le"), examens),
        "parcours": (PARCOURS, list(parcours(b))),
        "evaluations": (("enfant", "rang"), evaluations(b)),
        "objectifs": (("enfant", "objectif"), b.rangs("plans_objectif", "dossier_id", "id")),
        "regards": (
            ("objectif", "regard", "evolution", "le"),
            [
                (o, c["regard"], c["evolution"], le)
                for _, c, o, le in b.ouvrir("plans_regardporte", "parcours", "objectif_id", "le")
            ],
        ),
        "actions": (("enfant", "proposee", "commencee"), list(actions(b))),
    }
    for _ in b.ouvrir("enfants_scolarite", "scolarite"):
        pass  # the figures in clear ask nothing of the schools, ours do: opened on both sides
    return {nom: pd.DataFrame(rangs, columns=list(noms)) for nom, (noms, rangs) in lus.items()}


PARCOURS = (
    "enfant", "rang", "recue", "entree", "sortie", "pris", "motif", "origine", "accord", "actions",
    "motif_sortie", "refus",
)  # fmt: skip
PRIS = {True: "oui", False: "non", None: ""}


def parcours(b: Base) -> Any:
    rangs: Counter[str] = Counter()
    clairs = ("recue", "entree", "sortie")
    lus = b.ouvrir("parcours_parcours", "parcours", *clairs, suite="ORDER BY created_at")
    for d, c, recue, entree, sortie in lus:
        motifs = c["motifs"]
        yield (
            d, str(rangs[d]), recue, entree, sortie, PRIS[c["pris_en_charge"]],
            motifs[0] if len(motifs) == 1 else "", c["origine"], c["accord"], str(len(c["actions"])),
            c["motif_sortie"] or "", c["motif_non_prise_en_charge"] or "",
        )  # fmt: skip
        rangs[d] += 1


def evaluations(b: Base) -> list[tuple[str, str]]:
    points = {i: str(rang) for i, rang in b.base.execute("SELECT id, rang FROM evaluations_campagnedevaluation")}  # fmt: skip
    lus = b.rangs("evaluations_evaluationdelenfant", "dossier_id", "campagne_id")
    return [(d, points[campagne]) for d, campagne in lus]


def actions(b: Base) -> Any:
    for d, c, creee in b.ouvrir("plans_action", "parcours", "created_at"):
        commencee = next((s["le"] for s in c["suites"] if s["vers"] == "en_cours"), "")
        yield d, creee[:10], commencee


if __name__ == "__main__" and len(sys.argv) > 1:
    mesurer(lambda base: tables(Base(base)))
