"""Jobs of the reprise."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from maillage.reprise import travaux


@task()
def importer(reprise_id: str) -> None:
    """Run an import; its progress and result are in the base."""
    travaux.importer(UUID(reprise_id), at=timezone.localdate())
