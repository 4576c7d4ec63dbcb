"""A verdict follows its facts: an address, a school year, a parcours, a map or a day that changes has children judged again."""

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


def tout_a_change(programme: UUID | None, **_signal: Any) -> None:
    """A map, or all the homes of a programme: ask for all its children; None, a national map, asks for every programme."""
    revoir_tout(programme)


def revoir_tout(programme: UUID | None = None) -> int:
    """Ask for the children of every programme that has rules, or of this one; return how many programmes."""
    concernes = programmes_avec_regles()
    voulus = [p for p in concernes if programme in (None, p)]
    for un in voulus:
        revoir_les_verdicts.enqueue(str(un), None)
    return len(voulus)


def programmes_avec_regles() -> list[UUID]:
    """Programmes that have rules: without any there is no verdict to keep fresh."""
    rangs = ReglesDuProgramme.objects.filter(etat=EtatDesRegles.EN_VIGUEUR)
    return sorted(set(rangs.values_list("programme_id", flat=True)))


def _demander(dossier_id: UUID) -> None:
    programme = Dossier.objects.filter(id=dossier_id).values_list("programme_id", flat=True).first()
    if programme in programmes_avec_regles():
        revoir_les_verdicts.enqueue(str(programme), [str(dossier_id)])
