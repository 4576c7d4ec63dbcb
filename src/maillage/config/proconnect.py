"""ProConnect from the environment: `PROCONNECT_ISSUER`, `PROCONNECT_CLIENT_ID`, `PROCONNECT_SECRET`. Absent: off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

VARIABLES = ("PROCONNECT_ISSUER", "PROCONNECT_CLIENT_ID", "PROCONNECT_SECRET")


def fournisseurs(environ: Mapping[str, str]) -> dict[str, Any]:
    """The provider in allauth's own form; all three variables or none."""
    donnees = [environ.get(v, "") for v in VARIABLES]
    if not any(donnees):
        return {}
    if not all(donnees):
        raise ImproperlyConfigured(
            f"ProConnect demande ces trois variables : {', '.join(VARIABLES)}."
        )
    return fournisseur(*donnees)


def fournisseur(emetteur: str, client: str, secret: str) -> dict[str, Any]:
    """One provider, known by its issuer (compared to the letter in every token)."""
    app = {
        "provider_id": "proconnect",
        "name": "ProConnect",
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": emetteur,
            "uid_field": "cle",
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
            "scope": ["openid"],
            "auth_params": {
                "claims": '{"id_token":{"amr":{"essential":true},"auth_time":{"essential":true}}}'
            },
        },
    }
    return {"openid_connect": {"APPS": [app]}}


def origines(configures: Mapping[str, Any]) -> list[str]:
    """Where the sign-in form may lead."""
    apps = configures.get("openid_connect", {}).get("APPS", [])
    adresses = [urlsplit(a["settings"]["server_url"]) for a in apps]
    return [f"{a.scheme}://{a.netloc}" for a in adresses]
