"""What each poste of the team carries: counts by poste, for whoever shares the work out. No name of a child is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Qualite, Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import ChargeHabituelle, Parcours, Tache
from maillage.parcours.queries.journee import derniers_contacts_lus
from maillage.parcours.rules.charges import ChargeDePoste, Totaux, totaliser
from maillage.parcours.rules.echeances import silencieux
from maillage.parcours.rules.etapes import FINIES, Etape
from maillage.partage.queries import dossiers_visibles, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

# Rooms above tell which of these children wait for an evaluation: (acteur, dossiers, at) -> those that do.
A_EVALUER: list[Callable[[Acteur, Collection[UUID], date], Collection[UUID]]] = []


@dataclass(frozen=True, slots=True)
class ChargeDeLEquipe:
    """The team, poste by poste, in its usual order; `sans_referent`: children whom no open poste leads."""

    postes: tuple[ChargeDePoste, ...]
    totaux: Totaux
    sans_referent: int
    seuil: int


def charge_de_l_equipe(acteur: Acteur, *, at: date) -> ChargeDeLEquipe:
    """Counts of the parcours that are not over, by poste. The reading is noted; a constant number of queries."""
    decision = decide(acteur, Acte.VOIR_L_EQUIPE, None, None, at)
    noter(acteur, Acte.VOIR_L_EQUIPE, decision, objet="charge")
    if not decision:
        raise Introuvable
    etapes, meneurs = _suivis(acteur, at)
    seuil = comptes.programme(acteur.programme_id).jours_sans_nouvelles
    tus = {s.cle for s in silencieux(derniers_contacts_lus(acteur, list(etapes), at), at, seuil)}
    evalues = {d for lire in A_EVALUER for d in lire(acteur, list(etapes), at)}
    noms = comptes.postes_de_reference(acteur.programme_id)
    titulaires = comptes.occupants({p for p, _ in noms}, at)
    dues, retards = _taches(acteur, at)
    habituelles = _habituelles(acteur)
    enfants: dict[UUID, list[UUID]] = defaultdict(list)
    for dossier, poste in meneurs.items():
        enfants[poste].append(dossier)
    charges = tuple(
        ChargeDePoste(
            poste=poste,
            libelle=libelle,
            titulaires=tuple(nom for _, nom in titulaires.get(poste, ())),
            par_etape=Counter(etapes[d] for d in enfants[poste]),
            etapes_dues=dues[poste],
            en_retard=retards[poste],
            silencieux=sum(d in tus for d in enfants[poste]),
            a_evaluer=sum(d in evalues for d in enfants[poste]) if A_EVALUER else None,
            habituelle=habituelles.get(poste),
        )
        for poste, libelle in noms
    )
    totaux = totaliser(charges)
    return ChargeDeLEquipe(charges, totaux, len(etapes) - totaux.enfants, seuil)


def _habituelles(acteur: Acteur) -> dict[UUID, int]:
    dites = ChargeHabituelle.objects.filter(poste__programme_id=acteur.programme_id)
    return dict(dites.values_list("poste_id", "enfants"))


def _suivis(acteur: Acteur, at: date) -> tuple[dict[UUID, Etape], dict[UUID, UUID]]:
    """Stage of each child whose parcours is not over, and the poste that leads it."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    rangs = Parcours.objects.filter(dossier_id__in=visibles.values("pk")).order_by("created_at")
    tous = {d: Etape(e) for d, e in rangs.values_list("dossier_id", "etape")}
    etapes = {d: e for d, e in tous.items() if e not in FINIES}
    meneurs = Cercle.objects.filter(
        en_vigueur(at), dossier_id__in=visibles.values("pk"), qualite=Qualite.REFERENT
    )
    postes = dict(meneurs.values_list("dossier_id", "poste_id"))
    return etapes, {d: postes[d] for d in etapes if d in postes}


def _taches(acteur: Acteur, at: date) -> tuple[Counter[UUID], Counter[UUID]]:
    """Steps that each poste has before it, and those that are late."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    rangs = Tache.objects.filter(faite_le=None, dossier_id__in=visibles.values("pk"))
    lues = list(rangs.values_list("poste_id", "echeance"))
    return Counter(p for p, _ in lues), Counter(p for p, e in lues if e < at)
