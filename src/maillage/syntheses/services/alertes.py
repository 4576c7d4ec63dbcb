"""Logging that an information préoccupante was transmitted: three facts, and not a word more."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.syntheses.errors import JourAVenir, PosteEtranger
from maillage.syntheses.models import AlerteTransmise
from maillage.syntheses.queries.alertes import postes
from maillage.syntheses.rules.alertes import DestinataireDAlerte


def consigner(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    le: date,
    poste: UUID,
    vers: DestinataireDAlerte,
    formulaire: UUID,
    at: date,
) -> UUID:
    """Log the fact. The same form sent twice logs it once."""
    faits, decision = exiger(acteur, Acte.CONSIGNER, Volet.PROTECTION, dossier_id, at)
    if le > at:
        raise JourAVenir
    if poste not in dict(postes(acteur)):
        raise PosteEtranger
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        if deja := AlerteTransmise.objects.filter(formulaire=formulaire).first():
            return deja.pk
        noter(
            acteur, Acte.CONSIGNER, decision, volet=Volet.PROTECTION, dossier=dossier_id,
            objet="alerte",
        )  # fmt: skip
        rang = AlerteTransmise(dossier_id=dossier_id, auteur_id=acteur.id, formulaire=formulaire)
        cles = trousseau(faits.programme, [dossier_id], [Volet.PROTECTION])
        rang.sceller({"le": le.isoformat(), "poste": str(poste), "vers": vers}, cles)
        rang.save(force_insert=True)
    return rang.pk
