"""Writes of the reprise: deposit, corrections, decisions, import, undo, sorting of texts."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.classeurs.lecture import lire
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import JOURNAL
from maillage.partage.queries import dossiers_visibles, exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.reprise import depot, queries
from maillage.reprise.errors import DejaLancee, TropLourd
from maillage.reprise.models import (
    DecisionDeDoublon,
    EtatDeReprise,
    EtatDuTexte,
    ModeleDeReprise,
    Reprise,
    TexteRepris,
)
from maillage.reprise.rules.correspondance import Modele
from maillage.territoire import services as territoire

MEGA = 1024 * 1024


def _noter(acteur: Acteur, objet: str, at: date) -> None:
    noter(acteur, Acte.IMPORTER, decide(acteur, Acte.IMPORTER, None, None, at), objet=objet)


def _sceller(rang: Reprise, contenu: dict[str, Any]) -> None:
    rang.scelle = depot.sceller_suivi(rang.programme_id, rang.id, contenu)


def changer(rang: Reprise, **champs: Any) -> None:
    """Change the sealed content of a deposit."""
    _sceller(rang, {**queries.contenu_de(rang), **champs})
    rang.save(update_fields=["scelle"])


def deposer(*, acteur: Acteur, nom: str, octets: bytes, modele_id: int | None, at: date) -> UUID:
    """Keep a file for its import, sealed, once it has been read whole. Unreadable files are not kept."""
    if len(octets) > settings.TAILLE_MAX_DEPOT:
        raise TropLourd(settings.TAILLE_MAX_DEPOT // MEGA)
    nom = PurePath(nom).name[:120]
    lire(octets, nom)
    rang = Reprise(programme_id=acteur.programme_id, auteur_id=acteur.id)
    modele = ModeleDeReprise.objects.filter(id=modele_id, programme_id=acteur.programme_id).first()
    return _garder(acteur, rang, nom, octets, modele.contenu if modele else None, at)


def deposer_sans_acteur(
    *, programme_id: UUID, nom: str, octets: bytes, modele: Modele | None, at: date
) -> UUID:
    """The same from the command line, by whoever holds the machine; ready to be run at once."""
    personne = Acteur(id=None, nom="ligne de commande", programme_id=programme_id)
    rang = Reprise(programme_id=programme_id, etat=EtatDeReprise.EN_COURS)
    return _garder(personne, rang, nom, octets, modele.en_dict() if modele else None, at)


def _garder(
    acteur: Acteur, rang: Reprise, nom: str, octets: bytes, modele: dict[str, Any] | None, at: date
) -> UUID:
    _sceller(rang, {"fichier": nom, "modele": modele})
    depot.deposer(rang.programme_id, rang.id, octets)
    with transaction.atomic():
        _noter(acteur, f"depot {rang.id}", at)
        rang.save(force_insert=True)
    return rang.id


def corriger(*, acteur: Acteur, reprise_id: UUID, modele: Modele, nom_du_modele: str = "") -> None:
    """Keep the mapping as a person corrected it, and as a named model when asked."""
    rang = _modifiable(acteur, reprise_id)
    with transaction.atomic():
        changer(rang, modele=modele.en_dict())
        if nom_du_modele:
            ModeleDeReprise.objects.update_or_create(
                programme_id=rang.programme_id,
                nom=nom_du_modele,
                defaults={"contenu": modele.en_dict()},
            )


def _modifiable(acteur: Acteur, reprise_id: UUID) -> Reprise:
    rang = queries.la_reprise(acteur, reprise_id)
    if rang.etat not in (EtatDeReprise.DEPOSEE, EtatDeReprise.ECHOUEE):
        raise DejaLancee
    return rang


@transaction.atomic
def decider(
    *, acteur: Acteur, reprise_id: UUID, a: tuple[str, str], b: tuple[str, str], meme: bool
) -> None:
    """Keep what a person says of two children: the same, or not. Never asked again."""
    rang = _modifiable(acteur, reprise_id)
    DecisionDeDoublon.objects.update_or_create(
        programme_id=rang.programme_id,
        paire=queries.paire(rang.programme_id, a, b),
        defaults={"meme": meme, "auteur_id": acteur.id},
    )


def retenir_ecole(
    *, acteur: Acteur, reprise_id: UUID, texte: str, niveau: str | None, uai: str | None
) -> None:
    """Keep which school a written name means, for this file and the next ones."""
    rang = _modifiable(acteur, reprise_id)
    territoire.retenir_nom(
        programme=rang.programme_id, texte=texte, uai=uai, decide_par=acteur.id, niveau=niveau
    )


@transaction.atomic
def lancer(*, acteur: Acteur, reprise_id: UUID, at: date) -> None:
    """Start the import; the work itself is a job."""
    rang = _modifiable(acteur, reprise_id)
    depot.lire(rang.programme_id, rang.id)
    _noter(acteur, f"import {rang.id}", at)
    Reprise.objects.filter(id=rang.id).update(
        etat=EtatDeReprise.EN_COURS, fait=0, total=0, arret_demande=False
    )


def arreter(*, acteur: Acteur, reprise_id: UUID) -> None:
    """Ask a running import to stop before it writes."""
    rang = queries.la_reprise(acteur, reprise_id)
    Reprise.objects.filter(id=rang.id, etat=EtatDeReprise.EN_COURS).update(arret_demande=True)


def abandonner(*, acteur: Acteur, reprise_id: UUID) -> None:
    """Drop a deposit: the file and its key are destroyed."""
    rang = _modifiable(acteur, reprise_id)
    Reprise.objects.filter(id=rang.id).update(etat=EtatDeReprise.ABANDONNEE, scelle=b"")
    depot.oublier(rang.id)


@transaction.atomic
def ranger_texte(*, acteur: Acteur, texte_id: UUID, volet: Volet | None, at: date) -> None:
    """Place a text of the old file in a volet, as a journal entry, or set it aside for good (`volet` None).

    Placing opens nothing: whoever sorts may put a text where she cannot read it afterwards.
    """
    visibles = dossiers_visibles(acteur, Acte.TRIER, Volet.QUARANTAINE, at)
    rang = TexteRepris.objects.select_for_update().filter(
        id=texte_id, etat=EtatDuTexte.A_TRIER, dossier_id__in=visibles.values("pk")
    ).first()  # fmt: skip
    if rang is None or (volet is not None and volet not in VOLETS_DU_DOSSIER):
        raise Introuvable
    _, decision = exiger(acteur, Acte.TRIER, Volet.QUARANTAINE, rang.dossier_id, at)
    noter(
        acteur, Acte.TRIER, decision, volet=volet or Volet.QUARANTAINE, dossier=rang.dossier_id,
        objet="range" if volet else "ecarte",
    )  # fmt: skip
    cles = trousseau(acteur.programme_id, [rang.dossier_id])
    if volet is not None:
        note = JOURNAL[volet](dossier_id=rang.dossier_id, auteur_id=None)
        note.sceller({"texte": rang.ouvrir(cles)["texte"], "nature": ""}, cles)
        note.save(force_insert=True)
    rang.etat = EtatDuTexte.RANGE if volet else EtatDuTexte.ECARTE
    rang.range_dans = volet or ""
    rang.scelle = b""  # the digest stays: a later version of the file will not bring the text back
    rang.version += 1
    rang.save(update_fields=["etat", "range_dans", "scelle", "version", "updated_at"])
