"""Writes of a hand-over that is prepared: open it, choose recipients, ask for a proposal, write notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.models import Poste
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.passations.errors import (
    DejaEnPreparation,
    PassationChangee,
    PassationRefusee,
    PosteInconnu,
    PosteSansEnfant,
    SansReceveur,
)
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.queries.matiere import matiere
from maillage.passations.queries.postes import enfants_du_poste, titulaires
from maillage.passations.rules.passations import (
    EtatDePassation,
    FaitsDeLaPassation,
    Issue,
    MotifDePassation,
    decider,
)
from maillage.passations.rules.repartition import Repartition, repartir

VIDE = {"note": "", "parole": "", "etapes": []}


@dataclass(frozen=True, slots=True)
class PassationVoulue:
    """A hand-over as the coordination wants it."""

    poste: UUID
    motif: MotifDePassation
    depuis: date
    jusqu_au: date | None = None


def exiger_la_tenue(acteur: Acteur, at: date) -> Decision:
    """The grant to lead the hand-overs of the programme, or nothing exists."""
    decision = decide(acteur, Acte.TENIR_LES_PASSATIONS, None, None, at)
    if not decision:
        noter(acteur, Acte.TENIR_LES_PASSATIONS, decision)
        raise Introuvable
    return decision


def ouvrir(*, acteur: Acteur, voulue: PassationVoulue, formulaire: UUID, at: date) -> Passation:
    """Open a hand-over for the children whom this poste leads on its first day. The same form sent twice opens one."""
    decision = exiger_la_tenue(acteur, at)
    if voulue.poste not in dict(comptes.postes_de_reference(acteur.programme_id)):
        raise PosteInconnu
    with transaction.atomic():
        Poste.objects.select_for_update().get(pk=voulue.poste)  # one opening at a time for a poste
        if deja := Passation.objects.filter(formulaire=formulaire).first():
            return deja
        if voulue.depuis < at:
            faits = FaitsDeLaPassation(
                EtatDePassation.EN_PREPARATION, voulue.motif, voulue.depuis, 0, 0
            )
            raise PassationRefusee(decider(faits, at))
        ouvertes = Passation.objects.filter(etat=EtatDePassation.EN_PREPARATION)
        if ouvertes.filter(poste_id=voulue.poste).exists():
            raise DejaEnPreparation
        enfants = enfants_du_poste(acteur.programme_id, voulue.poste, voulue.depuis)
        if not enfants:
            raise PosteSansEnfant
        noter(acteur, Acte.TENIR_LES_PASSATIONS, decision, objet="passation_ouverte")
        passation = Passation.objects.create(
            programme_id=acteur.programme_id, poste_id=voulue.poste, motif=voulue.motif,
            depuis=voulue.depuis, jusqu_au=voulue.jusqu_au, auteur_id=acteur.id,
            formulaire=formulaire,
        )  # fmt: skip
        accorder(acteur, passation, at)
    return passation


@contextmanager
def en_preparation(acteur: Acteur, passation_id: UUID, objet: str, at: date) -> Iterator[Passation]:
    """Hold a hand-over of the programme that is still prepared, its list up to date."""
    decision = exiger_la_tenue(acteur, at)
    with transaction.atomic():
        passation = verrouiller(acteur, passation_id)
        if passation.etat != EtatDePassation.EN_PREPARATION:
            raise PassationChangee
        noter(acteur, Acte.TENIR_LES_PASSATIONS, decision, objet=objet)
        accorder(acteur, passation, at)
        yield passation


def verrouiller(acteur: Acteur, passation_id: UUID) -> Passation:
    """A hand-over of the programme, locked; of another programme it does not exist."""
    rangs = Passation.objects.select_for_update()
    rang = rangs.filter(pk=passation_id, programme_id=acteur.programme_id).first()
    if rang is None:
        raise Introuvable
    return rang


def accorder(acteur: Acteur, passation: Passation, at: date) -> None:
    """Make the list say who is there: children who joined are added, those who left are put aside, or taken back."""
    attendus = enfants_du_poste(passation.programme_id, passation.poste_id, passation.depuis)
    ecrivables = dossiers_visibles(acteur, Acte.ECRIRE, Volet.PARCOURS, at).filter(pk__in=attendus)
    la = set(ecrivables.values_list("pk", flat=True))
    connus = set(passation.enfants.values_list("dossier_id", flat=True))
    passation.enfants.filter(issue=Issue.ATTEND).exclude(dossier_id__in=la).update(
        issue=Issue.ECARTE, receveur=None, raisons=""
    )
    passation.enfants.filter(issue=Issue.ECARTE, dossier_id__in=la).update(issue=Issue.ATTEND)
    cles = trousseau(passation.programme_id, la - connus, [Volet.PARCOURS])
    cles.preparer((d, Volet.PARCOURS) for d in la - connus)
    rangs = [EnfantConfie(passation=passation, dossier_id=d) for d in sorted(la - connus)]
    for rang in rangs:
        rang.sceller(VIDE, cles)
    EnfantConfie.objects.bulk_create(rangs, batch_size=200)


def choisir(
    *,
    acteur: Acteur,
    passation_id: UUID,
    choix: Mapping[UUID, tuple[UUID | None, UUID | None]],
    at: date,
) -> tuple[UUID, ...]:
    """Record recipients: for each child, the one that the page showed and the one wanted.

    A child for whom somebody else chose in between keeps that choice; these children are returned.
    """
    with en_preparation(acteur, passation_id, "passation_receveurs", at) as passation:
        permis = receveurs_possibles(passation)
        if {v for _, v in choix.values() if v} - permis:
            raise PosteInconnu
        rangs = passation.enfants.filter(dossier_id__in=choix, issue=Issue.ATTEND)
        gardes, changes = [], []
        for rang in rangs.order_by("dossier_id"):
            avant, voulu = choix[rang.dossier_id]
            if voulu in (rang.receveur_id, avant):
                continue
            if rang.receveur_id != avant:
                gardes.append(rang.dossier_id)
                continue
            rang.receveur_id, rang.raisons = voulu, ""
            changes.append(rang)
        _ecrire_les_receveurs(acteur, changes)
    return tuple(gardes)


def receveurs_possibles(passation: Passation) -> set[UUID]:
    """The postes of référent of the programme, but the one that gives."""
    postes = {p for p, _ in comptes.postes_de_reference(passation.programme_id)}
    return postes - {passation.poste_id}


def proposer(*, acteur: Acteur, passation_id: UUID, at: date) -> Repartition:
    """Fill in the children who have no recipient yet; what a person chose stays. The proposal says why."""
    with en_preparation(acteur, passation_id, "passation_proposee", at) as passation:
        tenus = set(titulaires(passation.programme_id, passation.depuis, at=at))
        possibles = receveurs_possibles(passation) & tenus
        if not possibles:
            raise SansReceveur
        enfants, receveurs = matiere(acteur, passation, possibles, at=at)
        proposee = repartir(enfants, receveurs)
        places = {c.enfant: c for c in proposee.choix if c.poste != passation.poste_id}
        changes = list(passation.enfants.filter(dossier_id__in=places))
        for rang in changes:
            rang.receveur_id = places[rang.dossier_id].poste
            rang.raisons = " ".join(places[rang.dossier_id].raisons)
        _ecrire_les_receveurs(acteur, changes)
    return proposee


def changer_les_jours(
    *, acteur: Acteur, passation_id: UUID, depuis: date, jusqu_au: date | None, at: date
) -> None:
    """Move the first day of a hand-over that is prepared, and the last one of an absence. What was chosen stays."""
    with en_preparation(acteur, passation_id, "passation_jours", at) as passation:
        faits = FaitsDeLaPassation(
            EtatDePassation.EN_PREPARATION, MotifDePassation(passation.motif), depuis, 0, 0
        )
        decision = decider(faits, at)
        if not decision:
            raise PassationRefusee(decision)
        passation.depuis = depuis
        passation.jusqu_au = jusqu_au if passation.jusqu_au else None
        passation.save(update_fields=["depuis", "jusqu_au"])
        accorder(acteur, passation, at)


def _ecrire_les_receveurs(acteur: Acteur, rangs: list[EnfantConfie]) -> None:
    if rangs:
        dossiers = sorted(r.dossier_id for r in rangs)
        noter_liste(acteur, Acte.ECRIRE, Volet.PARCOURS, dossiers, "passation")
    EnfantConfie.objects.bulk_update(rangs, ["receveur", "raisons"], batch_size=200)
