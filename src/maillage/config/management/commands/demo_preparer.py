"""Prepare the demonstration: reference data, personas, and a real-shaped tracker through the import that users use."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.comptes import services
from maillage.comptes.models import Programme, Utilisateur
from maillage.comptes.rules import Acteur, Mission
from maillage.config import demandes_d_exemple, demo_neuilly
from maillage.coquille.demonstration import PERSONNAGES, SAINT_DENIS, Personnage
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants import reperage
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.partage import chartes
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.plans.demonstration import ecrire_des_plans
from maillage.territoire import cartes_livrees, imports, placement
from maillage.territoire import services as territoire

EXEMPLE = "suivi-saint-denis-2025-2026.xlsx"


class Command(BaseCommand):
    help = "Prépare la démonstration : données publiques, personnages, tableau repris."
    code, nom, commune = SAINT_DENIS, "PRE de Saint-Denis (démonstration)", "93066"
    siens: ClassVar[tuple[Personnage, ...]] = tuple(
        p for p in PERSONNAGES if p.programme == SAINT_DENIS
    )
    postes: ClassVar[dict[str, str]] = {p.cle: p.poste for p in siens}

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
        if imports.charger_l_exemple() is not None:
            placement.situer_les_ecoles(["93066", "93050"])
        self.stdout.write("Personnages…")
        programme = services.ouvrir_programme(code=self.code, nom=self.nom, communes=[self.commune])
        self._personnages(programme)
        if not Dossier.objects.filter(programme=programme).exists():
            self.stdout.write(f"Reprise de {EXEMPLE}…")
            self._reprendre()
            reperage.executer(reperage.ouvrir(programme.pk))
            self._plans()
            demandes_d_exemple.deposer_les_exemples(
                self.acteur(Mission.COORDINATION), timezone.localdate()
            )
        self._neuilly()
        self.stdout.write("La démonstration est prête.")

    def _personnages(self, programme: Programme) -> None:
        demo_neuilly.installer(programme, self.siens, self.postes)

    def _neuilly(self) -> None:
        """The town where the map changes."""
        demo_neuilly.preparer(self.stdout.write)

    def _reprendre(self) -> None:
        """Deposit, then import, as the coordinator would."""
        demo_neuilly.reprendre(
            EXEMPLE, next(p for p in self.siens if p.mission is Mission.COORDINATION)
        )

    def _plans(self) -> None:
        """Two plans for children of the référente, so that the page shows what it is for."""
        aujourd_hui, acteur = timezone.localdate(), self.acteur(Mission.REFERENCE)
        siens = dossiers_visibles(acteur, Acte.ECRIRE, Volet.PARCOURS, aujourd_hui)
        suivis = Parcours.objects.filter(dossier__in=siens, etape=Etape.EN_COURS)
        ids = suivis.order_by("dossier__created_at", "dossier_id").values_list(
            "dossier_id", flat=True
        )
        ecrire_des_plans(acteur, list(ids[:2]), at=aujourd_hui)

    def acteur(self, mission: Mission) -> Acteur:
        """The person of this town who holds this mission."""
        qui = next(p for p in self.siens if p.mission is mission)
        return chartes.acteur(Utilisateur.objects.get(email=qui.email).id, au=timezone.localdate())
