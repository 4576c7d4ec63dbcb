"""Where a parcours stands and what its guards hold: facts for the table of passages. Callers have asked the policy."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature
from maillage.accords.rules.natures import Nature
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Qualite
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.rules.etapes import SUIVIES, Etape, commence
from maillage.parcours.rules.passages import FaitsDuPassage, Garde
from maillage.parcours.rules.rectification import RECTIFIER

ANNULABLE = timedelta(hours=24)
ACCORDS = {Garde.ACCORD_EPS: Nature.PRESENTATION, Garde.ACCORD_PLAN: Nature.PLAN}


def dernier(dossier_id: UUID) -> Parcours | None:
    """The latest parcours of this child, sealed."""
    return Parcours.objects.filter(dossier_id=dossier_id).order_by("-created_at").first()


def faits_du_passage(rang: Parcours, at: date, le: date | None = None) -> FaitsDuPassage:
    """The stage and the guards held today, and on the day of the passage when it is another one.

    An agreement given since does not cover what was done before it; one taken back since covers nothing more.
    """
    etape = Etape(rang.etape)
    tenues = _tenues(rang.dossier_id, at)
    if le is not None and le != at:
        tenues &= _tenues(rang.dossier_id, le)
    tenues.add(Garde.COMMENCE if _commence(rang, etape) else Garde.PAS_COMMENCE)
    return FaitsDuPassage(etape, frozenset(tenues))


def _tenues(dossier_id: UUID, jour: date) -> set[Garde]:
    """Agreements in force and a référent in the cercle on this day."""
    connus = accords.ensembles([dossier_id], jour).get(dossier_id, Ensemble())
    tenues = {g for g, n in ACCORDS.items() if examiner_la_nature(connus, n, jour).decision}
    suivi = Cercle.objects.filter(en_vigueur(jour), dossier_id=dossier_id, qualite=Qualite.REFERENT)
    if suivi.exists():
        tenues.add(Garde.REFERENT)
    return tenues


def _commence(rang: Parcours, etape: Etape) -> bool:
    """It has begun, or had before its plan was proposed again; an old file may not know the day."""
    if commence(etape, rang.entree):
        return True
    return PassageFait.objects.filter(parcours=rang, annule_le=None, de__in=SUIVIES).exists()


def ouvert_depuis(rang: Parcours) -> date | None:
    """The earliest day that the next passage may bear: nothing happens before what is already written.

    A month known alone counts by its first day; the day of a correction is that of the desk, not of the child.
    """
    textes = (t for t in (rang.recue, rang.entree, rang.sortie) if t)
    jours = [DatePartielle.lire(t).premier_jour for t in textes]
    faits = PassageFait.objects.filter(parcours=rang, annule_le=None).exclude(passage=RECTIFIER)
    jours += faits.order_by("-le").values_list("le", flat=True)[:1]
    return max(jours, default=None)
