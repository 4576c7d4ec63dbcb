"""What of the agreements asks for somebody: missing, ending, to be confirmed by a second person. Numbers and codes, no name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from maillage.accords import queries as accords
from maillage.accords.models import SituationDUnAdulte, VoilePose
from maillage.accords.rules.echeances import PREAVIS
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature, examiner_une
from maillage.accords.rules.natures import Nature
from maillage.comptes.rules import Acteur
from maillage.enfants.queries.accords import etat_de


@dataclass(frozen=True, slots=True)
class Alerte:
    """One thing to do about the agreements of a child. `demande` is None when it is in the volet, not in a request."""

    dossier: UUID
    etat: str
    quoi: str
    resume: str
    le: date | None = None
    demande: UUID | None = None


def alertes_des_accords(
    attendus: Mapping[UUID, Iterable[Nature]], *, at: date, manquants: bool
) -> tuple[Alerte, ...]:
    """Agreements that end within thirty days, and those that are missing when `manquants`. The soonest first."""
    ensembles = accords.ensembles(attendus, at)
    trouvees = [a for d, e in ensembles.items() for a in _finissants(d, e, at)]
    trouvees.sort(key=lambda a: a.le or at)
    if manquants:
        trouvees += [a for d, e in ensembles.items() for a in _manquants(d, e, attendus[d], at)]
    return tuple(trouvees)


def _finissants(dossier: UUID, ensemble: Ensemble, at: date) -> list[Alerte]:
    """Agreed today, over within thirty days, and not asked again for later."""
    proches = [
        d for d in ensemble.demandes
        if d.periode.jusqu_au and at <= d.periode.jusqu_au <= at + PREAVIS
    ]  # fmt: skip
    alertes = []
    for d in proches:
        fin = d.periode.jusqu_au or at
        suite = any(
            s.objet == d.objet and (s.periode.jusqu_au or fin) > fin for s in ensemble.demandes
        )
        examen = examiner_une(ensemble, d, at)
        if examen.decision and not suite:
            quoi = d.objet.nature.libelle
            alertes.append(Alerte(dossier, "att", quoi, "Finit bientôt", fin, d.id))
    return alertes


def _manquants(
    dossier: UUID, ensemble: Ensemble, natures: Iterable[Nature], at: date
) -> list[Alerte]:
    alertes = []
    for nature in natures:
        examen = examiner_la_nature(ensemble, nature, at)
        if not examen.decision:
            siennes = [d for d in ensemble.demandes if d.objet.nature is nature]
            etat, resume = etat_de(examen, at, at) if siennes else ("inc", "À demander")
            ici = siennes[-1].id if siennes else None
            alertes.append(Alerte(dossier, etat, nature.libelle, resume, None, ici))
    return alertes


def alertes_a_deux(acteur: Acteur, dossiers: Iterable[UUID], *, at: date) -> tuple[Alerte, ...]:
    """What waits for a second person who is not the acteur, and protections whose decision ends. Clear columns only."""
    ids = list(dossiers)
    autrui = Q(auteur__isnull=False) & ~Q(auteur_id=acteur.id)
    situations = SituationDUnAdulte.objects.filter(accords.EN_ATTENTE, autrui, dossier_id__in=ids)
    tenus = VoilePose.objects.filter(dossier_id__in=ids, leve_le=None)
    a_confirmer = tenus.filter(autrui, decide_le=None)
    a_lever = tenus.filter(levee_proposee_le__isnull=False).exclude(levee_par_id=acteur.id)
    finissent = tenus.filter(echeance__lte=at + PREAVIS)
    return (
        *(Alerte(d, "att", "Autorité parentale", "À confirmer à deux", le)
          for d, le in situations.values_list("dossier_id", "depuis")),
        *(Alerte(d, "att", "Adresse protégée", "À confirmer à deux", le)
          for d, le in a_confirmer.values_list("dossier_id", "depuis")),
        *(Alerte(d, "att", "Adresse protégée", "Levée à confirmer à deux", le)
          for d, le in a_lever.values_list("dossier_id", "levee_proposee_le")),
        *(Alerte(d, "att", "Adresse protégée", "La décision finit, la protection reste", le)
          for d, le in finissent.order_by(F("echeance")).values_list("dossier_id", "echeance")),
    )  # fmt: skip
