"""What the room hears of the agreements below: a withdrawal takes the situation off the agenda in the same transaction."""

from __future__ import annotations

from typing import Any

from django.utils import timezone


def un_accord_a_change(sender: Any, instance: Any, *, created: bool, **_: Any) -> None:  # noqa: ARG001 - signal
    """Judge again the situations of this child that wait for a séance."""
    from maillage.eps.services.retraits import revoir  # noqa: PLC0415 - the room below is loading

    revoir(dossier_id=instance.dossier_id, auteur_id=instance.auteur_id, at=timezone.localdate())
