"""Taking rights back, and what every change of a right asks first."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import F, Model, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from maillage.comptes.errors import FinTropLointaine, HabilitationRefusee
from maillage.comptes.models import Utilisateur
from maillage.comptes.queries.equipe import du_programme
from maillage.comptes.rules import Acteur
from maillage.comptes.rules.etats import fin_au_plus_tard
from maillage.comptes.rules.habilitations import peut_habiliter
from maillage.notions.erreurs import Introuvable


def exiger_fin(jusqu_au: date, at: date) -> None:
    """An end is neither past nor beyond the end of the next school year."""
    if not at <= jusqu_au <= fin_au_plus_tard(at):
        raise FinTropLointaine(fin_au_plus_tard(at))


def exiger(par: Acteur, cible: UUID) -> None:
    """Refuse with its reason what the rule of habilitations refuses."""
    decision = peut_habiliter(par, cible)
    if not decision:
        raise HabilitationRefusee(decision)


def exiger_cible(par: Acteur, cible: UUID, at: date) -> Utilisateur:
    """The account, locked, when this coordinator may change its rights. Of another programme: it does not exist."""
    compte = du_programme(par.programme_id, at).select_for_update().filter(pk=cible).first()
    if compte is None:
        raise Introuvable
    exiger(par, cible)
    return compte


def clore_les_droits(table: type[Model], at: date, **lesquels: object) -> int:
    """Take back missions or occupations at once; their last day is at the latest yesterday, or their first."""
    en_cours = table.objects.filter(retiree_le__isnull=True, **lesquels).exclude(jusqu_au__lt=at)
    return en_cours.update(
        retiree_le=timezone.now(),
        jusqu_au=Greatest(F("depuis"), Value(at - timedelta(days=1))),
    )


def fermer_les_sessions(compte: UUID) -> None:
    """Whoever is signed in with this account is out at the next request."""
    for ouverte in UserSession.objects.filter(user_id=compte):
        ouverte.end()


def oublier_les_facteurs(compte: Utilisateur) -> None:
    """Password, codes, passkeys, links to an identity provider, sessions: none opens anything any more."""
    Authenticator.objects.filter(user=compte).delete()
    SocialAccount.objects.filter(user=compte).delete()
    compte.set_unusable_password()
    compte.save(update_fields=["password"])
    fermer_les_sessions(compte.pk)
