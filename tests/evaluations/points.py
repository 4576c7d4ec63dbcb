"""A programme whose children go to two schools, a campaign that runs, and words that exist nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from maillage.dossiers.models import Dossier
from maillage.enfants.models import Scolarite
from maillage.evaluations.models import CampagneDEvaluation
from maillage.evaluations.rules.campagnes import RangDeCampagne
from maillage.evaluations.rules.grilles import GrilleDeLEcole, ReponseDeLEcole, domaines
from maillage.evaluations.services.campagnes import ouvrir
from maillage.evaluations.services.evaluations import enregistrer, terminer
from maillage.notions.temps import AnneeScolaire
from maillage.plans.models import Objectif
from maillage.plans.rules.regards import Evolution
from maillage.plans.services import ecrire_objectif
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import Monde

VALLES, LANGEVIN = "0930001A", "0930002B"
MOT = "CanariParoleDEcole"


class Point:
    """Karthik and Maya (Amina), Inès (Karim) go to Vallès; Ilyes (Amina) to Langevin; Tom has no school this year."""

    def __init__(self, monde: Monde) -> None:
        self.monde, self.jour = monde, monde.aujourd_hui
        self.annee = AnneeScolaire.du(self.jour)
        self.maya = enfant_suivi_par(monde.poste_amina, nom="Kowal", prenom="Maya")
        self.ilyes = enfant_suivi_par(monde.poste_amina, nom="Traoré", prenom="Ilyes")
        for enfant, uai in (
            (monde.karthik, VALLES), (monde.ines, VALLES), (self.maya, VALLES), (self.ilyes, LANGEVIN)
        ):  # fmt: skip
            self.a_l_ecole(enfant, uai)
        self.campagne = ouvrir(
            acteur=monde.acteur("leila"),
            rentree=self.annee.rentree,
            rang=RangDeCampagne.PREMIER,
            depuis=max(self.annee.debut, self.jour - timedelta(days=10)),
            jusqu_au=min(self.annee.fin, self.jour + timedelta(days=10)),
            formulaire=uuid4(),
            at=self.jour,
        )

    def a_l_ecole(self, enfant: Dossier, uai: str) -> None:
        nom = "École Vallès" if uai == VALLES else "École Langevin"
        contenu = {"etablissement": nom, "uai": uai, "classe": "CE1", "niveau": None}
        sceller(Scolarite, enfant, contenu, rentree=self.annee.rentree)

    def objectif(self, enfant: Dossier, texte: str = "Oser parler en classe") -> UUID:
        """An open objective, as the plan writes it."""
        return ecrire_objectif(
            acteur=self.monde.acteur("leila"), dossier_id=enfant.pk, texte=texte, domaine="educatif",
            mots_de="enfant", presents="", formulaire=uuid4(), at=self.jour,
        ).pk  # fmt: skip

    def grille(
        self, mots: str = MOT, *, sauf: str = "", objectifs: tuple[UUID, ...] = ()
    ) -> GrilleDeLEcole:
        dite = ReponseDeLEcole(Evolution.LEGERE, mots)
        lignes = {d.code: dite for d in domaines(self.jour) if d.code != sauf}
        return GrilleDeLEcole(lignes, {str(o): dite for o in objectifs}, mots)

    def ecrire(
        self, enfant: Dossier, grille: GrilleDeLEcole, version: int = 0, qui: str = "amina"
    ) -> int:
        return enregistrer(
            acteur=self.monde.acteur(qui), campagne_id=self.campagne, dossier_id=enfant.pk,
            grille=grille, version=version, at=self.jour,
        )  # fmt: skip

    def finir(
        self, enfant: Dossier, grille: GrilleDeLEcole, version: int = 0, qui: str = "amina"
    ) -> None:
        terminer(
            acteur=self.monde.acteur(qui), campagne_id=self.campagne, dossier_id=enfant.pk,
            grille=grille, version=version, at=self.jour,
        )  # fmt: skip

    def second(self) -> UUID:
        """The second point of the year, written as it stands in the base."""
        fin = self.annee.fin
        return CampagneDEvaluation.objects.create(
            programme=self.monde.programme, rentree=self.annee.rentree, rang=RangDeCampagne.SECOND,
            depuis=date(fin.year, 8, 1), jusqu_au=fin, auteur=self.monde.personnes["leila"],
            formulaire=uuid4(),
        ).pk  # fmt: skip


__all__ = ["LANGEVIN", "MOT", "VALLES", "Objectif", "Point"]
