"""What the sealed rows of some rooms hang on, made once: they are not under the wall, or are rows of the same dossier."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models

from maillage.accords.models import DemandeDAccord
from maillage.dossiers.models import Dossier
from maillage.eligibilite.models import (
    Campagne,
    ReglesDuProgramme,
    Scenario,
    SortieAccompagnee,
)
from maillage.parcours.models import JOURNAL, Parcours
from tests.partage.mondes import QUELQU_UN

DEBUT, FIN = "2026-01-15", "2026-06-15"


def porteur(modele: type[models.Model], dossier: UUID) -> UUID | None:
    """The row of this table that a row of the dossier hangs on; None: a table that is not known here."""
    if modele in (DemandeDAccord, SortieAccompagnee, Parcours, *JOURNAL.values()):
        return modele.objects.get(dossier=dossier).pk
    faire = {ReglesDuProgramme: _regles, Scenario: _scenario, Campagne: _campagne}.get(modele)
    return faire(Dossier.objects.get(pk=dossier).programme_id) if faire else None


def _regles(programme: UUID) -> UUID:
    return ReglesDuProgramme.objects.get_or_create(programme_id=programme, numero=1)[0].pk


def _scenario(programme: UUID) -> UUID:
    trouve = Scenario.objects.filter(programme_id=programme).first()
    regles = _regles(programme)
    return (
        trouve
        or Scenario.objects.create(
            programme_id=programme, nom="Essai", regles_avant_id=regles, regles_apres_id=regles,
            bascule=DEBUT, fin=FIN, formulaire=uuid4(),
        )
    ).pk  # fmt: skip


def _campagne(programme: UUID) -> UUID:
    trouvee = Campagne.objects.filter(programme_id=programme).first()
    return (
        trouvee
        or Campagne.objects.create(
            programme_id=programme, scenario_id=_scenario(programme), debut=DEBUT, date_legale=FIN,
            auteur_id=QUELQU_UN, formulaire=uuid4(),
        )
    ).pk  # fmt: skip
