"""A verdict follows its facts: an address, a school year or a parcours that changes has its child judged again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.eligibilite.models import ReglesDuProgramme
from maillage.eligibilite.models.jeux import EtatDesRegles
from maillage.eligibilite.tasks import revoir_les_verdicts


def un_fait_a_change(instance: EnregistrementScelle, **_signal: Any) -> None:
    """Once the write is kept, ask for the child to be judged again, if her programme has rules."""
    transaction.on_commit(lambda: _demander(instance.dossier_id))


def _demander(dossier_id: UUID) -> None:
    programme = (
        ReglesDuProgramme.objects.filter(
            etat=EtatDesRegles.EN_VIGUEUR,
            programme__in=Dossier.objects.filter(id=dossier_id).values("programme"),
        )
        .values_list("programme_id", flat=True)
        .first()
    )
    if programme is not None:
        revoir_les_verdicts.enqueue(str(programme), [str(dossier_id)])
