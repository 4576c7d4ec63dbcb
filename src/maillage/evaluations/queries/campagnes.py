"""Campaigns of a programme, their schools in the scope of the acteur, the coverage of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from maillage.comptes.models import Poste
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant, RendezVous
from maillage.evaluations.queries.enfants import (
    A_PRECISER,
    EnfantAVoir,
    a_voir,
    portee,
    suivis_parmi,
)
from maillage.evaluations.rules.campagnes import CampagneConnue, RangDeCampagne
from maillage.evaluations.rules.couverture import Couverture, EnfantEvalue, couvrir
from maillage.evaluations.rules.grilles import FINIES, EtatDEvaluation
from maillage.evaluations.rules.rendez_vous import EtatDeRendezVous, LieuDeRencontre, RaisonDuReport
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter_liste
from maillage.partage.rules.actes import Acte

EDUCATION = "education_nationale"


@dataclass(frozen=True, slots=True)
class CampagneLue:
    """A campaign with its number."""

    id: UUID
    connue: CampagneConnue

    @property
    def libelle(self) -> str:
        return self.connue.libelle

    @property
    def depuis(self) -> date | None:
        return self.connue.periode.depuis

    @property
    def jusqu_au(self) -> date | None:
        return self.connue.periode.jusqu_au


@dataclass(frozen=True, slots=True)
class RendezVousLu:
    """An appointment, in words."""

    id: UUID
    le: date
    heure: time | None
    lieu: str
    avec: str
    etat: EtatDeRendezVous
    raison: str


@dataclass(frozen=True, slots=True)
class EcoleLue:
    """A school of a campaign: counts of children by state, and its appointment. Counts say what is to be done, no result."""

    cle: str
    nom: str
    enfants: int
    faites: int
    entamees: int
    reportees: int
    rendez_vous: RendezVousLu | None

    @property
    def restent(self) -> int:
        return self.enfants - self.faites - self.reportees

    @property
    def a_preciser(self) -> bool:
        return self.cle == A_PRECISER

    @property
    def sans_rendez_vous(self) -> bool:
        return self.rendez_vous is None and bool(self.restent) and not self.a_preciser


@dataclass(frozen=True, slots=True)
class PointLu:
    """A campaign as its page shows it."""

    campagne: CampagneLue
    ecoles: tuple[EcoleLue, ...]

    @property
    def enfants(self) -> int:
        return sum(e.enfants for e in self.ecoles)

    @property
    def faites(self) -> int:
        return sum(e.faites for e in self.ecoles)

    @property
    def restent(self) -> int:
        return sum(e.restent for e in self.ecoles)


def campagnes(acteur: Acteur) -> tuple[CampagneLue, ...]:
    """Campaigns of the programme, the latest first. They name nobody."""
    rangs = CampagneDEvaluation.objects.filter(programme_id=acteur.programme_id)
    return tuple(CampagneLue(c.id, c.connue) for c in rangs.order_by("-rentree", "-rang"))


def en_cours(acteur: Acteur, at: date) -> CampagneLue | None:
    """The campaign that runs on this day, else the latest one already begun."""
    commencees = [c for c in campagnes(acteur) if c.depuis is not None and c.depuis <= at]
    return next((c for c in commencees if c.connue.en_cours(at)), next(iter(commencees), None))


def la_campagne(acteur: Acteur, campagne_id: UUID) -> CampagneDEvaluation:
    """The record, in the acteur's programme."""
    rang = CampagneDEvaluation.objects.filter(
        pk=campagne_id, programme_id=acteur.programme_id
    ).first()
    if rang is None or acteur.programme_id is None:
        raise Introuvable
    return rang


def point(
    acteur: Acteur, campagne_id: UUID, *, at: date, parmi: Collection[UUID] | None = None
) -> PointLu:
    """The campaign, school by school, of the children that the acteur may know; by name of school, never by result."""
    rang = la_campagne(acteur, campagne_id)
    enfants = a_voir(acteur, rang, at=at, parmi=parmi)
    etats = etats_de(rang, [e.dossier for e in enfants])
    tenus = derniers_rendez_vous(rang)
    par_ecole: dict[str, list[EnfantAVoir]] = {}
    for e in enfants:
        par_ecole.setdefault(e.ecole, []).append(e)
    ecoles = [_ecole(cle, siens, etats, tenus.get(cle)) for cle, siens in par_ecole.items()]
    ecoles.sort(key=lambda e: (e.a_preciser, e.nom.casefold()))
    return PointLu(CampagneLue(rang.pk, rang.connue), tuple(ecoles))


