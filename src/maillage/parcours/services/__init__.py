"""Writes of the parcours: who leads it; the journal and the next steps are beside. One transaction each.

The policy is asked before the transaction, so that a refusal stays in the journal.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers import services as dossiers
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.parcours.errors import PosteInconnu
from maillage.parcours.services.fil import Suite, corriger, ecrire_note, garder_brouillon
from maillage.parcours.services.taches import planifier, terminer
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

__all__ = [
    "Suite",
    "corriger",
    "designer",
    "ecrire_note",
    "garder_brouillon",
    "planifier",
    "terminer",
]


def designer(
    *, acteur: Acteur, dossier_id: UUID, poste_id: UUID, depuis: date, motif: str, at: date
) -> None:
    """Name who leads this parcours; the former référent's access ends the day before."""
    faits, decision = exiger(acteur, Acte.DESIGNER, Volet.PARCOURS, dossier_id, at)
    if poste_id not in dict(comptes.postes_de_reference(faits.programme)):
        raise PosteInconnu
    with transaction.atomic():
        attendre_son_tour(dossier_id)  # before the journal, as every write on a dossier
        noter(
            acteur, Acte.DESIGNER, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="referent",
        )  # fmt: skip
        dossiers.designer_referent(
            dossier_id=dossier_id, poste_id=poste_id, depuis=depuis, motif=motif
        )
