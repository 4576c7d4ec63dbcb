"""Needs, objectives and their steps."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.dossiers.services import numero_d_envoi
from maillage.notions.erreurs import Introuvable
from maillage.plans.errors import DejaClos, EcritEntreTemps
from maillage.plans.models import Besoin, EtapeDObjectif, Objectif
from maillage.plans.rules.objectifs import EtatDObjectif, Parole
from maillage.plans.services.ecriture import (
    Ecriture,
    corriger,
    dossier_de,
    ecriture,
    inserer,
    pas_plus_tard,
    toucher,
)


def noter_besoin(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    domaine: str,
    constat: str,
    appui: str,
    formulaire: UUID,
    at: date,
) -> Besoin:
    """Write a need, with what already helps."""
    cle = numero_d_envoi(formulaire, dossier_id, domaine, constat, appui)
    with ecriture(acteur, dossier_id, at) as e:
        if deja := Besoin.objects.filter(formulaire=cle).first():
            return deja
        parcours = e.parcours()
        e.noter("besoin")
        rang = Besoin(dossier_id=dossier_id, parcours=parcours, auteur_id=acteur.id, formulaire=cle)
        inserer(rang, {"domaine": domaine, "constat": constat, "appui": appui}, e, parcours.pk)
    return rang


def clore_besoin(*, acteur: Acteur, dossier_id: UUID, besoin_id: UUID, at: date) -> None:
    """Say that a need is no longer one. It stays written, with its last day."""
    with ecriture(acteur, dossier_id, at) as e:
        rang = Besoin.objects.filter(pk=besoin_id, dossier_id=dossier_id).first()
        if rang is None:
            raise Introuvable
        if rang.clos_le is None:
            e.noter("besoin")
            rang.clos_le = at
            rang.save(update_fields=["clos_le", "updated_at"])
            toucher(rang.parcours_id)


def _ecriture_de(
    e: Ecriture, texte: str, domaine: str, mots_de: Parole, presents: str, at: date
) -> dict[str, str]:
    return {
        "texte": texte, "domaine": domaine, "mots_de": Parole(mots_de).value, "presents": presents,
        "auteur": str(e.acteur.id), "le": at.isoformat(),
    }  # fmt: skip


def ecrire_objectif(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    texte: str,
    domaine: str,
    mots_de: Parole,
    presents: str,
    formulaire: UUID,
    at: date,
) -> Objectif:
    """Write an objective with the family: in whose words, who was there. The same form sent twice writes one."""
    cle = numero_d_envoi(formulaire, dossier_id, texte, domaine, mots_de, presents)
    with ecriture(acteur, dossier_id, at) as e:
        if deja := Objectif.objects.filter(formulaire=cle).first():
            return deja
        parcours = e.parcours()
        e.noter("objectif")
        rang = Objectif(
            dossier_id=dossier_id, parcours=parcours, auteur_id=acteur.id, formulaire=cle, ouvert_le=at
        )  # fmt: skip
        premiere = _ecriture_de(e, texte, domaine, mots_de, presents, at)
        inserer(rang, {"ecritures": [premiere], "issue": ""}, e, parcours.pk)
    return rang


def reecrire_objectif(
    *,
    acteur: Acteur,
    objectif_id: UUID,
    texte: str,
    domaine: str,
    mots_de: Parole,
    presents: str,
    version: int,
    at: date,
) -> Objectif:
    """Write the objective in other words; the former ones stay. A lost race is refused: nobody's words are replaced unseen.

    What is already written so, by the same person, is the same form sent twice: it writes nothing.
    """
    dossier_id = dossier_de(Objectif, objectif_id)
    with ecriture(acteur, dossier_id, at) as e:
        rang = Objectif.objects.get(pk=objectif_id)
        contenu = rang.ouvrir(e.cles)
        nouvelle = _ecriture_de(e, texte, domaine, mots_de, presents, at)
        if contenu["ecritures"][-1] == nouvelle:
            return rang
        if rang.version != version:
            raise EcritEntreTemps
        e.noter("objectif")
        corriger(rang, {**contenu, "ecritures": [*contenu["ecritures"], nouvelle]}, e)
    return rang


def clore_objectif(
    *,
    acteur: Acteur,
    objectif_id: UUID,
    etat: EtatDObjectif,
    issue: str,
    le: date,
    version: int,
    at: date,
) -> None:
    """The objective is reached, left aside, or open again; in a few words."""
    pas_plus_tard(le, at)
    with ecriture(acteur, dossier_de(Objectif, objectif_id), at) as e:
        rang = Objectif.objects.get(pk=objectif_id)
        contenu = rang.ouvrir(e.cles)
        if rang.etat == etat and contenu["issue"] == issue:
            return
        if rang.version != version:
            raise EcritEntreTemps
        e.noter("objectif")
        rang.etat = etat
        rang.clos_le = None if etat is EtatDObjectif.OUVERT else le
        corriger(rang, {**contenu, "issue": issue}, e)


def ajouter_etape(
    *,
    acteur: Acteur,
    objectif_id: UUID,
    libelle: str,
    qui: str,
    echeance: date | None,
    formulaire: UUID,
    at: date,
) -> EtapeDObjectif:
    """Write a step of an objective."""
    cle = numero_d_envoi(formulaire, objectif_id, libelle, qui, echeance)
    dossier_id = dossier_de(Objectif, objectif_id)
    with ecriture(acteur, dossier_id, at) as e:
        if deja := EtapeDObjectif.objects.filter(formulaire=cle).first():
            return deja
        objectif = Objectif.objects.get(pk=objectif_id)
        e.noter("etape_d_objectif")
        rang = EtapeDObjectif(
            dossier_id=dossier_id, objectif=objectif, echeance=echeance, auteur_id=acteur.id,
            formulaire=cle,
        )  # fmt: skip
        inserer(rang, {"libelle": libelle, "qui": qui}, e, objectif.parcours_id)
    return rang


def faire_etape(*, acteur: Acteur, dossier_id: UUID, etape_id: UUID, le: date, at: date) -> None:
    """Mark a step as done."""
    pas_plus_tard(le, at)
    with ecriture(acteur, dossier_id, at) as e:
        etapes = EtapeDObjectif.objects.filter(pk=etape_id, dossier_id=dossier_id)
        rang = etapes.select_related("objectif").first()
        if rang is None:
            raise Introuvable
        if rang.faite_le:
            raise DejaClos
        e.noter("etape_d_objectif")
        rang.faite_le = le
        rang.save(update_fields=["faite_le", "updated_at"])
        toucher(rang.objectif.parcours_id)
