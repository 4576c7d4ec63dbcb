"""P-02, the wall: no sequence of acts of one person opens a child's dossier to an élue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.transaction import atomic, set_rollback
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.comptes import queries
from maillage.comptes.models import Demande, MissionConfiee, Utilisateur
from maillage.comptes.rules import HORS_DU_SECRET, Acteur, Mission
from maillage.comptes.services import demandes, ouverture, postes
from maillage.notions.erreurs import ErreurMetier
from tests.comptes.test_habilitations import donner, ouvrir
from tests.factories.monde import BASES, Monde, creer_monde
from tests.factories.personnes import personne

pytestmark = BASES
UN = timedelta(days=1)

GESTES = st.lists(
    st.tuples(
        st.sampled_from(["donner", "retirer", "fin", "rouvrir", "poste", "secours", "confirmer"]),
        st.sampled_from(sorted(set(Mission) - HORS_DU_SECRET)),
    ),
    max_size=8,
)


@pytest.mark.lent
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(gestes=GESTES)
def test_aucune_suite_de_gestes_d_une_seule_personne_n_ouvre_un_dossier_a_une_elue(
    db: None,
    gestes: list[tuple[str, Mission]],
) -> None:
    """P-02, whatever one coordinator does, with a second one in the programme who does nothing."""
    with atomic():
        monde = creer_monde()
        personne("Nora Petit", monde.programme, Mission.COORDINATION)
        leila, claire, at = monde.acteur("leila"), monde.personnes["claire"], monde.aujourd_hui
        for geste, mission in gestes:
            try:
                with atomic():
                    _faire(geste, mission, leila, claire, monde, at)
            except ErreurMetier:
                continue
        vue = queries.acteur(claire.pk, au=at)
        assert not vue.missions - HORS_DU_SECRET
        futur = queries.acteur(claire.pk, au=at + 30 * UN)
        assert not futur.missions - HORS_DU_SECRET
        set_rollback(True)


def _faire(
    geste: str, mission: Mission, par: Acteur, claire: Utilisateur, monde: Monde, at: date
) -> None:
    if geste == "donner":
        donner(par, claire, mission, at)
    elif geste == "retirer":
        for confiee in MissionConfiee.objects.filter(utilisateur=claire):
            demandes.retirer_mission(par=par, cible=claire.pk, mission_id=confiee.pk, at=at)
    elif geste == "fin":
        ouverture.mettre_fin(par=par, cible=claire.pk, at=at)
    elif geste == "rouvrir":
        ouvrir(par, at, email=claire.email, nom=claire.nom, mission=mission)
    elif geste == "poste":
        postes.tenir_poste(par=par, cible=claire.pk, poste_id=monde.poste_amina.pk, at=at)
    elif geste == "secours":
        ouverture.demander_un_secours(par=par, cible=claire.pk, nom=claire.nom, at=at)
    else:
        for demande in Demande.objects.filter(issue=""):
            demandes.confirmer(par=par, demande_id=demande.pk, nom=claire.nom, at=at)
