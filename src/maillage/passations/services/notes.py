"""What is written for one child of a hand-over: the note for the next référent, and how the family was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.passations.errors import NoteChangee, NoteFermee
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.rules.passations import EtatDePassation, Issue, note_ouverte


@dataclass(frozen=True, slots=True)
class Ecrit:
    """What the form of one child says. `note` None: not asked, the one that exists stays."""

    note: str | None
    famille_informee_le: date | None = None
    moyen: str = ""
    parole: str = ""


def ecrire(
    *, acteur: Acteur, passation_id: UUID, dossier_id: UUID, ecrit: Ecrit, version: int, at: date
) -> EnfantConfie:
    """Write for one child, if this version is the one that the page showed. The same words again change nothing."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        # whatever is written of a hand-over waits for its row: notes, choices and decision never cross
        list(Passation.objects.select_for_update().filter(pk=passation_id))
        rangs = EnfantConfie.objects.select_related("passation")
        rang = rangs.filter(passation_id=passation_id, dossier_id=dossier_id).first()
        if rang is None or rang.issue in (Issue.ECARTE, Issue.RESTE):
            raise Introuvable
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        avant = rang.ouvrir(cles)
        apres = avant | {"parole": ecrit.parole}
        if ecrit.note is not None:
            apres["note"] = ecrit.note
        colonnes = (ecrit.famille_informee_le, ecrit.moyen)
        if (apres, colonnes) == (avant, (rang.famille_informee_le, rang.moyen)):
            return rang
        if rang.passation.etat == EtatDePassation.ABANDONNEE:
            raise NoteFermee
        if apres["note"] != avant["note"] and not note_ouverte(
            EtatDePassation(rang.passation.etat), rang.passation.depuis, at
        ):
            raise NoteFermee
        if rang.version != version:
            raise NoteChangee
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="passation_note",
        )  # fmt: skip
        rang.famille_informee_le, rang.moyen = colonnes
        rang.auteur_id = acteur.id
        rang.sceller(apres, cles)
        rang.save()
    return rang
