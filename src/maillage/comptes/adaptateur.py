"""Accounts are opened by the coordinator, never by oneself on the sign-in page."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ComptesFermes(DefaultAccountAdapter):
    """allauth with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False
