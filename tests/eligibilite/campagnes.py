"""A world with children whom a new map leaves out, and a campaign opened for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from maillage.accords.models import SituationDUnAdulte
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.eligibilite.models import (
    Campagne,
    CasDUnScenario,
    ReglesDuProgramme,
    Scenario,
    SortieAccompagnee,
)
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.rules.campagne import EtatDeCampagne, RegleDeContinuite
from maillage.eligibilite.rules.simulation import Cas
from maillage.eligibilite.services import campagne as services
from maillage.enfants.models import Domicile, LienFamilial, Responsable
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import Monde

R = RegleDeContinuite
REGLES = frozenset({R.FIN_D_ACTION, R.FRATRIE})


@dataclass
class Sorties:
    """`karthik` and `paul` are siblings, of Amina and of Karim; `ines` is Karim's; `nina` is Amina's, under a cloak."""

    monde: Monde
    enfants: dict[str, Dossier]
    adultes: dict[str, UUID] = field(default_factory=dict)
    campagne: Campagne | None = None

    @property
    def jour(self) -> date:
        return self.monde.aujourd_hui

    @property
    def perdus(self) -> set[UUID]:
        return {d.pk for d in self.enfants.values()}

    def acteur(self, nom: str) -> Acteur:
        return self.monde.acteur(nom)

    def sortie(self, enfant: str) -> SortieAccompagnee:
        return SortieAccompagnee.objects.get(dossier=self.enfants[enfant])

    def decider(self, perdus: set[UUID], etat: EtatDeScenario = EtatDeScenario.DECIDE) -> UUID:
        """A decided scenario that leaves these children out, and keeps Tom."""
        programme = self.monde.programme
        regles, _ = ReglesDuProgramme.objects.get_or_create(programme=programme, numero=1)
        scenario = Scenario.objects.create(
            programme=programme, nom="Nouvelle carte", regles_avant=regles, regles_apres=regles,
            bascule=self.jour, fin=self.jour + timedelta(weeks=20), etat=etat, decide_le=timezone.now(),
            resultat={}, formulaire=uuid4(),
        )  # fmt: skip
        for dossier in Dossier.objects.filter(pk__in=perdus):
            sceller(CasDUnScenario, dossier, {"cas": Cas.PERDU}, scenario=scenario)
        sceller(CasDUnScenario, self.monde.tom, {"cas": Cas.GARDE}, scenario=scenario)
        return scenario.pk

    def ouvrir(self, **plus: Any) -> Campagne:
        voulue = services.CampagneVoulue(
            scenario=plus.pop("scenario", None) or self.decider(plus.pop("perdus", self.perdus)),
            debut=self.jour,
            date_legale=plus.pop("date_legale", self.jour + timedelta(weeks=20)),
            regles=plus.pop("regles", REGLES),
            telephone="0199001234",
        )
        self.campagne = services.ouvrir(
            acteur=self.acteur(plus.pop("par", "leila")),
            voulue=voulue,
            formulaire=plus.pop("formulaire", uuid4()),
            at=self.jour,
        )
        return self.campagne

    def passer(self, vers: EtatDeCampagne, par: str = "leila") -> None:
        assert self.campagne is not None
        self.campagne.refresh_from_db()
        services.changer_d_etat(
            acteur=self.acteur(par), campagne_id=self.campagne.pk, vers=vers,
            version=self.campagne.version, at=self.jour,
        )  # fmt: skip

    def lancer(self) -> None:
        self.ouvrir()
        self.passer(EtatDeCampagne.LANCEE)


def perdus(monde: Monde) -> Sorties:
    """Children of the world whom the map leaves out."""
    amina, karim = monde.poste_amina, monde.ines.cercle.get().poste
    paul = enfant_suivi_par(karim, nom="Selvam", prenom="Paul")
    nina = enfant_suivi_par(amina, nom="Kowal", prenom="Nina")
    for a, b in ((monde.karthik, paul), (paul, monde.karthik)):
        sceller(LienFamilial, a, {"lien": "fratrie"}, autre=b)
    domicile = {"adresse": "7 allée des Vignes", "ville": "Neuilly-sur-Marne"}
    sceller(Domicile, nina, domicile)
    adultes = {
        nom: sceller(Responsable, nina, {"nom": nom, "lien": lien, "adresse": adresse}).pk
        for nom, lien, adresse in (
            ("Mme Kowal", "mère", "7 allée des Vignes"),
            ("M. Kowal", "père", "2 rue du Port"),
        )
    }
    for adulte in adultes.values():
        sceller(
            SituationDUnAdulte, nina, {"exercice": "conjoint"}, adulte=adulte, depuis=monde.aujourd_hui,
            a_deux=False, effet=timezone.now(),
        )  # fmt: skip
    enfants = {"karthik": monde.karthik, "ines": monde.ines, "paul": paul, "nina": nina}
    return Sorties(monde, enfants, adultes)
