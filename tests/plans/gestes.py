"""What a référente does in a plan, in one line each."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from maillage.accords.models import DemandeDAccord
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Nature, Objet
from maillage.accords.services import demandes
from maillage.dossiers.models import Dossier
from maillage.enfants.models import Responsable
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.plans import services
from maillage.plans.models import Action, EtapeDObjectif, Objectif
from maillage.plans.rules.objectifs import Parole
from maillage.plans.rules.regards import Evolution, Regard
from maillage.plans.rules.suites import Suite
from maillage.plans.services import ActionEcrite
from tests.factories.monde import Monde

DIT = {"support": "oral", "langue": "fr", "interprete": "", "paroles": ""}
ATELIER = ActionEcrite(
    libelle="Atelier BD", nature="action_collective", operateur="partenaire",
    structure="Centre social Le Pont", qui="Sofia, animatrice",
)  # fmt: skip


def faire_accepter_le_plan(
    monde: Monde, dossier: Dossier, sens: Sens = Sens.ACCORD
) -> tuple[UUID, UUID]:
    """The second agreement of the family, asked and answered today; returns the request and the adult."""
    adulte = Responsable.objects.filter(dossier=dossier).values_list("pk", flat=True).get()
    amina, jour = monde.acteur("amina").id, monde.aujourd_hui
    demande = demandes.demander(
        dossier_id=dossier.pk, objet=Objet(Nature.PLAN), institution_id=None, poste_id=None,
        contenu={"libelle": "", "langue": "fr"}, depuis=jour, jusqu_au=date(jour.year + 1, 8, 31),
        auteur_id=amina, formulaire=uuid4(),
    ).pk  # fmt: skip
    dire(monde, demande, adulte, sens)
    demandes.informer(
        dossier_id=dossier.pk, demande_id=demande, adulte=None, donnee=False, le=jour,
        precision="Le père n’est pas connu.", auteur_id=amina, at=jour, formulaire=uuid4(),
    )  # fmt: skip
    return demande, adulte


def dire(monde: Monde, demande: UUID, adulte: UUID, sens: Sens) -> None:
    """An adult of the family answers, today."""
    demandes.repondre(
        dossier_id=DemandeDAccord.objects.get(pk=demande).dossier_id, demande_id=demande, adulte=adulte,
        sens=sens, le=monde.aujourd_hui, contenu=DIT, auteur_id=monde.acteur("amina").id,
        at=monde.aujourd_hui, formulaire=uuid4(),
    )  # fmt: skip


def mettre(dossier: Dossier, etape: Etape) -> None:
    """Put the parcours at a stage without living what comes before."""
    Parcours.objects.filter(dossier=dossier).update(etape=etape, sortie="")


def objectif(
    monde: Monde, dossier: Dossier | None = None, qui: str = "amina", **plus: Any
) -> Objectif:
    mots = {
        "texte": "Entrer dans la lecture avec plaisir", "domaine": "langage", "mots_de": Parole.ENFANT,
        "presents": "Karthik, sa mère", "formulaire": uuid4(),
    }  # fmt: skip
    return services.ecrire_objectif(
        acteur=monde.acteur(qui), dossier_id=(dossier or monde.karthik).pk, at=monde.aujourd_hui,
        **{**mots, **plus},
    )  # fmt: skip


def etape(monde: Monde, sur: Objectif, **plus: Any) -> EtapeDObjectif:
    mots = {
        "libelle": "Choisir trois livres",
        "qui": "Karthik",
        "echeance": None,
        "formulaire": uuid4(),
    }
    return services.ajouter_etape(
        acteur=monde.acteur("amina"), objectif_id=sur.pk, at=monde.aujourd_hui, **{**mots, **plus}
    )


def action(
    monde: Monde, sur: Objectif | None = None, dossier: Dossier | None = None, **plus: Any
) -> Action:
    mots = {"ecrite": ATELIER, "debut": None, "fin": None, "formulaire": uuid4()}
    return services.proposer_action(
        acteur=monde.acteur("amina"), dossier_id=(dossier or monde.karthik).pk,
        objectif_id=sur.pk if sur else None, at=monde.aujourd_hui, **{**mots, **plus},
    )  # fmt: skip


def suivre(monde: Monde, sur: Action, vers: Suite, mots: str = "", **plus: Any) -> Action:
    sur.refresh_from_db()
    dits = {"le": monde.aujourd_hui, "version": sur.version, "formulaire": uuid4()}
    return services.donner_suite(
        acteur=monde.acteur("amina"), action_id=sur.pk, vers=vers, mots=mots, at=monde.aujourd_hui,
        **{**dits, **plus},
    )  # fmt: skip


def regard(
    monde: Monde,
    sur: Objectif,
    qui: Regard = Regard.ECOLE,
    vu: Evolution = Evolution.STABLE,
    **plus: Any,
) -> Any:
    mots = {"mots": "Il lit les consignes.", "le": monde.aujourd_hui, "formulaire": uuid4()}
    return services.noter_regard(
        acteur=monde.acteur("amina"), objectif_id=sur.pk, regard=qui, evolution=vu,
        at=monde.aujourd_hui, **{**mots, **plus},
    )  # fmt: skip
