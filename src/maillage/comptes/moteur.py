"""Who may sign in: a right password on an account that sleeps or has ended is answered like a wrong one (P-82)."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from maillage.comptes.models import Utilisateur
from maillage.comptes.queries.acteurs import etat


class ComptesOuverts(AuthenticationBackend):
    """allauth's backend; Django asks it again at each request, so an account that ends is out at the next one."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, Utilisateur) and etat(user, au=timezone.localdate()).laisse_entrer

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:  # noqa: ARG003
        """Allauth keeps a closed account here to say that it is closed; this house says nothing."""
        return None
