"""Derogations: a child is welcomed against the rules, for a written reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite import tasks
from maillage.eligibilite.models import Derogation
from maillage.eligibilite.services.verdicts import ACTE
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


def accorder(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    motif: str,
    jusqu_au: date | None,
    formulaire: UUID,
    at: date,
) -> None:
    """Grant a derogation from today on. Needs to lead the eligibility of the programme, and to write in this dossier."""
    faits, decision = _exiger(acteur, dossier_id, at)
    with transaction.atomic():
        if Derogation.objects.filter(formulaire=formulaire).exists():
            return
        noter(
            acteur,
            Acte.ECRIRE,
            decision,
            volet=Volet.IDENTITE,
            dossier=dossier_id,
            objet="derogation",
        )
        rang = Derogation(
            dossier_id=dossier_id, depuis=at, jusqu_au=jusqu_au, auteur_id=acteur.id, formulaire=formulaire
        )  # fmt: skip
        rang.sceller({"motif": motif}, trousseau(faits.programme, [dossier_id], [Volet.IDENTITE]))
        rang.save(force_insert=True)
    tasks.revoir_les_verdicts.enqueue(str(faits.programme), [str(dossier_id)])


def finir(*, acteur: Acteur, dossier_id: UUID, derogation_id: UUID, at: date) -> None:
    """End a derogation: it held until yesterday, or never."""
    faits, decision = _exiger(acteur, dossier_id, at)
    with transaction.atomic():
        rang = (
            Derogation.objects.select_for_update()
            .filter(dossier_id=dossier_id, id=derogation_id)
            .first()
        )
        if rang is None:
            raise Introuvable
        noter(
            acteur,
            Acte.ECRIRE,
            decision,
            volet=Volet.IDENTITE,
            dossier=dossier_id,
            objet="derogation",
        )
        rang.jusqu_au = max(rang.depuis, at - timedelta(days=1))
        rang.save(update_fields=["jusqu_au", "updated_at"])
    tasks.revoir_les_verdicts.enqueue(str(faits.programme), [str(dossier_id)])


def _exiger(acteur: Acteur, dossier_id: UUID, at: date):
    if not decide(acteur, ACTE, None, None, at):
        raise Introuvable
    return exiger(acteur, Acte.ECRIRE, Volet.IDENTITE, dossier_id, at)
