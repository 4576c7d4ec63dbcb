"""A real service: secrets from the environment, HTTPS only, no demonstration account."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from maillage.config.settings.base import *  # noqa: F403

if os.environ.get("MAILLAGE_DEMO"):
    raise ImproperlyConfigured("MAILLAGE_DEMO est refusé en production.")

SECRET_KEY = os.environ.get("MAILLAGE_SECRET_KEY", "")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "MAILLAGE_SECRET_KEY manque ou est trop courte : 50 caractères tirés au hasard au moins."
    )
ALLOWED_HOSTS = [h for h in os.environ.get("MAILLAGE_HOTES", "").split(",") if h]
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS]
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
