"""A threshold of 11 asks as much of rounded figures as of exact ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from maillage.publications.models import Preparation
from maillage.publications.queries import lecture
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.statistiques.rules.divulgation.demande import Mode
from tests.factories.monde import BASES, Monde
from tests.publications.gestes import approuver, preparer, publier
from tests.publications.villes import Ville, enfants

pytestmark = BASES


def test_arrondis_sous_onze_enfants_les_nombres_sont_des_multiples_de_dix(
    monde: Monde, ville: Ville, connexion: Callable[[str], Client]
) -> None:
    """A true 9 is not told from a 1: figures leave as 0 or 10, and every text says the same."""
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    rang = preparer(leila, jour, tables=("quartier", "motif", "age_sexe"), seuil=11)
    assert rang.etat == "protegee", rang.resultat
    assert rang.resultat["audit"]["min_width"] >= 9
    petites = [p for p in rang.ouvrir()["pertes"] if 0 < p[2] < 11]
    assert petites
    assert {p[3] for p in petites} <= {0, 10}
    numero = approuver(leila, rang.id, jour)
    lue = lecture.parution(numero, monde.programme.pk)
    assert (lue.base, lue.seuil) == (10, 11)
    assert all(v is not None and v % 10 == 0 for t in lue.tables for v in t.cells.values())
    page = connexion("claire").get(f"/publications/{numero}/").content.decode()
    assert "un multiple de 10" in page
    assert "enfants suivis, à 9 près" in page
    assert "à 4 près" not in page


@pytest.mark.parametrize(("mode", "arrives"), [(Mode.ARRONDI, 30), (Mode.SUPPRESSION, 9)])
def test_un_seuil_releve_dans_l_annee_se_publie_encore(
    mode: Mode, arrives: int, monde: Monde, ville: Ville
) -> None:
    """What came out under 5 stays known; what comes next is protected against it, under 11."""
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    publier(leila, jour, tables=("quartier",))
    ville.enfants = [*ville.enfants, *enfants(arrives, graine=4)]
    rang = preparer(leila, jour, tables=("quartier", "motif"), mode=mode, seuil=11,
                    periode=PeriodeScolaire.T2)  # fmt: skip
    assert (rang.etat, rang.base) == ("protegee", 10), rang.resultat
    assert Preparation.objects.get(numero=1).base == 5
