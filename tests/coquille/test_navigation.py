from __future__ import annotations

import pytest

from maillage.comptes.rules import Mission
from maillage.coquille import navigation

PARTOUT = {"coquille:journee", "coquille:aide", "mfa_index"}
REGLES = {"partage:charte", "partage:habilitations"}


def routes(mission: Mission, *, demo: bool = False) -> set[str]:
    return {s.route for s in navigation.visibles({mission}, demo=demo)}


def test_la_coordonnatrice_voit_toutes_les_salles():
    du_dpo = {
        "conservation:listes"
    }  # it bears no name; the coordinator reaches it from «Conservation»
    des_lecteurs = {"publications:liste"}  # she reaches it from «Publier des chiffres»
    toutes = {s.route for s in navigation.SALLES if not s.demo} - des_lecteurs
    assert routes(Mission.COORDINATION) == toutes - du_dpo


def test_la_referente_voit_les_enfants_et_pas_la_reprise():
    assert "parcours:liste" in routes(Mission.REFERENCE)
    assert not {r for r in routes(Mission.REFERENCE) if r.startswith("reprise:")}


@pytest.mark.parametrize("mission", [Mission.ELU, Mission.PILOTAGE, Mission.DPO, Mission.TECHNIQUE])
def test_qui_ne_lit_aucun_dossier_ne_voit_que_l_accueil_les_regles_et_son_compte(mission):
    controle = {"conservation:listes", "partage:journal"} if mission is Mission.DPO else set()
    if mission in {Mission.ELU, Mission.PILOTAGE}:
        controle = {"publications:liste"}
    if mission is Mission.TECHNIQUE:
        controle = {"territoire:adresses"}  # public files, for the whole installation
    assert routes(mission) - REGLES == PARTOUT | controle
    assert (routes(mission) >= REGLES) is (mission is not Mission.TECHNIQUE)


def test_sans_mission_on_ne_voit_que_l_accueil_l_aide_et_son_compte():
    assert {s.route for s in navigation.visibles((), demo=False)} == PARTOUT


def test_la_planche_n_est_que_dans_la_demonstration():
    assert "coquille:composants" not in routes(Mission.COORDINATION)
    assert "coquille:composants" in routes(Mission.COORDINATION, demo=True)


def actives(courante: str, missions=frozenset({Mission.COORDINATION})) -> list[str]:
    groupes = navigation.construire(missions, str, courante=courante)
    return [e.url for g in groupes for e in g.entrees if e.active]


@pytest.mark.parametrize("salle", [s for s in navigation.SALLES if not s.demo])
def test_une_salle_est_marquee_quand_on_y_est_et_elle_seule(salle):
    assert actives(salle.route, salle.missions) == [salle.route]


def test_la_page_d_un_enfant_appartient_a_enfants():
    assert actives("parcours:fiche") == ["parcours:liste"]


def test_une_page_de_la_charte_appartient_a_la_charte():
    assert actives("partage:charte_modifier") == ["partage:charte"]
    assert actives("partage:habilitations_refus") == ["partage:habilitations"]


def test_un_scenario_et_une_campagne_ont_leur_salle():
    assert actives("eligibilite:scenario_carte") == ["eligibilite:scenarios"]
    assert actives("eligibilite:campagne_enfants") == ["eligibilite:campagnes"]
    assert actives("eligibilite:a_examiner") == ["eligibilite:regles"]


def test_une_etape_de_reprise_n_est_pas_a_trier():
    assert actives("reprise:colonnes") == ["reprise:accueil"]


def test_un_compte_n_apparait_que_la_ou_on_l_a_donne():
    groupes = navigation.construire(
        {Mission.REFERENCE}, str, comptes={"parcours:liste": 0, "reprise:accueil": 3}
    )
    comptes = {e.url: e.compte for g in groupes for e in g.entrees}
    assert comptes["parcours:liste"] == 0
    assert comptes["coquille:journee"] is None
    assert "reprise:accueil" not in comptes


def test_la_barre_des_petits_ecrans_tient_en_trois_salles():
    barre = navigation.barre({Mission.COORDINATION}, str)
    assert [e.libelle for e in barre] == ["Journée", "Enfants", "Chiffres"]
