"""The second town of the demonstration: made by the services that users use, once, with a scenario that nobody has decided."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.chiffrement import maitresse
from maillage.comptes.models import Poste, Programme, Utilisateur
from maillage.config import demo_neuilly
from maillage.coquille.demonstration import NEUILLY, PERSONNAGES
from maillage.dossiers.models import Dossier
from maillage.eligibilite.models import ReglesDuProgramme, Scenario
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.partage import chartes
from maillage.territoire import imports, services
from maillage.territoire.cartes import Genre, en_vigueur_au
from tests.factories.monde import BASES

pytestmark = [BASES, pytest.mark.lent]


def test_neuilly_est_prete_et_la_preparer_deux_fois_ne_double_rien(
    settings: Any, tmp_path: Any
) -> None:
    settings.DEMO, settings.BAN = True, tmp_path / "ban"
    if not settings.CLE_MAITRESSE.exists():
        maitresse.creer(settings.CLE_MAITRESSE)
    services.charger_donnees_livrees()
    imports.charger_l_exemple()
    dits: list[str] = []
    demo_neuilly.preparer(dits.append)
    programme = Programme.objects.get(code=NEUILLY)
    scenario = Scenario.objects.get(programme=programme)
    assert scenario.etat == EtatDeScenario.FAIT
    assert scenario.decide_le is None
    assert scenario.resultat["perdu"] > 100
    assert scenario.resultat["total"] == Dossier.objects.filter(programme=programme).count()
    siens = [p for p in PERSONNAGES if p.programme == NEUILLY]
    postes = Poste.objects.filter(
        programme=programme, libelle__in=[p.poste for p in siens if p.poste]
    )
    assert postes.count() == 2
    for p in siens:
        compte = Utilisateur.objects.get(email=p.email, est_demo=True)
        acteur = chartes.acteur(compte.pk, au=scenario.bascule)
        assert (acteur.programme_id, p.mission in acteur.missions) == (programme.pk, True)
    carte = en_vigueur_au(scenario.bascule, Genre.PRIORITAIRE, programme=programme.pk)
    assert carte is not None
    assert carte.code == "demo_apres"
    avant = _combien()
    demo_neuilly.preparer(dits.append)
    assert _combien() == avant


def _combien() -> list[int]:
    return [t.objects.count() for t in (Dossier, Scenario, ReglesDuProgramme, Poste)]
