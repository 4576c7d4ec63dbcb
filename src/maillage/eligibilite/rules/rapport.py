"""The result of a simulation as plain values, for the command line and the kept scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.eligibilite.rules import phrases
from maillage.eligibilite.rules.criteres import (
    CommuneEntiere,
    Continuite,
    Poche,
    RegleLocale,
    criteres_simples,
)
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.simulation import CAS, VERDICTS, Simulation
from maillage.eligibilite.rules.situations import plier
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.eligibilite.rules.vecteur import Jugements

Valeurs = dict[str, Any]


def comptes(simulation: Simulation) -> Valeurs:
    """Every count, and no child."""
    return {
        **simulation.comptes(),
        "par_regle": simulation.par_regle(),
        "par_ecole": simulation.par_ecole(),
        "par_zone": simulation.par_zone(),
        "par_referent": simulation.par_referent(),
    }


def lignes(simulation: Simulation) -> list[Valeurs]:
    """Child by child: both verdicts, the case, and every fact."""
    lot, cas = simulation.lot, [CAS[c].value for c in simulation.cas.tolist()]
    verdicts = [v.value for v in VERDICTS]
    avant, apres = (list(_faits(simulation, j)) for j in (simulation.avant, simulation.apres))
    codes_avant, codes_apres = (j.verdicts.tolist() for j in (simulation.avant, simulation.apres))
    return [
        {
            "id": lot.ids[rang],
            "avant": verdicts[codes_avant[rang]],
            "apres": verdicts[codes_apres[rang]],
            "cas": cas[rang],
            "faits": {"avant": avant[rang], "apres": apres[rang], **_a_verifier(simulation, rang)},
        }
        for rang in range(len(lot))
    ]


def _a_verifier(simulation: Simulation, rang: int) -> Valeurs:
    situation = simulation.lot.situations[rang]
    if not situation.fautes:
        return {}
    return {"a_verifier": list(situation.fautes)}


def _faits(simulation: Simulation, jugements: Jugements) -> Iterator[Valeurs]:
    """Zone, generation, distance to the border, uncertainty, rule and its text, all that are satisfied or unknown."""
    lot, fond, regles = simulation.lot, jugements.cadre.fond, jugements.cadre.regles.regles
    zones = [(z.code, z.nom, fond.generation(z)) for z in jugements.places.carte.zones]
    reponses = _Reponses(regles)
    distances, proches = jugements.places.mesures
    colonnes = zip(
        jugements.places.rangs.tolist(),
        proches.tolist(),
        _ecrits(distances),
        _ecrits(lot.incertitudes),
        zip(*jugements.valeurs.tolist(), strict=True),
        lot.manques,
        strict=True,
    )
    for zone, proche, distance, incertitude, valeurs, manque in colonnes:
        code, nom, generation = zones[zone] if zone >= 0 else (None, None, fond.nom or None)
        faits = {
            "zone": code,
            "nom_de_zone": nom,
            "generation": generation,
            "zone_la_plus_proche": zones[proche][0] if proche >= 0 else None,
            "distance_m": distance,
            "incertitude_m": incertitude,
            **reponses.de(valeurs),
        }
        if manque:
            faits["sans_position"] = phrases.SANS_POSITION[manque]
        yield faits


def _ecrits(distances: NDArray[np.float64]) -> list[float | None]:
    """Metres to the centimetre; what is infinite or unknown is null."""
    return [d if isfinite(d) else None for d in np.round(distances, 2).tolist()]


class _Reponses:
    """What the answers to the rules say, each combination worded once."""

    def __init__(self, regles: tuple[RegleLocale, ...]) -> None:
        self._regles = regles
        self._lues: dict[tuple[int, ...], Valeurs] = {}

    def de(self, valeurs: tuple[int, ...]) -> Valeurs:
        if valeurs not in self._lues:
            paires = list(zip(self._regles, valeurs, strict=True))
            oui = [r for r, v in paires if v == Ternaire.OUI]
            self._lues[valeurs] = {
                "regle": oui[0].id if oui else None,
                "texte": oui[0].texte if oui else None,
                "satisfaites": [r.id for r in oui],
                "inconnues": [r.id for r, v in paires if v == Ternaire.INCONNU],
            }
        return self._lues[valeurs]


def avertir(simulation: Simulation) -> list[str]:
    """What is to be known before anything is decided: rules that take everyone or nobody, lists that name nothing."""
    dits = []
    if not len(simulation.lot):
        return ["Aucune situation n'a pu être lue."]
    for quand, jugements in (("avant", simulation.avant), ("après", simulation.apres)):
        for regle, valeurs in zip(jugements.cadre.regles.regles, jugements.valeurs, strict=True):
            if (valeurs == Ternaire.OUI).all():
                dits.append(f"La règle « {regle.id} » admet tout le monde ({quand}).")
            elif (valeurs == Ternaire.NON).all() and not _attendue_vide(regle.critere, quand):
                dits.append(f"La règle « {regle.id} » n'admet personne ({quand}).")
        if (jugements.verdicts == Ternaire.NON).all():
            dits.append(f"Les règles réunies excluent tout le monde ({quand}).")
    return list(
        dict.fromkeys([*dits, *_avertir_du_cadre(simulation.avant.cadre, simulation.apres.cadre)])
    )


def _attendue_vide(critere: object, quand: str) -> bool:
    """Continuity alone admits nobody before the switch: it is its meaning."""
    return isinstance(critere, Continuite) and quand == "avant"


def _avertir_du_cadre(avant: Cadre, apres: Cadre) -> Iterator[str]:
    connues = {plier(n) for c in (avant, apres) for z in c.fond.zones for n in (z.code, z.nom)}
    for cadre, quand in ((avant, "avant"), (apres, "après")):
        if not cadre.fond.zones:
            yield f"La carte {quand} n'a aucune zone."
    for critere in criteres_simples(apres.regles):
        for code in critere.liste if isinstance(critere, Poche) else ():
            if plier(code) not in connues:
                yield f"« {code} » n'est une zone d'aucune des deux cartes."
        if isinstance(critere, CommuneEntiere) and not (critere.communes or apres.communes):
            yield "Le critère « commune » ne nomme aucune commune : toute commune connue convient."
        if isinstance(critere, Continuite) and _est_passee(critere, apres):
            yield (
                f"La continuité finit le {critere.jusqu_au:%d/%m/%Y}, avant la bascule : "
                "elle n'ajoute personne."
            )


def _est_passee(critere: Continuite, cadre: Cadre) -> bool:
    fin, jour = critere.jusqu_au, cadre.bascule
    return fin is not None and jour is not None and jour > fin
