"""The maps that come with the product, and the invented ones of the demonstration. Loaded once; a map that somebody imported is never touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import resources
from uuid import UUID

from maillage.territoire import zonage
from maillage.territoire.models import Generation
from maillage.territoire.zonage import Demande

ANCT = "ANCT, copie publique"
LIVREES = (
    ("qpv_2015_partiel.geojson", "qpv_2015", date(2022, 4, 17), True),
    ("qpv_2024_liste.csv", "qpv_2024", date(2026, 7, 21), False),
)
AVANT = Demande(
    "demo_avant", "Quartiers d’avant 2015 (zones inventées)", date(1997, 1, 1), date(2014, 12, 31),
    source="Zones inventées pour la démonstration",
)  # fmt: skip
APRES = Demande(
    "demo_apres", "Quartier depuis 2015 (zone inventée)", date(2015, 1, 1),
    source="Zone inventée pour la démonstration",
)  # fmt: skip


def charger_cartes_livrees() -> tuple[str, ...]:
    """Load the national maps shipped with the product; return the codes of those that were missing."""
    chargees = []
    for fichier, code, du, partielle in LIVREES:
        nom, depuis, jusqu_au = zonage.NATIONALES[code]
        demande = Demande(
            code, nom, depuis, jusqu_au, source=ANCT, date_du_fichier=du, partielle=partielle
        )
        if _charger(fichier, demande):
            chargees.append(code)
    return tuple(chargees)


def charger_zones_inventees(programme: UUID) -> tuple[str, ...]:
    """Load the invented zones of Neuilly-sur-Marne in this programme (three before 2015, one since)."""
    chargees = []
    for fichier, demande in (
        ("zones_inventees_avant.geojson", AVANT),
        ("zones_inventees_apres.geojson", APRES),
    ):
        if _charger(fichier, replace(demande, programme=programme)):
            chargees.append(demande.code)
    return tuple(chargees)


def _charger(fichier: str, demande: Demande) -> bool:
    if Generation.objects.filter(code=demande.code, programme_id=demande.programme).exists():
        return False
    octets = resources.files("maillage.territoire").joinpath("data", fichier).read_bytes()
    examen = zonage.examiner(octets=octets, fichier=fichier, demande=demande)
    zonage.enregistrer(
        examen=examen, fichier=fichier, demande=demande, par=None,
        regle="donnees_livrees", journal=demande.programme,
    )  # fmt: skip
    return True
