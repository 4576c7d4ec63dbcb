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
from maillage.eps.models import Seance
from maillage.evaluations.models import CampagneDEvaluation
from maillage.parcours.models import JOURNAL, Parcours
from maillage.passations.models import Passation
from maillage.plans.models import Objectif
from maillage.syntheses.models import CourrierEmis, Synthese
from tests.partage.mondes import POSTES, QUELQU_UN

DEBUT, FIN = "2026-01-15", "2026-06-15"


def porteur(modele: type[models.Model], dossier: UUID) -> UUID | None:
    """The row of this table that a row of the dossier hangs on; None: a table that is not known here."""
    if modele in (DemandeDAccord, SortieAccompagnee, Synthese, *JOURNAL.values()):
        return modele.objects.get(dossier=dossier).pk
    if modele in (Parcours, Objectif):
        return _de_l_enfant(modele, dossier)
    faire = {
        ReglesDuProgramme: _regles, Scenario: _scenario, Campagne: _campagne,
        CampagneDEvaluation: _point, Passation: _passation, Seance: _seance,
    }.get(modele)  # fmt: skip
    return faire(Dossier.objects.get(pk=dossier).programme_id) if faire else None


def _de_l_enfant(modele: type[Parcours | Objectif], dossier: UUID) -> UUID:
    trouve = modele.objects.filter(dossier_id=dossier).first()
    plus = {}
    if modele is Objectif:
        sien = _de_l_enfant(Parcours, dossier)
        plus = {"parcours_id": sien, "auteur_id": QUELQU_UN, "ouvert_le": DEBUT}
    return (trouve or modele.objects.create(dossier_id=dossier, scelle=b"", **plus)).pk


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


def _point(programme: UUID) -> UUID:
    trouve = CampagneDEvaluation.objects.filter(programme_id=programme).first()
    return (
        trouve
        or CampagneDEvaluation.objects.create(
            programme_id=programme, rentree=2025, rang=1, depuis=DEBUT, jusqu_au=FIN,
            auteur_id=QUELQU_UN, formulaire=uuid4(),
        )
    ).pk  # fmt: skip


def propres(table: type[models.Model], dossier: UUID) -> dict[str, object]:
    """Values that a table asks for beyond the type of its columns."""
    if table is Synthese:
        return {"adulte": uuid4()}
    if table is CourrierEmis:
        programme = Dossier.objects.get(pk=dossier).programme_id
        return {"programme_id": programme, "numero": uuid4().int % 10**6, "parties": []}
    return {}


def _passation(programme: UUID) -> UUID:
    trouvee = Passation.objects.filter(programme_id=programme).first()
    poste = next(p for p, sien in POSTES if sien == programme)
    return (
        trouvee
        or Passation.objects.create(
            programme_id=programme, poste_id=poste, motif="depart", depuis=DEBUT,
            auteur_id=QUELQU_UN, formulaire=uuid4(),
        )
    ).pk  # fmt: skip


def _seance(programme: UUID) -> UUID:
    trouvee = Seance.objects.filter(programme_id=programme).first()
    return (
        trouvee
        or Seance.objects.create(
            programme_id=programme, le=DEBUT, debut="14:00", duree=60, lieu="Mairie",
            auteur_id=QUELQU_UN, formulaire=uuid4(),
        )
    ).pk  # fmt: skip
