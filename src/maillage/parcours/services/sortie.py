"""Writes of an exit that is prepared: the end as it was spoken of, who takes over, what the watch learned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour, numero_d_envoi
from maillage.notions.erreurs import Introuvable
from maillage.parcours import services
from maillage.parcours.errors import (
    RelaisRefuse,
    SortieChangee,
    SortieNonCommencee,
    VeilleTerminee,
)
from maillage.parcours.models import FinDeParcours, Parcours, RelaisDeSortie, Tache
from maillage.parcours.queries.etats import dernier
from maillage.parcours.queries.sortie import preparable
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.sortie import ReponseDuRelais, controler_relais
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class FinVoulue:
    """The end of a parcours as it is spoken of with the family."""

    prevue_le: date | None
    entretien_le: date | None
    avec: str = ""
    bilan: str = ""
    parole_famille: str = ""
    parole_enfant: str = ""

    def contenu(self) -> dict[str, str]:
        """What is sealed of it."""
        return {
            "avec": self.avec,
            "bilan": self.bilan,
            "parole_famille": self.parole_famille,
            "parole_enfant": self.parole_enfant,
        }


@dataclass(frozen=True, slots=True)
class RelaisVoulu:
    """Who is asked to take over, as typed."""

    structure: str
    qui: str
    contact_le: date | None
    reponse: ReponseDuRelais
    precision: str = ""


@contextmanager
def _sortie(
    acteur: Acteur, dossier_id: UUID, objet: str, at: date
) -> Iterator[tuple[Parcours, Trousseau]]:
    """The parcours whose exit is written of, held for writing."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        rang = dernier(dossier_id)
        if rang is None or not preparable(rang):
            raise SortieNonCommencee
        noter(acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet=objet)
        yield rang, trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])


def preparer(
    *, acteur: Acteur, dossier_id: UUID, voulue: FinVoulue, version: int, at: date
) -> None:
    """Write how it ends. `version` 0: the page showed nothing yet; `SortieChangee` when somebody wrote in between."""
    with _sortie(acteur, dossier_id, "sortie_preparee", at) as (parcours, cles):
        rang = FinDeParcours.objects.filter(parcours=parcours).first()
        if (rang.version if rang else 0) != version:
            raise SortieChangee
        rang = rang or FinDeParcours(dossier_id=dossier_id, parcours=parcours)
        rang.prevue_le, rang.entretien_le = voulue.prevue_le, voulue.entretien_le
        rang.auteur_id = acteur.id
        rang.sceller(voulue.contenu(), cles)
        rang.save()


def noter_relais(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    voulu: RelaisVoulu,
    relais_id: UUID | None = None,
    version: int = 0,
    formulaire: UUID,
    at: date,
) -> None:
    """Add somebody who may take over, or say what became of it. The same form sent twice adds one."""
    decision = controler_relais(
        qui=voulu.qui, contact_le=voulu.contact_le, reponse=voulu.reponse, le=at
    )
    if not decision:
        raise RelaisRefuse(decision)
    envoi = numero_d_envoi(formulaire, dossier_id, voulu.structure, voulu.qui)
    with _sortie(acteur, dossier_id, "relais_de_sortie", at) as (parcours, cles):
        rang = _relais(parcours, relais_id, version, envoi)
        if rang is None:
            return
        rang.structure, rang.contact_le = voulu.structure, voulu.contact_le
        rang.reponse, rang.auteur_id = voulu.reponse, acteur.id
        rang.sceller({"qui": voulu.qui, "precision": voulu.precision}, cles)
        rang.save()


def _relais(
    parcours: Parcours, relais_id: UUID | None, version: int, envoi: UUID
) -> RelaisDeSortie | None:
    """The relay to write in; None when this form has already added it."""
    rangs = RelaisDeSortie.objects.filter(parcours=parcours)
    if relais_id is None:
        if rangs.filter(formulaire=envoi).exists():
            return None
        return RelaisDeSortie(dossier_id=parcours.dossier_id, parcours=parcours, formulaire=envoi)
    rang = rangs.filter(pk=relais_id).first()
    if rang is None:
        raise Introuvable
    if rang.version != version:
        raise SortieChangee
    return rang


def noter_la_veille(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    texte: str,
    le: date,
    tache_id: UUID | None,
    formulaire: UUID,
    at: date,
) -> None:
    """Write what was learned after the exit, in the journal; the step of the watch it answers is done."""
    with transaction.atomic():
        with _sortie(acteur, dossier_id, "veille", at) as (parcours, _):
            if parcours.etape != Etape.VEILLE:
                raise VeilleTerminee
        services.ecrire_note(
            acteur=acteur, dossier_id=dossier_id, volet=Volet.PARCOURS, texte=texte, le=le,
            formulaire=formulaire, at=at,
        )  # fmt: skip
        ouverte = Tache.objects.filter(pk=tache_id, dossier_id=dossier_id, faite_le=None)
        if tache_id is not None and ouverte.exists():
            services.terminer(acteur=acteur, dossier_id=dossier_id, tache_id=tache_id, at=at)
