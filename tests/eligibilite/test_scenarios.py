"""Scenarios: computed by a job, counts in clear, children sealed, nothing changed until a campaign starts from a decided one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from maillage.config import ligne_de_commande
from maillage.eligibilite.errors import ScenarioNonFait
from maillage.eligibilite.models import CasDUnScenario, Scenario, VerdictRendu
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.queries.scenarios import scenario as lire
from maillage.eligibilite.queries.scenarios_decides import perdus, scenarios_decides
from maillage.eligibilite.services import calculs, scenarios
from maillage.notions.erreurs import Introuvable
from tests.eligibilite.territoires import (
    BASCULE,
    DEDANS,
    EN_ZONE,
    NOUVELLE,
    PERDUE,
    VIEILLE,
    cartes,
    habite,
    regles,
)
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]


@pytest.fixture
def ville(monde: Monde) -> Monde:
    cartes()
    habite(monde.karthik, DEDANS)
    habite(monde.ines, PERDUE)
    habite(monde.tom, None)
    regles(monde)
    return monde


def demander(monde: Monde, **plus: object) -> UUID:
    version = regles(monde, depuis=monde.aujourd_hui + timedelta(days=len(plus) + 1))
    voulu: dict[str, object] = {
        "nom": "Nouvelle carte", "cartes_avant": [VIEILLE], "cartes_apres": [NOUVELLE],
        "regles_avant": version.pk, "regles_apres": version.pk, "bascule": BASCULE,
        "fin": BASCULE + timedelta(weeks=20), "cout_mensuel": None, "formulaire": uuid4(),
    }  # fmt: skip
    return scenarios.creer(acteur=monde.acteur("leila"), at=monde.aujourd_hui, **(voulu | plus))


def test_un_scenario_compte_et_ne_change_rien(ville: Monde) -> None:
    lu = lire(ville.acteur("leila"), demander(ville))
    assert lu.etat is EtatDeScenario.FAIT
    nombres = {c: lu.resultat[c] for c in ("garde", "perdu", "gagne", "a_examiner", "hors")}
    assert nombres == {"garde": 1, "perdu": 1, "gagne": 0, "a_examiner": 1, "hors": 0}
    assert lu.resultat["par_zone"]["INV-2"]["perdu"] == 1
    assert lu.resultat["consequences"]["places_liberees"] == 1
    assert sum(r["total"] for r in lu.resultat["consequences"]["referents"]) == 1
    assert (lu.fait, lu.total) == (3, 3)
    assert not VerdictRendu.objects.exists()


def test_le_resultat_garde_ne_nomme_personne_et_les_cas_sont_scelles(ville: Monde) -> None:
    ident = demander(ville)
    garde = json.dumps(Scenario.objects.get(id=ident).resultat)
    for dossier in (ville.karthik, ville.ines, ville.tom):
        assert str(dossier.pk) not in garde
    with connection.cursor() as curseur:
        curseur.execute("SELECT scelle FROM eligibilite_casdunscenario")
        assert all(b"INV-" not in bytes(c) and b"perdu" not in bytes(c) for (c,) in curseur)
    assert CasDUnScenario.objects.count() == 3


def test_les_perdus_d_un_scenario_decide_sont_ceux_que_l_acteur_lit(ville: Monde) -> None:
    leila, at = ville.acteur("leila"), ville.aujourd_hui
    ident = demander(ville)
    assert scenarios_decides(leila) == ()
    with pytest.raises(Introuvable):
        perdus(leila, ident, at=at)
    scenarios.decider(acteur=leila, scenario_id=ident, at=at)
    assert scenarios_decides(leila) == ((ident, "Nouvelle carte"),)
    assert perdus(leila, ident, at=at) == {ville.ines.pk}
    assert perdus(ville.acteur("amina"), ident, at=at) == frozenset()
    assert perdus(ville.acteur("karim"), ident, at=at) == {ville.ines.pk}
    with pytest.raises(Introuvable):
        perdus(ville.acteur("voisine"), ident, at=at)
    with pytest.raises(ScenarioNonFait):
        scenarios.decider(acteur=leila, scenario_id=ident, at=at)


def test_un_calcul_arrete_ne_garde_aucun_enfant(
    ville: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calculs, "PAS", 1)
    vrai = calculs.connus

    def arreter_au_deuxieme(programme: UUID, ids: list[UUID], at: object) -> object:
        Scenario.objects.update(arret_demande=True)
        return vrai(programme, ids, at)

    monkeypatch.setattr(calculs, "connus", arreter_au_deuxieme)
    ident = demander(ville)
    rang = Scenario.objects.get(id=ident)
    assert (rang.etat, rang.fait) == (EtatDeScenario.ARRETE, 1)
    assert not CasDUnScenario.objects.exists()


def test_un_double_envoi_fait_un_scenario(ville: Monde) -> None:
    numero = uuid4()
    assert demander(ville, formulaire=numero) == demander(ville, formulaire=numero, nom="Autre")
    assert Scenario.objects.count() == 1


def test_de_la_meme_carte_a_la_meme_carte_personne_ne_change(ville: Monde) -> None:
    lu = lire(ville.acteur("leila"), demander(ville, cartes_avant=[NOUVELLE]))
    assert (lu.resultat["perdu"], lu.resultat["gagne"]) == (0, 0)


def test_la_coordination_va_de_la_demande_a_la_decision(ville: Monde, connexion: Connexion) -> None:
    client = connexion("leila")
    page = client.get("/eligibilite/scenarios/nouveau/")
    version = page.context["form"].fields["regles_avant"].choices[0][0]
    envoi = {
        "nom": "Carte 2024", "cartes_avant": VIEILLE, "cartes_apres": NOUVELLE, "regles_avant": version,
        "regles_apres": version, "bascule": "2024-01-01", "fin": "2024-06-30", "cout_mensuel": "120",
        "formulaire": str(uuid4()),
    }  # fmt: skip
    faux = client.post("/eligibilite/scenarios/nouveau/", envoi | {"fin": "2023-01-01"})
    assert faux.status_code == 422
    assert "suit le changement" in faux.content.decode()
    suite = client.post("/eligibilite/scenarios/nouveau/", envoi, follow=True)
    html = suite.content.decode()
    adresse = suite.redirect_chain[-1][0]
    assert "Quartier INV-2" in html
    assert "Benhamou" not in html  # counts only; the list is another page
    assert "Benhamou" in client.get(f"{adresse}enfants/").content.decode()
    livre = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{adresse}tableur/").content))
    assert livre.get_sheet_by_name("Totaux").to_python()[4:6] == [
        ["Reste éligible", 1.0],
        ["Perd l'éligibilité", 1.0],
    ]
    exporte = client.get(f"{adresse}json/").json()
    assert (exporte["perdu"], "situations" in exporte) == (1, False)
    decide = client.post(f"{adresse}decider/", follow=True).content.decode()
    assert "Ouvrir une campagne" in decide
    assert "Carte 2024" in client.get("/eligibilite/scenarios/").content.decode()


def test_les_regles_se_choisissent_s_essaient_et_se_decident(
    ville: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    page = client.post("/eligibilite/regles/ouvrir/", follow=True)
    adresse = page.redirect_chain[-1][0]
    vide = client.post(adresse, {"texte": "Rien", "mode": "et"})
    assert vide.status_code == 422
    assert "au moins une condition" in vide.content.decode()
    plus = {
        "texte": "École en REP.",
        "mode": "ou",
        "criteres": ["derogation"],
        "labels": ["rep_plus", "rep"],
    }
    html = client.post(adresse, plus, follow=True).content.decode()
    assert "école en REP+ ou REP ou dérogation motivée" in html
    client.post(f"{adresse}1/monter/")
    essai = client.get(f"{adresse}apercu/")
    assert essai.context["apercu"].total == 3
    assert essai.context["apercu"].par_regle[0][0] == "École en REP."
    assert "Selvam" not in essai.content.decode()
    version = client.get(adresse).context["version"].version
    demain = ville.aujourd_hui + timedelta(days=1)
    client.post(f"{adresse}vigueur/", {"depuis": demain.isoformat(), "version": version})
    suite = client.get("/eligibilite/regles/")
    assert any(v.depuis == demain for v in suite.context["versions"])


def test_la_page_d_un_enfant_dit_pourquoi(ville: Monde, connexion: Connexion) -> None:
    from maillage.eligibilite.services import verdicts

    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    html = connexion("amina").get(f"/eligibilite/enfants/{ville.karthik.pk}/").content.decode()
    assert "Éligible" in html
    assert "Quartier INV-1" in html
    assert "Accorder une dérogation" not in html
    assert connexion("amina").get(f"/eligibilite/enfants/{ville.ines.pk}/").status_code == 404
    leila = connexion("leila")
    attente = leila.get("/eligibilite/a-examiner/").content.decode()
    assert "Duval" in attente
    assert "Selvam" not in attente.split("À examiner</h2>")[1]
    adresse = f"/eligibilite/enfants/{ville.tom.pk}/"
    assert leila.post(f"{adresse}derogation/", {"motif": ""}).status_code == 422
    ok = leila.post(
        f"{adresse}derogation/", {"motif": "Fratrie", "formulaire": str(uuid4())}, follow=True
    )
    assert "Fratrie" in ok.content.decode()


def test_la_ligne_de_commande_simule_un_programme_sans_nommer_personne(
    ville: Monde, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "R.toml").write_text(EN_ZONE, encoding="utf-8")
    sortie = tmp_path / "S.json"
    arguments = ["--avant", VIEILLE, "--apres", NOUVELLE, "--regles", str(tmp_path / "R.toml"), "--json", str(sortie)]  # fmt: skip
    faux = ["zonage", "simuler", "--programme", "inconnu", *arguments]
    assert ligne_de_commande.lancer(faux) == 1
    assert "Aucun programme" in capsys.readouterr().err
    vrai = ["zonage", "simuler", "--programme", ville.programme.code, *arguments]
    assert ligne_de_commande.lancer(vrai) == 0
    texte = sortie.read_text("utf-8")
    lu = json.loads(texte)
    assert {s["id"]: s["cas"] for s in lu["situations"]} == {
        str(ville.karthik.pk): "garde", str(ville.ines.pk): "perdu", str(ville.tom.pk): "a_examiner",
    }  # fmt: skip
    assert not any(mot in texte for mot in ville.mots_secrets)
    carte_fausse = [*vrai[:5], "nulle", *vrai[6:]]
    assert ligne_de_commande.lancer(carte_fausse) == 1
