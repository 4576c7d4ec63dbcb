"""What waits for a séance: situations of the programme, with the agreement of this day and the reason of their place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature
from maillage.accords.rules.natures import Nature
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Qualite, Volet
from maillage.enfants import queries as enfants
from maillage.enfants.rules.pliage import plier
from maillage.eps.models import SituationDeSeance
from maillage.eps.rules.ordre import EnAttente
from maillage.eps.rules.seances import VIVANTES, EtatDeSituation
from maillage.notions.decision import Decision
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.queries.noms import noms
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import Passage
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte

ATTENDENT = (Etape.ACCORD_EPS, Etape.INSCRITE_EN_EPS, Etape.REEXAMEN)
DEPUIS = (Passage.NOTER_ACCORD_EPS, Passage.AJOURNER, Passage.RETIRER, Passage.REEXAMINER)


@dataclass(frozen=True, slots=True)
class SituationEnAttente:
    """One line of what waits."""

    attente: EnAttente
    enfant: str
    etape: Etape
    accord: Decision


def en_attente(acteur: Acteur, *, at: date) -> tuple[SituationEnAttente, ...]:
    """Situations that a séance may take, in the order of attention; those without agreement are shown and blocked."""
    etapes = _etapes(acteur, at)
    if not etapes:
        return ()
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, sorted(etapes), "eps_attente")
    attentes = _attentes(acteur, etapes, at)
    ensembles = accords.ensembles(list(etapes), at)
    nommes = noms(acteur, set(etapes), at=at)
    return tuple(
        SituationEnAttente(
            attente,
            nommes.get(attente.id, ""),
            etapes[attente.id].etape_lue,
            examiner_la_nature(
                ensembles.get(attente.id, Ensemble()), Nature.PRESENTATION, at
            ).decision,
        )
        for attente in sorted(attentes, key=lambda a: a.rang)
    )


@dataclass(frozen=True, slots=True)
class _Etape:
    etape_lue: Etape
    recue: str
    cree: date


def _etapes(acteur: Acteur, at: date) -> dict[UUID, _Etape]:
    """The latest stage of each dossier that the acteur reads, when it waits and no séance holds it."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    rangs = Parcours.objects.filter(dossier__in=visibles).order_by("created_at")
    derniers = {
        d: _Etape(Etape(etape), recue, cree.date())
        for d, etape, recue, cree in rangs.values_list("dossier_id", "etape", "recue", "created_at")
    }
    inscrites = set(
        SituationDeSeance.objects.filter(
            dossier_id__in=list(derniers), etat=EtatDeSituation.INSCRITE, seance__etat__in=VIVANTES
        ).values_list("dossier_id", flat=True)
    )
    return {d: e for d, e in derniers.items() if e.etape_lue in ATTENDENT and d not in inscrites}


def _attentes(acteur: Acteur, etapes: dict[UUID, _Etape], at: date) -> list[EnAttente]:
    faits = PassageFait.objects.filter(
        dossier_id__in=list(etapes), passage__in=DEPUIS, annule_le=None
    ).order_by("le", "created_at")
    depuis: dict[UUID, date] = {}
    ajournees: dict[UUID, int] = {}
    for dossier, passage, le in faits.values_list("dossier_id", "passage", "le"):
        if passage == Passage.RETIRER:  # taken off: it waits since it was first agreed
            depuis.setdefault(dossier, le)
        else:
            depuis[dossier] = le
        ajournees[dossier] = ajournees.get(dossier, 0) + (passage == Passage.AJOURNER)
    groupes = _groupes(acteur, list(etapes), at)
    return [
        EnAttente(
            d, depuis.get(d) or _jour(e), e.etape_lue is Etape.REEXAMEN, ajournees.get(d, 0),
            groupes.get(d, ""),
        )
        for d, e in etapes.items()
    ]  # fmt: skip


def _jour(etape: _Etape) -> date:
    """The day of the demand when it is known whole, else that of the record."""
    try:
        return date.fromisoformat(etape.recue)
    except ValueError:
        return etape.cree


def _groupes(acteur: Acteur, dossiers: Collection[UUID], at: date) -> dict[UUID, str]:
    """Who comes for each: the school when the acteur reads it, else the poste that leads the parcours."""
    suivis = Cercle.objects.filter(
        en_vigueur(at), dossier_id__in=dossiers, qualite=Qualite.REFERENT
    )
    groupes = {d: str(p) for d, p in suivis.values_list("dossier_id", "poste_id")}
    lisibles = dossiers_visibles(acteur, Acte.LIRE, Volet.SCOLARITE, at).filter(pk__in=dossiers)
    ids = sorted(lisibles.values_list("pk", flat=True))
    if not ids:
        return groupes
    noter_liste(acteur, Acte.LIRE, Volet.SCOLARITE, ids, "eps_ordre")
    cles = trousseau(acteur.programme_id, ids, [Volet.SCOLARITE])
    for dossier, annees in enfants.scolarites(ids, cles).items():
        ecole = annees[0].uai or plier(annees[0].etablissement)
        if ecole:
            groupes[dossier] = ecole
    return groupes
