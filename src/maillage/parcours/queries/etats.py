"""Where a parcours stands and what its guards hold: facts for the table of passages. Callers have asked the policy."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.natures import Nature
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Qualite
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import FaitsDuPassage, Garde

ACCORDS = {Garde.ACCORD_EPS: Nature.PRESENTATION, Garde.ACCORD_PLAN: Nature.PLAN}


def dernier(dossier_id: UUID) -> Parcours | None:
    """The latest parcours of this child, sealed."""
    return Parcours.objects.filter(dossier_id=dossier_id).order_by("-created_at").first()


def faits_du_passage(dossier_id: UUID, etape: Etape, at: date) -> FaitsDuPassage:
    """The stage and the guards held on this day: agreements in force, a référent in the cercle."""
    tenues = {g for g, n in ACCORDS.items() if accords.accord_en_vigueur(dossier_id, n, at)}
    suivi = Cercle.objects.filter(en_vigueur(at), dossier_id=dossier_id, qualite=Qualite.REFERENT)
    if suivi.exists():
        tenues.add(Garde.REFERENT)
    return FaitsDuPassage(etape, frozenset(tenues))
