"""Writes of what helps the journal: the pinned synthesis of a child, templates of notes, usual loads."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Poste
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import ModeleDejaNomme, SyntheseEcriteEntreTemps
from maillage.parcours.models import ChargeHabituelle, ModeleDeNote, SyntheseEpinglee
from maillage.parcours.rules.notes import Moyen
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


def epingler(*, acteur: Acteur, dossier_id: UUID, texte: str, vue: int, at: date) -> None:
    """Write a new version of the synthesis; `vue` is the one that was on the screen, 0 for none.

    `SyntheseEcriteEntreTemps` when it is not the last any more. The same text again is no version.
    """
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        derniere = SyntheseEpinglee.objects.filter(dossier_id=dossier_id).order_by("-rang").first()
        rang = derniere.rang if derniere else 0
        if rang != vue:
            raise SyntheseEcriteEntreTemps
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        if texte.strip() == (derniere.ouvrir(cles)["texte"] if derniere else ""):
            return
        nouvelle = SyntheseEpinglee(dossier_id=dossier_id, rang=rang + 1, auteur_id=acteur.id)
        nouvelle.sceller({"texte": texte.strip()}, cles)
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="synthese_epinglee",
        )  # fmt: skip
        nouvelle.save(force_insert=True)


def ajouter_modele(
    *, acteur: Acteur, libelle: str, texte: str, nature: str, moyen: Moyen | None, at: date
) -> ModeleDeNote:
    """Give the team a beginning of note."""
    decision = _exiger_le_reglage(acteur, "modele_de_note", at)
    try:
        with transaction.atomic():
            noter(acteur, Acte.REGLER, decision, objet="modele_de_note")
            return ModeleDeNote.objects.create(
                programme_id=acteur.programme_id, libelle=libelle, nature=nature,
                moyen=moyen or "", texte=texte, auteur_id=acteur.id,
            )  # fmt: skip
    except IntegrityError:
        raise ModeleDejaNomme from None


def retirer_modele(*, acteur: Acteur, modele_id: int, at: date) -> None:
    """Take a template away; the notes begun with it do not change."""
    decision = _exiger_le_reglage(acteur, "modele_de_note", at)
    with transaction.atomic():
        noter(acteur, Acte.REGLER, decision, objet="modele_de_note")
        siens = ModeleDeNote.objects.filter(programme_id=acteur.programme_id, retire_le=None)
        if not siens.filter(pk=modele_id).update(retire_le=at):
            raise Introuvable


def dire_la_charge(*, acteur: Acteur, habituelles: dict[UUID, int | None], at: date) -> None:
    """Say how many children each of these postes usually follows; None takes the figure away."""
    decision = _exiger_le_reglage(acteur, "charge_habituelle", at)
    with transaction.atomic():
        noter(acteur, Acte.REGLER, decision, objet="charge_habituelle")
        siens = Poste.objects.filter(programme_id=acteur.programme_id, pk__in=habituelles)
        if siens.count() != len(habituelles):
            raise Introuvable
        for poste, enfants in habituelles.items():
            if enfants is None:
                ChargeHabituelle.objects.filter(poste_id=poste).delete()
            else:
                ChargeHabituelle.objects.update_or_create(
                    poste_id=poste, defaults={"enfants": enfants}
                )


def _exiger_le_reglage(acteur: Acteur, objet: str, at: date) -> Decision:
    decision = decide(acteur, Acte.REGLER, None, None, at)
    if not decision:
        noter(acteur, Acte.REGLER, decision, objet=objet)
        raise Introuvable
    return decision
