"""The job that looks for the homes of a programme again. Counts are kept, never an address; stopped, it goes on where it was."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from maillage.chiffrement.services import Trousseau, trousseau_du_programme
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.enfants.models import Domicile, EtatDuReperage, ReperageDesDomiciles
from maillage.enfants.rules.reperage import a_chercher, avec_geocodage, position_de, texte_de
from maillage.notions.erreurs import Introuvable
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.territoire import ban
from maillage.territoire.geocodage import Geocodeur
from maillage.tracabilite import services as tracabilite

PAS = 20
domiciles_reperes = Signal()  # sent with `programme`, once for all its homes


class ArretDemande(Exception):
    """Somebody asked the job to stop."""


def ouvrir(programme_id: UUID) -> UUID:
    """Declare a job for a programme; the one that runs already is enough."""
    rangs = ReperageDesDomiciles.objects.filter(programme_id=programme_id)
    en_cours = rangs.filter(etat=EtatDuReperage.EN_COURS).first()
    return (en_cours or ReperageDesDomiciles.objects.create(programme_id=programme_id)).id


def programmes() -> list[UUID]:
    """Every programme of the installation."""
    return list(Programme.objects.order_by("pk").values_list("pk", flat=True))


def dernier(acteur: Acteur) -> ReperageDesDomiciles | None:
    """The latest job of the programme."""
    rangs = ReperageDesDomiciles.objects.filter(programme_id=acteur.programme_id)
    return rangs.order_by("-created_at").first()


def arreter(acteur: Acteur) -> None:
    """Ask the running job to stop; what is done stays done."""
    rangs = ReperageDesDomiciles.objects.filter(programme_id=acteur.programme_id)
    rangs.filter(etat=EtatDuReperage.EN_COURS).update(arret_demande=True)


def executer(numero: UUID) -> None:
    """Look for every home of the programme that the files in service have something new to say about."""
    rang = ReperageDesDomiciles.objects.filter(id=numero).first()
    if rang is None:
        raise Introuvable
    if rang.etat != EtatDuReperage.EN_COURS:
        return
    rangs = ReperageDesDomiciles.objects.filter(id=numero)
    try:
        with murs.systeme(rang.programme_id, Acte.ECRIRE, au_nom_de=None, objet="positions"):
            comptes = _chercher(rang.programme_id, rangs)
    except ArretDemande:
        rangs.update(etat=EtatDuReperage.ARRETE)
    except Exception:
        rangs.update(etat=EtatDuReperage.ECHOUE)
        raise
    else:
        rangs.update(etat=EtatDuReperage.TERMINE, **comptes)
    domiciles_reperes.send(sender=None, programme=rang.programme_id)


def _chercher(programme_id: UUID, rangs: QuerySet[ReperageDesDomiciles]) -> Counter[str]:
    cles = trousseau_du_programme(programme_id, [Volet.IDENTITE])
    sources = frozenset(s.date_du_fichier.isoformat() for s in ban.en_service(Path(settings.BAN)))
    communes = Programme.objects.get(pk=programme_id).communes
    domiciles = Domicile.objects.filter(
        dossier__programme_id=programme_id, dossier__etat=EtatDuDossier.ACTIF, jusqu_au=None
    )
    ids = list(domiciles.order_by("pk").values_list("pk", flat=True))
    rangs.update(total=len(ids))
    comptes: Counter[str] = Counter(surs=0, a_verifier=0, sans_position=0)
    with Geocodeur(communes) as geocodeur:
        for fait, pk in enumerate(ids, 1):
            comptes[_un(pk, cles, sources, geocodeur)] += 1
            if fait % PAS == 0 or fait == len(ids):
                rangs.update(fait=fait)
                if rangs.values_list("arret_demande", flat=True).first():
                    raise ArretDemande
    return comptes


def _un(pk: UUID, cles: Trousseau, sources: frozenset[str], geocodeur: Geocodeur) -> str:
    """Look for one home, seal what is found, note it. Returns under which count it falls."""
    with transaction.atomic():
        rang = Domicile.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=pk)
        contenu = rang.ouvrir(cles)
        cherche = (
            avec_geocodage(contenu, geocodeur.geocoder(*texte_de(contenu)))
            if a_chercher(contenu, sources)
            else contenu
        )
        if cherche != contenu:
            contenu = cherche
            rang.sceller(contenu, cles)
            # neither the day of the last contact nor the verdict moves home by home: `domiciles_reperes` tells the whole
            Domicile.objects.filter(pk=pk).update(scelle=rang.scelle, version=rang.version)
            tracabilite.noter(
                tracabilite.Fait(
                    acte=Acte.ECRIRE, acteur=None, programme=rang.dossier.programme_id, regle="systeme",
                    volet=Volet.IDENTITE, dossier=rang.dossier_id, objet="position",
                )
            )  # fmt: skip
    position = position_de(contenu)
    if position is None:
        return "sans_position"
    return "a_verifier" if position.a_verifier else "surs"
