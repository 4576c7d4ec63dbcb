from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth as totp

from maillage.comptes.rules import Mission


def test_l_aide_est_ouverte_a_tous(client, db):
    html = client.get("/aide/").content.decode()
    assert "Qui voit quoi" in html
    assert "m-search" not in html  # nobody is signed in: nothing to search


def test_la_planche_se_montre_dans_la_demonstration(entrer):
    reponse = entrer(Mission.COORDINATION).get("/composants/")
    assert reponse.status_code == 200
    assert reponse.content.decode().count("<h1") == 1


def test_la_referente_a_sa_recherche_sa_note_et_son_nom(entrer):
    html = entrer(Mission.REFERENCE).get("/aide/").content.decode()
    assert re.search(
        r'<form class="m-search" role="search" method="post" action="/enfants/liste/"', html
    )
    assert "Note rapide" in html
    assert "Amina Haddad" in html
    assert "PRE de Rivemont" in html
    assert re.search(r'href="/aide/" aria-current="page"', html)


def test_une_elue_n_a_ni_recherche_ni_note_ni_enfants(entrer):
    html = entrer(Mission.ELU).get("/aide/").content.decode()
    for absent in ("m-search", "data-touche", "/enfants/", "/chiffres/", "/reprise/"):
        assert absent not in html


def test_les_touches_se_refusent_et_se_reprennent(client, db):
    assert 'data-raccourcis="oui"' in client.get("/aide/").content.decode()
    client.post("/aide/raccourcis/", {"choix": "non"})
    assert 'data-raccourcis="non"' in client.get("/aide/").content.decode()
    client.post("/aide/raccourcis/", {"choix": "oui"})
    assert 'data-raccourcis="oui"' in client.get("/aide/").content.decode()


def test_une_session_se_prolonge_et_dit_combien_il_reste(entrer, settings):
    settings.SESSION_INACTIVITE_MINUTES = 30
    reponse = entrer(Mission.REFERENCE).post("/session/prolonger/")
    assert 28 * 60 <= reponse.json()["secondes"] <= 29 * 60


def test_la_fin_annoncee_ne_depasse_pas_la_duree_absolue(entrer, settings):
    settings.SESSION_ABSOLUE_HEURES = 0.1
    reponse = entrer(Mission.REFERENCE).post("/session/prolonger/")
    assert 0 < reponse.json()["secondes"] <= 360


def test_personne_ne_prolonge_une_session_qui_n_existe_pas(client, db):
    assert client.post("/session/prolonger/").json() == {"secondes": 0}
    assert "data-session-fin" not in client.get("/aide/").content.decode()


@pytest.mark.parametrize(
    ("adresse", "titre"),
    [
        ("/compte/login/", "Se connecter"),
        ("/compte/password/reset/", "Mot de passe oublié"),
        ("/compte/password/reset/done/", "Lien demandé"),
        ("/compte/inactive/", "Compte fermé"),
    ],
)
def test_les_pages_d_arrivee_sont_les_notres(client, db, adresse, titre):
    html = client.get(adresse).content.decode()
    assert f"<h1>{titre}</h1>" in html
    assert "m-door" in html


@pytest.mark.parametrize(
    ("adresse", "titre"),
    [
        ("/compte/2fa/", "Mon compte"),
        ("/compte/logout/", "Se déconnecter"),
        ("/compte/sessions/", "Mes sessions ouvertes"),
        ("/compte/reauthenticate/", "Confirmer que c’est vous"),
        ("/compte/password/change/", "Mot de passe"),
    ],
)
def test_les_pages_du_compte_sont_les_notres(entrer, adresse, titre):
    client = entrer(Mission.REFERENCE)
    personne = client.get("/aide/").context["user"]
    personne.set_password("une phrase assez longue")
    personne.save()
    client.force_login(personne)
    assert f"<h1>{titre}</h1>" in client.get(adresse).content.decode()


def test_une_connexion_refusee_garde_l_adresse_et_la_dit(client, db):
    html = client.post("/compte/login/", {"login": "a@b.fr", "password": "non"}).content.decode()
    assert "m-errors" in html
    assert 'value="a@b.fr"' in html


def test_une_session_finie_se_dit_a_la_porte(client, db):
    assert "Votre session est terminée." in client.get("/compte/login/?fin=1").content.decode()


def test_le_second_facteur_s_installe_par_nos_pages_apres_un_mot_de_passe(client, entrer, settings):
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are opened by hand: nothing to verify
    entrer(Mission.REFERENCE)
    personne = client.get("/aide/").context["user"]
    personne.set_password("une phrase assez longue")
    personne.save()
    client.logout()
    acces = {"login": personne.email, "password": "une phrase assez longue"}
    client.post("/compte/login/", acces)
    activer = "/compte/2fa/totp/activate/"
    porte = client.get(activer, follow=True).redirect_chain[-1][0]
    html = client.post(porte, {"password": acces["password"]}, follow=True).content.decode()
    assert "<h1>Protéger votre compte</h1>" in html
    cle = re.search(r'id="cle" value="([A-Z2-7]+)"', html)[1]
    faux = client.post(activer, {"code": "000000"}).content.decode()
    assert "m-errors" in faux
    assert cle in faux
    code = totp.format_hotp_value(totp.hotp_value(cle, next(totp.yield_hotp_counters_from_time())))
    suite = client.post(activer, {"code": code}, follow=True).content.decode()
    assert "<h1>Codes de secours</h1>" in suite
    assert "En place" in client.get("/compte/2fa/").content.decode()
    client.logout()
    suivante = client.post("/compte/login/", acces, follow=True).content.decode()
    assert "<h1>Code de connexion</h1>" in suivante


def test_un_mot_de_passe_oublie_ne_mene_pas_a_une_page_fermee(client, db):
    html = client.get("/compte/login/").content.decode()
    assert "Mot de passe oublié\u00a0?" in html
    assert "/compte/password/reset/" not in html
