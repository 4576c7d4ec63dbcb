"""Where homes are: found in the files of this machine, chosen or placed by a person, looked for again when the files change.

An address never leaves by a log, an event, an exception or a URL; it leaves by the network only where the administrator said
so, and never when it is protected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from maillage.accords.queries import voiles_de
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.errors import EcritEntreTemps
from maillage.enfants.models import Domicile
from maillage.enfants.rules.reperage import avec_geocodage, avec_position, choisie, texte_de
from maillage.enfants.services import ecriture
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte
from maillage.territoire import geocodage_heberge
from maillage.territoire.geocodage import geocoder
from maillage.territoire.rules.adresses import AdresseProposee, Geocodage, Methode, Position


def situer(contenu: Mapping[str, Any], communes: list[str]) -> tuple[dict[str, Any], Geocodage]:
    """The content of a home with its position when the files of this machine know it."""
    trouve = geocoder(*texte_de(contenu), communes)
    return avec_geocodage(contenu, trouve), trouve


def choisir(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    domicile_id: UUID,
    version: int,
    candidat: AdresseProposee,
    at: date,
) -> None:
    """Keep the candidate that a person chose."""
    _poser(acteur, dossier_id, domicile_id, version, choisie(candidat), candidat.libelle, at)


def placer(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    domicile_id: UUID,
    version: int,
    position: Position,
    at: date,
) -> None:
    """Keep the point that a person placed."""
    _poser(acteur, dossier_id, domicile_id, version, position, "Point placé à la main", at)


def demander_au_service(
    *, acteur: Acteur, dossier_id: UUID, domicile_id: UUID, version: int, at: date
) -> AdresseProposee:
    """Ask the outside geocoder that the administrator allowed. A protected address is refused before anything leaves."""
    faits, _ = exiger(acteur, Acte.ECRIRE, Volet.IDENTITE, dossier_id, at)
    protegee = dossier_id in voiles_de([dossier_id], at)
    rang = Domicile.objects.filter(id=domicile_id, dossier_id=dossier_id).first()
    if rang is None:
        raise Introuvable
    contenu = rang.ouvrir(trousseau(faits.programme, [dossier_id], [Volet.IDENTITE]))
    adresse, ville = texte_de(contenu)
    candidat = geocodage_heberge.demander(adresse, ville, protegee=protegee)
    trouvee = choisie(candidat, Methode.HEBERGE)
    _poser(acteur, dossier_id, domicile_id, version, trouvee, candidat.libelle, at)
    return candidat


def _poser(
    acteur: Acteur,
    dossier_id: UUID,
    domicile_id: UUID,
    version: int,
    ou: Position,
    trouve: str,
    at: date,
) -> None:
    """Seal a position with its address. The day of the last contact does not move: a point is not a meeting."""
    with ecriture(acteur, Volet.IDENTITE, dossier_id, "position", at) as cles:
        rangs = Domicile.objects.select_for_update().filter(id=domicile_id, dossier_id=dossier_id)
        rang = rangs.first()
        if rang is None:
            raise Introuvable
        if rang.version != version:
            raise EcritEntreTemps
        rang.sceller(avec_position(rang.ouvrir(cles), ou, trouve), cles)
        rang.save(update_fields=["scelle"])
