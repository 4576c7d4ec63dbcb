from __future__ import annotations

import re

import pytest
from django.test import Client

from maillage.comptes.rules import Mission
from maillage.coquille import erreurs, reponses
from maillage.notions.decision import Decision, Motif, Texte
from maillage.notions.erreurs import ErreurMetier
from tests.coquille.adresses import METIER


@pytest.fixture
def sans_lever(db):
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("statut", [403, 405, 409, 413, 422, 429, 500, 503])
def test_un_refus_dit_ce_qui_s_est_passe_et_ou_aller(sans_lever, statut):
    reponse = sans_lever.get(f"/refus/{statut}/")
    html = reponse.content.decode()
    assert reponse.status_code == statut
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "Too Many" not in html
    assert "!" not in re.sub(r"<!doctype html>", "", html)


def test_une_demande_mal_formee_est_un_400(client):
    assert erreurs.demande_incomprise(None, ValueError()).status_code == 400


def test_l_inconnu_l_interdit_et_l_efface_donnent_les_memes_octets(client, entrer):
    inconnu = client.get("/nulle-part/")
    ferme = client.get("/refus/404/")
    connecte = entrer(Mission.REFERENCE)
    reponses_404 = [inconnu, ferme, connecte.get("/nulle-part/"), connecte.get("/refus/404/"),
                    connecte.get("/refus/404/", headers={"HX-Request": "true"})]  # fmt: skip
    assert {r.status_code for r in reponses_404} == {404}
    assert len({r.content for r in reponses_404}) == 1
    assert len({r.headers["Content-Type"] for r in reponses_404}) == 1


def test_la_planche_fermee_repond_comme_une_adresse_inconnue(client, db):
    assert client.get("/composants/").content == client.get("/nulle-part/").content


def test_une_erreur_de_metier_garde_ses_trois_parties(sans_lever):
    html = sans_lever.get("/refus/422/").content.decode()
    for attendu in ("Le fichier est chiffré", "Rien n’a été modifié.", "Retirez le mot de passe"):
        assert attendu in html


def test_sous_htmx_une_erreur_de_metier_est_un_fragment(sans_lever):
    reponse = sans_lever.get("/refus/422/", headers={"HX-Request": "true"})
    html = reponse.content.decode()
    assert reponse.status_code == 422
    assert "<html" not in html
    assert METIER.split(" :", maxsplit=1)[0] in html


def test_une_panne_donne_une_reference_et_rien_de_la_faute(sans_lever, caplog):
    html = sans_lever.get("/refus/500/").content.decode()
    reference = re.search(r"Référence à donner\s*: <b>([0-9A-F]{3}-[0-9A-F]{3})</b>", html)[1]
    assert reference in caplog.text
    assert "RuntimeError" not in html


def test_un_refus_garde_les_methodes_permises(sans_lever):
    assert sans_lever.get("/refus/405/").headers["Allow"] == "POST"


def test_un_jeton_perime_ne_parle_pas_de_csrf(db):
    reponse = Client(enforce_csrf_checks=True).post("/aide/raccourcis/", {"choix": "non"})
    html = reponse.content.decode()
    assert reponse.status_code == 403
    assert "ouverte depuis longtemps" in html
    assert "CSRF" not in html


def test_une_page_fermee_par_une_decision_dit_pourquoi():
    class Fermee(ErreurMetier):
        statut = 403
        decision = Decision(
            accordee=False, motif=Motif("mur", "Cette mission ne lit aucun dossier."),
            fondement=Texte("Charte, art. 4"),
        )  # fmt: skip

    html = erreurs.de_metier(Fermee("Fermé.")).content.decode()
    assert "<code>mur</code>" in html
    assert "Charte, art.\u00a04" in html


def test_une_autre_exception_n_est_pas_prise_pour_un_refus(rf):
    intergiciel = reponses.ErreursPolies(lambda _requete: None)
    assert intergiciel.process_exception(rf.get("/"), KeyError("x")) is None
