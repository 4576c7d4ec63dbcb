"""What every write of this room does: hold the séance or the situation, see that nobody changed it, tell the journal.

Order of locks, the same everywhere: dossiers by number, then the séance, then the situation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.eps.errors import SeanceChangee, SeanceFigee
from maillage.eps.models import Seance, SituationDeSeance
from maillage.eps.rules.seances import VIVANTES, EtatDeSeance
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

ACTE = Acte.TENIR_L_EPS


def exiger_de_tenir(acteur: Acteur, at: date) -> None:
    """Refuse whoever does not lead the séances, as if there were none."""
    if not decide(acteur, ACTE, None, None, at):
        raise Introuvable


@contextmanager
def seance_tenue(
    acteur: Acteur,
    seance_id: UUID,
    objet: str,
    *,
    at: date,
    version: int | None = None,
    etats: Collection[EtatDeSeance] = VIVANTES,
) -> Iterator[Seance]:
    """Hold a séance of the acteur's programme for writing; its version moves when the block ends."""
    exiger_de_tenir(acteur, at)
    with transaction.atomic():
        rangs = Seance.objects.select_for_update().filter(programme_id=acteur.programme_id)
        seance = rangs.filter(id=seance_id).first()
        if seance is None:
            raise Introuvable
        if EtatDeSeance(seance.etat) not in etats:
            raise SeanceFigee(EtatDeSeance(seance.etat).libelle)
        if version is not None and seance.version != version:
            raise SeanceChangee
        noter_la_seance(acteur, f"{objet} {seance.id}", at)
        yield seance
        seance.version += 1
        seance.save()


def noter_la_seance(acteur: Acteur, objet: str, at: date) -> None:
    """An event on a séance: it names no dossier."""
    noter(acteur, ACTE, decide(acteur, ACTE, None, None, at), objet=objet)


class Tenue:
    """A situation held for writing: its row, its keys, its opened words."""

    def __init__(self, rang: SituationDeSeance, cles: Trousseau) -> None:
        self.rang, self.cles = rang, cles
        self.contenu: dict[str, Any] = rang.ouvrir(cles)

    def garder(self) -> None:
        """Seal again under the next version: whoever read the former one sees that it changed."""
        self.rang.sceller(self.contenu, self.cles)
        self.rang.save()


@contextmanager
def situation_tenue(
    acteur: Acteur,
    situation_id: UUID,
    objet: str,
    *,
    at: date,
    acte: Acte = Acte.ECRIRE,
    version: int | None = None,
    etats: Collection[EtatDeSeance] = VIVANTES,
) -> Iterator[Tenue]:
    """Hold one situation of a séance, under the policy of its dossier."""
    connue = situation_connue(acteur, situation_id)
    faits, decision = exiger(acteur, acte, Volet.PARCOURS, connue.dossier_id, at)
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=connue.dossier_id)
        rang = (
            SituationDeSeance.objects.select_for_update(of=("self",))
            .select_related("seance")
            .get(pk=connue.pk)
        )
        if EtatDeSeance(rang.seance.etat) not in etats:
            raise SeanceFigee(EtatDeSeance(rang.seance.etat).libelle)
        if version is not None and rang.version != version:
            raise SeanceChangee
        noter(acteur, acte, decision, volet=Volet.PARCOURS, dossier=rang.dossier_id, objet=objet)
        yield Tenue(rang, trousseau(faits.programme, [rang.dossier_id], [Volet.PARCOURS]))


def situation_connue(acteur: Acteur, situation_id: UUID) -> SituationDeSeance:
    """A situation of the acteur's programme; the policy of its dossier is still to be asked."""
    rang = SituationDeSeance.objects.filter(
        id=situation_id, seance__programme_id=acteur.programme_id
    ).first()
    if rang is None:
        raise Introuvable
    return rang
