"""Writes of the parcours: notes, drafts, next steps. One transaction each, noted in the journal.

The policy is asked before the transaction, so that a refusal stays in the journal.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers import services as dossiers
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Faits, Qualite, Volet
from maillage.eligibilite.services import campagne as campagnes
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import PosteInconnu, SansReferent, TacheDejaFaite
from maillage.parcours.models import JOURNAL, Brouillon, Note, Parcours, Tache
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


def _sceller(rang: EnregistrementScelle, programme_id: UUID, contenu: dict[str, str]) -> None:
    cles = trousseau(programme_id, [rang.dossier_id], [rang.volet])
    rang.sceller(contenu, cles)


def _attendre_son_tour(dossier_id: UUID) -> None:
    """Writes on one dossier follow each other: a form sent twice at once is seen the second time."""
    Dossier.objects.select_for_update().get(pk=dossier_id)


def _envoi(formulaire: UUID, *champs: object) -> UUID:
    """One form sent twice with the same words is one submit; a page kept open and typed again is another.

    The form's own number is random and not stored: the result tells nothing of the words.
    """
    return uuid5(formulaire, "\x1f".join(map(str, champs)))


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
    envoi = _envoi(formulaire, dossier_id, le, nature, texte)
    faits, decision = exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    with transaction.atomic():
        _attendre_son_tour(dossier_id)
        if deja := table.objects.filter(formulaire=envoi).first():
            return deja
        noter(acteur, Acte.ECRIRE, decision, volet=volet, dossier=dossier_id, objet="note")
        note = table(dossier_id=dossier_id, auteur_id=acteur.id, le=le, formulaire=envoi)
        _sceller(note, faits.programme, {"texte": texte, "nature": nature})
        note.save(force_insert=True)
        Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).delete()
    return note


def garder_brouillon(*, acteur: Acteur, dossier_id: UUID, texte: str, at: date) -> None:
    """Keep what is being typed, sealed, for its author alone; an empty text drops it."""
    faits, _ = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    with transaction.atomic():
        _attendre_son_tour(dossier_id)
        Brouillon.objects.filter(dossier_id=dossier_id, auteur_id=acteur.id).delete()
        if texte.strip():
            rang = Brouillon(dossier_id=dossier_id, auteur_id=acteur.id)
            _sceller(rang, faits.programme, {"texte": texte})
            rang.save(force_insert=True)


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
    poste = _responsable(acteur, faits, at)
    envoi = _envoi(formulaire, dossier_id, echeance, libelle)
    with transaction.atomic():
        _attendre_son_tour(dossier_id)
        if deja := Tache.objects.filter(formulaire=envoi).first():
            return deja
        noter(
            acteur,
            Acte.PLANIFIER,
            decision,
            volet=Volet.PARCOURS,
            dossier=dossier_id,
            objet="tache",
        )
        tache = Tache(
            dossier_id=dossier_id,
            poste_id=poste,
            echeance=echeance,
            auteur_id=acteur.id,
            formulaire=envoi,
        )
        _sceller(tache, faits.programme, {"libelle": libelle})
        tache.save(force_insert=True)
    return tache


def _responsable(acteur: Acteur, faits: Faits, at: date) -> UUID:
    en_cours = [a for a in faits.cercle if a.periode.contient(at)]
    siens = [a.poste for a in en_cours if a.poste in acteur.postes]
    referents = [a.poste for a in en_cours if a.qualite is Qualite.REFERENT]
    poste = next(iter(siens or referents or sorted(acteur.postes)), None)
    if poste is None:
        raise SansReferent
    return poste


def designer(
    *, acteur: Acteur, dossier_id: UUID, poste_id: UUID, depuis: date, motif: str, at: date
) -> None:
    """Name who leads this parcours; the former référent's access ends the day before."""
    faits, decision = exiger(acteur, Acte.DESIGNER, Volet.PARCOURS, dossier_id, at)
    if poste_id not in dict(comptes.postes_de_reference(faits.programme)):
        raise PosteInconnu
    with transaction.atomic():
        _attendre_son_tour(dossier_id)  # before the journal, as every write on a dossier
        noter(
            acteur, Acte.DESIGNER, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="referent",
        )  # fmt: skip
        dossiers.designer_referent(
            dossier_id=dossier_id, poste_id=poste_id, depuis=depuis, motif=motif
        )


def changer_etape(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    etape: str,
    entree: date | None,
    sortie: date | None,
    motif_sortie: str,
    at: date,
) -> None:
    """Say where the parcours stands. A date known in part in the old file stays unless a day is given."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        _attendre_son_tour(dossier_id)
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="etape"
        )
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        rang = Parcours.objects.filter(dossier_id=dossier_id).order_by("-created_at").first()
        contenu = rang.ouvrir(cles) if rang else {}
        rang = rang or Parcours(dossier_id=dossier_id)
        rang.sceller({**contenu, "motif_sortie": motif_sortie or None}, cles)
        rang.etape = etape
        rang.entree = entree.isoformat() if entree else rang.entree
        rang.sortie = sortie.isoformat() if sortie else ""
        rang.save()
        campagnes.accorder(faits.programme, [dossier_id], at=at)


def terminer(*, acteur: Acteur, dossier_id: UUID, tache_id: UUID, at: date) -> Tache:
    """Mark a next step as done."""
    _, decision = exiger(acteur, Acte.PLANIFIER, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        tache = Tache.objects.select_for_update().filter(id=tache_id, dossier_id=dossier_id).first()
        if tache is None:
            raise Introuvable
        if tache.faite_le:
            raise TacheDejaFaite
        noter(
            acteur,
            Acte.PLANIFIER,
            decision,
            volet=Volet.PARCOURS,
            dossier=dossier_id,
            objet="tache",
        )
        tache.faite_le = at
        tache.save(update_fields=["faite_le", "updated_at"])
    return tache
