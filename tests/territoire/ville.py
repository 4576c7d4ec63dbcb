"""Neuilly-sur-Marne for tests: its shipped schools, its sample of addresses, its invented zones, one réseau."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import maillage.territoire
from maillage.comptes.models import Programme
from maillage.territoire import ban
from maillage.territoire.cartes_livrees import charger_zones_inventees
from maillage.territoire.models import (
    Commune,
    Etablissement,
    LabelPrioritaire,
    Reseau,
    SecteurDeReseau,
)
from tests.territoire.variantes import EXEMPLE

DONNEES = Path(maillage.territoire.__file__).parent / "data"


def fonder(programme: Programme, dossier: Any) -> list[Etablissement]:
    """Make the town and give it to the programme."""
    Commune.objects.create(
        code="93050", nom="Neuilly-sur-Marne", departement="93", codes_postaux="93330"
    )
    with (DONNEES / "etablissements.csv").open(encoding="utf-8") as f:
        ecoles = [
            Etablissement(
                uai=r["uai"], nature=r["nature"], nom=r["nom"], commune_id="93050", localite=r["commune"],
                adresse=r["adresse"], code_postal=r["code_postal"], secteur=r["secteur"], source=r["source"],
                lon=float(r["lon"]) if r["lon"] else None, lat=float(r["lat"]) if r["lat"] else None,
            )
            for r in csv.DictReader(f, delimiter=";")
            if r["code_commune"] == "93050"
        ]  # fmt: skip
    Etablissement.objects.bulk_create(ecoles)
    tete = next(e for e in ecoles if e.nature == "college" and e.lon)
    LabelPrioritaire.objects.create(
        etablissement=tete, label="rep", depuis=date(2015, 9, 1), source="test"
    )
    reseau = Reseau.objects.create(
        tete=tete, label="rep", nom="Réseau des Coteaux", depuis=date(2015, 9, 1)
    )
    for ecole in [e for e in ecoles if e.nature.startswith("ecole")][:3]:
        SecteurDeReseau.objects.create(reseau=reseau, etablissement=ecole, depuis=date(2015, 9, 1))
    Programme.objects.filter(pk=programme.pk).update(communes=["93050"])
    ban.charger(EXEMPLE, dossier, au=date(2026, 7, 1), exemple=True)
    charger_zones_inventees(programme.pk)
    return ecoles
