"""Writes of the agenda: a situation enters it, moves, leaves it. The stage of the parcours follows, by its own table."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour, numero_d_envoi
from maillage.eps.errors import DejaInscrite, SeanceChangee, SeanceFigee, SituationNonPrete
from maillage.eps.models import Invitation, Seance, SituationDeSeance
from maillage.eps.queries.attente import en_attente
from maillage.eps.rules.ordre import OrdreDuJour, echanger, proposer
from maillage.eps.rules.preparation import code_de_situation
from maillage.eps.rules.seances import (
    PREMIER_EXAMEN,
    REEXAMEN,
    VIVANTES,
    EtatDeSituation,
)
from maillage.eps.services.acces import fermer
from maillage.eps.services.tenues import exiger_de_tenir, seance_tenue, situation_tenue
from maillage.notions.erreurs import Introuvable
from maillage.parcours.queries.etats import dernier, faits_du_passage
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import FaitsDuPassage, Garde, Passage, decider
from maillage.parcours.services.passages import passer
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

LONGUEUR_DU_CODE = 4


def inscrire(
    *, acteur: Acteur, seance_id: UUID, dossier_id: UUID, formulaire: UUID, at: date
) -> UUID:
    """Put a situation on the agenda, at its end. Asks again whether the family agrees today (`PassageRefuse` says what is missing)."""
    exiger_de_tenir(acteur, at)
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    envoi = numero_d_envoi(formulaire, seance_id, dossier_id)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        if deja := SituationDeSeance.objects.filter(formulaire=envoi).first():
            return deja.id
        if SituationDeSeance.objects.filter(
            dossier_id=dossier_id, etat=EtatDeSituation.INSCRITE, seance__etat__in=VIVANTES
        ).exists():
            raise DejaInscrite
        with seance_tenue(acteur, seance_id, "situation_inscrite", at=at) as seance:
            reexamen = _faire_passer(acteur, dossier_id, formulaire, at)
            noter(
                acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
                objet="eps_inscrite",
            )  # fmt: skip
            rang = SituationDeSeance(
                dossier_id=dossier_id,
                seance=seance,
                code=code_de_situation(secrets.token_bytes(LONGUEUR_DU_CODE)),
                rang=1 + max((s.rang for s in seance.situations.all()), default=0),
                minutes=REEXAMEN if reexamen else PREMIER_EXAMEN,
                reexamen=reexamen,
                formulaire=envoi,
            )
            rang.sceller({}, trousseau(faits.programme, [dossier_id], [Volet.PARCOURS]))
            rang.save(force_insert=True)
    return rang.id


def _faire_passer(acteur: Acteur, dossier_id: UUID, formulaire: UUID, at: date) -> bool:
    """Make the stage «Inscrite en EPS», or see that a re-examination waits; tell which of the two."""
    parcours = dernier(dossier_id)
    if parcours is None:
        raise Introuvable
    etape = Etape(parcours.etape)
    if etape is Etape.ACCORD_EPS:
        passer(
            acteur=acteur, dossier_id=dossier_id, passage=Passage.INSCRIRE, le=at,
            formulaire=formulaire, at=at,
        )  # fmt: skip
        return False
    tenues = faits_du_passage(parcours, at).tenues
    # the same guard, whatever the stage: without the agreement of the family nothing is presented
    gardee = decider(
        Passage.INSCRIRE, FaitsDuPassage(Etape.ACCORD_EPS, tenues & {Garde.ACCORD_EPS})
    )
    if not gardee:
        raise SituationNonPrete(gardee)
    if etape not in {Etape.INSCRITE_EN_EPS, Etape.REEXAMEN}:
        raise SituationNonPrete(decider(Passage.INSCRIRE, FaitsDuPassage(etape, tenues)))
    return etape is Etape.REEXAMEN


def proposer_l_ordre(*, acteur: Acteur, seance_id: UUID, formulaire: UUID, at: date) -> OrdreDuJour:
    """Put on the agenda, in the proposed order, what waits and fits in the time that is left."""
    exiger_de_tenir(acteur, at)
    seance = Seance.objects.filter(programme_id=acteur.programme_id, id=seance_id).first()
    if seance is None:
        raise Introuvable
    prises = seance.situations.filter(etat=EtatDeSituation.INSCRITE)
    place = max(0, seance.duree - sum(prises.values_list("minutes", flat=True)))
    attentes = [a.attente for a in en_attente(acteur, at=at) if a.accord]
    ordre = proposer(attentes, place, at)
    with transaction.atomic():
        ids = sorted(p.id for p in ordre.retenues)
        list(Dossier.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        for proposee in ordre.retenues:
            inscrire(
                acteur=acteur, seance_id=seance_id, dossier_id=proposee.id, formulaire=formulaire,
                at=at,
            )  # fmt: skip
    return ordre


def deplacer(
    *, acteur: Acteur, seance_id: UUID, situation_id: UUID, pas: int, version: int, at: date
) -> None:
    """Move a situation one place up (-1) or down (+1)."""
    with seance_tenue(acteur, seance_id, "ordre", at=at, version=version) as seance:
        rangs = list(seance.situations.filter(etat=EtatDeSituation.INSCRITE).order_by("rang", "id"))
        if situation_id not in {r.id for r in rangs}:
            raise Introuvable
        ranger(seance, echanger(tuple(r.id for r in rangs), situation_id, pas))


def ranger(seance: Seance, suite: Sequence[UUID]) -> None:
    """Give their places, after those already examined."""
    faites = seance.situations.exclude(id__in=suite).values_list("rang", flat=True)
    depart = 1 + max(faites, default=0)
    for place, ident in enumerate(suite, start=depart):
        SituationDeSeance.objects.filter(id=ident).update(rang=place)


def changer_les_minutes(
    *, acteur: Acteur, seance_id: UUID, situation_id: UUID, minutes: int, version: int, at: date
) -> None:
    """Say how long a situation is given."""
    with seance_tenue(acteur, seance_id, "minutes", at=at, version=version) as seance:
        if not seance.situations.filter(id=situation_id).update(minutes=minutes):
            raise Introuvable


def retirer(
    *, acteur: Acteur, seance_id: UUID, situation_id: UUID, formulaire: UUID, at: date
) -> None:
    """Take a situation off the agenda: it waits again, and nobody reads its extract any more."""
    exiger_de_tenir(acteur, at)
    with situation_tenue(acteur, situation_id, "eps_retiree", at=at) as tenue:
        rang = tenue.rang
        if rang.seance_id != seance_id:
            raise SeanceChangee
        if rang.etat == EtatDeSituation.RETIREE:
            return
        if rang.etat != EtatDeSituation.INSCRITE:
            raise SeanceFigee(EtatDeSituation(rang.etat).libelle)
        faire_attendre(acteur, rang, EtatDeSituation.RETIREE, formulaire, at=at)


def tenir_les_dossiers(acteur: Acteur, seance_id: UUID) -> None:
    """Hold the dossiers of a séance, in the order of their numbers, before the séance itself."""
    rangs = SituationDeSeance.objects.filter(
        seance_id=seance_id, seance__programme_id=acteur.programme_id
    )
    ids = sorted(set(rangs.values_list("dossier_id", flat=True)))
    list(Dossier.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def sortir_de_l_ordre(acteur: Acteur, seance: Seance, etat: EtatDeSituation, *, at: date) -> None:
    """Every situation that was not examined waits again. The caller holds the dossiers and the séance."""
    for rang in seance.situations.filter(etat=EtatDeSituation.INSCRITE).order_by("rang"):
        faire_attendre(acteur, rang, etat, seance.formulaire, at=at)


def faire_attendre(
    acteur: Acteur, rang: SituationDeSeance, etat: EtatDeSituation, formulaire: UUID, *, at: date
) -> None:
    """The situation leaves the séance without having been examined; its stage goes back, its accesses end."""
    fermer(Invitation.objects.filter(situation=rang))
    rang.etat, rang.reprise_le = etat, None
    rang.save(update_fields=["etat", "reprise_le", "updated_at"])
    parcours = dernier(rang.dossier_id)
    if parcours is not None and parcours.etape == Etape.INSCRITE_EN_EPS:
        passer(
            acteur=acteur, dossier_id=rang.dossier_id, passage=Passage.RETIRER, le=at,
            formulaire=uuid5(formulaire, str(rang.id)), at=at,
        )  # fmt: skip
