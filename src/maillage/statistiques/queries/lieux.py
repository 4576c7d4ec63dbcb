"""Where each child lives and learns in a year, as codes: quartier on the map in force and on the one before, school, réseau.

Zones are placed by the maps of `territoire` and the three-valued answer of `eligibilite`. The kept verdicts are not read
here: they say one map, do not say how near its border is, and a programme without rules in force has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from maillage.chiffrement.lots import Chiffres, ClesDuLot
from maillage.comptes.queries import programme
from maillage.eligibilite.queries.faits import ecoles
from maillage.eligibilite.rules.places import Places, dans_tous
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.enfants.models import Domicile, Scolarite
from maillage.enfants.rules.reperage import du_jour, position_de
from maillage.notions.temps import AnneeScolaire
from maillage.statistiques.queries.lots import DOSSIER, ouvrir
from maillage.statistiques.rules.axes import HORS, INCONNU
from maillage.statistiques.rules.ecoles import EcoleComptee, cycle
from maillage.statistiques.rules.suivis import Lieux
from maillage.territoire import cartes
from maillage.territoire.cartes import CarteDatee
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import reseaux_suivis
from maillage.territoire.rules.adresses import Position

VEILLE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Geographies:
    """The priority map in force on a day, and the one that held on the eve of it; None: nobody loaded it."""

    actuelle: CarteDatee | None
    avant: CarteDatee | None


def geographies(programme_id: UUID, jour: date) -> Geographies:
    """Both maps of a programme."""
    generation = cartes.en_vigueur_au(jour, programme=programme_id)
    if generation is None:
        return Geographies(None, None)
    ancienne = cartes.en_vigueur_au(generation.depuis - VEILLE, programme=programme_id)
    return Geographies(
        cartes.carte(generation.code, programme=programme_id),
        cartes.carte(ancienne.code, programme=programme_id) if ancienne else None,
    )


def jour_de_reference(annee: AnneeScolaire, at: date) -> date:
    """Maps, schools and homes are those of the last day of the year, or of today while it runs."""
    return min(annee.fin, at)


def lieux(
    programme_id: UUID, ids: QuerySet, cles: ClesDuLot, annee: AnneeScolaire, at: date,
    sorties: Mapping[str, date],
) -> dict[str, Lieux]:  # fmt: skip
    """The codes of every child, in a constant number of queries. `sorties`: last day of those who left."""
    jour = jour_de_reference(annee, at)
    domiciles = _domiciles(ids, cles, jour, sorties)
    cartes_ = geographies(programme_id, jour)
    departements = _departements(programme_id)
    maintenant = _quartiers(domiciles, cartes_.actuelle, departements)
    avant = _quartiers(domiciles, cartes_.avant, departements)
    scolarites = _scolarites(ids, cles, annee, at)
    connues = ecoles_comptees({uai for uai, _ in scolarites.values() if uai}, jour)
    lus, deja = {}, {}  # few places, many children: one object for each place
    for dossier in {*domiciles, *scolarites}:
        uai, niveau = scolarites.get(dossier, (None, None))
        zones = maintenant.get(dossier, INCONNU), avant.get(dossier, INCONNU)
        ici = (*zones, uai, niveau)
        if ici not in deja:
            deja[ici] = _lieux(*zones, connues.get(uai or ""), niveau)
        lus[dossier] = deja[ici]
    return lus


def _lieux(quartier: str, avant: str, ecole: EcoleComptee | None, niveau: str | None) -> Lieux:
    return Lieux(
        quartier=quartier,
        quartier_avant=avant,
        etablissement=ecole.uai if ecole else INCONNU,
        reseau=ecole.code_reseau if ecole else INCONNU,
        label=ecole.code_label if ecole else INCONNU,
        cycle=cycle(niveau, ecole),
    )


def _domiciles(
    ids: QuerySet, cles: ClesDuLot, jour: date, sorties: Mapping[str, date]
) -> dict[str, Position]:
    """The position of the home of the last day of each child; a position that waits for a look is not known."""
    rangs: dict[str, list[Any]] = defaultdict(list)
    lus = Domicile.objects.filter(dossier_id__in=ids).order_by("created_at")
    for dossier, *rang in lus.values_list(
        DOSSIER, "depuis", "jusqu_au", Chiffres("id"), "version", "scelle"
    ):
        rangs[dossier].append(rang)
    tenus = []
    for dossier, siens in rangs.items():
        place = du_jour([(r[0], r[1]) for r in siens], min(jour, sorties.get(dossier, jour)))
        if place is not None:
            tenus.append((dossier, *siens[place][2:]))
    lues = ((d, position_de(c)) for d, c in ouvrir(cles, Domicile, tenus))
    return {d: ici for d, ici in lues if ici is not None and not ici.a_verifier}


def _departements(programme_id: UUID) -> frozenset[str]:
    return frozenset(_departement(c) for c in programme(programme_id).communes)


def _departement(commune: str) -> str:
    return commune[:3] if commune.startswith("97") else commune[:2]


def _quartiers(
    domiciles: Mapping[str, Position], lue: CarteDatee | None, departements: frozenset[str]
) -> dict[str, str]:
    """The zone of each home; unknown nearer a border than the home is known, or where the map has holes."""
    if lue is None or not domiciles:
        return {}
    ou = list(domiciles.values())
    lons, lats = (np.array([getattr(p, axe) for p in ou], float) for axe in ("lon", "lat"))
    places = Places(lue.carte, lue.carte.zones_en(lons, lats), lons, lats)
    dits = dans_tous(places, np.array([p.incertitude_m for p in ou], float))
    trouee = lue.generation.partielle or any(
        not z.communes or departements & {_departement(c) for c in z.communes}
        for z in lue.sans_forme
    )
    dehors = INCONNU if trouee else HORS
    codes = [z.code for z in lue.carte.zones]
    return {
        dossier: codes[rang] if dit == Ternaire.OUI else dehors if dit == Ternaire.NON else INCONNU
        for dossier, rang, dit in zip(domiciles, places.rangs, dits, strict=True)
    }


def _scolarites(
    ids: QuerySet, cles: ClesDuLot, annee: AnneeScolaire, at: date
) -> dict[str, tuple[str | None, str | None]]:
    """UAI and class of the year; what was written without year stands for the year that runs, and no other."""
    datees = Q(rentree=annee.rentree)
    voulues = datees | Q(rentree=None) if AnneeScolaire.du(at) == annee else datees
    rangs = Scolarite.objects.filter(voulues, dossier_id__in=ids).order_by("created_at")
    lignes: dict[str, tuple[Any, ...]] = {}
    for ligne in rangs.values_list(DOSSIER, Chiffres("id"), "version", "scelle", "rentree"):
        dossier, *_, rentree = ligne  # the last written wins, one with its year before one without
        if rentree is not None or lignes.get(dossier, (None,))[-1] is None:
            lignes[dossier] = ligne
    lues = ouvrir(cles, Scolarite, lignes.values())
    return {d: (c.get("uai"), c.get("niveau")) for d, c, _ in lues}


def ecoles_comptees(uais: Iterable[str], jour: date) -> dict[str, EcoleComptee]:
    """Schools with the label and the réseau that hold on this day."""
    voulus = set(uais)
    labels = ecoles(voulus, jour)
    reseaux = {uai: r for (uai, _), r in reseaux_suivis((u, jour) for u in voulus).items()}
    rangs = Etablissement.objects.filter(uai__in=voulus)
    return {
        uai: EcoleComptee(
            uai, nom, nature, secteur == "prive",
            labels[uai].label, reseaux[uai].tete if uai in reseaux else None,
        )
        for uai, nom, nature, secteur in rangs.values_list("uai", "nom", "nature", "secteur")
    }  # fmt: skip
