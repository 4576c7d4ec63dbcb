"""The people of the demonstration, and its second town: Neuilly-sur-Marne, where the map went from three neighbourhoods to one.

Everything goes through the services that users use: tracker imported, homes found, maps and rule in force, one scenario computed. It is
not decided: that is what the coordinator is there for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from importlib.resources import files
from uuid import UUID, uuid5

from django.utils import timezone

from maillage.comptes import queries, services
from maillage.comptes.models import Programme, Utilisateur
from maillage.comptes.rules import Acteur, Mission
from maillage.coquille.demonstration import NEUILLY, PERSONNAGES, Personnage
from maillage.dossiers.models import Dossier
from maillage.eligibilite.models import Scenario
from maillage.eligibilite.queries import regles as regles_connues
from maillage.eligibilite.rules.criteres import DomicileEnZone, JeuDeRegles, RegleLocale
from maillage.eligibilite.services import calculs, jeux, scenarios
from maillage.enfants import reperage
from maillage.partage import chartes
from maillage.reprise import services as reprise
from maillage.reprise import travaux
from maillage.territoire import cartes_livrees
from maillage.territoire.cartes_livrees import APRES, AVANT

TABLEAU = "suivi-neuilly-sur-marne-2015.xlsx"
DEPUIS = date(2025, 9, 1)
SEMAINES_DE_SORTIE = 40
SCENARIO = "De trois quartiers à un"


def preparer(dire: Callable[[str], object]) -> None:
    """Make the second town, once."""
    siens = [p for p in PERSONNAGES if p.programme == NEUILLY]
    programme = services.ouvrir_programme(
        code=NEUILLY, nom="PRE de Neuilly-sur-Marne (démonstration)", communes=["93050"]
    )
    installer(programme, siens, {p.cle: p.poste for p in siens})
    cartes_livrees.charger_zones_inventees(programme.pk)
    coordination = next(p for p in siens if p.mission is Mission.COORDINATION)
    if not Dossier.objects.filter(programme=programme).exists():
        dire(f"Reprise de {TABLEAU}…")
        reprendre(TABLEAU, coordination)
        reperage.executer(reperage.ouvrir(programme.pk))
    acteur = _acteur(coordination)
    _regle(acteur)
    if not Scenario.objects.filter(programme=programme).exists():
        dire("Simulation : de trois quartiers à un…")
        _simuler(acteur)


def installer(
    programme: Programme, personnages: Iterable[Personnage], postes: Mapping[str, str]
) -> None:
    """Give these invented people their account, their mission, their signature of the charter and their poste."""
    for p in personnages:
        compte = Utilisateur.objects.filter(email=p.email).first()
        if compte is None:
            compte = Utilisateur.objects.create_user(email=p.email, nom=p.nom, est_demo=True)
        services.confier_mission(
            utilisateur=compte, programme=programme, mission=p.mission, obligation=p.obligation,
            depuis=DEPUIS,
        )  # fmt: skip
        if p.mission is not Mission.EPS:  # he shows what signing looks like
            chartes.signer(acteur=queries.acteur(compte.id, au=timezone.localdate()), version=0)
        if libelle := postes[p.cle]:
            poste = services.ouvrir_poste(
                programme_id=programme.id, libelle=libelle, metier="referent_de_parcours"
            )
            services.occuper(poste=poste, utilisateur=compte, depuis=DEPUIS)


def reprendre(exemple: str, coordination: Personnage) -> None:
    """Deposit a tracker, then import it, as its coordinator would."""
    aujourd_hui, acteur = timezone.localdate(), _acteur(coordination)
    octets = files("maillage.reprise").joinpath("data", "exemples", exemple).read_bytes()
    depot = reprise.deposer(
        acteur=acteur, nom=exemple, octets=octets, modele_id=None, at=aujourd_hui
    )
    reprise.lancer(acteur=acteur, reprise_id=depot, at=aujourd_hui)
    travaux.importer(depot, at=aujourd_hui)


def _acteur(p: Personnage) -> Acteur:
    compte = Utilisateur.objects.get(email=p.email)
    return chartes.acteur(compte.id, au=timezone.localdate())


def _regle(acteur: Acteur) -> None:
    """The rule of the story: the home is in a priority neighbourhood."""
    at = timezone.localdate()
    if regles_connues.en_vigueur_au(acteur.programme_id, at) is not None:
        return
    phrase = "L’enfant habite un quartier prioritaire."
    jeu = JeuDeRegles((RegleLocale("r1", phrase, DomicileEnZone()),))
    brouillon = jeux.ouvrir_brouillon(acteur=acteur, at=at)
    jeux.ecrire(acteur=acteur, regles_id=brouillon, jeu=jeu, version=1, at=at)
    jeux.mettre_en_vigueur(acteur=acteur, regles_id=brouillon, depuis=at, version=2, at=at)


def _simuler(acteur: Acteur) -> UUID:
    """Three neighbourhoods before, one after; computed here, so that the page is ready when the door opens."""
    at = timezone.localdate()
    regles = regles_connues.en_vigueur_au(acteur.programme_id, at)
    numero = scenarios.creer(
        acteur=acteur, nom=SCENARIO, cartes_avant=[AVANT.code], cartes_apres=[APRES.code],
        regles_avant=regles.id, regles_apres=regles.id, bascule=at + timedelta(days=1),
        fin=at + timedelta(weeks=SEMAINES_DE_SORTIE), cout_mensuel=None,
        formulaire=uuid5(acteur.programme_id, SCENARIO), at=at,
    )  # fmt: skip
    calculs.calculer(numero)
    return numero
