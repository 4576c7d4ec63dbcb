"""Receiving a demand: a dossier is opened or found, what was written goes to its volets, the demander is answered.

One demand is received once: the row is locked, and whoever comes second is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from maillage.accords.rules.autorite import Exercice
from maillage.chiffrement import tombes
from maillage.chiffrement.services import detruire, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.enfants.rules.identite import IdentiteLue
from maillage.enfants.services import ajouter_responsable
from maillage.enfants.services.ouverture import ouvrir_dossier
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.errors import SansReferent
from maillage.parcours.services import planifier
from maillage.parcours.services.demandes import DemandeRecue, ouvrir_parcours
from maillage.partage import murs
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.saisines.errors import DejaTraitee, MotifInconnu
from maillage.saisines.models import (
    BrouillonDeSaisine,
    FamilleDeSollicitation,
    FicheDeSollicitation,
    Saisine,
)
from maillage.saisines.queries.brouillons import brouillons_oublies
from maillage.saisines.queries.ecoles import reconnaitre
from maillage.saisines.rules import EtatDeSaisine
from maillage.saisines.rules.conservation import limite
from maillage.saisines.rules.contenus import Sollicitation, lire
from maillage.saisines.services import exiger_l_acte

EFFACER = "effacer_les_brouillons"
A_LIRE = "Lire la nouvelle sollicitation"
DELAI = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accueil:
    """What the coordination says when she receives: words for the demander, and whether the family was recognised."""

    mot: str = ""
    reconnue: bool = False
    motif_principal: str = ""  # chosen by the team when a family wrote none


def creer_dossier(*, acteur: Acteur, saisine_id: UUID, accueil: Accueil, at: date) -> UUID:
    """Open a dossier for a child whom nobody knows here, with its parcours; return the dossier."""
    with _traitement(acteur, saisine_id, "creation", at) as (rang, demande):
        identite = IdentiteLue(
            demande.nom, demande.prenom, demande.date_de_naissance, demande.sexe or None
        )
        dossier = ouvrir_dossier(
            acteur=acteur, identite=identite, scolarite=_scolarite(acteur, demande, at),
            rentree=AnneeScolaire.du(at).rentree, at=at,
        )  # fmt: skip
        if demande.adulte:
            ajouter_responsable(
                acteur=acteur, dossier_id=dossier, exercice=Exercice.INCONNU, at=at,
                contenu={
                    "nom": demande.adulte, "lien": demande.lien, "exercice": "a_verifier",
                    "telephones": [demande.telephone] if demande.telephone else [],
                },
            )  # fmt: skip
        _verser(acteur, rang, demande, dossier, accueil, at)
    return dossier


def rattacher(
    *, acteur: Acteur, saisine_id: UUID, dossier_id: UUID, accueil: Accueil, at: date
) -> EtatDeSaisine:
    """Give the demand to a child already known: another parcours when the former ended, else the one that runs."""
    for volet in (Volet.PARCOURS, Volet.FAMILLE):
        exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    with _traitement(acteur, saisine_id, "rattachement", at) as (rang, demande):
        return _verser(acteur, rang, demande, dossier_id, accueil, at)


def refuser(*, acteur: Acteur, saisine_id: UUID, motif: str, mot: str, at: date) -> None:
    """Not taken up, before any dossier: a reason of N13 for the team, advice for the demander."""
    if motif not in charger("n13"):
        raise MotifInconnu
    with _traitement(acteur, saisine_id, "refus", at) as (rang, demande):
        rang.etat, rang.motif = EtatDeSaisine.NON_RETENUE, motif
        rang.sceller({**demande.contenu(), "etiquette": demande.etiquette, "mot": mot})
        _clore(rang, acteur, at)


@contextmanager
def _traitement(
    acteur: Acteur, saisine_id: UUID, objet: str, at: date
) -> Iterator[tuple[Saisine, Sollicitation]]:
    decision = exiger_l_acte(acteur, Acte.RECEVOIR_LES_SAISINES, at)
    with transaction.atomic():
        rangs = Saisine.objects.select_for_update().filter(programme_id=acteur.programme_id)
        rang = rangs.filter(pk=saisine_id).first()
        if rang is None:
            raise Introuvable
        if rang.etat != EtatDeSaisine.DEPOSEE:
            raise DejaTraitee
        noter(acteur, Acte.RECEVOIR_LES_SAISINES, decision, objet=f"{objet} {rang.pk}")
        yield rang, lire(rang.ouvrir())


def _verser(
    acteur: Acteur,
    rang: Saisine,
    demande: Sollicitation,
    dossier: UUID,
    accueil: Accueil,
    at: date,
) -> EtatDeSaisine:
    """Move what was written to the volets of the dossier, and open the parcours."""
    if accueil.motif_principal and not demande.motifs:
        choisi = accueil.motif_principal
        demande = replace(demande, motifs=(choisi,), motif_principal=choisi)
    _, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier, at)
    noter(
        acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier, objet="sollicitation"
    )
    cles = trousseau(rang.programme_id, [dossier], [Volet.PARCOURS, Volet.FAMILLE])
    fiche = FicheDeSollicitation(dossier_id=dossier, saisine=rang.pk, recue_le=rang.recue_le)
    fiche.sceller({**demande.fiche(), "numero": rang.numero, "origine": rang.origine}, cles)
    fiche.save(force_insert=True)
    if famille := demande.famille():
        suite = FamilleDeSollicitation(dossier_id=dossier, saisine=rang.pk)
        suite.sceller(famille, cles)
        suite.save(force_insert=True)
    recue = DemandeRecue(
        le=rang.recue_le, origine=rang.origine, motifs=demande.motifs,
        motif_principal=demande.motif_principal, formulaire=rang.pk,
    )  # fmt: skip
    ouvert = ouvrir_parcours(acteur=acteur, dossier_id=dossier, demande=recue, at=at)
    if ouvert is None:
        _prevenir(acteur, rang, dossier, at)
    rang.etat = EtatDeSaisine.RATTACHEE if ouvert else EtatDeSaisine.JOINTE
    rang.suivi_id, rang.parcours, rang.reconnue = dossier, ouvert, accueil.reconnue
    rang.sceller({"etiquette": demande.etiquette, "mot": accueil.mot})
    _clore(rang, acteur, at)
    return rang.etat


def _clore(rang: Saisine, acteur: Acteur, at: date) -> None:
    rang.close_le, rang.traitee_par_id = at, acteur.id
    rang.save()


def _prevenir(acteur: Acteur, rang: Saisine, dossier: UUID, at: date) -> None:
    """Whoever leads the parcours that runs finds the demand in her day."""
    try:
        planifier(
            acteur=acteur, dossier_id=dossier, libelle=A_LIRE, echeance=at + DELAI,
            formulaire=uuid5(rang.pk, "tache"), at=at,
        )  # fmt: skip
    except SansReferent:
        return  # nobody leads it: the list of parcours without référent says so already


def completer_la_reponse(
    *, acteur: Acteur, saisine_id: UUID, mot: str, reconnue: bool, at: date
) -> None:
    """Change the words for the demander, or say that the family was met, once the demand was received."""
    decision = exiger_l_acte(acteur, Acte.RECEVOIR_LES_SAISINES, at)
    with transaction.atomic():
        rangs = Saisine.objects.select_for_update().filter(programme_id=acteur.programme_id)
        rang = rangs.exclude(etat=EtatDeSaisine.DEPOSEE).filter(pk=saisine_id).first()
        if rang is None:
            raise Introuvable
        noter(acteur, Acte.RECEVOIR_LES_SAISINES, decision, objet=f"reponse {rang.pk}")
        rang.sceller({**rang.ouvrir(), "mot": mot})
        rang.reconnue = reconnue
        rang.save()


def _scolarite(acteur: Acteur, demande: Sollicitation, at: date) -> dict[str, str | None]:
    """The school as it was said, recognised when its name is certain."""
    if not demande.etablissement and not demande.niveau and not demande.classe:
        return {}
    niveau = demande.niveau or None
    return {
        "etablissement": demande.etablissement,
        "uai": reconnaitre(acteur, demande.etablissement, niveau, at).uai,
        "niveau": niveau,
        "classe": demande.classe,
    }


def effacer_les_echues(*, acteur: Acteur, at: date) -> int:
    """Erase the demands not taken up and the drafts whose time is over, their keys too; return how many demands."""
    decision = exiger_l_acte(acteur, Acte.RECEVOIR_LES_SAISINES, at)
    echues = Saisine.objects.filter(
        programme_id=acteur.programme_id, etat=EtatDeSaisine.NON_RETENUE, close_le__lt=limite(at)
    )
    effacees = list(echues.values_list("pk", flat=True))
    for saisine in effacees:  # the tombstone first: an old backup meets it
        tombes.poser(
            programme_id=acteur.programme_id, dossier_id=saisine, le=at, motif=MotifDePurge.TERME
        )
    with transaction.atomic():
        noter(
            acteur, Acte.RECEVOIR_LES_SAISINES, decision, objet="effacement", nombre=len(effacees)
        )
        Saisine.objects.filter(pk__in=effacees).delete()
        with murs.systeme(acteur.programme_id, EFFACER, au_nom_de=acteur.id, objet=EFFACER):
            vieux = list(brouillons_oublies(acteur.programme_id, at).values_list("pk", flat=True))
            BrouillonDeSaisine.objects.filter(pk__in=vieux).delete()
    for saisine in effacees:
        tombes.achever(saisine, maintenant=timezone.now())
    for oublie in vieux:
        detruire(oublie)
    return len(effacees)
