"""An outside geocoder (search API of data.geopf.fr), off unless the administrator gives its address. Never for a protected home.

What leaves is the address alone: no name, no dossier. What comes back is never trusted to be well formed, and a failure never
repeats what was asked.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from maillage.territoire.errors import AdresseProtegee, GeocodeurMuet
from maillage.territoire.rules.adresses import (
    COMMUNE_AU_MOINS,
    LIEU_DIT_AU_MOINS,
    VOIE_AU_MOINS,
    AdresseProposee,
    Methode,
    NatureDePosition,
    Position,
    incertitude,
)

DELAI, TAILLE = 8, 200_000
# The service says neither the kind of point nor how long the street is: the least sure of each kind.
INCERTITUDES = {
    NatureDePosition.NUMERO: incertitude(""),
    NatureDePosition.INTERPOLATION: incertitude("segment"),
    NatureDePosition.VOIE: 4 * VOIE_AU_MOINS,
    NatureDePosition.LIEU_DIT: 2 * LIEU_DIT_AU_MOINS,
    NatureDePosition.COMMUNE: 2 * COMMUNE_AU_MOINS,
}


class _SansDetour(urllib.request.HTTPRedirectHandler):
    """An address sent to one service does not follow it elsewhere."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        return None


def demander(adresse: str, ville: str, *, protegee: bool) -> AdresseProposee:
    """Ask the service that the administrator allowed; refused before anything leaves when the address is protected."""
    if protegee:
        raise AdresseProtegee("Cette adresse est protégée : elle n’est jamais envoyée.")
    service = settings.GEOCODEUR_HEBERGE
    if not service:
        raise GeocodeurMuet("Aucun service de géocodage n’est autorisé sur cette installation.")
    if urlsplit(service).scheme != "https" and urlsplit(service).hostname not in {
        "127.0.0.1",
        "localhost",
    }:
        raise GeocodeurMuet("Le service de géocodage réglé n’est pas en https.")
    return _candidat(
        _reponse(f"{service}?{urlencode({'q': f'{adresse} {ville}'.strip(), 'limit': 1})}")
    )


def _reponse(url: str) -> Any:
    entetes = {"User-Agent": "Maillage", "Accept": "application/json"}
    requete = urllib.request.Request(url, headers=entetes)  # noqa: S310 - https, checked above
    ouvreur = urllib.request.build_opener(_SansDetour)
    try:
        with ouvreur.open(requete, timeout=DELAI) as reponse:
            return json.loads(reponse.read(TAILLE + 1)[:TAILLE])
    except urllib.error.HTTPError as refus:
        refus.close()  # a refusal is an open answer
        raise GeocodeurMuet("Le service de géocodage a refusé de répondre.") from None
    except (urllib.error.URLError, OSError, ValueError, RecursionError):
        raise GeocodeurMuet("Le service de géocodage n’a pas répondu.") from None


def _candidat(reponse: Any) -> AdresseProposee:
    try:
        trait = reponse["features"][0]
        dit = trait["properties"]
        genre, (lon, lat) = NatureDePosition(dit["type"]), trait["geometry"]["coordinates"][:2]
        ici = Position(
            float(lon), float(lat), INCERTITUDES[genre], min(1.0, float(dit["score"])), genre,
            Methode.HEBERGE,
        )  # fmt: skip
        return AdresseProposee("heberge", str(dit["label"])[:200], ici)
    except (LookupError, TypeError, ValueError):
        raise GeocodeurMuet("Le service de géocodage n’a rien trouvé de lisible.") from None
