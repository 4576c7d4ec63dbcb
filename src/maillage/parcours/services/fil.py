"""Writes of the journal: entries with their next step and their files, corrections that keep the original, drafts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.dossiers.services import attendre_son_tour, numero_d_envoi
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import CorrigeeEntreTemps
from maillage.parcours.models import JOURNAL, Brouillon, Note
from maillage.parcours.queries.notes import correction_permise
from maillage.parcours.rules.notes import Moyen
from maillage.parcours.services.ecriture import sceller
from maillage.parcours.services.pieces import PiecePropre, nettoyer, preparer
from maillage.parcours.services.taches import creer_tache, responsable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class Suite:
    """What is to be done next, and by when."""

    libelle: str
    echeance: date


def ecrire_note(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    volet: Volet,
    texte: str,
    le: date,
    nature: str = "",
    moyen: Moyen | None = None,
    suite: Suite | None = None,
    fichiers: tuple[tuple[str, bytes], ...] = (),
    formulaire: UUID,
    at: date,
) -> Note:
    """Write an entry in a volet, with its files and its next step if any: all or nothing.

    The same form sent twice writes one. `fichiers`: for each, the words that say what it is, and its bytes.
    """
    faits, decision = exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    planifie = exiger(acteur, Acte.PLANIFIER, Volet.PARCOURS, dossier_id, at)[1] if suite else None
    poste = responsable(acteur, faits, at) if suite else None
    pieces = nettoyer(fichiers)
    envoi = numero_d_envoi(
        formulaire, dossier_id, le, nature, texte, *_de_plus(moyen, suite, pieces)
    )
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        if deja := JOURNAL[volet].objects.filter(formulaire=envoi).first():
            return deja
        noter(acteur, Acte.ECRIRE, decision, volet=volet, dossier=dossier_id, objet="note")
        note = JOURNAL[volet](dossier_id=dossier_id, auteur_id=acteur.id, le=le, formulaire=envoi)
        contenu = {"texte": texte, "nature": nature, "moyen": moyen or ""}
        _garder(note, contenu, pieces, faits)
        if suite and planifie and poste:
            creer_tache(
                acteur, faits, planifie, libelle=suite.libelle, echeance=suite.echeance,
                poste=poste, envoi=numero_d_envoi(envoi, "suite"),
            )  # fmt: skip
        Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).delete()
    return note


def _de_plus(
    moyen: Moyen | None, suite: Suite | None, pieces: tuple[PiecePropre, ...]
) -> list[object]:
    """What makes another submit of the same words: another medium, a next step, other files."""
    dits: list[object] = [moyen] if moyen else []
    dits += [suite.libelle, suite.echeance] if suite else []
    return dits + [hashlib.sha256(p.fichier.octets).hexdigest() for p in pieces]


def _garder(
    note: Note, contenu: dict[str, object], pieces: tuple[PiecePropre, ...], faits: Faits
) -> None:
    """Save the entry, then its files."""
    cles = trousseau(faits.programme, [note.dossier_id], [note.volet])
    rangs, dits = preparer(note, pieces, note.auteur_id, cles)
    note.sceller({**contenu, **({"pieces": dits} if dits else {})}, cles)
    note.save(force_insert=True)
    for rang in rangs:
        rang.save(force_insert=True)


def corriger(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    volet: Volet,
    note_id: UUID,
    texte: str,
    le: date,
    nature: str = "",
    moyen: Moyen | None = None,
    at: date,
) -> Note:
    """Write what an entry should have said; the former text stays. Its files go with it.

    `note_id` is the text that was on the screen: `CorrigeeEntreTemps` when somebody corrected it meanwhile.
    """
    table = JOURNAL[volet]
    faits, decision = exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        ancienne = table.objects.filter(id=note_id, dossier_id=dossier_id).first()
        if ancienne is None:
            raise Introuvable
        correction_permise(acteur, ancienne)
        if table.objects.filter(corrige=ancienne).exists():
            raise CorrigeeEntreTemps
        cles = trousseau(faits.programme, [dossier_id], [volet])
        avant = ancienne.ouvrir(cles)
        contenu = {**avant, "texte": texte, "nature": nature, "moyen": moyen or ""}
        if le == ancienne.le and contenu == {"moyen": "", **avant}:
            return ancienne
        noter(acteur, Acte.ECRIRE, decision, volet=volet, dossier=dossier_id, objet="correction")
        note = table(dossier_id=dossier_id, auteur_id=acteur.id, le=le, corrige=ancienne)
        note.sceller(contenu, cles)
        note.save(force_insert=True)
    return note


def garder_brouillon(*, acteur: Acteur, dossier_id: UUID, texte: str, at: date) -> None:
    """Keep what is being typed, sealed, for its author alone; an empty text drops it."""
    faits, _ = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).delete()
        if texte.strip():
            rang = Brouillon(dossier_id=dossier_id, auteur_id=acteur.id)
            sceller(rang, faits.programme, {"texte": texte})
            rang.save(force_insert=True)
