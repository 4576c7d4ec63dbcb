"""The blocks of «Ma journée» that rooms bring: one line per room, in the order of the page.

A room offers `maillage.<room>.queries.journee.bloc(acteur, *, at) -> BlocDuJour | None`; one without a folder yet brings nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.urls import reverse

from maillage.comptes.queries.equipe import postes_ouverts
from maillage.comptes.rules import Acteur, Mission
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre
from maillage.passations.queries.liste import postes_dits

Fournisseur = Callable[..., BlocDuJour | None]
ROOMS = (
    "saisines",
    "eps",
    "evaluations",
    "plans",
    "passations",
    "syntheses",
    "orientation",
    "actions",
    "mediation",
    "gouvernance",
    "bilans",
)
POSTES_MONTRES = 5


@cache
def fournisseurs() -> tuple[Fournisseur, ...]:
    """What each present room offers, found once."""
    trouves = []
    for room in ROOMS:
        module = f"maillage.{room}.queries.journee"
        if find_spec(f"maillage.{room}") and find_spec(f"maillage.{room}.queries"):
            bloc = getattr(import_module(module), "bloc", None) if find_spec(module) else None
            trouves += [bloc] if bloc else []
    return (*trouves, postes_vacants)


def blocs_du_jour(acteur: Acteur, *, at: date) -> tuple[BlocDuJour, ...]:
    """The blocks that hold something for this person. Each room asks the policy and notes what it reads."""
    lus = (bloc(acteur, at=at) for bloc in fournisseurs())
    return tuple(b for b in lus if b is not None and b.nombre)


def postes_vacants(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """Postes that nobody holds today, for the coordination; those that hand-overs tell of are not said twice."""
    if Mission.COORDINATION not in acteur.missions or acteur.programme_id is None:
        return None
    dits = postes_dits(acteur, at)
    ouverts = postes_ouverts(acteur.programme_id, at=at)
    vacants = [p for p in ouverts if not p.titulaires and p.id not in dits]
    url = "partage:equipe" if ouvre(acteur, Acte.VOIR_L_EQUIPE) else ""
    return BlocDuJour(
        cle="postes",
        titre="Postes vacants",
        lignes=tuple(
            LigneDuJour(p.libelle, url="", detail="Personne ne le tient aujourd’hui.")
            for p in vacants[:POSTES_MONTRES]
        ),
        nombre=len(vacants),
        url=reverse(url) if url else "",
        phrase="Désignez une personne, ou passez le relais à un autre poste.",
    )
