"""Séances of a year as a report counts them: days and institutions; no child, and nobody by name."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from maillage.bilans.rules.seances import PresenceDInstitution, SeancesDeLAnnee
from maillage.enfants.rules.pliage import plier
from maillage.eps.models import Participation, Seance
from maillage.eps.rules.seances import EtatDeSeance
from maillage.notions.temps import AnneeScolaire

PRESENT = "present"


def seances_de_l_annee(
    programme: UUID, annee: AnneeScolaire, *, au: datetime | None = None
) -> SeancesDeLAnnee:
    """Those closed by a moment: a closed séance never changes any more. A seat without institution counts nowhere."""
    closes = Seance.objects.filter(
        programme_id=programme, etat=EtatDeSeance.CLOSE, le__gte=annee.debut, le__lte=annee.fin
    )
    closes = closes.filter(close_le__lte=au) if au else closes
    places: dict[str, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    personnes: dict[str, set[UUID]] = defaultdict(set)
    rangs = Participation.objects.filter(seance__in=closes, institution__isnull=False)
    for nom, seance, qui, presence in rangs.values_list(
        "institution__nom", "seance_id", "utilisateur_id", "presence"
    ):
        places[nom][seance].add(presence)
        personnes[nom].add(qui)
    return SeancesDeLAnnee(
        closes.count(),
        tuple(
            PresenceDInstitution(
                nom, len(siennes), sum(PRESENT in dites for dites in siennes.values()), len(personnes[nom])
            )
            for nom, siennes in sorted(places.items(), key=lambda p: plier(p[0]))
        ),
    )  # fmt: skip
