"""Postes, who holds them, what they carry. Counts and identifiers only: nothing here opens a sealed value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from maillage.comptes import queries as comptes
from maillage.comptes.models import MissionConfiee, Occupation, Poste
from maillage.comptes.rules import Mission
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import EtatDuDossier, Qualite
from maillage.parcours.models import Parcours, Tache
from maillage.parcours.rules.etapes import Etape
from maillage.passations.rules.vacances import PosteSuivi, derniere_fin

REFERENT = "referent_de_parcours"
# Whoever holds a poste without one of these missions neither reads its children nor ends its steps.
TIENNENT = (Mission.REFERENCE, Mission.COORDINATION)
FINIS = (Etape.SORTIE, Etape.SANS_SUITE)  # a watch after exit is still somebody's work
ETAPE = Subquery(
    Parcours.objects.filter(dossier=OuterRef("dossier")).order_by("-created_at").values("etape")[:1]
)
Fins = tuple[date | None, ...]


def titulaires(programme_id: UUID, le: date, *, at: date) -> dict[UUID, list[tuple[UUID, Fins]]]:
    """Who holds each poste on a day, with the ends of her occupation, account and missions; asked on the day `at`.

    A closed, ended or sleeping account holds nothing.
    """
    tenues = Occupation.objects.filter(
        comptes.en_vigueur(le), poste__programme_id=programme_id, retiree_le__isnull=True
    ).select_related("utilisateur")
    rangs = list(tenues.order_by("utilisateur__nom", "id"))
    qui = {o.utilisateur_id for o in rangs}
    entres = {i for i, acteur in comptes.acteurs(qui, au=at).items() if acteur.id is not None}
    missions = _fins_des_missions(programme_id, qui & entres, le)
    tenus: dict[UUID, list[tuple[UUID, Fins]]] = {}
    for o in rangs:
        fin = None if o.utilisateur.est_demo else o.utilisateur.jusqu_au
        if o.utilisateur_id in missions and (fin is None or fin >= le):
            fins = (o.jusqu_au, fin, missions[o.utilisateur_id])
            tenus.setdefault(o.poste_id, []).append((o.utilisateur_id, fins))
    return tenus


def _fins_des_missions(programme_id: UUID, qui: set[UUID], le: date) -> dict[UUID, date | None]:
    """The last day of the mission that lets each of them work; None: no end known."""
    rangs = MissionConfiee.objects.filter(
        comptes.en_vigueur(le),
        programme_id=programme_id,
        utilisateur_id__in=qui,
        mission__in=TIENNENT,
        retiree_le__isnull=True,
    )
    fins: dict[UUID, date | None] = {}
    for ident, fin in rangs.values_list("utilisateur_id", "jusqu_au"):
        connue = fins.get(ident, fin)
        fins[ident] = None if fin is None or connue is None else max(fin, connue)
    return fins


def suivis(
    programme_id: UUID, le: date, postes: Collection[UUID] | None = None
) -> QuerySet[Cercle]:
    """The rows of the cercle by which postes lead children in force on a day, those who have left put aside."""
    rangs = Cercle.objects.filter(
        comptes.en_vigueur(le),
        qualite=Qualite.REFERENT,
        dossier__programme_id=programme_id,
        dossier__etat=EtatDuDossier.ACTIF,
    ).annotate(etape=ETAPE)
    if postes is not None:
        rangs = rangs.filter(poste_id__in=postes)
    a_faire = Tache.objects.filter(
        dossier=OuterRef("dossier"), poste=OuterRef("poste"), faite_le=None
    )
    parti = Q(etape__in=FINIS)
    return rangs.filter(~parti | Q(etape=None) | Exists(a_faire))


def charges(programme_id: UUID, le: date) -> Counter[UUID]:
    """How many children each poste leads on a day."""
    return Counter(suivis(programme_id, le).values_list("poste_id", flat=True))


def enfants_du_poste(programme_id: UUID, poste_id: UUID, le: date) -> set[UUID]:
    """The children whom this poste leads on that day, without an end already written."""
    siens = suivis(programme_id, le, [poste_id]).filter(jusqu_au=None)
    return set(siens.values_list("dossier_id", flat=True))


def taches_ouvertes(programme_id: UUID) -> QuerySet[Tache]:
    """Next steps that wait in the dossiers in use."""
    return Tache.objects.filter(
        faite_le=None, dossier__programme_id=programme_id, dossier__etat=EtatDuDossier.ACTIF
    )


def situations(programme_id: UUID, at: date) -> list[PosteSuivi]:
    """Every open poste of the programme, what it carries, and until when somebody holds it."""
    tenus = titulaires(programme_id, at, at=at)
    enfants = charges(programme_id, at)
    etapes = Counter(taches_ouvertes(programme_id).values_list("poste_id", flat=True))
    postes = Poste.objects.filter(programme_id=programme_id)
    return [
        PosteSuivi(
            pk, libelle, enfants[pk], etapes[pk],
            derniere_fin(fins for _, fins in tenus.get(pk, ())),
        )
        for pk, libelle in postes.values_list("pk", "libelle")
        if enfants[pk] or etapes[pk]
    ]  # fmt: skip


def etapes_a_reprendre(programme_id: UUID, at: date) -> QuerySet[Tache]:
    """Next steps of a référent's poste that follows the child no longer, nor will: nobody sees them.

    A coordinator sees every step of the programme: those of a poste that she holds are not lost.
    """
    coordinateurs = MissionConfiee.objects.filter(
        comptes.en_vigueur(at), programme_id=programme_id, mission=Mission.COORDINATION,
        retiree_le__isnull=True,
    )  # fmt: skip
    tiennent = titulaires(programme_id, at, at=at)
    coordonnent = set(coordinateurs.values_list("utilisateur_id", flat=True))
    vus = [p for p, lot in tiennent.items() if any(qui in coordonnent for qui, _ in lot)]
    suit = Cercle.objects.filter(dossier=OuterRef("dossier"), poste=OuterRef("poste")).exclude(
        jusqu_au__lt=at
    )
    ouvertes = taches_ouvertes(programme_id).filter(poste__metier=REFERENT)
    return ouvertes.exclude(poste_id__in=vus).filter(~Exists(suit))


def referents(programme_id: UUID, dossiers: Collection[UUID], le: date) -> dict[UUID, UUID]:
    """The poste that leads each of these children on a day."""
    rangs = Cercle.objects.filter(
        comptes.en_vigueur(le), dossier_id__in=dossiers, dossier__programme_id=programme_id,
        qualite=Qualite.REFERENT,
    )  # fmt: skip
    return dict(rangs.values_list("dossier_id", "poste_id"))


def actifs(dossiers: Collection[UUID]) -> set[UUID]:
    """Those of these dossiers that are in use."""
    rangs = Dossier.objects.filter(pk__in=dossiers, etat=EtatDuDossier.ACTIF)
    return set(rangs.values_list("pk", flat=True))
