"""An EPS in the small world: situations whose families agreed, and members of several institutions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from maillage.accords.models import (
    DemandeDAccord,
    PartageConsenti,
    ReponseDUnAdulte,
    SituationDUnAdulte,
)
from maillage.accords.rules.natures import Finalite, Nature
from maillage.accords.rules.numeros import numero_complet
from maillage.comptes.models import Institution, Utilisateur
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.eps.models import Seance, SituationDeSeance
from maillage.eps.rules.preparation import Ecrit
from maillage.eps.rules.seances import Mode, Portee
from maillage.eps.services import acces, cloture, decisions, ordre, preparation, seances
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.partage import chartes
from tests.factories.dossiers import LETTRES_DU_NUMERO, enfant_suivi_par, sceller
from tests.factories.monde import Monde
from tests.factories.personnes import PosteFactory, personne

ECRIT = Ecrit(
    "Aime dessiner, vient à chaque rendez-vous.",
    "Se tait quand la consigne change.",
    "Comment garder l’élan en lecture ?",
)


def etape(dossier: Dossier, voulue: Etape) -> None:
    Parcours.objects.filter(dossier=dossier).update(etape=voulue, entree="", sortie="")


@dataclass
class Eps:
    """`bruno` teaches, `rossi` heads a school, `hugo` is of the CMPP, `lamia` of an association: one institution each."""

    monde: Monde
    dossiers: list[Dossier] = field(default_factory=list)
    gens: dict[str, Utilisateur] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    adultes: dict[UUID, UUID] = field(default_factory=dict)
    seance_id: UUID | None = None

    @property
    def jour(self) -> date:
        return self.monde.aujourd_hui

    @property
    def leila(self) -> Acteur:
        return self.monde.acteur("leila")

    def acteur(self, nom: str) -> Acteur:
        if nom in self.gens:
            return chartes.acteur(self.gens[nom].pk, au=self.jour)
        return self.monde.acteur(nom)

    @property
    def seance(self) -> Seance:
        return Seance.objects.get(pk=self.seance_id)

    def membre(self, nom: str, complet: str, mission: Mission, institution: str) -> None:
        lieu = self.institutions.setdefault(
            institution, Institution.objects.create(nom=institution, nature="association")
        )
        poste = PosteFactory(
            programme=self.monde.programme, institution=lieu, metier="enseignant", libelle=complet
        )
        self.gens[nom] = personne(complet, self.monde.programme, mission, poste=poste)

    def accorder(self, dossier: Dossier) -> None:
        """The only holder agrees to the presentation."""
        connu = Responsable.objects.filter(dossier=dossier).first()
        adulte = (connu or sceller(Responsable, dossier, {"nom": "Mme Parent", "lien": "mère"})).pk
        self.adultes[dossier.pk] = adulte
        sceller(
            SituationDUnAdulte, dossier, {"exercice": "exclusif"}, adulte=adulte, depuis=self.jour,
            a_deux=False, effet=timezone.now(),
        )  # fmt: skip
        self._demander(dossier, Nature.PRESENTATION)

    def _demander(self, dossier: Dossier, nature: Nature, **plus: Any) -> DemandeDAccord:
        demande = sceller(
            DemandeDAccord, dossier, {"libelle": "", "langue": "fr"}, nature=nature,
            depuis=self.jour, jusqu_au=self.jour + timedelta(days=300),
            numero=numero_complet(uuid4().hex[:8].translate(LETTRES_DU_NUMERO)), **plus,
        )  # fmt: skip
        self.repondre(dossier, demande, "accord")
        return demande

    def repondre(self, dossier: Dossier, demande: DemandeDAccord, sens: str) -> None:
        sceller(
            ReponseDUnAdulte, dossier, {"support": "oral"}, demande=demande,
            adulte=self.adultes[dossier.pk], sens=sens, le=self.jour,
            rang=demande.reponses.count(),
        )  # fmt: skip

    def partager(self, dossier: Dossier, *institutions: str) -> None:
        """The family agrees that these institutions read what prepares the EPS."""
        for nom in institutions:
            cible = {
                "cible": Volet.PARCOURS, "institution": self.institutions[nom],
                "finalite": Finalite.PREPARER_L_EPS,
            }  # fmt: skip
            demande = self._demander(dossier, Nature.PARTAGE, **cible)
            PartageConsenti.objects.create(
                dossier=dossier, demande=demande, depuis=self.jour,
                jusqu_au=self.jour + timedelta(days=300), **cible,
            )  # fmt: skip

    def creer(self, *, mode: Mode = Mode.NOMINATIVE, duree: int = 180) -> UUID:
        voulue = seances.SeanceVoulue(
            self.jour + timedelta(days=7), time(14), duree, "Salle 2, mairie", mode
        )
        self.seance_id = seances.creer(
            acteur=self.leila, voulue=voulue, formulaire=uuid4(), at=self.jour
        )
        return self.seance_id

    def asseoir(self, *noms: str) -> None:
        for nom in noms:
            compte = self.gens.get(nom) or self.monde.personnes[nom]
            seances.ajouter_un_membre(
                acteur=self.leila, seance_id=self.seance_id, personne=compte.pk, qualite="",
                participation="permanent", at=self.jour,
            )  # fmt: skip

    def inscrire(self, dossier: Dossier, par: str = "leila") -> SituationDeSeance:
        ident = ordre.inscrire(
            acteur=self.acteur(par), seance_id=self.seance_id, dossier_id=dossier.pk,
            formulaire=uuid4(), at=self.jour,
        )  # fmt: skip
        return SituationDeSeance.objects.get(pk=ident)

    def preparer(self, situation: SituationDeSeance, *noms: str, ecrit: Ecrit = ECRIT) -> None:
        """Write, invite these members, read again."""
        comptes = [(self.gens.get(n) or self.monde.personnes[n]).pk for n in noms]
        places = self.seance.participations.filter(utilisateur_id__in=comptes)
        voulue = preparation.PreparationVoulue(
            ecrit, self.jour, dict.fromkeys(places.values_list("pk", flat=True), Portee.EXTRAIT)
        )
        for geste, plus in ((preparation.preparer, {"voulue": voulue}), (preparation.relire, {})):
            situation.refresh_from_db()
            geste(
                acteur=self.leila, situation_id=situation.pk, version=situation.version,
                at=self.jour, **plus,
            )  # fmt: skip

    def ouvrir(self) -> int:
        return acces.ouvrir_les_acces(
            acteur=self.leila, seance_id=self.seance_id, version=self.seance.version, at=self.jour
        )

    def commencer(self) -> None:
        seances.commencer(
            acteur=self.leila, seance_id=self.seance_id, version=self.seance.version, at=self.jour
        )

    def decider(self, situation: SituationDeSeance, *codes: str, **plus: Any) -> None:
        situation.refresh_from_db()
        decisions.decider(
            acteur=self.leila, situation_id=situation.pk, version=situation.version,
            voulue=decisions.DecisionVoulue(codes, plus.pop("precision", ""), **plus),
            formulaire=uuid4(), at=self.jour,
        )  # fmt: skip

    def confier(self, situation: SituationDeSeance, libelle: str, nom: str, **plus: Any) -> None:
        poste = next(iter(self.acteur(nom).postes))
        decisions.ajouter_une_tache(
            acteur=self.leila, situation_id=situation.pk, formulaire=uuid4(), at=self.jour,
            voulue=decisions.TacheVoulue(libelle, poste, self.jour + timedelta(days=20), **plus),
        )  # fmt: skip

    def clore(self) -> None:
        cloture.clore(acteur=self.leila, seance_id=self.seance_id, version=None, at=self.jour)


def eps(monde: Monde, combien: int = 3) -> Eps:
    """`combien` situations agreed by their families: the first is Karthik's."""
    lu = Eps(monde)
    for nom, complet, mission, lieu in (
        ("prof", "Bruno Maître", Mission.EPS, "École Jaurès"),
        ("rossi", "Anna Rossi", Mission.ECOLE, "École Jaurès"),
        ("hugo", "Hugo Perrin", Mission.EPS, "CMPP"),
        ("lamia", "Lamia Brahimi", Mission.PARTENARIAT, "Association Lire"),
        ("medecin", "Rose Azar", Mission.EPS, "Santé scolaire"),
        ("soutien", "Ivan Petit", Mission.EPS, "CMPP"),
    ):
        lu.membre(nom, complet, mission, lieu)
    lu.dossiers = [
        monde.karthik,
        *(
            enfant_suivi_par(monde.poste_amina, nom=f"Nomsecret{n}", prenom=f"Prenom{n}")
            for n in range(1, combien)
        ),
    ]
    for dossier in lu.dossiers:
        lu.accorder(dossier)
        etape(dossier, Etape.ACCORD_EPS)
    return lu
