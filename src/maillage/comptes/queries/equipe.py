"""The team as the coordinator sees it: persons, missions, postes, what waits for a second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from maillage.comptes.models import (
    Attestation,
    Demande,
    MissionConfiee,
    Occupation,
    Poste,
    Utilisateur,
)
from maillage.comptes.queries.acteurs import en_vigueur, faits_du_compte
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.comptes.rules.etats import EtatDuCompte, etat_du_compte, suspendu_le
from maillage.comptes.rules.habilitations import (
    DemandeFaite,
    NatureDeDemande,
    SecondePersonne,
    peut_confirmer,
    prochaine_attestation,
)
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable


@dataclass(frozen=True, slots=True)
class MissionLue:
    id: int
    libelle: str
    obligation: str
    depuis: date
    jusqu_au: date | None


@dataclass(frozen=True, slots=True)
class PosteTenu:
    id: UUID
    libelle: str
    depuis: date


@dataclass(frozen=True, slots=True)
class PosteOuvert:
    """A poste of the programme and who holds it today."""

    id: UUID
    libelle: str
    metier: str
    titulaires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttestationLue:
    le: date
    par: str
    maintenue: bool
    jusqu_au: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membre:
    """A person of the programme. `soi`: the one who looks; nobody changes her own rights."""

    id: UUID
    nom: str
    email: str
    institution: str
    etat: EtatDuCompte
    depuis: date
    jusqu_au: date | None
    dernier_acces: datetime | None
    suspension_le: date
    soi: bool
    missions: tuple[MissionLue, ...]
    postes: tuple[PosteTenu, ...]
    attestations: tuple[AttestationLue, ...]
    a_attester_le: date | None  # None: closed, or oneself

    def en_retard(self, at: date) -> bool:
        return self.a_attester_le is not None and self.a_attester_le <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeLue:
    """A demand that waits. `decision`: may the one who looks be its second person, and why."""

    id: UUID
    nature: NatureDeDemande
    cible: UUID
    nom: str
    mission: str
    demandee_par: str
    le: datetime
    expire_le: date
    mienne: bool
    decision: Decision

    @property
    def secours(self) -> bool:
        return self.nature is NatureDeDemande.SECOURS


def du_programme(programme_id: UUID | None, at: date) -> QuerySet[Utilisateur]:
    """Accounts that a programme's coordination answers for: a mission here that is not over, a demand that waits,

    or a last mission here and none anywhere today.
    """
    vivantes = MissionConfiee.objects.filter(retiree_le__isnull=True).exclude(jusqu_au__lt=at)
    ici = Q(programme_id=programme_id)
    return Utilisateur.objects.filter(
        Q(pk__in=vivantes.filter(ici).values("utilisateur"))
        | Q(pk__in=Demande.objects.filter(ici, issue="").values("cible"))
        | (
            Q(pk__in=MissionConfiee.objects.filter(ici).values("utilisateur"))
            & ~Q(pk__in=vivantes.values("utilisateur"))
        )
    )


def equipe(acteur: Acteur, *, at: date) -> tuple[Membre, ...]:
    """Everyone of the programme, open accounts first, by name. A constant number of queries."""
    comptes = _charges(du_programme(acteur.programme_id, at), acteur.programme_id, at)
    membres = [_membre(c, acteur, at) for c in comptes]
    return tuple(sorted(membres, key=lambda m: (not m.etat.laisse_entrer, m.nom.casefold())))


def membre(acteur: Acteur, personne: UUID, *, at: date) -> Membre:
    """One person of the programme; of another programme she does not exist."""
    trouves = du_programme(acteur.programme_id, at).filter(pk=personne)
    for compte in _charges(trouves, acteur.programme_id, at):
        return _membre(compte, acteur, at)
    raise Introuvable


def a_attester(acteur: Acteur, *, at: date) -> tuple[Membre, ...]:
    """Those whose rights are to be looked at again, the latest first due."""
    attendus = [m for m in equipe(acteur, at=at) if m.a_attester_le is not None]
    return tuple(sorted(attendus, key=lambda m: (m.a_attester_le or at, m.nom.casefold())))


def demandes(acteur: Acteur, *, at: date) -> tuple[DemandeLue, ...]:
    """What waits for a second person in the programme: what one asked, and what one may confirm."""
    attendues = Demande.objects.filter(
        programme_id=acteur.programme_id, issue="", expire_le__gte=at
    ).select_related("cible", "demandee_par")
    if not attendues:
        return ()
    moi = seconde_personne(acteur.id)
    lues = [_demande(d, acteur, moi, at) for d in attendues.order_by("created_at")]
    return tuple(
        d for d in lues if d.mienne or d.decision or Mission.COORDINATION in acteur.missions
    )


def demande(acteur: Acteur, demande_id: UUID, *, at: date) -> DemandeLue:
    """One demand among those that the acteur may know of."""
    for lue in demandes(acteur, at=at):
        if lue.id == demande_id:
            return lue
    raise Introuvable


def postes_ouverts(programme_id: UUID, *, at: date) -> tuple[PosteOuvert, ...]:
    """The open postes of a programme, with their holders of the day."""
    tenues = Occupation.objects.filter(en_vigueur(at), retiree_le__isnull=True)
    postes = Poste.objects.filter(
        programme_id=programme_id, ferme_le__isnull=True
    ).prefetch_related(Prefetch("occupations", tenues.select_related("utilisateur")))
    return tuple(
        PosteOuvert(
            p.pk, p.libelle, p.metier, tuple(o.utilisateur.nom for o in p.occupations.all())
        )
        for p in postes
    )


def demande_faite(demande: Demande) -> DemandeFaite:
    """A demand as the rule looks at it."""
    return DemandeFaite(
        nature=NatureDeDemande(demande.nature),
        cible=demande.cible_id,
        demandee_par=demande.demandee_par_id,
        expire_le=demande.expire_le,
    )


def seconde_personne(compte_id: UUID | None) -> SecondePersonne:
    """The account of the one who would confirm."""
    compte = Utilisateur.objects.get(pk=compte_id)
    return SecondePersonne(
        ouvert_par=compte.ouvert_par_id, ouvert_le=faits_du_compte(compte).ouvert_le
    )


def _charges(
    comptes: QuerySet[Utilisateur], programme_id: UUID | None, at: date
) -> Iterable[Utilisateur]:
    ici = MissionConfiee.objects.filter(programme_id=programme_id)
    attestees = Attestation.objects.filter(programme_id=programme_id).select_related("attestee_par")
    tenues = Occupation.objects.filter(
        en_vigueur(at), retiree_le__isnull=True, poste__programme_id=programme_id
    )
    return comptes.select_related("institution").prefetch_related(
        Prefetch("missions", ici.order_by("depuis", "id"), to_attr="missions_d_ici"),
        Prefetch("occupations", tenues.select_related("poste"), to_attr="postes_d_ici"),
        Prefetch("attestations", attestees.order_by("-le", "-id"), to_attr="attestations_d_ici"),
    )


def _membre(compte: Utilisateur, acteur: Acteur, at: date) -> Membre:
    faits = faits_du_compte(compte)
    etat = etat_du_compte(faits, at)
    toutes = compte.missions_d_ici
    vivantes = [m for m in toutes if not m.retiree_le and (not m.jusqu_au or m.jusqu_au >= at)]
    attestations = tuple(
        AttestationLue(a.le, a.attestee_par.nom, a.issue == "maintenue", a.jusqu_au)
        for a in compte.attestations_d_ici
    )
    depuis = min((m.depuis for m in toutes), default=faits.ouvert_le)
    a_attester = None
    if vivantes and compte.pk != acteur.id and etat is not EtatDuCompte.FERME:
        derniere = attestations[0].le if attestations else None
        a_attester = prochaine_attestation(derniere, max(depuis, faits.ouvert_le))
    return Membre(
        id=compte.pk,
        nom=compte.nom,
        email=compte.email,
        institution=compte.institution.nom if compte.institution else "",
        etat=etat,
        depuis=depuis,
        jusqu_au=compte.jusqu_au,
        dernier_acces=timezone.localtime(compte.last_login) if compte.last_login else None,
        suspension_le=suspendu_le(faits),
        soi=compte.pk == acteur.id,
        missions=tuple(_mission(m) for m in vivantes),
        postes=tuple(PosteTenu(o.poste_id, o.poste.libelle, o.depuis) for o in compte.postes_d_ici),
        attestations=attestations,
        a_attester_le=a_attester,
    )


def _mission(m: MissionConfiee) -> MissionLue:
    obligation = ObligationDeSecret(m.obligation).libelle
    return MissionLue(m.pk, Mission(m.mission).libelle, obligation, m.depuis, m.jusqu_au)


def _demande(d: Demande, acteur: Acteur, moi: SecondePersonne, at: date) -> DemandeLue:
    return DemandeLue(
        id=d.pk,
        nature=NatureDeDemande(d.nature),
        cible=d.cible_id,
        nom=d.cible.nom,
        mission=Mission(d.mission).libelle if d.mission else "",
        demandee_par=d.demandee_par.nom,
        le=timezone.localtime(d.created_at),
        expire_le=d.expire_le,
        mienne=d.demandee_par_id == acteur.id,
        decision=peut_confirmer(acteur, moi, demande_faite(d), at),
    )
