"""Jobs of the parcours."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from maillage.dossiers import conservation


@task()
def purger_la_liste(bordereau_id: str) -> None:
    """Purge the dossiers of a validated list. Killed or run twice, it goes on where it was."""
    conservation.executer(
        UUID(bordereau_id),
        le=timezone.localdate(),
        maintenant=timezone.now(),
        avancer=lambda _fait, _total: None,  # the page counts the lines that are done
    )
