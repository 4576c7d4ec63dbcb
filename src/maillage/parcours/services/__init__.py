"""Writes of the parcours: who leads it, where it stands; the journal and the next steps are beside. One transaction each.

The policy is asked before the transaction, so that a refusal stays in the journal.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers import services as dossiers
from maillage.dossiers.rules import Volet
from maillage.eligibilite.services import campagne as campagnes
from maillage.parcours.errors import PosteInconnu
from maillage.parcours.models import Parcours
from maillage.parcours.services.ecriture import attendre_son_tour
from maillage.parcours.services.fil import Suite, corriger, ecrire_note, garder_brouillon
from maillage.parcours.services.taches import planifier, terminer
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

__all__ = [
    "Suite",
    "changer_etape",
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
        noter(
            acteur, Acte.DESIGNER, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="referent",
        )  # fmt: skip
        dossiers.designer_referent(
            dossier_id=dossier_id, poste_id=poste_id, depuis=depuis, motif=motif
        )


def changer_etape(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    etape: str,
    entree: date | None,
    sortie: date | None,
    motif_sortie: str,
    at: date,
) -> None:
    """Say where the parcours stands. A date known in part in the old file stays unless a day is given."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="etape"
        )
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        rang = Parcours.objects.filter(dossier_id=dossier_id).order_by("-created_at").first()
        contenu = rang.ouvrir(cles) if rang else {}
        rang = rang or Parcours(dossier_id=dossier_id)
        rang.sceller({**contenu, "motif_sortie": motif_sortie or None}, cles)
        rang.etape = etape
        rang.entree = entree.isoformat() if entree else rang.entree
        rang.sortie = sortie.isoformat() if sortie else ""
        rang.save()
        campagnes.accorder(faits.programme, [dossier_id], at=at)
