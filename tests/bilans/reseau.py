"""A réseau of Saint-Denis for the tests: one collège, two écoles élémentaires and a maternelle."""

from __future__ import annotations

from datetime import date

from maillage.comptes.models import Poste
from maillage.comptes.rules import Mission
from maillage.territoire.models import Commune, Etablissement, Reseau, SecteurDeReseau
from tests.factories.monde import Monde
from tests.factories.personnes import PosteFactory, personne

COLLEGE, ZOLA, BREL, MATERNELLE = "0930001A", "0930002B", "0930003C", "0930004D"
DEPUIS = date(2015, 9, 1)
ECOLES = {
    COLLEGE: ("college", "Collège Triolet"),
    ZOLA: ("ecole_elementaire", "École Zola"),
    BREL: ("ecole_elementaire", "École Brel"),
    MATERNELLE: ("ecole_maternelle", "École Perrault"),
}


def reseau_de(monde: Monde, code: str = "93066") -> Reseau:
    """The réseau, in the commune of the programme."""
    monde.programme.communes = [code]
    monde.programme.save()
    commune, _ = Commune.objects.get_or_create(
        code=code, defaults={"nom": "Saint-Denis", "departement": "93"}
    )
    for uai, (nature, nom) in ECOLES.items():
        Etablissement.objects.get_or_create(
            uai=uai, defaults={"nature": nature, "nom": nom, "commune": commune, "source": "x"}
        )
    un = Reseau.objects.create(
        tete_id=COLLEGE, label="rep_plus", nom="Réseau Triolet", depuis=DEPUIS
    )
    for uai in (ZOLA, BREL, MATERNELLE):
        SecteurDeReseau.objects.create(reseau=un, etablissement_id=uai, depuis=DEPUIS)
    return un


def directrice(monde: Monde) -> Poste:
    """Mme Rossi, with the mission of a school; her poste."""
    poste = PosteFactory(programme=monde.programme, libelle="Direction de l'école Zola")
    monde.personnes["rossi"] = personne("Mme Rossi", monde.programme, Mission.ECOLE, poste=poste)
    return poste
