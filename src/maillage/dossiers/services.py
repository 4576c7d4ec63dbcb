"""Changing who leads a parcours, and what every write on a dossier does: wait for its turn, know a form sent twice."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from maillage.dossiers.errors import DesignationAnterieure
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import Qualite


def attendre_son_tour(dossier_id: UUID) -> Dossier:
    """Writes on one dossier follow each other: a form sent twice at once is seen the second time. In a transaction."""
    return Dossier.objects.select_for_update().get(pk=dossier_id)


def numero_d_envoi(formulaire: UUID, *champs: object) -> UUID:
    """One form sent twice with the same words is one submit; a page kept open and typed again is another.

    The form's own number is random and not stored: the result tells nothing of the words.
    """
    return uuid5(formulaire, "\x1f".join(map(str, champs)))


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
