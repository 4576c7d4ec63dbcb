"""Writes of the parcours: notes, drafts, next steps. One transaction each, noted in the journal."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Qualite, Volet
from maillage.parcours.errors import SansReferent, TacheDejaFaite
from maillage.parcours.models import JOURNAL, Brouillon, Note, Tache
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


def _sceller(rang: EnregistrementScelle, programme_id: UUID, contenu: dict[str, str]) -> None:
    cles = trousseau(programme_id, [rang.dossier_id], [rang.volet])
    rang.sceller(contenu, cles)


@transaction.atomic
def ecrire_note(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    volet: Volet,
    texte: str,
    le: date,
    nature: str = "",
    formulaire: UUID,
    at: date,
) -> Note:
    """Write a journal entry in a volet. The same form sent twice writes one note."""
    table = JOURNAL[volet]
    faits, decision = exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    deja = table.objects.filter(formulaire=formulaire, dossier_id=dossier_id).first()
    if deja:
        return deja
    noter(acteur, Acte.ECRIRE, decision, volet=volet, dossier=dossier_id, objet="note")
    note = table(dossier_id=dossier_id, auteur_id=acteur.id, le=le, formulaire=formulaire)
    _sceller(note, faits.programme, {"texte": texte, "nature": nature})
    note.save(force_insert=True)
    Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).delete()
    return note


@transaction.atomic
def garder_brouillon(*, acteur: Acteur, dossier_id: UUID, texte: str, at: date) -> None:
    """Keep what is being typed, sealed, for its author alone; an empty text drops it."""
    faits, _ = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).delete()
    if texte.strip():
        rang = Brouillon(dossier_id=dossier_id, auteur_id=acteur.id)
        _sceller(rang, faits.programme, {"texte": texte})
        rang.save(force_insert=True)


@transaction.atomic
def planifier(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    libelle: str,
    echeance: date,
    formulaire: UUID,
    at: date,
) -> Tache:
    """Plan a next step, owned by the acteur's poste in the cercle, else by the référent's."""
    faits, decision = exiger(acteur, Acte.PLANIFIER, Volet.PARCOURS, dossier_id, at)
    deja = Tache.objects.filter(formulaire=formulaire, dossier_id=dossier_id).first()
    if deja:
        return deja
    en_cours = [a for a in faits.cercle if a.periode.contient(at)]
    siens = [a.poste for a in en_cours if a.poste in acteur.postes]
    referents = [a.poste for a in en_cours if a.qualite is Qualite.REFERENT]
    poste = next(iter(siens or referents or sorted(acteur.postes)), None)
    if poste is None:
        raise SansReferent
    noter(acteur, Acte.PLANIFIER, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="tache")
    tache = Tache(
        dossier_id=dossier_id,
        poste_id=poste,
        echeance=echeance,
        auteur_id=acteur.id,
        formulaire=formulaire,
    )
    _sceller(tache, faits.programme, {"libelle": libelle})
    tache.save(force_insert=True)
    return tache


@transaction.atomic
def terminer(*, acteur: Acteur, dossier_id: UUID, tache_id: UUID, at: date) -> Tache:
    """Mark a next step as done."""
    _, decision = exiger(acteur, Acte.PLANIFIER, Volet.PARCOURS, dossier_id, at)
    noter(acteur, Acte.PLANIFIER, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="tache")
    changees = Tache.objects.filter(id=tache_id, dossier_id=dossier_id, faite_le=None).update(
        faite_le=at
    )
    if not changees:
        raise TacheDejaFaite
    return Tache.objects.get(id=tache_id)
