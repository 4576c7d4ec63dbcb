from __future__ import annotations

from django.apps import AppConfig


class Chiffrement(AppConfig):
    name = "maillage.chiffrement"
    label = "chiffrement"
