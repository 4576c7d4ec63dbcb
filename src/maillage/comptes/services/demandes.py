"""What takes two persons: one asks, another confirms; and the missions that one person gives."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.comptes.errors import (
    DemandeClose,
    DemandeEnAttente,
    HabilitationRefusee,
    ReconnaissanceManquee,
    SecondePersonneAbsente,
)
from maillage.comptes.models import (
    CodeDActivation,
    Demande,
    MissionConfiee,
    Programme,
    Utilisateur,
)
from maillage.comptes.queries.acteurs import en_vigueur, etat
from maillage.comptes.queries.equipe import demande_faite, seconde_personne
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.comptes.rules.habilitations import (
    DELAI_DE_DEMANDE,
    EQUIPE,
    NatureDeDemande,
    exige_deux_personnes,
    peut_confirmer,
    se_heurtent,
)
from maillage.comptes.services import codes
from maillage.comptes.services.droits import (
    clore_les_droits,
    exiger,
    exiger_cible,
    oublier_les_facteurs,
)
from maillage.comptes.services.missions import MissionsIncompatibles, confier_mission
from maillage.comptes.services.trace import noter
from maillage.notions.erreurs import Introuvable


@transaction.atomic
def donner_mission(
    *, par: Acteur, cible: UUID, mission: Mission, obligation: ObligationDeSecret, at: date
) -> bool:
    """Give a mission to a member of the team. False: it waits for a second person."""
    compte = exiger_cible(par, cible, at)
    return attribuer(par=par, compte=compte, mission=mission, obligation=obligation, at=at)


def attribuer(
    *, par: Acteur, compte: Utilisateur, mission: Mission, obligation: ObligationDeSecret, at: date
) -> bool:
    """The same, for an account already locked."""
    exiger(par, compte.pk)
    toutes = MissionConfiee.objects.filter(utilisateur=compte)
    en_cours = toutes.filter(retiree_le__isnull=True).exclude(jusqu_au__lt=at)
    if se_heurtent({Mission(m.mission) for m in en_cours} | {mission}):
        raise MissionsIncompatibles
    if exige_deux_personnes(mission, {Mission(m.mission) for m in toutes}):
        _demander(NatureDeDemande.MISSION, par, compte, at, mission, obligation)
        return False
    confier_mission(
        utilisateur=compte,
        programme=Programme.objects.get(id=par.programme_id),
        mission=mission,
        obligation=obligation,
        depuis=at,
        par=par.id,
    )
    noter(par, "mission_confiee", f"compte:{compte.pk} mission:{mission.value}")
    return True


@transaction.atomic
def retirer_mission(*, par: Acteur, cible: UUID, mission_id: int, at: date) -> None:
    """Take a mission back: of no effect from the next request on."""
    compte = exiger_cible(par, cible, at)
    retirees = clore_les_droits(
        MissionConfiee, at, pk=mission_id, utilisateur=compte, programme_id=par.programme_id
    )
    if not retirees:
        raise Introuvable
    noter(par, "mission_retiree", f"compte:{cible} mission_confiee:{mission_id}")


def demander_la_reconnaissance(*, par: Acteur, compte: Utilisateur, at: date) -> None:
    """Ask that a second member recognise the person face to face."""
    _demander(NatureDeDemande.SECOURS, par, compte, at)


def exiger_le_nom(ecrit: str, compte: Utilisateur) -> None:
    """The name typed is that of the account: whoever confirms knows whom she has in front of her."""
    if " ".join(ecrit.split()).casefold() != " ".join(compte.nom.split()).casefold():
        raise ReconnaissanceManquee


@transaction.atomic
def confirmer(*, par: Acteur, demande_id: UUID, nom: str = "", at: date) -> str:
    """Be the second person. For a recovery: old factors and sessions die, and the second half of the code is returned."""
    demande = _ouverte(par, demande_id)
    decision = peut_confirmer(par, seconde_personne(par.id), demande_faite(demande), at)
    if not decision:
        raise HabilitationRefusee(decision)
    cible = Utilisateur.objects.select_for_update().get(pk=demande.cible_id)
    moitie = ""
    if demande.nature == NatureDeDemande.MISSION:
        confier_mission(
            utilisateur=cible,
            programme=demande.programme,
            mission=Mission(demande.mission),
            obligation=ObligationDeSecret(demande.obligation),
            depuis=at,
            par=demande.demandee_par_id,
        )
    else:
        exiger_le_nom(nom, cible)
        oublier_les_facteurs(cible)
        moitie = codes.completer(cible)
    _repondre(demande, par, "confirmee")
    return moitie


@transaction.atomic
def refuser(*, par: Acteur, demande_id: UUID) -> None:
    """Say no to a demand, or take one's own back."""
    demande = _ouverte(par, demande_id)
    if demande.nature == NatureDeDemande.SECOURS:
        CodeDActivation.objects.filter(
            utilisateur_id=demande.cible_id, utilise_le__isnull=True, autre_moitie=""
        ).update(annule_le=timezone.now())
    _repondre(demande, par, "refusee")


def _demander(
    nature: NatureDeDemande,
    par: Acteur,
    compte: Utilisateur,
    at: date,
    mission: Mission | None = None,
    obligation: ObligationDeSecret | None = None,
) -> None:
    meme = Demande.objects.filter(
        programme_id=par.programme_id, cible=compte, nature=nature, mission=mission or "", issue=""
    )
    meme.filter(expire_le__lt=at).update(issue="refusee", decidee_le=timezone.now())
    if meme.exists():
        raise DemandeEnAttente
    attendues = EQUIPE if nature is NatureDeDemande.SECOURS else {Mission.COORDINATION}
    if not _quelqu_un_peut_confirmer(par, compte, attendues, at):
        raise SecondePersonneAbsente
    demande = Demande.objects.create(
        programme_id=par.programme_id,
        nature=nature,
        cible=compte,
        mission=mission or "",
        obligation=obligation or "",
        demandee_par_id=par.id,
        expire_le=at + DELAI_DE_DEMANDE,
    )
    noter(par, f"demande_{nature.value}", f"demande:{demande.pk} compte:{compte.pk}")


def _quelqu_un_peut_confirmer(
    par: Acteur, compte: Utilisateur, attendues: frozenset[Mission] | set[Mission], at: date
) -> bool:
    autres = Utilisateur.objects.filter(
        pk__in=MissionConfiee.objects.filter(
            en_vigueur(at),
            programme_id=par.programme_id,
            mission__in=list(attendues),
            retiree_le__isnull=True,
        ).values("utilisateur")
    ).exclude(pk__in=[par.id, compte.pk])
    return any(etat(autre, au=at).laisse_entrer for autre in autres)


def _ouverte(par: Acteur, demande_id: UUID) -> Demande:
    demande = (
        Demande.objects.select_for_update()
        .filter(pk=demande_id, programme_id=par.programme_id)
        .first()
    )
    if demande is None:
        raise Introuvable
    if demande.issue:
        raise DemandeClose
    return demande


def _repondre(demande: Demande, par: Acteur, issue: str) -> None:
    demande.issue = issue
    demande.decidee_par_id = par.id
    demande.decidee_le = timezone.now()
    demande.save(update_fields=["issue", "decidee_par", "decidee_le"])
    noter(par, f"demande_{issue}", f"demande:{demande.pk} compte:{demande.cible_id}")
