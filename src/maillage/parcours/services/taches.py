"""Next steps: planned, owned by a poste, ended."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Qualite, Volet
from maillage.dossiers.services import attendre_son_tour, numero_d_envoi
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import SansReferent, TacheDejaFaite
from maillage.parcours.models import Tache
from maillage.parcours.services.ecriture import sceller
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


def planifier(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    libelle: str,
    echeance: date,
    formulaire: UUID,
    at: date,
) -> Tache:
    """Plan a next step, owned by the acteur's poste in the cercle, else by the référent's."""
    faits, decision = exiger(acteur, Acte.PLANIFIER, Volet.PARCOURS, dossier_id, at)
    poste = responsable(acteur, faits, at)
    envoi = numero_d_envoi(formulaire, dossier_id, echeance, libelle)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        if deja := Tache.objects.filter(formulaire=envoi).first():
            return deja
        return creer_tache(
            acteur, faits, decision, libelle=libelle, echeance=echeance, poste=poste, envoi=envoi
        )


def creer_tache(
    acteur: Acteur,
    faits: Faits,
    decision: Decision,
    *,
    libelle: str,
    echeance: date,
    poste: UUID,
    envoi: UUID,
) -> Tache:
    """Write a next step inside the transaction of what it follows; the policy was asked."""
    noter(
        acteur, Acte.PLANIFIER, decision, volet=Volet.PARCOURS, dossier=faits.dossier,
        objet="tache",
    )  # fmt: skip
    tache = Tache(
        dossier_id=faits.dossier, poste_id=poste, echeance=echeance, auteur_id=acteur.id,
        formulaire=envoi,
    )  # fmt: skip
    sceller(tache, faits.programme, {"libelle": libelle})
    tache.save(force_insert=True)
    return tache


def responsable(acteur: Acteur, faits: Faits, at: date) -> UUID:
    """The poste that a next step goes to: the acteur's in the cercle, else the référent's, else the acteur's own."""
    en_cours = [a for a in faits.cercle if a.periode.contient(at)]
    siens = [a.poste for a in en_cours if a.poste in acteur.postes]
    referents = [a.poste for a in en_cours if a.qualite is Qualite.REFERENT]
    poste = next(iter(siens or referents or sorted(acteur.postes)), None)
    if poste is None:
        raise SansReferent
    return poste


def terminer(*, acteur: Acteur, dossier_id: UUID, tache_id: UUID, at: date) -> Tache:
    """Mark a next step as done."""
    _, decision = exiger(acteur, Acte.PLANIFIER, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        tache = Tache.objects.select_for_update().filter(id=tache_id, dossier_id=dossier_id).first()
        if tache is None:
            raise Introuvable
        if tache.faite_le:
            raise TacheDejaFaite
        noter(
            acteur,
            Acte.PLANIFIER,
            decision,
            volet=Volet.PARCOURS,
            dossier=dossier_id,
            objet="tache",
        )
        tache.faite_le = at
        tache.save(update_fields=["faite_le", "updated_at"])
    return tache
