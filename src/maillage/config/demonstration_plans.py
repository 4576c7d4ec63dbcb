"""The plans of the demonstration over its last school year: families agree, actions run, ordinary services are waited for."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from maillage.accords.rules.natures import Nature
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.config.demonstration_eps import declarer_les_parents, demander
from maillage.dossiers.rules import EtatDuDossier
from maillage.enfants.models import Responsable
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.plans.demonstration import DEBUT_DE_L_EXEMPLE, mener_des_actions
from maillage.plans.models import Action

COMBIEN = 40


def mener_l_annee(programme: Programme, coordination: Acteur, at: date) -> int:
    """Write the actions of some children, once; returns how many actions were written now."""
    fin = AnneeScolaire(AnneeScolaire.du(at).rentree - 1).fin
    dossiers = _candidats(programme)
    for dossier in dossiers:
        avant = fin - timedelta(days=DEBUT_DE_L_EXEMPLE)
        declarer_les_parents(coordination, dossier, avant)
        demander(coordination, dossier, Nature.PLAN, avant)
    return mener_des_actions(coordination, dossiers, fin=fin)


def _candidats(programme: Programme) -> list[UUID]:
    """Children who are followed, of whom an adult is known and whose plan is still to be written."""
    connus = Responsable.objects.filter(dossier__programme=programme).values("dossier_id")
    ecrits = Action.objects.filter(dossier__programme=programme).values("dossier_id")
    rangs = Parcours.objects.filter(
        dossier__programme=programme,
        dossier__etat=EtatDuDossier.ACTIF,
        etape=Etape.EN_COURS,
        dossier_id__in=connus,
    ).exclude(dossier_id__in=ecrits)
    dossiers = rangs.order_by("dossier__created_at", "dossier_id").values_list(
        "dossier_id", flat=True
    )
    return list(dict.fromkeys(dossiers))[:COMBIEN]
