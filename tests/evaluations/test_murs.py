"""Behind the second wall, as the role of the application: a point with a school from its opening to the child's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from maillage.evaluations.models import EvaluationDeLEnfant
from maillage.evaluations.rules.grilles import EtatDEvaluation
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.plans.models import RegardPorte
from tests.evaluations.points import MOT, Point
from tests.evaluations.test_pages import envoi, page, texte
from tests.factories.monde import BASES, Monde
from tests.partage.murs import application, lignes, mur  # noqa: F401 - fixture

pytestmark = [BASES, pytest.mark.postgresql, pytest.mark.usefixtures("mur")]
TABLE = "evaluations_evaluationdelenfant"


def test_un_point_se_tient_derriere_le_mur(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    p = Point(monde)
    objectif = p.objectif(p.maya)
    amina, leila, karim = (connexion(q) for q in ("amina", "leila", "karim"))
    with application():
        voulu = {"geste": "prendre", "le": p.jour, "lieu": "a_l_ecole", "formulaire": p.maya.pk}
        assert amina.post(page(p), voulu).status_code == 302
        assert amina.post(page(p, p.maya), envoi(p, "garder")).status_code == 200
        nom = f"o_{objectif.hex}"
        dit = {nom: "stable", f"{nom}_mots": MOT}
        assert amina.post(page(p, p.maya), envoi(p, "terminer", 1, **dit)).status_code == 302
        assert amina.post(page(p, p.maya), {"geste": "famille", "le": p.jour}).status_code == 302
        assert MOT in texte(leila.get(page(p, p.maya)))
        assert "0 enfant évalué deux fois sur 5 suivis" in texte(leila.get("/evaluations/"))
        assert karim.get(page(p, p.maya)).status_code == 404
        for qui, nombre in (("amina", 1), ("leila", 1), ("nour", 1), ("karim", 0), ("claire", 0)):
            with murs.identite(monde.acteur(qui), Acte.LIRE, at=p.jour):
                assert len(lignes(TABLE)) == nombre, qui
    assert EvaluationDeLEnfant.objects.get().etat == EtatDEvaluation.FAITE
    assert RegardPorte.objects.filter(objectif_id=objectif).count() == 1
