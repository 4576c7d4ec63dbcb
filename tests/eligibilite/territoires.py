"""Two invented maps in the base, rules in force, and homes put where a test wants them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import shapely
from django.utils import timezone
from shapely.geometry import box

from maillage.dossiers.models import Dossier
from maillage.eligibilite.models import ReglesDuProgramme
from maillage.eligibilite.models.jeux import EtatDesRegles
from maillage.enfants.models import Domicile, Scolarite
from maillage.enfants.rules.reperage import avec_position
from maillage.notions.temps import AnneeScolaire
from maillage.territoire.generations import FichierDeZones, Generation, ZoneDeGeographie
from maillage.territoire.rules.adresses import Position
from tests.factories.dossiers import sceller
from tests.factories.monde import Monde

VIEILLE, NOUVELLE = "inv_2015", "inv_2024"  # invented codes: no zone of the world is drawn here
COTE = 0.01
DEDANS, PERDUE, DEHORS = (2.505, 48.865), (2.535, 48.865), (2.60, 48.90)
BASCULE = date(2024, 1, 1)
EN_ZONE = """
[[regle]]
id = "domicile"
texte = "Domicile en quartier prioritaire."
critere = { type = "domicile_en_zone" }
"""
AVEC_SUITE = f"""{EN_ZONE}
[[regle]]
id = "suite"
texte = "Parcours commencé avant la nouvelle carte."
critere = {{ type = "continuite", jusqu_au = 2099-12-31 }}

[[regle]]
id = "derogation"
texte = "Dérogation motivée."
critere = {{ type = "derogation" }}
"""


def cartes() -> None:
    """Before, two squares; after, the first alone."""
    _carte(VIEILLE, date(2015, 1, 1), date(2023, 12, 31), {"INV-1": 2.50, "INV-2": 2.53})
    _carte(NOUVELLE, BASCULE, None, {"INV-1": 2.50})


def _carte(code: str, depuis: date, jusqu_au: date | None, zones: dict[str, float]) -> None:
    fichier = FichierDeZones.objects.create(
        nom=f"{code}.geojson", source="inventé", empreinte=code * 5, importe_le=timezone.now()
    )
    for nom, ouest in zones.items():
        forme = shapely.to_wkb(box(ouest, 48.86, ouest + COTE, 48.87))
        ZoneDeGeographie.objects.create(
            fichier=fichier, code=nom, nom=f"Quartier {nom}", nature="forme", forme=forme
        )
    Generation.objects.create(
        code=code, nom=f"Carte {code}", genre="prioritaire", fichier=fichier, depuis=depuis,
        jusqu_au=jusqu_au, connue_de=timezone.now(),
    )  # fmt: skip


def habite(dossier: Dossier, lieu: tuple[float, float] | None, **faits: Any) -> Domicile:
    """The home of a child, found there; None: written, and not found."""
    contenu: dict[str, Any] = {
        "adresse": f"{uuid4().hex} rue inventée",
        "ville": "Ville",
        "quartier": "",
    }
    if lieu is not None:
        place = Position(*lieu, 15, 0.95, "housenumber", **faits)
        contenu = avec_position(contenu, place, "trouvée")
    return sceller(Domicile, dossier, contenu, depuis=date(2020, 1, 1))


def va_a_l_ecole(dossier: Dossier, uai: str | None, at: date) -> None:
    contenu = {"etablissement": "École", "uai": uai, "classe": "CE2", "niveau": None}
    sceller(Scolarite, dossier, contenu, rentree=AnneeScolaire.du(at).rentree)


def regles(
    monde: Monde, texte: str = EN_ZONE, *, depuis: date = date(2015, 1, 1)
) -> ReglesDuProgramme:
    siennes = ReglesDuProgramme.objects.filter(programme=monde.programme)
    return ReglesDuProgramme.objects.create(
        programme=monde.programme, numero=siennes.count() + 1, texte=texte, etat=EtatDesRegles.EN_VIGUEUR,
        depuis=depuis, auteur=monde.personnes["leila"], decidees_le=timezone.now(),
    )  # fmt: skip
