"""Tables of a scenario: the same ones on the page, in the spreadsheet and side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from maillage.eligibilite.queries.scenarios import ScenarioLu
from maillage.eligibilite.rules.simulation import (
    CAS,
    HORS_ZONE,
    NON_SCOLARISE,
    SANS_ADRESSE,
    SANS_ECOLE,
    SANS_REFERENT,
    SANS_REGLE,
)

COUPES = (
    ("par_regle", "regle", "Par règle"),
    ("par_ecole", "ecole", "Par école"),
    ("par_zone", "zone", "Par quartier"),
    ("par_referent", "referent", "Par référent"),
)
SANS_NOM = {
    SANS_REGLE: "Aucune règle",
    SANS_ECOLE: "École inconnue",
    NON_SCOLARISE: "Non scolarisé",
    HORS_ZONE: "Hors zone",
    SANS_ADRESSE: "Adresse inconnue",
    SANS_REFERENT: "Sans référent",
}
Ligne = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table of counts."""

    titre: str
    colonnes: tuple[str, ...]
    lignes: tuple[Ligne, ...]


def tableaux(lu: ScenarioLu) -> tuple[Tableau, ...]:
    """The counts of a computed scenario, then the exits of each référent week by week."""
    coupes = tuple(
        Tableau(
            titre, (titre.removeprefix("Par ").capitalize(), *_libelles()), _lignes(lu, cle, nature)
        )
        for cle, nature, titre in COUPES
    )
    return (*coupes, _sorties(lu))


def _libelles() -> tuple[str, ...]:
    return tuple(c.libelle for c in CAS)


def _nom(noms: Mapping[str, Mapping[str, str]], nature: str, cle: str) -> str:
    return SANS_NOM.get(cle) or noms.get(nature, {}).get(cle) or cle


def _lignes(lu: ScenarioLu, cle: str, nature: str) -> tuple[Ligne, ...]:
    lues = (
        (_nom(lu.resultat["noms"], nature, nom), *(comptes[c.value] for c in CAS))
        for nom, comptes in lu.resultat[cle].items()
    )
    return tuple(sorted(lues, key=lambda x: str(x[0]).casefold()))


def _sorties(lu: ScenarioLu) -> Tableau:
    c: Mapping[str, Any] = lu.resultat["consequences"]
    semaines = tuple(f"{date.fromisoformat(s):%d/%m}" for s in c["semaines"])
    lignes = tuple(
        (
            _nom(lu.resultat["noms"], "referent", r["referent"] or SANS_REFERENT),
            r["total"],
            *r["par_semaine"],
        )
        for r in c["referents"]
    )
    return Tableau("Sorties à accompagner, par semaine", ("Référent", "Total", *semaines), lignes)


def cote_a_cote(lus: tuple[ScenarioLu, ...]) -> Tableau:
    """Several scenarios, one line each."""
    lignes = tuple(
        (
            lu.nom,
            *(lu.resultat[c.value] for c in CAS),
            lu.resultat["consequences"]["places_liberees"],
            f"{lu.resultat['consequences']['enfants_mois']:.0f}",
            f"{lu.budget:.0f} €" if lu.budget is not None else "coût non dit",
        )
        for lu in lus
    )
    colonnes = ("Scénario", *_libelles(), "Places libérées", "Mois-enfants", "Budget")
    return Tableau("Scénarios côte à côte", colonnes, lignes)
