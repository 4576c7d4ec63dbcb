"""The séance that waits: eleven children agreed for, written and read again, six members of four institutions."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from maillage.accords.rules.natures import Nature
from maillage.comptes import queries
from maillage.comptes.models import Programme, Utilisateur
from maillage.comptes.rules import Acteur
from maillage.config import demonstration_eps as eps
from maillage.coquille.demonstration import SAINT_DENIS
from maillage.eps.models import Seance
from maillage.eps.rules.seances import Mode, Portee
from maillage.eps.services import ordre, seances
from maillage.partage import chartes
from maillage.saisines.rules.contenus import Sollicitation
from maillage.saisines.services.depots import deposer
from maillage.saisines.services.reception import Accueil, creer_dossier
from tests.recits.portes import ENFANTS, MEMBRES, TEMOIN, invites


def preparer() -> None:
    at = timezone.localdate()
    programme = Programme.objects.get(code=SAINT_DENIS)
    leila = chartes.acteur(Utilisateur.objects.get(email="leila@demo.example").pk, au=at)
    membres = [eps.asseoir(programme, eps.Membre(*m)) for m in MEMBRES]
    for personne in membres[1:]:  # Bruno signs in the story
        chartes.signer(acteur=queries.acteur(personne, au=at), version=0)
    _seance(leila, membres, [_enfant(leila, prenom, nom, at) for prenom, nom in ENFANTS], at)
    (settings.DONNEES / TEMOIN).touch()


def _enfant(acteur: Acteur, prenom: str, nom: str, at: date) -> UUID:
    demande = Sollicitation(
        nom=nom, prenom=prenom, naissance="2016-05-14", etablissement="École Jules-Vallès",
        niveau="ce2", demandeur="Mme Roy", fonction="directrice", motifs=("mal_etre",),
        motif_principal="mal_etre", difficultes="Se tait en classe.", points_d_appui=("gout",),
        appuis="Le dessin.", deja_tente="Un entretien.", adulte=f"Mme {nom}", lien="mère",
        telephone="0639980012", informee="oui", contact="oui",
    )  # fmt: skip
    recu = deposer(
        acteur=acteur, demande=demande, origine="ecole_elementaire", formulaire=uuid4(), at=at
    )
    return creer_dossier(acteur=acteur, saisine_id=recu.saisine, accueil=Accueil(), at=at)


def _seance(acteur: Acteur, membres: list[UUID], dossiers: list[UUID], at: date) -> None:
    voulue = seances.SeanceVoulue(at, time(14), 200, "Salle 2, maison des parents", Mode.NOMINATIVE)
    ident = seances.creer(acteur=acteur, voulue=voulue, formulaire=uuid4(), at=at)
    for personne in membres:
        seances.ajouter_un_membre(
            acteur=acteur, seance_id=ident, personne=personne, qualite="",
            participation="permanent", at=at,
        )  # fmt: skip
    places = {p.utilisateur_id: p for p in Seance.objects.get(pk=ident).participations.all()}
    for n, dossier in enumerate(dossiers):
        eps._accorder(acteur, dossier, at)
        invitees = [places[membres[k]] for k in invites(n)]
        for institution in {p.institution_id for p in invitees}:
            eps.demander(acteur, dossier, Nature.PARTAGE, at, institution)
        situation = ordre.inscrire(
            acteur=acteur, seance_id=ident, dossier_id=dossier, formulaire=uuid4(), at=at
        )
        eps._ecrire(acteur, situation, n, {p.id: Portee.EXTRAIT for p in invitees}, at)
