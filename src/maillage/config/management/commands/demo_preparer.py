"""Prepare the demonstration: reference data, personas, and a real-shaped tracker through the import that users use."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.comptes import queries, services
from maillage.comptes.models import Programme, Utilisateur
from maillage.comptes.rules import Mission
from maillage.coquille.demonstration import PERSONNAGES
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants import reperage
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.partage import chartes
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.plans.demonstration import ecrire_des_plans
from maillage.reprise import services as reprise
from maillage.reprise import travaux
from maillage.territoire import cartes_livrees, imports
from maillage.territoire import services as territoire

EXEMPLE = "suivi-saint-denis-2025-2026.xlsx"
DEPUIS = date(2025, 9, 1)


class Command(BaseCommand):
    help = "Prépare la démonstration : données publiques, personnages, tableau repris."
    code, nom, commune = "saint-denis", "PRE de Saint-Denis (démonstration)", "93066"
    postes: ClassVar[dict[str, str]] = {p.cle: p.poste for p in PERSONNAGES}

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("La démonstration ne se prépare que par « start.py demo ».")
        if Utilisateur.objects.filter(est_demo=False).exists():
            raise CommandError(
                "Cette base contient de vrais comptes : la démonstration s'arrête là."
            )
        if not settings.CLE_MAITRESSE.exists():
            maitresse.creer(settings.CLE_MAITRESSE)
        self.stdout.write("Données publiques : communes, établissements, calendrier…")
        territoire.charger_donnees_livrees()
        self.stdout.write("Cartes : quartiers de 2015 (114 périmètres), liste de 2024…")
        cartes_livrees.charger_cartes_livrees()
        self.stdout.write("Adresses : l’exemple livré, en partie inventé…")
        imports.charger_l_exemple()
        self.stdout.write("Personnages…")
        programme = services.ouvrir_programme(code=self.code, nom=self.nom, communes=[self.commune])
        self._personnages(programme)
        if not Dossier.objects.filter(programme=programme).exists():
            self.stdout.write(f"Reprise de {EXEMPLE}…")
            self._reprendre()
            reperage.executer(reperage.ouvrir(programme.pk))
            self._plans()
        self.stdout.write("La démonstration est prête.")

    def _personnages(self, programme: Programme) -> None:
        for p in PERSONNAGES:
            compte = Utilisateur.objects.filter(email=p.email).first()
            if compte is None:
                compte = Utilisateur.objects.create_user(email=p.email, nom=p.nom, est_demo=True)
            services.confier_mission(
                utilisateur=compte,
                programme=programme,
                mission=p.mission,
                obligation=p.obligation,
                depuis=DEPUIS,
            )
            if p.mission is not Mission.EPS:  # he shows what signing looks like
                chartes.signer(acteur=queries.acteur(compte.id, au=timezone.localdate()), version=0)
            if libelle := self.postes[p.cle]:
                poste = services.ouvrir_poste(
                    programme_id=programme.id, libelle=libelle, metier="referent_de_parcours"
                )
                services.occuper(poste=poste, utilisateur=compte, depuis=DEPUIS)

    def _reprendre(self) -> None:
        """Deposit, then import, as the coordinator would."""
        aujourd_hui = timezone.localdate()
        coordination = next(p for p in PERSONNAGES if p.mission is Mission.COORDINATION)
        compte = Utilisateur.objects.get(email=coordination.email)
        acteur = chartes.acteur(compte.id, au=aujourd_hui)
        octets = files("maillage.reprise").joinpath("data", "exemples", EXEMPLE).read_bytes()
        depot = reprise.deposer(
            acteur=acteur, nom=EXEMPLE, octets=octets, modele_id=None, at=aujourd_hui
        )
        reprise.lancer(acteur=acteur, reprise_id=depot, at=aujourd_hui)
        travaux.importer(depot, at=aujourd_hui)

    def _plans(self) -> None:
        """Two plans for children of the référente, so that the page shows what it is for."""
        aujourd_hui = timezone.localdate()
        referente = next(p for p in PERSONNAGES if p.mission is Mission.REFERENCE)
        compte = Utilisateur.objects.get(email=referente.email)
        acteur = chartes.acteur(compte.id, au=aujourd_hui)
        siens = dossiers_visibles(acteur, Acte.ECRIRE, Volet.PARCOURS, aujourd_hui)
        suivis = Parcours.objects.filter(dossier__in=siens, etape=Etape.EN_COURS)
        ids = suivis.order_by("dossier__created_at", "dossier_id").values_list(
            "dossier_id", flat=True
        )
        ecrire_des_plans(acteur, list(ids[:2]), at=aujourd_hui)
