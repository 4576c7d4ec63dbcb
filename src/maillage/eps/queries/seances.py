"""Séances as each person sees them: all of them for who leads, her own for who sits or presents a situation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, Participation, Seance, SituationDeSeance
from maillage.eps.rules.seances import A_L_ORDRE_DU_JOUR, VIVANTES, EtatDeSeance, Mode
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class SeanceLue:
    """A séance: it names no child."""

    id: UUID
    le: date
    duree: int
    lieu: str
    mode: Mode
    etat: EtatDeSeance
    version: int
    commence_a: datetime
    finit_a: datetime
    acces_le: datetime | None
    ouverte_le: datetime | None
    close_le: datetime | None

    @property
    def nominative(self) -> bool:
        return self.mode is Mode.NOMINATIVE

    @property
    def vivante(self) -> bool:
        return self.etat in VIVANTES


@dataclass(frozen=True, slots=True)
class MembreLu:
    """A seat. Words are those of the nomenclature N23."""

    id: UUID
    utilisateur: UUID
    nom: str
    fonction: str
    institution: str
    participation: str
    presence: str
    present: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class LigneDeCalendrier:
    """A séance in the calendar. `situations` counts those that concern the reader, all for who leads."""

    seance: SeanceLue
    situations: int
    membres: int
    membre: bool
    presente: bool


def lire(rang: Seance) -> SeanceLue:
    """The projection of a séance."""
    return SeanceLue(
        rang.id, rang.le, rang.duree, rang.lieu, Mode(rang.mode), EtatDeSeance(rang.etat),
        rang.version, rang.commence_a, rang.finit_a, rang.acces_le, rang.ouverte_le, rang.close_le,
    )  # fmt: skip


def tient(acteur: Acteur, at: date) -> bool:
    """Does she lead the séances of her programme?"""
    return bool(decide(acteur, Acte.TENIR_L_EPS, None, None, at))


def seance_de(acteur: Acteur, seance_id: UUID, *, at: date) -> Seance:
    """A séance, for who leads it."""
    rang = Seance.objects.filter(programme_id=acteur.programme_id, id=seance_id).first()
    if rang is None or not tient(acteur, at):
        raise Introuvable
    return rang


def seance_connue(acteur: Acteur, seance_id: UUID, *, at: date) -> Seance:
    """A séance that this person leads, sits in, or presents a situation to; else nothing at all."""
    rang = _les_siennes(acteur, at).filter(id=seance_id).first()
    if rang is None:
        raise Introuvable
    return rang


def _les_siennes(acteur: Acteur, at: date) -> QuerySet[Seance]:
    ici = Seance.objects.filter(programme_id=acteur.programme_id)
    if tient(acteur, at):
        return ici
    siege = Participation.objects.filter(utilisateur=acteur.id).values("seance_id")
    return ici.filter(Q(id__in=siege) | Q(id__in=presentees(acteur, at).values("seance_id")))


def presentees(acteur: Acteur, at: date) -> QuerySet[SituationDeSeance]:
    """The situations of séances that this person prepares and presents: she extracts from their volet parcours."""
    dossiers = dossiers_visibles(acteur, Acte.EXTRAIRE, Volet.PARCOURS, at)
    return SituationDeSeance.objects.filter(dossier__in=dossiers, etat__in=A_L_ORDRE_DU_JOUR)


def calendrier(acteur: Acteur, *, at: date) -> tuple[tuple[LigneDeCalendrier, ...], ...]:
    """Séances to come, the nearest first, then those of the past, the latest first."""
    rangs = list(
        _les_siennes(acteur, at)
        .annotate(places=Count("participations", distinct=True))
        .order_by("le", "debut")
    )
    siege = set(
        Participation.objects.filter(utilisateur=acteur.id).values_list("seance_id", flat=True)
    )
    miennes = presentees(acteur, at).values_list("seance_id", flat=True)
    invitee = Invitation.objects.filter(utilisateur=acteur.id).values_list("seance_id", flat=True)
    comptes, conviees = Counter(miennes), Counter(invitee)
    lignes = [
        LigneDeCalendrier(
            lire(r), comptes[r.id] or conviees[r.id], r.places, r.id in siege, comptes[r.id] > 0
        )
        for r in rangs
    ]
    a_venir = tuple(ligne for ligne in lignes if ligne.seance.vivante)
    return a_venir, tuple(ligne for ligne in reversed(lignes) if not ligne.seance.vivante)


def membres(seance: Seance) -> tuple[MembreLu, ...]:
    """Who sits in a séance, by name."""
    n23 = charger("n23")
    rangs = seance.participations.select_related("utilisateur", "poste", "institution")
    return tuple(
        MembreLu(
            p.id, p.utilisateur_id, p.utilisateur.nom,
            n23.libelle(p.qualite) if p.qualite else (p.poste.libelle if p.poste else ""),
            p.institution.nom if p.institution else "",
            n23.libelle(p.participation), p.presence,
            n23.libelle(p.presence) if p.presence else "", p.utilisateur.email,
        )
        for p in rangs.order_by("utilisateur__nom")
    )  # fmt: skip
