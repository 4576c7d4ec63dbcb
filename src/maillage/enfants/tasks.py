"""Jobs of the children's room. What broke one is told by its kind alone: its words might quote an address."""

from __future__ import annotations

from pathlib import Path, PurePath
from traceback import extract_tb
from typing import Any
from uuid import UUID

from django.conf import settings
from django_tasks import task

from maillage.enfants import reperage
from maillage.territoire import ban


class ReperageEnPanne(RuntimeError):
    """A job broke: the kind of fault and where it was, never its message."""

    def __init__(self, panne: Exception) -> None:
        lieux = (f"{PurePath(f.filename).name}:{f.lineno}" for f in extract_tb(panne.__traceback__))
        super().__init__(f"{type(panne).__name__} ({' > '.join(lieux)})")


@task()
def reperer_les_domiciles(numero: str) -> None:
    """Look for the homes of a programme again."""
    try:
        reperage.executer(UUID(numero))
    except Exception as panne:  # noqa: BLE001 - raised again, without its words
        raise ReperageEnPanne(panne) from None


def reperer_si_possible(programme_id: UUID) -> None:
    """Look for the homes of a programme when a file of addresses is in service: after an import of many children."""
    if ban.en_service(Path(settings.BAN)):
        reperer_les_domiciles.enqueue(str(reperage.ouvrir(programme_id)))


def apres_des_adresses_neuves(**_signal: Any) -> None:
    """Files of addresses changed: every programme is looked at again."""
    for programme in reperage.programmes():
        reperer_les_domiciles.enqueue(str(reperage.ouvrir(programme)))
