"""Writes of the volets identité, famille and scolarité. One transaction each, noted in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.accords.rules.autorite import Exercice
from maillage.accords.services.autorite import declarer
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.enfants.errors import EcritEntreTemps, PasDeuxFoisLeMeme
from maillage.enfants.models import Domicile, Identite, LienFamilial, Responsable, Scolarite
from maillage.enfants.rules.identite import IdentiteLue
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

Contenu = dict[str, Any]


@contextmanager
def ecriture(
    acteur: Acteur, volet: Volet, dossier_id: UUID, objet: str, at: date
) -> Iterator[Trousseau]:
    """Ask the policy (a refusal stays in the journal), then open a transaction with the keys of the volet."""
    faits, decision = exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    with transaction.atomic():
        noter(acteur, Acte.ECRIRE, decision, volet=volet, dossier=dossier_id, objet=objet)
        yield trousseau(faits.programme, [dossier_id], [volet])


def corriger_identite(
    *, acteur: Acteur, dossier_id: UUID, identite: IdentiteLue, version: int, at: date
) -> None:
    """Correct names, birth and sex. A lost race is refused: nobody's words are replaced unseen."""
    contenu = {
        "nom": identite.nom,
        "prenom": identite.prenom,
        "naissance": str(identite.naissance) if identite.naissance else None,
        "sexe": identite.sexe,
    }
    with ecriture(acteur, Volet.IDENTITE, dossier_id, "identite", at) as cles:
        rang = Identite.objects.select_for_update().get(dossier_id=dossier_id)
        if rang.version != version:
            raise EcritEntreTemps
        rang.sceller(contenu, cles)
        rang.save(update_fields=["scelle", "version", "updated_at"])


def ajouter_domicile(
    *, acteur: Acteur, dossier_id: UUID, contenu: Contenu, depuis: date | None, at: date
) -> None:
    """Write a new home; the former one ends the day before when the day of the move is known."""
    with ecriture(acteur, Volet.IDENTITE, dossier_id, "domicile", at) as cles:
        if depuis is not None and depuis > date.min:
            veille = date.fromordinal(depuis.toordinal() - 1)
            anciens = Domicile.objects.filter(dossier_id=dossier_id, jusqu_au=None)
            anciens.exclude(depuis__gt=veille).update(jusqu_au=veille, updated_at=timezone.now())
        rang = Domicile(dossier_id=dossier_id, depuis=depuis)
        rang.sceller(contenu, cles)
        rang.save(force_insert=True)


def ajouter_responsable(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    contenu: Contenu,
    at: date,
    exercice: Exercice = Exercice.INCONNU,
) -> None:
    """Write an adult of the family, and what she exercises when it is known. The shares are judged again with her."""
    with ecriture(acteur, Volet.FAMILLE, dossier_id, "responsable", at) as cles:
        rang = Responsable(dossier_id=dossier_id)
        rang.sceller(contenu, cles)
        rang.save(force_insert=True)
        declarer(
            dossier_id=dossier_id, adulte=rang.pk, exercice=exercice, contenu={}, echeance=None,
            auteur_id=acteur.id, at=at,
        )  # fmt: skip


def ajouter_scolarite(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    contenu: Contenu,
    rentree: int,
    at: date,
    remplacer: bool = True,
) -> bool:
    """Write a school year, or correct the one of the same rentrée; tell whether anything was written.

    Without `remplacer`, a year that somebody wrote already stays as it is.
    """
    with ecriture(acteur, Volet.SCOLARITE, dossier_id, "scolarite", at) as cles:
        attendre_son_tour(dossier_id)
        rang = Scolarite.objects.filter(dossier_id=dossier_id, rentree=rentree).first()
        if rang is not None and not remplacer:
            return False
        rang = rang or Scolarite(dossier_id=dossier_id, rentree=rentree)
        rang.sceller(contenu, cles)
        rang.save()
        return True


def lier_fratrie(*, acteur: Acteur, dossier_id: UUID, autre_id: UUID, at: date) -> None:
    """Say that two children are of one family, in both dossiers. Needs the right to write in both."""
    if dossier_id == autre_id:
        raise PasDeuxFoisLeMeme
    exiger(
        acteur, Acte.ECRIRE, Volet.FAMILLE, autre_id, at
    )  # before any transaction: a refusal stays
    with (
        ecriture(acteur, Volet.FAMILLE, dossier_id, "fratrie", at) as d_ici,
        ecriture(acteur, Volet.FAMILLE, autre_id, "fratrie", at) as de_la,
    ):
        for ici, la, cles in ((dossier_id, autre_id, d_ici), (autre_id, dossier_id, de_la)):
            if not LienFamilial.objects.filter(dossier_id=ici, autre_id=la).exists():
                rang = LienFamilial(dossier_id=ici, autre_id=la)
                rang.sceller({"lien": "fratrie"}, cles)
                rang.save(force_insert=True)
