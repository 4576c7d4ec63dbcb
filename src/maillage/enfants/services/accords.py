"""What the family agrees to, as a professional writes it: the policy first, the journal, then the write, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.accords.models import DemandeDAccord
from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Objet
from maillage.accords.services import autorite, demandes, voiles
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import numero_d_envoi
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

Contenu = dict[str, Any]


@contextmanager
def _note(acteur: Acteur, dossier_id: UUID, objet: str, at: date) -> Iterator[None]:
    _, decision = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    with transaction.atomic():
        noter(acteur, Acte.ECRIRE, decision, volet=Volet.FAMILLE, dossier=dossier_id, objet=objet)
        yield


def demander(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    objet: Objet,
    institution: UUID | tuple[str, str] | None,
    poste: UUID | None,
    contenu: Contenu,
    jusqu_au: date,
    formulaire: UUID,
    at: date,
) -> DemandeDAccord:
    """Ask the family. A new institution is told by its name and nature (nomenclature N32)."""
    with _note(acteur, dossier_id, "accord_demande", at):
        if isinstance(institution, tuple):
            institution = demandes.institution_nommee(*institution)
        envoi = numero_d_envoi(formulaire, dossier_id, objet, institution, poste, contenu, jusqu_au)
        return demandes.demander(
            dossier_id=dossier_id, objet=objet, institution_id=institution, poste_id=poste, contenu=contenu,
            depuis=at, jusqu_au=jusqu_au, auteur_id=acteur.id, formulaire=envoi,
        )  # fmt: skip


def repondre(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    demande_id: UUID,
    adulte: UUID,
    sens: Sens,
    le: date,
    contenu: Contenu,
    formulaire: UUID,
    at: date,
) -> None:
    """Write what an adult answered; a no ends the shares that rested on it, here and now."""
    with _note(acteur, dossier_id, f"accord_{sens.value}", at):
        demandes.repondre(
            dossier_id=dossier_id, demande_id=demande_id, adulte=adulte, sens=sens, le=le, contenu=contenu,
            auteur_id=acteur.id, at=at, formulaire=numero_d_envoi(formulaire, demande_id, adulte, sens, le, contenu),
        )  # fmt: skip


def informer(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    demande_id: UUID,
    adulte: UUID | None,
    donnee: bool,
    le: date,
    precision: str,
    formulaire: UUID,
    at: date,
) -> None:
    """Write that an adult was told, or why not."""
    with _note(acteur, dossier_id, "information" if donnee else "non_information", at):
        demandes.informer(
            dossier_id=dossier_id, demande_id=demande_id, adulte=adulte, donnee=donnee, le=le,
            precision=precision, auteur_id=acteur.id, at=at, formulaire=numero_d_envoi(formulaire, demande_id, adulte, donnee, le, precision),
        )  # fmt: skip


def recueillir(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    demande_id: UUID,
    recueilli: bool,
    le: date,
    paroles: str,
    formulaire: UUID,
    at: date,
) -> None:
    """Write what the child said, or why it was not asked."""
    with _note(acteur, dossier_id, "avis_de_l_enfant", at):
        demandes.recueillir(
            dossier_id=dossier_id, demande_id=demande_id, recueilli=recueilli, le=le, paroles=paroles,
            auteur_id=acteur.id, formulaire=numero_d_envoi(formulaire, demande_id, recueilli, le, paroles),
        )  # fmt: skip


def classer_formulaire(
    *, acteur: Acteur, dossier_id: UUID, demande_id: UUID, octets: bytes, formulaire: UUID, at: date
) -> None:
    """Keep the scan of a signed form."""
    with _note(acteur, dossier_id, "formulaire_signe", at):
        demandes.classer_formulaire(
            dossier_id=dossier_id, demande_id=demande_id, octets=octets, auteur_id=acteur.id,
            formulaire=numero_d_envoi(formulaire, demande_id, sha256(octets).hexdigest()),
        )  # fmt: skip


def declarer(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    adulte: UUID,
    exercice: Exercice,
    contenu: Contenu,
    echeance: date | None,
    at: date,
) -> bool:
    """Write what an adult exercises; tell whether it waits for a second person."""
    with _note(acteur, dossier_id, "autorite_parentale", at):
        rang = autorite.declarer(
            dossier_id=dossier_id, adulte=adulte, exercice=exercice, contenu=contenu, echeance=echeance,
            auteur_id=acteur.id, at=at,
        )  # fmt: skip
    return rang.a_deux


def trancher(
    *, acteur: Acteur, dossier_id: UUID, situation_id: UUID, retenu: bool, at: date
) -> None:
    """Confirm what somebody else proposed of an adult, or set it aside."""
    objet = "autorite_confirmee" if retenu else "autorite_ecartee"
    with _note(acteur, dossier_id, objet, at):
        autorite.trancher(
            dossier_id=dossier_id,
            situation_id=situation_id,
            retenu=retenu,
            auteur_id=acteur.id,
            at=at,
        )


def voiler(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    adulte: UUID,
    contenu: Contenu,
    echeance: date | None,
    at: date,
) -> None:
    """Protect the child and the other adults from this one: closed at once."""
    with _note(acteur, dossier_id, "protection_posee", at):
        voiles.poser(
            dossier_id=dossier_id, adulte=adulte, contenu=contenu, echeance=echeance,
            auteur_id=acteur.id, at=at,
        )  # fmt: skip


GESTES: dict[str, tuple[str, Callable[..., None]]] = {
    "confirmer": ("protection_confirmee", voiles.confirmer_voile),
    "demander_la_levee": ("levee_proposee", voiles.proposer_de_lever),
}


def faire_sur_le_voile(
    *, acteur: Acteur, dossier_id: UUID, voile_id: UUID, geste: str, at: date
) -> None:
    """Confirm, ask to lift, lift or keep a cloak."""
    if geste in GESTES:
        objet, faire = GESTES[geste]
        with _note(acteur, dossier_id, objet, at):
            faire(dossier_id=dossier_id, voile_id=voile_id, auteur_id=acteur.id, at=at)
        return
    leve = geste == "lever"
    with _note(acteur, dossier_id, "protection_levee" if leve else "protection_gardee", at):
        voiles.trancher_la_levee(
            dossier_id=dossier_id, voile_id=voile_id, leve=leve, auteur_id=acteur.id, at=at
        )
