"""Postes: opened, held, left, closed. A poste stays when its holder leaves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.errors import PosteOccupe
from maillage.comptes.models import Occupation, Poste
from maillage.comptes.queries.acteurs import en_vigueur
from maillage.comptes.rules import Acteur
from maillage.comptes.services import missions
from maillage.comptes.services.droits import clore_les_droits, exiger_cible
from maillage.comptes.services.trace import noter
from maillage.notions.erreurs import Introuvable


@transaction.atomic
def creer_poste(*, par: Acteur, libelle: str, metier: str) -> UUID:
    """Open a poste, or find the open one that bears this name."""
    poste = missions.ouvrir_poste(programme_id=par.programme_id, libelle=libelle, metier=metier)
    noter(par, "poste_ouvert", f"poste:{poste.pk}")
    return poste.pk


@transaction.atomic
def fermer_poste(*, par: Acteur, poste_id: UUID, enfants_suivis: int, at: date) -> None:
    """Close a poste that nobody holds and that follows no child (the caller counts them)."""
    poste = _poste(par, poste_id)
    if Occupation.objects.filter(en_vigueur(at), poste=poste, retiree_le__isnull=True).exists():
        raise PosteOccupe("une personne le tient")
    if enfants_suivis:
        raise PosteOccupe(
            f"il suit encore {enfants_suivis} enfants, désignez d'abord un autre référent"
            if enfants_suivis > 1
            else "il suit encore un enfant, désignez d'abord un autre référent"
        )
    poste.ferme_le = at
    poste.save(update_fields=["ferme_le"])
    noter(par, "poste_ferme", f"poste:{poste.pk}")


@transaction.atomic
def tenir_poste(*, par: Acteur, cible: UUID, poste_id: UUID, at: date) -> None:
    """Give a poste to a member of the team: she follows the children that it follows."""
    compte = exiger_cible(par, cible, at)
    missions.occuper(poste=_poste(par, poste_id), utilisateur=compte, depuis=at)
    noter(par, "poste_tenu", f"compte:{cible} poste:{poste_id}")


@transaction.atomic
def quitter_poste(*, par: Acteur, cible: UUID, poste_id: UUID, at: date) -> None:
    """Take a poste back from a person: of no effect from the next request on."""
    compte = exiger_cible(par, cible, at)
    if not clore_les_droits(Occupation, at, utilisateur=compte, poste=_poste(par, poste_id)):
        raise Introuvable
    noter(par, "poste_quitte", f"compte:{cible} poste:{poste_id}")


def _poste(par: Acteur, poste_id: UUID) -> Poste:
    poste = (
        Poste.objects.select_for_update()
        .filter(pk=poste_id, programme_id=par.programme_id, ferme_le__isnull=True)
        .first()
    )
    if poste is None:
        raise Introuvable
    return poste
