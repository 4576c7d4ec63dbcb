"""Jobs of eligibility."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks import task


class CalculEnPanne(RuntimeError):
    """A job broke: the kind of fault only, its message may quote a fact of a child."""

    def __init__(self, panne: Exception) -> None:
        super().__init__(type(panne).__name__)


@task()
def revoir_les_verdicts(programme_id: str, dossiers: list[str] | None) -> None:
    """Judge again these dossiers, or all those of the programme."""
    from maillage.eligibilite.services import verdicts  # noqa: PLC0415 - the services enqueue this job

    lus = None if dossiers is None else [UUID(d) for d in dossiers]
    try:
        verdicts.revoir(UUID(programme_id), lus, at=timezone.localdate())
    except Exception as panne:  # noqa: BLE001 - raised again, without its words
        raise CalculEnPanne(panne) from None


@task()
def calculer_le_scenario(scenario_id: str) -> None:
    """Run a simulation; its progress and result are in the base."""
    from maillage.eligibilite.services import calculs  # noqa: PLC0415 - the services enqueue this job

    try:
        calculs.calculer(UUID(scenario_id))
    except Exception as panne:  # noqa: BLE001 - raised again, without its words
        raise CalculEnPanne(panne) from None
