"""The story of Neuilly-sur-Marne on the team's own tracker, with services: three zones, then one, then a campaign."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from maillage.comptes.rules import Mission
from maillage.eligibilite.models import ReglesDuProgramme
from maillage.eligibilite.models.jeux import EtatDesRegles
from maillage.eligibilite.queries import campagne as campagnes
from maillage.eligibilite.queries.scenarios import scenario as lire_scenario
from maillage.eligibilite.rules.campagne import RegleDeContinuite
from maillage.eligibilite.rules.simulation import Cas
from maillage.eligibilite.services import campagne, scenarios
from maillage.enfants import reperage
from maillage.enfants.models import ReperageDesDomiciles
from maillage.partage import chartes
from maillage.reprise import services as reprise
from maillage.reprise import travaux
from maillage.territoire import ban, cartes_livrees, imports
from maillage.territoire import services as territoire
from tests.factories.monde import BASES
from tests.factories.personnes import ProgrammeFactory, personne

pytestmark = [BASES, pytest.mark.lent]
TRACKER = "suivi-neuilly-sur-marne-2015.xlsx"
REGLES = """
[[regle]]
id = "domicile"
texte = "L'enfant habite un quartier prioritaire."
critere = { type = "domicile_en_zone" }
"""


@pytest.fixture
def neuilly(db):
    jour = timezone.localdate()
    territoire.charger_donnees_livrees()
    programme = ProgrammeFactory(nom="PRE de Neuilly-sur-Marne", communes=["93050"])
    leila = personne("Leïla Marchand", programme, Mission.COORDINATION)
    acteur = chartes.acteur(leila.pk, au=jour)
    octets = files("maillage.reprise").joinpath("data", "exemples", TRACKER).read_bytes()
    depot = reprise.deposer(acteur=acteur, nom=TRACKER, octets=octets, modele_id=None, at=jour)
    reprise.lancer(acteur=acteur, reprise_id=depot, at=jour)
    travaux.importer(depot, at=jour)
    ban.charger(imports.EXEMPLE, settings.BAN, au=imports.JOUR_DE_L_EXEMPLE, exemple=True)
    reperage.executer(reperage.ouvrir(programme.pk))
    cartes_livrees.charger_zones_inventees(programme.pk)
    return acteur, jour


def test_la_nouvelle_carte_laisse_dehors_ceux_que_la_campagne_accompagne(neuilly):
    acteur, jour = neuilly
    trouve = ReperageDesDomiciles.objects.get()
    regles = ReglesDuProgramme.objects.create(
        programme_id=acteur.programme_id, numero=1, texte=REGLES, etat=EtatDesRegles.BROUILLON
    )
    ident = scenarios.creer(
        acteur=acteur, nom="De trois quartiers à un", cartes_avant=["demo_avant"],
        cartes_apres=["demo_apres"], regles_avant=regles.pk, regles_apres=regles.pk, bascule=jour,
        fin=jour + timedelta(weeks=40), cout_mensuel=None, formulaire=uuid4(), at=jour,
    )  # fmt: skip
    lu = lire_scenario(acteur, ident)
    assert trouve.surs > 300
    comptes = {c.value: lu.resultat[c.value] for c in Cas}
    assert sum(comptes.values()) == lu.total
    assert comptes["perdu"] > 150
    assert comptes["gagne"] == 0, "the new map holds one of the three old zones, and nothing else"
    scenarios.decider(acteur=acteur, scenario_id=ident, at=jour)
    ouverte = campagne.ouvrir(
        acteur=acteur,
        voulue=campagne.CampagneVoulue(ident, jour, jour + timedelta(weeks=40), frozenset(RegleDeContinuite)),
        formulaire=uuid4(), at=jour,
    )  # fmt: skip
    tableau = campagnes.tableau(acteur, ouverte.pk, at=jour)
    assert 100 < tableau.total.a_accompagner <= comptes["perdu"], "those whose parcours is open"
    assert tableau.total.sans_semaine == 0
    assert len(tableau.referents) == 6
    for r in tableau.referents:
        assert r.avant - r.apres == r.compte.a_accompagner
        # the school year ends two weeks of class before the legal date: nobody can be asked less than half
        semaines = sum(1 for s in tableau.semaines if s.lundi)
        assert r.au_plus <= -(-r.compte.a_accompagner // semaines) + 1
