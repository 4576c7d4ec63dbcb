"""The children of `bench.bilan`, drawn once, and exported in clear as tables for the peer (`bilan_scelle` seals the same)."""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

RENTREE, AU = 2025, date(2026, 8, 31)
LOT = 10_000
SECOND = 0.15  # children with two parcours
MOTIFS = (
    "insuffisance_des_resultats_scolaires",
    "isolement_social",
    "comportement",
    "mal_etre",
    "precarite",
)
ORIGINES = (
    "ecole_elementaire",
    "ecole_maternelle",
    "college",
    "famille",
    "pmi",
    "rased",
    "centre_social",
)
SORTIES = (
    "objectifs_atteints",
    "relais_vers_le_droit_commun",
    "demenagement",
    "perdu_de_vue",
    "limite_d_age",
    None,
)
REFUS = ("refus_de_la_famille", "hors_public", "liste_d_attente", "")
ACCORDS = ("oral_trace", "ecrit_signe", "ecrit_signe", "demande", "refuse")
REGARDS = ("enfant", "parents", "ecole", "referent")
EVOLUTIONS = ("amelioration_nette", "legere_amelioration", "stable", "degradation", "non_evaluable")
NIVEAUX = ("ps", "gs", "cp", "ce1", "ce2", "cm1", "cm2", "6e", "5e", "4e")


@dataclass(frozen=True, slots=True)
class Enfant:
    """One child: a row of each table."""

    id: uuid.UUID
    naissance: str
    sexe: str
    niveau: str
    suivi: bool
    parcours: tuple[dict[str, Any], ...]
    examens: tuple[str, ...]
    evaluations: tuple[int, ...]
    objectifs: tuple[tuple[uuid.UUID, tuple[tuple[str, str, str], ...]], ...] = ()
    actions: tuple[dict[str, Any], ...] = field(default=())


def enfants(parcours: int, graine: int = 6) -> Iterator[Enfant]:
    """As many children as make this number of parcours."""
    h, reste = random.Random(graine), parcours
    while reste > 0:
        e = _enfant(h)
        reste -= len(e.parcours)
        yield e


def _jour(h: random.Random, debut: date, jours: int) -> date:
    return debut + timedelta(days=h.randrange(jours))


def _dit(h: random.Random, jour: date) -> str:
    """A day, known to the month for one in twelve, to the year for one in two hundred."""
    texte = jour.isoformat()
    return texte[:4] if h.random() < 0.005 else texte[:7] if h.random() < 0.08 else texte


def _enfant(h: random.Random) -> Enfant:
    premier = _parcours(h, _jour(h, date(2023, 9, 1), 1090))
    parcours = [premier]
    if premier["sortie"] and h.random() < 4 * SECOND:
        annee = int(premier["sortie"][:4]) + (len(premier["sortie"]) < 10)
        parcours.append(_parcours(h, _jour(h, date(min(annee, 2025), 12, 1), 200)))
    suivi = premier["pris_en_charge"] is True
    examens = [_dit(h, _jour(h, date(2024, 9, 1), 700)) for _ in range(h.choice((0, 1, 1, 2)))]
    return Enfant(
        uuid.UUID(int=h.getrandbits(128), version=4),
        "" if h.random() < 0.01 else _jour(h, date(2009, 1, 1), 5400).isoformat(),
        h.choice(("fille", "garcon", "garcon", "fille", "")), h.choice(NIVEAUX), h.random() < 0.9,
        tuple(parcours), tuple(dict.fromkeys(examens)),
        tuple(r for r in (1, 2) if h.random() < 0.6) if suivi else (),
        tuple(_objectif(h) for _ in range(h.choice((0, 0, 1, 2)))) if suivi else (),
        (_action(h),) if suivi and h.random() < 0.2 else (),
    )  # fmt: skip


