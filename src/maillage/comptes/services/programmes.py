"""The settings of a programme, changed by its coordination; every change is an event."""

from __future__ import annotations

from django.db import transaction

from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.comptes.services.trace import noter


@transaction.atomic
def regler(*, par: Acteur, nom: str, zone: str, jours: int) -> None:
    """Change name, school zone and the number of days after which a silence is said."""
    programme = _verrouille(par)
    programme.nom, programme.zone_scolaire = nom, zone
    programme.jours_sans_nouvelles = jours
    programme.save(update_fields=["nom", "zone_scolaire", "jours_sans_nouvelles"])
    noter(par, "programme_regle", f"programme:{programme.pk}", acte="regler")


@transaction.atomic
def ajouter_commune(*, par: Acteur, code: str) -> None:
    """Add a commune, by its INSEE code; twice is once."""
    _ecrire(par, lambda codes: sorted({*codes, code}), "commune_ajoutee")


@transaction.atomic
def retirer_commune(*, par: Acteur, code: str) -> None:
    """Take a commune out of the programme; its dossiers do not change."""
    _ecrire(par, lambda codes: [c for c in codes if c != code], "commune_retiree")


def _ecrire(par: Acteur, changer, regle: str) -> None:
    programme = _verrouille(par)
    programme.communes = changer(programme.communes)
    programme.save(update_fields=["communes"])
    noter(par, regle, f"programme:{programme.pk}", acte="regler")


def _verrouille(par: Acteur) -> Programme:
    return Programme.objects.select_for_update().get(pk=par.programme_id)
