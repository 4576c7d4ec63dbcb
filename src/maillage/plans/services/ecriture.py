"""What every write of the plan does: ask the policy, wait for its turn on the dossier, note, seal, keep the count of actions.

The policy is asked before the transaction, so that a refusal stays in the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Parcours
from maillage.parcours.queries.etats import dernier
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.plans.errors import JourImpossible, SansParcours
from maillage.plans.models import Action, EtapeDObjectif, Objectif
from maillage.plans.rules.suites import RETENUES


@dataclass(frozen=True, slots=True)
class Ecriture:
    """A write that the policy allows, in its transaction."""

    acteur: Acteur
    faits: Faits
    decision: Decision
    cles: Trousseau

    def noter(self, objet: str) -> None:
        """Write the event: an identifier of what kind of thing, never its words."""
        noter(
            self.acteur, Acte.ECRIRE, self.decision, volet=Volet.PARCOURS, dossier=self.faits.dossier,
            objet=objet,
        )  # fmt: skip

    def parcours(self) -> Parcours:
        """The parcours that is planned: the latest."""
        rang = dernier(self.faits.dossier)
        if rang is None:
            raise SansParcours
        return rang


@contextmanager
def ecriture(acteur: Acteur, dossier_id: UUID, at: date) -> Iterator[Ecriture]:
    """Writes on one dossier follow each other: a form sent twice at once is seen the second time."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        yield Ecriture(acteur, faits, decision, cles)


def dossier_de(modele: type[Objectif | Action | EtapeDObjectif], ident: UUID) -> UUID:
    """The dossier of a row of the plan; an unknown one is answered as a forbidden one."""
    dossier = modele.objects.filter(pk=ident).values_list("dossier_id", flat=True).first()
    if dossier is None:
        raise Introuvable
    return dossier


def pas_plus_tard(le: date, at: date) -> None:
    """What was seen or done was so today or before."""
    if le > at:
        raise JourImpossible("Ce jour n'est pas encore venu.", a_faire="Choisissez un jour passé.")


def toucher(parcours_id: UUID) -> None:
    """Keep with the parcours how many actions of its plan count, and that somebody worked on it.

    The count is what `parcours` and the figures read: they stand below and beside this room, and open nothing of it.
    """
    retenues = Action.objects.filter(parcours_id=parcours_id, suite__in=sorted(RETENUES)).count()
    Parcours.objects.filter(pk=parcours_id).update(
        actions_du_plan=retenues, updated_at=timezone.now()
    )


def inserer(rang: Any, contenu: dict[str, Any], e: Ecriture, parcours_id: UUID) -> None:
    """Seal a new row and insert it."""
    rang.sceller(contenu, e.cles)
    rang.save(force_insert=True)
    toucher(parcours_id)


def corriger(rang: Any, contenu: dict[str, Any], e: Ecriture) -> None:
    """Seal a row again under its next version."""
    rang.sceller(contenu, e.cles)
    rang.save()
    toucher(rang.parcours_id)