def _parcours(h: random.Random, jour: date) -> dict[str, Any]:
    pris = h.choices((True, False, None), (85, 12, 3))[0]
    sortie = (
        _dit(h, min(jour + timedelta(days=h.randrange(60, 700)), AU))
        if pris and h.random() < 0.5
        else ""
    )
    return {
        "recue": jour.isoformat(), "entree": _dit(h, jour) if pris else "", "sortie": sortie,
        "pris_en_charge": pris, "motifs": h.sample(MOTIFS, h.choice((1, 1, 2))),
        "origine": h.choice(ORIGINES), "accord": h.choice(ACCORDS),
        "actions": ["Atelier"] if h.random() < 0.8 else [],
        "motif_sortie": h.choice(SORTIES) if sortie else None,
        "motif_non_prise_en_charge": h.choice(REFUS) if pris is False else None,
    }  # fmt: skip


def _objectif(h: random.Random) -> tuple[uuid.UUID, tuple[tuple[str, str, str], ...]]:
    lus = sorted(_jour(h, date(2025, 6, 1), 440).isoformat() for _ in range(h.randrange(4)))
    dits = tuple((h.choice(REGARDS), h.choice(EVOLUTIONS), le) for le in dict.fromkeys(lus))
    return uuid.UUID(int=h.getrandbits(128), version=4), dits


def _action(h: random.Random) -> dict[str, Any]:
    propose = _jour(h, date(2025, 9, 1), 300)
    suites = [{"vers": "acceptee", "le": (propose + timedelta(days=5)).isoformat()}]
    if h.random() < 0.7:
        debut = propose + timedelta(days=h.randrange(10, 60))
        suites.append({"vers": "en_cours", "le": debut.isoformat()})
    return {"proposee": propose, "suites": suites}


# --- exported --------------------------------------------------------------------------------


def exporter(ou: Path, gens: Sequence[Enfant]) -> None:
    """The same rows in clear, one file for each table, as a spreadsheet exports them."""
    tables: dict[str, list[list[Any]]] = {
        "enfants": [[e.id, e.naissance, e.sexe, int(e.suivi), len(e.examens)] for e in gens],
        "examens": [[e.id, le] for e in gens for le in e.examens],
        "parcours": [
            [e.id, n, p["recue"], p["entree"], p["sortie"],
             {True: "oui", False: "non", None: ""}[p["pris_en_charge"]],
             p["motifs"][0] if len(p["motifs"]) == 1 else "", p["origine"], p["accord"],
             len(p["actions"]), p["motif_sortie"] or "", p["motif_non_prise_en_charge"] or ""]
            for e in gens for n, p in enumerate(e.parcours)
        ],
        "evaluations": [[e.id, r] for e in gens for r in e.evaluations],
        "objectifs": [[e.id, o] for e in gens for o, _ in e.objectifs],
        "regards": [[o, *dit] for e in gens for o, dits in e.objectifs for dit in dits],
        "actions": [
            [e.id, a["proposee"], next((s["le"] for s in a["suites"] if s["vers"] == "en_cours"), "")]
            for e in gens for a in e.actions
        ],
    }  # fmt: skip
    for nom, rangs in tables.items():
        with (ou / f"{nom}.csv").open("w", newline="", encoding="utf-8") as fichier:
            ecrivain = csv.writer(fichier)
            ecrivain.writerow(ENTETES[nom])
            ecrivain.writerows(rangs)


ENTETES = {
    "enfants": ("enfant", "naissance", "sexe", "referent", "examens"),
    "examens": ("enfant", "le"),
    "parcours": (
        "enfant",
        "rang",
        "recue",
        "entree",
        "sortie",
        "pris",
        "motif",
        "origine",
        "accord",
        "actions",
        "motif_sortie",
        "refus",
    ),
    "evaluations": ("enfant", "rang"),
    "objectifs": ("enfant", "objectif"),
    "regards": ("objectif", "regard", "evolution", "le"),
    "actions": ("enfant", "proposee", "commencee"),
}
