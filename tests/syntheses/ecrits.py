"""A synthesis about Karthik, for the school Vallès, and the agreements on which it rests."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from maillage.accords.models import DemandeDAccord, PartageConsenti, SituationDUnAdulte, VoilePose
from maillage.accords.rules.natures import Finalite, Nature
from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Institution
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.syntheses.gabarits import A_LA_FAMILLE
from maillage.syntheses.models import Synthese
from maillage.syntheses.rules.etats import EtatDeSynthese
from maillage.syntheses.rules.relecture import AvisDeRelecture
from maillage.syntheses.rules.rubriques import Rubrique
from maillage.syntheses.services.courriers import emettre
from maillage.syntheses.services.ecriture import (
    PartieVoulue,
    SyntheseVoulue,
    changer_d_etat,
    commencer,
    convier,
    ecrire_une_partie,
    relire,
)
from tests.factories.dossiers import sceller
from tests.factories.monde import Monde

FINALITE = Finalite.POINT_ECOLE


def mot(rubrique: Rubrique, volet: Volet) -> str:
    """Words that exist nowhere else."""
    return f"Canari{rubrique.name.title()}{volet.name.title()}"


class Ecrits:
    """`ecole` shares the volets said; Amina begins, Nour (health) is invited."""

    def __init__(self, monde: Monde, *partages: Volet) -> None:
        self.monde, self.jour, self.enfant = monde, monde.aujourd_hui, monde.karthik
        self.ecole = Institution.objects.create(nom="École Vallès", nature="education_nationale")
        for volet in partages or (Volet.SCOLARITE, Volet.PARCOURS):
            self.partager(volet)
        self.id = self.commencer()

    def commencer(
        self, destinataire: str = "", gabarit: str = "synthese_de_situation", qui: str = "amina"
    ) -> UUID:
        famille = gabarit == A_LA_FAMILLE
        voulue = SyntheseVoulue(
            gabarit, "Préparer la rentrée", destinataire or f"institution:{self.ecole.pk}",
            None if famille else FINALITE,
        )  # fmt: skip
        return commencer(
            acteur=self.monde.acteur(qui), dossier_id=self.enfant.pk, voulue=voulue,
            formulaire=uuid4(), at=self.jour,
        )  # fmt: skip

    def partager(self, volet: Volet) -> PartageConsenti:
        fin, qui = self.jour + timedelta(days=200), self.monde.personnes["amina"]
        demande = DemandeDAccord(
            dossier=self.enfant, nature=Nature.PARTAGE, cible=volet, institution=self.ecole,
            finalite=FINALITE, depuis=self.jour, jusqu_au=fin, numero=str(uuid4())[:11],
            auteur=qui, formulaire=uuid4(),
        )  # fmt: skip
        demande.sceller({}, trousseau(self.monde.programme.pk, [self.enfant.pk]))
        demande.save()
        return PartageConsenti.objects.create(
            dossier=self.enfant, demande=demande, cible=volet, institution=self.ecole,
            finalite=FINALITE, depuis=self.jour, jusqu_au=fin, auteur=qui,
        )  # fmt: skip

    def adulte(self, nom: str, adresse: str, exercice: str = "conjoint") -> UUID:
        contenu = {"nom": nom, "lien": "père", "telephones": [], "adresse": adresse}
        rang = sceller(Responsable, self.enfant, contenu)
        SituationDUnAdulte.objects.filter(adulte=rang.pk).delete()
        situation = {"exercice": exercice, "reference": "", "decision_le": "", "precision": ""}
        sceller(
            SituationDUnAdulte, self.enfant, situation, adulte=rang.pk, depuis=self.jour, a_deux=False,
            effet=self.monde.personnes["amina"].created_at,
        )  # fmt: skip
        return rang.pk

    def proteger_de(self, adulte: UUID) -> None:
        sceller(
            VoilePose, self.enfant,
            {"reference": "", "decision_le": "", "motif": "x", "levee": ""},
            adulte=adulte, depuis=self.jour, auteur=self.monde.personnes["amina"],
        )  # fmt: skip

    def ecrire(
        self,
        rubrique: Rubrique,
        volet: Volet,
        texte: str | None = None,
        *,
        qui: str = "amina",
        cle: UUID | None = None,
        numero: int = 0,
        formulaire: UUID | None = None,
    ) -> int:
        voulue = PartieVoulue(
            rubrique, volet, mot(rubrique, volet) if texte is None else texte, cle, numero
        )
        return ecrire_une_partie(
            acteur=self.monde.acteur(qui), synthese_id=self.id, voulue=voulue,
            formulaire=formulaire or uuid4(), at=self.jour,
        )  # fmt: skip

    def tout_ecrire(self, volet: Volet = Volet.SCOLARITE) -> None:
        for rubrique in Rubrique:
            self.ecrire(rubrique, volet)

    def convier(self, qui: str, par: str = "amina") -> None:
        convier(
            acteur=self.monde.acteur(par), synthese_id=self.id,
            personne=self.monde.personnes[qui].pk, at=self.jour,
        )  # fmt: skip

    def passer(self, vers: EtatDeSynthese, qui: str = "amina") -> None:
        changer_d_etat(acteur=self.monde.acteur(qui), synthese_id=self.id, vers=vers, at=self.jour)

    @property
    def rang(self) -> Synthese:
        return Synthese.objects.get(pk=self.id)

    def relire(
        self, qui: str, avis: AvisDeRelecture = AvisDeRelecture.ACCORD, revision: int = 0
    ) -> None:
        relire(
            acteur=self.monde.acteur(qui), synthese_id=self.id,
            revision=revision or self.rang.revision, avis=avis, at=self.jour,
        )  # fmt: skip

    def emettre(self, qui: str = "amina", revision: int = 0) -> int:
        return emettre(
            acteur=self.monde.acteur(qui), synthese_id=self.id,
            revision=revision or self.rang.revision, at=self.jour,
        )  # fmt: skip
