"""Reads of exit campaigns: the board in counts, the children by name for whoever may know them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite import calendriers, suivis
from maillage.eligibilite.models.campagne import VIVANTES, Campagne, SortieAccompagnee
from maillage.eligibilite.rules.campagne import EtatDeCampagne, RegleDeContinuite, SuiteDecidee
from maillage.eligibilite.rules.campagne_avancement import (
    Compte,
    SortieComptee,
    compter,
    par_semaine,
)
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

SANS_REFERENT = "Sans référent"


@dataclass(frozen=True, slots=True)
class CampagneLue:
    """A campaign as its pages show it. It names nobody."""

    id: UUID
    scenario: UUID
    debut: date
    date_legale: date
    etat: EtatDeCampagne
    regles: frozenset[RegleDeContinuite]
    lancee_le: date | None
    finie_le: date | None
    version: int

    @property
    def modifiable(self) -> bool:
        return self.etat in VIVANTES


@dataclass(frozen=True, slots=True)
class LigneDeReferent:
    """One référent: open parcours before and after, exits by state, most in one week and the bound. Not a ranking."""

    poste: str
    poste_id: UUID | None
    avant: int
    apres: int
    compte: Compte
    au_plus: int
    borne: int


@dataclass(frozen=True, slots=True)
class LigneDeSemaine:
    """One week: its Monday (None: no week), counts, and exits of each référent in the order of the columns."""

    lundi: date | None
    compte: Compte
    par_referent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tableau:
    """The board of a campaign, in counts."""

    campagne: CampagneLue
    total: Compte
    referents: tuple[LigneDeReferent, ...]
    semaines: tuple[LigneDeSemaine, ...]
    calendrier_connu: bool


def lire(rang: Campagne) -> CampagneLue:
    return CampagneLue(
        id=rang.pk,
        scenario=rang.scenario_id,
        debut=rang.debut,
        date_legale=rang.date_legale,
        etat=EtatDeCampagne(rang.etat),
        regles=calendriers.regles_de(rang),
        lancee_le=rang.lancee_le,
        finie_le=rang.finie_le,
        version=rang.version,
    )


def campagnes(acteur: Acteur) -> tuple[CampagneLue, ...]:
    """The campaigns of the programme, the latest first."""
    rangs = Campagne.objects.filter(programme_id=acteur.programme_id).order_by("-created_at")
    return tuple(lire(r) for r in rangs)


def une_campagne(acteur: Acteur, campagne_id: UUID, at: date) -> Campagne:
    """The campaign of the programme, for whoever leads campaigns; `Introuvable` otherwise."""
    decision = decide(acteur, Acte.CONDUIRE_LES_SORTIES, None, None, at)
    rang = Campagne.objects.filter(pk=campagne_id, programme_id=acteur.programme_id).first()
    if rang is None or not decision:
        raise Introuvable
    return rang


def tableau(acteur: Acteur, campagne_id: UUID, *, at: date) -> Tableau:
    """The board: who is to accompany, done, late, without relay; by référent and by week."""
    rang = une_campagne(acteur, campagne_id, at)
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    rangs = list(rang.sorties.filter(dossier_id__in=visibles.values("pk")))
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, sorted(r.dossier_id for r in rangs), "campagne")
    noms = noms_des_referents([r.dossier_id for r in rangs], at)
    comptees = [(comptee(r, noms.get(r.dossier_id, SANS_REFERENT)), r) for r in rangs]
    sorties = [c for c, _ in comptees]
    bornes = calendriers.planchers_de(rang, rangs, at)
    referents = _lignes_de_referents(acteur, visibles, sorties, bornes, at)
    colonnes = [r.poste for r in referents]
    return Tableau(
        campagne=lire(rang),
        total=compter(sorties, at),
        referents=referents,
        semaines=tuple(
            LigneDeSemaine(lundi, compte, _par_colonne(sorties, lundi, colonnes))
            for lundi, compte in par_semaine(sorties, at)
        ),
        calendrier_connu=all(s.connue for s in calendriers.semaines_de(rang, at)),
    )


def _par_colonne(
    sorties: Iterable[SortieComptee], lundi: date | None, colonnes: Iterable[str]
) -> tuple[int, ...]:
    nombres = Counter(s.referent for s in sorties if s.semaine == lundi and not s.reste)
    return tuple(nombres[c] for c in colonnes)


def _lignes_de_referents(
    acteur: Acteur,
    visibles: QuerySet,
    sorties: Collection[SortieComptee],
    bornes: Mapping[UUID | None, int],
    at: date,
) -> tuple[LigneDeReferent, ...]:
    """By the name of the poste: open parcours before and after, exits, the fullest week."""
    ids = list(visibles.values_list("pk", flat=True))
    ouverts = [d for d, s in suivis.suivis(acteur.programme_id, ids).items() if s.ouvert]
    noms = noms_des_referents(ouverts, at)
    numeros = {nom: i for i, nom in comptes.postes_de_reference(acteur.programme_id)}
    charges = Counter(noms.get(d, SANS_REFERENT) for d in ouverts)
    lignes = []
    for nom in sorted({s.referent for s in sorties} | set(charges)):
        siennes = [s for s in sorties if s.referent == nom]
        partent = sum(not s.reste and s.faite_le is None for s in siennes)
        semaines = Counter(s.semaine for s in siennes if s.semaine and not s.reste)
        avant = charges[nom] + sum(s.faite_le is not None for s in siennes)
        lignes.append(
            LigneDeReferent(
                poste=nom,
                poste_id=numeros.get(nom),
                avant=avant,
                apres=charges[nom] - partent,
                compte=compter(siennes, at),
                au_plus=max(semaines.values(), default=0),
                borne=bornes.get(numeros.get(nom), 0),
            )
        )
    return tuple(lignes)


def noms_des_referents(dossiers: Collection[UUID], at: date) -> dict[UUID, str]:
    """The name of the poste that leads each of these parcours."""
    postes = calendriers.referents_de(dossiers, at)
    noms = comptes.postes_nommes(set(postes.values()))
    return {d: noms[p] for d, p in postes.items()}


def comptee(rang: SortieAccompagnee, referent: str) -> SortieComptee:
    """An exit without identity, for counting."""
    return SortieComptee(
        referent=referent,
        semaine=rang.semaine,
        relais=EtatDuRelais(rang.relais),
        faite_le=rang.faite_le,
        reste=rang.suite == SuiteDecidee.RESTE,
        informee=rang.informee_le is not None,
    )