def _ecole(
    cle: str,
    siens: list[EnfantAVoir],
    etats: dict[UUID, EtatDEvaluation],
    rendez_vous: RendezVousLu | None,
) -> EcoleLue:
    comptes = Counter(etats.get(e.dossier, EtatDEvaluation.A_FAIRE) for e in siens)
    nom = Counter(e.nom_de_l_ecole for e in siens).most_common(1)[0][0]
    return EcoleLue(
        cle, nom, len(siens), comptes[EtatDEvaluation.FAITE], comptes[EtatDEvaluation.ENTAMEE],
        comptes[EtatDEvaluation.REPORTEE], rendez_vous,
    )  # fmt: skip


def etats_de(campagne: CampagneDEvaluation, dossiers: list[UUID]) -> dict[UUID, EtatDEvaluation]:
    """State of the evaluations written for these children; the caller asked the policy."""
    rangs = EvaluationDeLEnfant.objects.filter(campagne=campagne, dossier_id__in=dossiers)
    return {d: EtatDEvaluation(e) for d, e in rangs.values_list("dossier_id", "etat")}


def avancement(
    campagne: CampagneDEvaluation, dossiers: Iterable[UUID]
) -> dict[UUID, EtatDEvaluation]:
    """State of each child of the campaign among these, from clear columns: nothing is opened."""
    connus = list(dossiers)
    return dict.fromkeys(suivis_parmi(connus), EtatDEvaluation.A_FAIRE) | etats_de(campagne, connus)


def a_evaluer(acteur: Acteur, dossiers: Collection[UUID], at: date) -> set[UUID]:
    """Those of these children, followed today, whom the running campaign still waits for; the caller noted the reading."""
    campagne = en_cours(acteur, at)
    if campagne is None:
        return set()
    suivis = suivis_parmi(dossiers)
    etats = avancement(la_campagne(acteur, campagne.id), suivis)
    return {d for d, etat in etats.items() if etat not in FINIES}


def derniers_rendez_vous(campagne: CampagneDEvaluation) -> dict[str, RendezVousLu]:
    """The latest appointment of each school."""
    rangs = campagne.rendez_vous.select_related("poste").order_by("created_at")
    return {r.ecole: rendez_vous_lu(r) for r in rangs}


def rendez_vous_lu(r: RendezVous) -> RendezVousLu:
    return RendezVousLu(
        r.pk, r.le, r.heure, LieuDeRencontre(r.lieu).libelle, r.poste.libelle if r.poste else "",
        EtatDeRendezVous(r.etat), RaisonDuReport(r.raison).libelle if r.raison else "",
    )  # fmt: skip


def postes_d_ecole(acteur: Acteur) -> list[tuple[UUID, str]]:
    """Open postes of the programme that belong to a school."""
    rangs = Poste.objects.filter(
        programme_id=acteur.programme_id, institution__nature=EDUCATION, ferme_le=None
    )
    return [(p.pk, p.libelle) for p in rangs.order_by("libelle")]


def couverture(acteur: Acteur, annee: AnneeScolaire, *, at: date) -> Couverture:
    """Children followed today in the acteur's scope, by number of evaluations finished in this school year."""
    suivis = sorted(suivis_parmi(portee(acteur, at)))
    noter_liste(acteur, Acte.LIRE, Volet.SCOLARITE, suivis, "couverture")
    faites: dict[UUID, set[RangDeCampagne]] = {d: set() for d in suivis}
    rangs = EvaluationDeLEnfant.objects.filter(
        campagne__programme_id=acteur.programme_id, campagne__rentree=annee.rentree,
        etat=EtatDEvaluation.FAITE, dossier_id__in=suivis,
    )  # fmt: skip
    for dossier, rang in rangs.values_list("dossier_id", "campagne__rang"):
        faites[dossier].add(RangDeCampagne(rang))
    return couvrir(EnfantEvalue(str(d), frozenset(f)) for d, f in faites.items())
