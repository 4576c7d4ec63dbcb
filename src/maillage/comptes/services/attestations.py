"""The quarterly attestation: does this person still need her rights, and until when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.models import Attestation
from maillage.comptes.rules import Acteur
from maillage.comptes.services.droits import exiger_cible, exiger_fin
from maillage.comptes.services.ouverture import mettre_fin
from maillage.comptes.services.trace import noter


@transaction.atomic
def attester(*, par: Acteur, cible: UUID, jusqu_au: date | None, at: date) -> None:
    """Keep a person's rights until a day, or end them (None). What was said, by whom and when, is kept."""
    compte = exiger_cible(par, cible, at)
    missions = compte.missions.filter(programme_id=par.programme_id, retiree_le__isnull=True)
    en_cours = missions.exclude(jusqu_au__lt=at).order_by("mission")
    gardees = list(en_cours.values_list("mission", flat=True))
    if jusqu_au is not None:
        exiger_fin(jusqu_au, at)
        compte.jusqu_au = jusqu_au
        compte.save(update_fields=["jusqu_au"])
    Attestation.objects.create(
        programme_id=par.programme_id,
        utilisateur=compte,
        attestee_par_id=par.id,
        le=at,
        issue="maintenue" if jusqu_au else "terminee",
        jusqu_au=jusqu_au,
        missions=gardees,
    )
    noter(par, "attestation_maintenue" if jusqu_au else "attestation_terminee", f"compte:{cible}")
    if jusqu_au is None:
        mettre_fin(par=par, cible=cible, at=at)
