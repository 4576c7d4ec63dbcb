"""«Ma journée»: what is due, and who has been silent too long, for the children the acteur follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.db.models import Max

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.enfants.queries.alertes import Alerte, alertes_a_deux, alertes_des_accords
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import JOURNAL, Parcours, PassageEnEps, Tache
from maillage.parcours.queries.projections import TacheLue
from maillage.parcours.rules.accords_attendus import accords_attendus
from maillage.parcours.rules.echeances import Moment, ranger, silencieux
from maillage.parcours.rules.etapes import FINIES, OUVERTES, Etape
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte

MONTRES = 12  # a day page shows what a person can do; the list page has them all


@dataclass(frozen=True, slots=True)
class EnfantSilencieux:
    """A child without trace of contact for `jours` days (None: never any)."""

    dossier: UUID
    enfant: str
    jours: int | None


@dataclass(frozen=True, slots=True)
class AccordAVoir:
    """An agreement that is missing, ends, or waits for a second person."""

    alerte: Alerte
    enfant: str


@dataclass(frozen=True, slots=True)
class Journee:
    """What one person has before her today."""

    taches: Mapping[Moment, tuple[TacheLue, ...]]
    silencieux: tuple[EnfantSilencieux, ...]
    nombre_silencieux: int
    seuil: int
    enfants_suivis: int
    sans_referent: int | None
    accords: tuple[AccordAVoir, ...] = ()
    nombre_accords: int = 0

    @property
    def vide(self) -> bool:
        return not any((*self.taches.values(), self.silencieux, self.accords))


def journee(acteur: Acteur, *, at: date) -> Journee:
    """Tasks of the acteur's postes (of the whole team for the coordination) and silences in her cercle."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    en_cours = visibles.filter(
        pk__in=Parcours.objects.filter(etape__in=OUVERTES).values("dossier_id")
    )
    suivis = list(en_cours.values_list("pk", flat=True))
    seuil = comptes.programme(acteur.programme_id).jours_sans_nouvelles
    silences = silencieux(derniers_contacts_lus(acteur, suivis, at), at, seuil)
    rangs = _taches(acteur, visibles)
    alertes = _accords(acteur, at)
    concernes = {t.dossier_id for t in rangs} | {s.cle for s in silences[:MONTRES]}
    concernes |= {a.dossier for a in alertes[:MONTRES]}
    noms = _noms(acteur, concernes)
    return Journee(
        taches=ranger(_lues(acteur, rangs, noms, at), at, attrgetter("echeance")),
        silencieux=tuple(EnfantSilencieux(s.cle, noms[s.cle], s.jours) for s in silences[:MONTRES]),
        nombre_silencieux=len(silences),
        seuil=seuil,
        enfants_suivis=len(suivis),
        sans_referent=_sans_referent(acteur, en_cours),
        accords=tuple(AccordAVoir(a, noms[a.dossier]) for a in alertes[:MONTRES]),
        nombre_accords=len(alertes),
    )


def _accords(acteur: Acteur, at: date) -> tuple[Alerte, ...]:
    """For whoever tells the family's agreements: to be confirmed, ending, and for one's own children, missing."""
    lisibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.FAMILLE, at)
    ouverts = Parcours.objects.exclude(etape__in=FINIES)
    etapes = ouverts.filter(dossier_id__in=lisibles.values("pk")).order_by("created_at")
    attendus = {d: accords_attendus(Etape(e)) for d, e in etapes.values_list("dossier_id", "etape")}
    seule = Mission.COORDINATION in acteur.missions
    alertes = (
        *alertes_a_deux(acteur, lisibles.values_list("pk", flat=True), at=at),
        *alertes_des_accords(attendus, at=at, manquants=not seule),
    )
    montrees = {a.dossier for a in alertes[:MONTRES]}
    if montrees:
        noter_liste(acteur, Acte.LIRE, Volet.FAMILLE, sorted(montrees), "journee")
    return alertes


def _taches(acteur: Acteur, visibles) -> list[Tache]:
    rangs = Tache.objects.filter(faite_le=None, dossier_id__in=visibles.values("pk"))
    if Mission.COORDINATION not in acteur.missions:
        rangs = rangs.filter(poste_id__in=acteur.postes)
    return list(rangs.select_related("poste").order_by("echeance")[:100])


def derniers_contacts_lus(acteur: Acteur, suivis: list[UUID], at: date) -> dict[UUID, date | None]:
    """Latest dated trace of each child: demand, entry, EPS, journal entries of the volets that she may read."""
    derniers = _jalons(suivis, at)
    for volet, table in JOURNAL.items():
        lisibles = dossiers_visibles(acteur, Acte.LIRE, volet, at).filter(pk__in=suivis)
        dates = (
            table.objects.filter(dossier_id__in=lisibles.values("pk"), le__lte=at, correction=None)
            .values("dossier_id")
            .annotate(dernier=Max("le"))
            .values_list("dossier_id", "dernier")
        )
        for dossier, jour in dates:
            connu = derniers[dossier]
            if connu is None or jour > connu:
                derniers[dossier] = jour
    return derniers


def _jalons(suivis: list[UUID], at: date) -> dict[UUID, date | None]:
    """Latest milestone of each child. A month known alone counts by its last day, never after today."""
    derniers: dict[UUID, date | None] = dict.fromkeys(suivis)
    parcours = Parcours.objects.filter(dossier_id__in=suivis)
    dates = [
        *PassageEnEps.objects.filter(dossier_id__in=suivis).values_list("dossier_id", "le"),
        *parcours.exclude(entree="").values_list("dossier_id", "entree"),
        *parcours.exclude(recue="").values_list("dossier_id", "recue"),
    ]
    for dossier, texte in dates:
        jour = min(DatePartielle.lire(texte).dernier_jour, at)
        connu = derniers[dossier]
        if connu is None or jour > connu:
            derniers[dossier] = jour
    return derniers


def _noms(acteur: Acteur, concernes: set[UUID]) -> dict[UUID, str]:
    if not concernes:
        return {}
    noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, sorted(concernes), "journee")
    # steps that are planned and dates of silence are content of the volet parcours
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, sorted(concernes), "journee")
    cles = trousseau(acteur.programme_id, concernes, [Volet.IDENTITE])
    return {d: i.nom_complet for d, i in enfants.identites(concernes, cles).items()}


def _lues(acteur: Acteur, rangs: list[Tache], noms: dict[UUID, str], at: date) -> list[TacheLue]:
    cles = trousseau(acteur.programme_id, {t.dossier_id for t in rangs}, [Volet.PARCOURS])
    return [
        TacheLue(
            id=t.id,
            dossier=t.dossier_id,
            libelle=t.ouvrir(cles)["libelle"],
            echeance=t.echeance,
            faite_le=None,
            poste=t.poste.libelle,
            retard=max(0, (at - t.echeance).days),
            enfant=noms[t.dossier_id],
        )
        for t in rangs
    ]


def _sans_referent(acteur: Acteur, en_cours) -> int | None:
    """Number of running parcours that nobody leads, for the coordination only."""
    if Mission.COORDINATION not in acteur.missions:
        return None
    return en_cours.exclude(cercle__qualite="referent", cercle__jusqu_au=None).count()
