"""Séances of a year as a report counts them: days and institutions; no child, and nobody by name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from maillage.bilans.models import EtatDeRapport, RapportAnnuel
from maillage.bilans.rules.seances import (
    SEANCES_AU_MOINS,
    PresenceDInstitution,
    SeancesDeLAnnee,
)
from maillage.enfants.rules.pliage import plier
from maillage.eps.models import Participation, Seance
from maillage.eps.rules.seances import EtatDeSeance
from maillage.notions.temps import AnneeScolaire

ONT_PRIS_PART = frozenset({"present", "contribution_ecrite"})


def seances_de_l_annee(
    programme: UUID, annee: AnneeScolaire, *, au: datetime | None = None
) -> SeancesDeLAnnee:
    """Those closed by a moment: a closed séance never changes any more. A seat without institution counts nowhere.

    A seat of which nothing was noted is neither there nor absent: it counts apart.
    """
    closes = _closes(programme, annee, au)
    notees: dict[str, dict[UUID, bool]] = defaultdict(dict)
    personnes: dict[str, set[UUID]] = defaultdict(set)
    rangs = Participation.objects.filter(seance__in=closes, institution__isnull=False)
    dites = list(rangs.values_list("institution__nom", "seance_id", "utilisateur_id", "presence"))
    for nom, seance, qui, presence in (d for d in dites if d[3]):
        prend_part = presence in ONT_PRIS_PART
        notees[nom][seance] = notees[nom].get(seance, False) or prend_part
        personnes[nom] |= {qui} if prend_part else set()
    return SeancesDeLAnnee(
        closes.count(),
        tuple(
            PresenceDInstitution(nom, len(siennes), sum(siennes.values()), frozenset(personnes[nom]))
            for nom, siennes in sorted(notees.items(), key=lambda p: plier(p[0]))
        ),
        places=len(dites),
        non_notees=sum(not d[3] for d in dites),
    )  # fmt: skip


def premier_rapport(
    programme: UUID, annee: AnneeScolaire, parutions: set[int], avant: datetime | None
) -> datetime | None:
    """When an earlier report of this year told its séances: a later one tells the same, or both would be subtracted.

    `parutions`: the other releases of the whole year, withdrawn or not: what was read is known.
    """
    rangs = RapportAnnuel.objects.filter(
        programme_id=programme, rentree=annee.rentree, etat=EtatDeRapport.APPROUVE,
        parution__in=parutions,
    )  # fmt: skip
    rangs = rangs.filter(approuve_le__lt=avant) if avant else rangs
    for instant in rangs.order_by("approuve_le").values_list("approuve_le", flat=True):
        if _closes(programme, annee, instant).count() >= SEANCES_AU_MOINS:
            return instant
    return None


def _closes(programme: UUID, annee: AnneeScolaire, au: datetime | None) -> QuerySet[Seance]:
    closes = Seance.objects.filter(
        programme_id=programme, etat=EtatDeSeance.CLOSE, le__gte=annee.debut, le__lte=annee.fin
    )
    return closes.filter(close_le__lte=au) if au else closes


def jour_de(instant: datetime) -> date:
    return timezone.localtime(instant).date()
