"""Declaration of the room to Django (placed before allauth, whose pages it redraws)."""

from django.apps import AppConfig


class CoquilleConfig(AppConfig):
    name = "maillage.coquille"
    label = "coquille"
    verbose_name = "Coquille"
