"""The cloak: closed by the first person, confirmed by a second, opened by two, never by a date (property P-21)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accords.errors import DejaDecide, PropositionEnAttente, SansReference
from maillage.accords.models import VoilePose
from maillage.accords.services.ecriture import (
    Contenu,
    autre_que,
    de_la_famille,
    garder,
)
from maillage.dossiers.services import attendre_son_tour
from maillage.notions.erreurs import Introuvable


@transaction.atomic
def poser(
    *,
    dossier_id: UUID,
    adulte: UUID,
    contenu: Contenu,
    echeance: date | None,
    auteur_id: UUID,
    at: date,
) -> VoilePose:
    """Close everything that tells where the child and the other adults are, towards this adult, from now on.

    `contenu`: `{reference, decision_le, precision}`. It holds at once; a second person then confirms it.
    """
    dossier = attendre_son_tour(dossier_id)
    de_la_famille(dossier_id, adulte)
    if VoilePose.objects.filter(dossier_id=dossier_id, adulte=adulte, leve_le=None).exists():
        raise PropositionEnAttente
    if not (contenu.get("reference") and contenu.get("decision_le")):
        raise SansReference
    rang = VoilePose(
        dossier_id=dossier_id, adulte=adulte, depuis=at, echeance=echeance, auteur_id=auteur_id
    )
    garder(rang, contenu, dossier)
    return rang


def _tenu(dossier_id: UUID, voile_id: UUID) -> VoilePose:
    attendre_son_tour(dossier_id)
    rang = VoilePose.objects.filter(id=voile_id, dossier_id=dossier_id).first()
    if rang is None:
        raise Introuvable
    if rang.leve_le is not None:
        raise DejaDecide
    return rang


@transaction.atomic
def confirmer_voile(*, dossier_id: UUID, voile_id: UUID, auteur_id: UUID, at: date) -> None:
    """A second person confirms."""
    rang = _tenu(dossier_id, voile_id)
    if rang.decide_le is not None:
        raise DejaDecide
    autre_que(rang.auteur_id, auteur_id)
    rang.decide_par_id, rang.decide_le = auteur_id, at
    rang.save(update_fields=["decide_par", "decide_le", "updated_at"])


@transaction.atomic
def proposer_de_lever(*, dossier_id: UUID, voile_id: UUID, auteur_id: UUID, at: date) -> None:
    """Ask that the cloak be lifted: nothing opens until somebody else agrees."""
    rang = _tenu(dossier_id, voile_id)
    if rang.levee_proposee_le is not None:
        raise PropositionEnAttente
    rang.levee_par_id, rang.levee_proposee_le = auteur_id, at
    rang.save(update_fields=["levee_par", "levee_proposee_le", "updated_at"])


@transaction.atomic
def trancher_la_levee(
    *, dossier_id: UUID, voile_id: UUID, leve: bool, auteur_id: UUID, at: date
) -> None:
    """A second person lifts the cloak, or keeps it. Whoever asked may only take her own demand back."""
    rang = _tenu(dossier_id, voile_id)
    if rang.levee_proposee_le is None:
        raise DejaDecide
    if leve:
        autre_que(rang.levee_par_id, auteur_id)
        rang.leve_par_id, rang.leve_le = auteur_id, at
    else:
        rang.levee_par_id, rang.levee_proposee_le = None, None
    rang.save(update_fields=["leve_par", "leve_le", "levee_par", "levee_proposee_le", "updated_at"])
