"""Jobs of publications."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


class CalculEnPanne(RuntimeError):
    """A job broke: the kind of fault only, its message may quote a count."""

    def __init__(self, panne: Exception) -> None:
        super().__init__(type(panne).__name__)


@task()
def proteger_la_publication(preparation_id: str) -> None:
    """Protect a release; its progress and result are in the base."""
    from maillage.publications.services import calculs  # noqa: PLC0415 - the services enqueue this job

    try:
        calculs.calculer(UUID(preparation_id))
    except Exception as panne:  # noqa: BLE001 - raised again, without its words
        raise CalculEnPanne(panne) from None
