"""Writing figures of the annual survey, and saying that the return was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from maillage.bilans.errors import RetourDejaEnvoye, ValeursChangees
from maillage.bilans.models import RetourDEnquete, ValeurDEnquete
from maillage.bilans.rules.rubriques import LIBELLES_ECRITS, UNITES
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

ACTE = Acte.TENIR_LES_BILANS


def _exiger(acteur: Acteur, at: date, objet: str, nombre: int | None = None) -> None:
    decision = decide(acteur, ACTE, None, None, at)
    noter(acteur, ACTE, decision, objet=objet, nombre=nombre)
    if not decision or acteur.programme_id is None:
        raise Introuvable


@transaction.atomic
def ecrire_valeurs(
    *,
    acteur: Acteur,
    annee: AnneeScolaire,
    valeurs: Mapping[str, Decimal | None],
    lu: int,
    at: date,
) -> int:
    """Write what differs; None takes a figure back. `lu`: number of the last row that the page had read.

    Raises Introuvable for a code that is not of the survey, ValeursChangees when somebody wrote the same figures meanwhile.
    """
    if not set(valeurs) <= UNITES.keys():
        raise Introuvable
    _exiger(acteur, at, f"enquete {annee.libelle}", len(valeurs))
    Programme.objects.select_for_update().get(pk=acteur.programme_id)
    rangs = ValeurDEnquete.objects.filter(
        programme_id=acteur.programme_id, rentree=annee.rentree, code__in=valeurs, en_vigueur=True
    )
    connues = {r.code: r for r in rangs}
    avant = {code: r.valeur for code, r in connues.items()}
    changees = {c: v for c, v in valeurs.items() if avant.get(c) != v}
    perdues = [c for c in changees if c in connues and connues[c].pk > lu]
    if perdues:
        raise ValeursChangees([LIBELLES_ECRITS[c] for c in perdues])
    ValeurDEnquete.objects.filter(pk__in=[connues[c].pk for c in changees if c in connues]).update(
        en_vigueur=False
    )
    ValeurDEnquete.objects.bulk_create(
        ValeurDEnquete(
            programme_id=acteur.programme_id, rentree=annee.rentree, code=code, valeur=valeur,
            auteur_id=acteur.id, ecrite_le=timezone.now(),
        )
        for code, valeur in changees.items()
    )  # fmt: skip
    return len(changees)


@transaction.atomic
def marquer_envoye(*, acteur: Acteur, annee: AnneeScolaire, at: date) -> None:
    """Say that the return of this year was sent; reminders stop."""
    _exiger(acteur, at, f"retour {annee.libelle}")
    _, cree = RetourDEnquete.objects.get_or_create(
        programme_id=acteur.programme_id,
        rentree=annee.rentree,
        defaults={"envoye_le": at, "auteur_id": acteur.id},
    )
    if not cree:
        raise RetourDejaEnvoye


@transaction.atomic
def rouvrir(*, acteur: Acteur, annee: AnneeScolaire, at: date) -> None:
    """The return is to be sent again."""
    _exiger(acteur, at, f"retour {annee.libelle}")
    RetourDEnquete.objects.filter(programme_id=acteur.programme_id, rentree=annee.rentree).delete()
