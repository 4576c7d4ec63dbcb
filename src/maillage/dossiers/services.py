"""Opening a dossier and changing who leads its parcours."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.dossiers.errors import DesignationAnterieure
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Qualite


@transaction.atomic
def designer_referent(
    *, dossier_id: UUID, poste_id: UUID, depuis: date, motif: str = "designation"
) -> Cercle:
    """Give a dossier to a référent de parcours; the former one's access ends the day before.

    The same référent again changes nothing. Callers have asked the policy and noted the act. A day before the present
    référent began is refused: an access that existed is never rewritten.
    """
    en_cours = Cercle.objects.select_for_update().filter(
        dossier_id=dossier_id, qualite=Qualite.REFERENT, jusqu_au__isnull=True
    )
    for ancien in en_cours:
        if ancien.poste_id == poste_id:
            return ancien
        if depuis < ancien.depuis:
            raise DesignationAnterieure(ancien.depuis)
        fin = date.fromordinal(depuis.toordinal() - 1)
        if fin < ancien.depuis:  # replaced on the very day: one day holds one référent
            ancien.delete()
        else:
            ancien.jusqu_au = fin
            ancien.save(update_fields=["jusqu_au"])
    return Cercle.objects.create(
        dossier_id=dossier_id, poste_id=poste_id, depuis=depuis, motif=motif
    )
