"""Writes of the preparation of one situation: its texts, who is invited and what each one will see, its second reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eps.errors import SituationNonPrete, TexteNominatif
from maillage.eps.models import Invitation
from maillage.eps.queries.situations import ecrit_de, mots_nominatifs
from maillage.eps.rules.preparation import Ecrit, FaitsDePreparation, noms_ecrits, prete
from maillage.eps.rules.seances import Mode, Portee
from maillage.eps.services.acces import fermer
from maillage.eps.services.tenues import Tenue, situation_connue, situation_tenue
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class PreparationVoulue:
    """What is typed: the texts, when the family was told, and who is invited to read what (by participation)."""

    ecrit: Ecrit
    famille_informee_le: date | None
    invites: Mapping[UUID, Portee]


def preparer(
    *, acteur: Acteur, situation_id: UUID, voulue: PreparationVoulue, version: int, at: date
) -> None:
    """Write the extract and its readers. What was already opened is closed: it is read again before it is shown."""
    connue = situation_connue(acteur, situation_id)
    exiger(acteur, Acte.EXTRAIRE, Volet.PARCOURS, connue.dossier_id, at)
    if connue.seance.mode == Mode.ANONYMISEE:
        exiger_sans_nom(acteur, connue.dossier_id, voulue.ecrit, at)
    with situation_tenue(
        acteur, situation_id, "eps_preparee", at=at, acte=Acte.ECRIRE, version=version
    ) as tenue:
        rang, e = tenue.rang, voulue.ecrit
        tenue.contenu |= {"appuis": e.appuis, "difficultes": e.difficultes, "question": e.question}
        rang.famille_informee_le = voulue.famille_informee_le
        rang.relue_le, rang.relue_par_id = None, None
        tenue.garder()
        _inviter(tenue, voulue.invites)


def exiger_sans_nom(acteur: Acteur, dossier_id: UUID, ecrit: Ecrit, at: date) -> None:
    """Refuse a text that names the child, an adult, a school or a home."""
    propres, lieux = mots_nominatifs(acteur, dossier_id, at=at)
    if noms_ecrits(f"{ecrit.appuis}\n{ecrit.difficultes}\n{ecrit.question}", propres, lieux):
        raise TexteNominatif


def _inviter(tenue: Tenue, invites: Mapping[UUID, Portee]) -> None:
    rang = tenue.rang
    places = {p.id: p for p in rang.seance.participations.filter(id__in=list(invites))}
    fermer(Invitation.objects.filter(situation=rang))
    rang.invitations.all().delete()
    Invitation.objects.bulk_create(
        Invitation(
            dossier_id=rang.dossier_id, seance_id=rang.seance_id, situation=rang,
            participation=place, utilisateur_id=place.utilisateur_id, portee=invites[ident],
        )
        for ident, place in places.items()
    )  # fmt: skip


def relire(*, acteur: Acteur, situation_id: UUID, version: int, at: date) -> None:
    """Confirm, after reading what each one will see. `SituationNonPrete` says what is still missing."""
    connue = situation_connue(acteur, situation_id)
    exiger(acteur, Acte.EXTRAIRE, Volet.PARCOURS, connue.dossier_id, at)
    with situation_tenue(
        acteur, situation_id, "eps_relue", at=at, acte=Acte.ECRIRE, version=version
    ) as tenue:
        rang, ecrit = tenue.rang, ecrit_de(tenue.contenu)
        # the agreement is asked again when accesses are opened: reading again does not need it
        decision = prete(FaitsDePreparation(True, ecrit, rang.famille_informee_le, relue=True))
        if not decision:
            raise SituationNonPrete(decision)
        if rang.seance.mode == Mode.ANONYMISEE:
            exiger_sans_nom(acteur, rang.dossier_id, ecrit, at)
        rang.relue_le, rang.relue_par_id = timezone.now(), acteur.id
        tenue.garder()
