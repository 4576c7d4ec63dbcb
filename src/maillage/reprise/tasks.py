"""Jobs of the reprise."""

from __future__ import annotations

from pathlib import PurePath
from traceback import extract_tb
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from maillage.eligibilite.fraicheur import revoir_tout
from maillage.enfants.tasks import reperer_si_possible
from maillage.reprise import travaux
from maillage.reprise.models import EtatDeReprise, Reprise


class ImportEnPanne(RuntimeError):
    """An import broke: the kind of fault and where it was, never its message, which may quote a row of the tracker."""

    def __init__(self, panne: Exception) -> None:
        lieux = (f"{PurePath(f.filename).name}:{f.lineno}" for f in extract_tb(panne.__traceback__))
        super().__init__(f"{type(panne).__name__} ({' > '.join(lieux)})")


@task()
def importer(reprise_id: str) -> None:
    """Run an import; its progress and result are in the base, where the queue writes in clear what broke a job."""
    try:
        travaux.importer(UUID(reprise_id), at=timezone.localdate())
    except Exception as panne:  # noqa: BLE001 - raised again, without its words
        raise ImportEnPanne(panne) from None
    reprise = Reprise.objects.get(id=reprise_id)
    if reprise.etat == EtatDeReprise.TERMINEE:
        revoir_tout(reprise.programme_id)  # rows written in bulk tell nothing one by one
        reperer_si_possible(reprise.programme_id)
