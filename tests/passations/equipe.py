"""A team of three référents, and the children whom Amina will hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from maillage.comptes.models import Poste
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.models import Cercle, Dossier
from maillage.enfants.models import LienFamilial, Scolarite
from maillage.parcours.models import Tache
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.rules.passations import MotifDePassation
from maillage.passations.services import execution, preparation
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import Monde
from tests.factories.personnes import PosteFactory, personne


@dataclass
class Equipe:
    """`karthik` and `paul` are siblings, `nina` and `omar` go to one school: all four are Amina's. `ines` is Karim's."""

    monde: Monde
    enfants: dict[str, Dossier]
    postes: dict[str, Poste]

    @property
    def jour(self) -> date:
        return self.monde.aujourd_hui

    def dans(self, jours: int) -> date:
        return self.jour + timedelta(days=jours)

    def acteur(self, nom: str) -> Acteur:
        return self.monde.acteur(nom)

    def acteur_le(self, nom: str, jour: date) -> Acteur:
        from maillage.partage import chartes

        return chartes.acteur(self.monde.personnes[nom].pk, au=jour)

    def ouvrir(
        self, motif: MotifDePassation = MotifDePassation.DEPART, jours: int = 0, **plus: Any
    ) -> Passation:
        voulue = preparation.PassationVoulue(
            self.postes[plus.get("poste", "amina")].pk, motif, self.dans(jours),
            self.dans(plus["fin"]) if "fin" in plus else None,
        )  # fmt: skip
        return preparation.ouvrir(
            acteur=self.acteur(plus.get("par", "leila")), voulue=voulue,
            formulaire=plus.get("formulaire", uuid4()), at=self.jour,
        )  # fmt: skip

    def choisir(
        self, passation: Passation, par: str = "leila", **choix: str | None
    ) -> tuple[UUID, ...]:
        """Choose with what the page shows now as the former value."""
        actuels = dict(passation.enfants.values_list("dossier_id", "receveur_id"))
        voulus = {
            self.enfants[enfant].pk: (
                actuels[self.enfants[enfant].pk], self.postes[poste].pk if poste else None,
            )
            for enfant, poste in choix.items()
        }  # fmt: skip
        return preparation.choisir(
            acteur=self.acteur(par), passation_id=passation.pk, choix=voulus, at=self.jour
        )

    def tous_a(self, passation: Passation, poste: str) -> None:
        noms = {d.pk: n for n, d in self.enfants.items()}
        ids = passation.enfants.values_list("dossier_id", flat=True)
        self.choisir(passation, **dict.fromkeys((noms[i] for i in ids), poste))

    def executer(self, passation: Passation, par: str = "leila") -> Passation:
        return execution.executer(acteur=self.acteur(par), passation_id=passation.pk, at=self.jour)

    def faite(
        self, motif: MotifDePassation = MotifDePassation.DEPART, a: str = "karim", **plus: Any
    ) -> Passation:
        passation = self.ouvrir(motif, **plus)
        self.tous_a(passation, a)
        return self.executer(passation)

    def confie(self, passation: Passation, enfant: str) -> EnfantConfie:
        return EnfantConfie.objects.get(passation=passation, dossier=self.enfants[enfant])

    def etape(self, enfant: str, poste: str = "amina", jours: int = 0) -> Tache:
        libelle = {"libelle": f"Appeler {enfant}"}
        return sceller(
            Tache,
            self.enfants[enfant],
            libelle,
            poste=self.postes[poste],
            echeance=self.dans(jours),
        )

    def cercle(self, enfant: str) -> list[tuple[str, str, date, date | None]]:
        noms = {p.pk: n for n, p in self.postes.items()}
        rangs = Cercle.objects.filter(dossier=self.enfants[enfant]).order_by("depuis", "pk")
        return [(noms[c.poste_id], c.qualite, c.depuis, c.jusqu_au) for c in rangs]


def equipe(monde: Monde) -> Equipe:
    """Amina, Karim and Sofia; Leïla coordinates."""
    amina, karim = monde.poste_amina, monde.ines.cercle.get().poste
    sofia = PosteFactory(programme=monde.programme, libelle="Poste de Sofia")
    monde.personnes["sofia"] = personne(
        "Sofia Lund", monde.programme, Mission.REFERENCE, poste=sofia
    )
    enfants = {
        nom: enfant_suivi_par(amina, nom=famille, prenom=nom.capitalize())
        for nom, famille in (("paul", "Selvam"), ("nina", "Kowal"), ("omar", "Diallo"))
    }
    for a, b in ((monde.karthik, enfants["paul"]), (enfants["paul"], monde.karthik)):
        sceller(LienFamilial, a, {"lien": "fratrie"}, autre=b)
    for nom in ("nina", "omar"):
        ecole = {"etablissement": "École des Ormes", "classe": "CE2", "uai": None}
        sceller(Scolarite, enfants[nom], ecole, rentree=2025)
    return Equipe(
        monde,
        {"karthik": monde.karthik, "ines": monde.ines, **enfants},
        {"amina": amina, "karim": karim, "sofia": sofia},
    )
