"""Parental authority: what an adult exercises, by one person or by two."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.accords import queries
from maillage.accords.errors import DejaDecide, PropositionEnAttente, SansReference
from maillage.accords.models import SituationDUnAdulte
from maillage.accords.rules.autorite import Exercice, a_deux
from maillage.accords.services.ecriture import (
    Contenu,
    autre_que,
    de_la_famille,
    garder,
    reexaminer,
)
from maillage.dossiers.services import attendre_son_tour
from maillage.notions.erreurs import Introuvable


@transaction.atomic
def declarer(
    *,
    dossier_id: UUID,
    adulte: UUID,
    exercice: Exercice,
    contenu: Contenu,
    echeance: date | None,
    auteur_id: UUID | None,
    at: date,
) -> SituationDUnAdulte:
    """Write how an adult stands towards the parental authority; in effect at once, or once confirmed by somebody else.

    `contenu`: `{reference, decision_le, precision}`. Needs a dated reference when it rests on a decision.
    """
    dossier = attendre_son_tour(dossier_id)
    de_la_famille(dossier_id, adulte)
    rangs = SituationDUnAdulte.objects.filter(dossier_id=dossier_id, adulte=adulte)
    if rangs.filter(queries.EN_ATTENTE).exists():
        raise PropositionEnAttente
    deja = rangs.filter(queries.EN_EFFET).exists()
    avant = _exercice_de(dossier_id, adulte, at) if deja else None
    deux = a_deux(avant, exercice)
    if deux and not (contenu.get("reference") and contenu.get("decision_le")):
        raise SansReference
    rang = SituationDUnAdulte(
        dossier_id=dossier_id, adulte=adulte, depuis=at, echeance=echeance, a_deux=deux,
        auteur_id=auteur_id,
        effet=None if deux else timezone.now(),
    )  # fmt: skip
    garder(rang, {**contenu, "exercice": exercice.value}, dossier)
    if not deux:
        reexaminer(dossier_id, auteur_id, at)
    return rang


def _exercice_de(dossier_id: UUID, adulte: UUID, at: date) -> Exercice:
    titulaires = queries.ensembles([dossier_id], at)[dossier_id].titulaires
    return next((t.exercice for t in titulaires if t.adulte == adulte), Exercice.INCONNU)


@transaction.atomic
def trancher(
    *, dossier_id: UUID, situation_id: UUID, retenu: bool, auteur_id: UUID, at: date
) -> None:
    """A second person confirms a change of parental authority, or sets it aside."""
    attendre_son_tour(dossier_id)
    rang = SituationDUnAdulte.objects.filter(id=situation_id, dossier_id=dossier_id).first()
    if rang is None:
        raise Introuvable
    if not rang.a_deux or rang.retenu is not None:
        raise DejaDecide
    autre_que(rang.auteur_id, auteur_id)
    rang.retenu, rang.decide_par_id, rang.decide_le = retenu, auteur_id, at
    if retenu:
        rang.effet, rang.depuis = timezone.now(), at
    rang.save(update_fields=["retenu", "decide_par", "decide_le", "effet", "depuis", "updated_at"])
    if retenu:
        reexaminer(dossier_id, auteur_id, at)
