"""Schools without position: looked for in the files of addresses of this machine, kept only when sure; the others are placed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.territoire.geocodage import Geocodeur
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import communes_actuelles
from maillage.territoire.rules.adresses import AdresseProposee, NatureDePosition

A_LA_MAIN = "main"
D_UN_FICHIER = "ban"
# The sample shipped with the product has invented numbers in real streets: a real school is never put on one of them.
INVENTEE = "n:invente_"
NUMEROS = {NatureDePosition.NUMERO, NatureDePosition.INTERPOLATION}


@dataclass(frozen=True, slots=True)
class RapportDePlacement:
    """How many schools were found, and how many wait for somebody: `sans_adresse` have none, the others gave a doubt."""

    situees: int
    a_placer: int
    sans_adresse: int

    @property
    def phrase(self) -> str:
        return (
            f"Établissements situés par leur adresse\u00a0: {self.situees}. "
            f"À placer\u00a0: {self.a_placer} (dont {self.sans_adresse} sans adresse écrite)."
        )


def situer_les_ecoles(communes: Iterable[str] | None = None) -> RapportDePlacement:
    """Look for the open schools that have no position. Only a sure house number is kept; run again, it changes nothing."""
    rangs = Etablissement.objects.filter(ouvert=True, commune__isnull=False).filter(
        Q(lon=None) | Q(lat=None)
    )
    if communes is not None:
        rangs = rangs.filter(commune__in=list(communes))
    ecrits, sans_adresse, restent = [], 0, 0
    with Geocodeur([]) as geocodeur:
        for e in rangs.order_by("uai"):
            trouve = _sure(geocodeur, e) if e.adresse.strip() else None
            if trouve is None:
                restent += 1
                sans_adresse += not e.adresse.strip()
                continue
            e.lon, e.lat = trouve.position.lon, trouve.position.lat
            e.position_source = f"{D_UN_FICHIER} {trouve.position.source_date}"
            ecrits.append(e)
    Etablissement.objects.bulk_update(ecrits, ["lon", "lat", "position_source"], batch_size=500)
    return RapportDePlacement(len(ecrits), restent, sans_adresse)


def _sure(geocodeur: Geocodeur, e: Etablissement) -> AdresseProposee | None:
    lieu = f"{e.code_postal} {e.localite}".strip()
    lu = geocodeur.geocoder(e.adresse, lieu)
    retenu = lu.retenu
    if not lu.decision or retenu is None or retenu.cle.startswith(INVENTEE):
        return None
    return retenu if retenu.position.type_position in NUMEROS else None


def apres_des_adresses_neuves(**_signal: Any) -> None:
    """A file of addresses was put in service."""
    situer_les_ecoles()


@dataclass(frozen=True, slots=True)
class EcoleAPlacer:
    """A school as the page that places it shows it."""

    uai: str
    nom: str
    adresse: str
    code_postal: str
    localite: str
    commune_id: str | None
    lon: float | None
    lat: float | None
    position_source: str


def ecole_a_placer(acteur: Acteur, uai: str) -> EcoleAPlacer:
    """A school of the programme's communes; placed already or not, a point can be corrected by whoever knows the place."""
    champs = [f.name for f in fields(EcoleAPlacer)]
    rang = _siennes(acteur).filter(uai=uai).values_list(*champs).first()
    if rang is None:
        raise Introuvable
    return EcoleAPlacer(*rang)


@transaction.atomic
def placer(*, acteur: Acteur, uai: str, lon: float, lat: float, at: date) -> None:
    """Put a school where somebody says it is; searches in files do not move it any more."""
    acte = Acte.TENIR_LE_TERRITOIRE
    noter(acteur, acte, decide(acteur, acte, None, None, at), objet=f"position {uai}")
    faits = _siennes(acteur).filter(uai=uai)
    if not faits.update(lon=round(lon, 6), lat=round(lat, 6), position_source=A_LA_MAIN):
        raise Introuvable


def _siennes(acteur: Acteur) -> QuerySet[Etablissement]:
    communes = communes_actuelles(comptes.programme(acteur.programme_id).communes)
    return Etablissement.objects.filter(commune__in=communes)
