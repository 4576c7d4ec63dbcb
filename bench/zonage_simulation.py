"""The simulation of a change of map for 100,000 parcours: every child judged before and after, counted, exits spread.

Children laid in columns, 1,609 zones before, a third of them gone after, REP and REP+ schools, continuity; then counts by rule,
school, zone and référent, and exits by week. The index of the two maps is built once and told apart, as is the writing of
one line of facts for each child, which a scenario seals and a file of the command line holds.
"""

from __future__ import annotations

import time
from datetime import date

import numpy as np

from maillage.eligibilite.rules.consequences import consequences
from maillage.eligibilite.rules.criteres import (
    Continuite,
    DomicileEnZone,
    EcoleEnReseau,
    JeuDeRegles,
    RegleLocale,
)
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.fonds import Couche, Fond
from maillage.eligibilite.rules.lots import Lot
from maillage.eligibilite.rules.rapport import lignes
from maillage.eligibilite.rules.simulation import simuler
from maillage.eligibilite.rules.situations import Ecole, SituationAJuger, ecoles_par_uai

OBJECTIF_S = 2.0
BASCULE, FIN = date(2026, 1, 1), date(2026, 12, 31)
LABELS = ("rep_plus", "rep", "hors_education_prioritaire", None)
REGLES = JeuDeRegles(
    (
        RegleLocale("domicile", "Domicile en zone.", DomicileEnZone()),
        RegleLocale("reseau", "École en REP ou REP+.", EcoleEnReseau(("rep_plus", "rep"))),
        RegleLocale("suite", "Parcours commencé.", Continuite(date(2026, 6, 30))),
    )
)


def simulation(zones: list, lon: np.ndarray, lat: np.ndarray, fois: int = 3) -> dict:
    """Time the whole on these homes, the best of a few times."""
    ecoles, situations = _enfants(lon, lat)
    avant, apres = zones, [z for i, z in enumerate(zones) if i % 3]
    depart = time.perf_counter()
    cadres = [
        Cadre(REGLES, Fond.de([Couche(nom, tuple(z))], nom), ecoles, (), BASCULE)
        for nom, z in (("avant", avant), ("après", apres))
    ]
    for cadre in cadres:  # the first question builds the index
        cadre.fond.placer_tous(lon[:1], lat[:1], None)
    index = time.perf_counter() - depart
    durees = []
    for _ in range(fois):
        depart = time.perf_counter()
        faite = simuler(Lot.de(situations, REGLES.score_minimum), *cadres)
        comptes = faite.comptes()
        for par in (faite.par_regle, faite.par_ecole, faite.par_zone, faite.par_referent):
            if sum(sum(c.values()) for c in par().values()) != len(situations):
                raise ValueError(par.__name__)
        consequences(faite, BASCULE, FIN)
        durees.append(time.perf_counter() - depart)
    depart = time.perf_counter()
    nombre = sum(1 for _ in lignes(faite))
    return {
        "enfants": nombre, "secondes": min(durees), "index": index, "comptes": comptes,
        "faits": time.perf_counter() - depart,
    }  # fmt: skip


def dire(s: dict) -> str:
    """The figure in words."""
    return (
        f"full simulation of {s['enfants']:,} parcours: {s['secondes']:.2f} s (goal {OBJECTIF_S:.0f} s),"
        f" index of both maps {s['index']:.2f} s once, a line of facts for each {s['faits']:.2f} s"
    )


def _enfants(lon: np.ndarray, lat: np.ndarray) -> tuple[dict, list[SituationAJuger]]:
    hasard = np.random.default_rng(2015)
    uais = [f"{n:07d}X" for n in range(2_000)]
    ecoles = ecoles_par_uai(
        Ecole(u, f"École {u}", "93050", LABELS[n % len(LABELS)], "") for n, u in enumerate(uais)
    )
    choisies = hasard.integers(len(uais), size=len(lon))
    incertitudes = hasard.choice([5.0, 15.0, 50.0], size=len(lon))
    return ecoles, [
        SituationAJuger(
            id=f"{n:06d}", commune="93050", lon=float(x), lat=float(y), incertitude_m=float(i),
            score=0.9, type_position="housenumber", scolarise=True, uai=uais[e],
            parcours_ouvert=bool(n % 5), referent=f"poste-{n % 1_200}",
        )
        for n, (x, y, i, e) in enumerate(zip(lon, lat, incertitudes, choisies, strict=True))
    ]  # fmt: skip
