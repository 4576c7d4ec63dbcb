"""A person arrives: her account is opened face to face, she enrols a passkey, enters with it, is attested, leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.recits.regard import Regard

pytestmark = pytest.mark.navigateur
PHRASE = "une phrase que je retiens"
CLE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ici(onglet, service) -> Iterator[Regard]:
    """Passkeys belong to a name, not to a number: the same product, by its name on this machine."""
    vu = Regard(onglet, replace(service, url=service.url.replace("127.0.0.1", "localhost")))
    yield vu
    assert vu.fautes == [], "\n".join(vu.fautes)


@contextmanager
def cle_d_acces(page) -> Iterator[tuple[object, str]]:
    """An authenticator that the browser itself plays: it verifies its user and keeps resident keys."""
    canal = page.context.new_cdp_session(page)
    canal.send("WebAuthn.enable")
    nee = canal.send("WebAuthn.addVirtualAuthenticator", {"options": CLE})
    yield canal, nee["authenticatorId"]
    canal.send("WebAuthn.disable")


def test_une_personne_arrive_s_equipe_entre_du_doigt_et_s_en_va(ici):
    ici.entrer("leila")
    ici.aller("/equipe/")
    ici.voir("équipe")
    code = _ouvrir(ici, "Inès Caron", "ines@ville.example", "reference_de_parcours")
    ici.page.context.clear_cookies()
    _activer(ici, "ines@ville.example", code)
    with cle_d_acces(ici.page) as (canal, cle):
        _ajouter_une_cle(ici)
        gardees = canal.send("WebAuthn.getCredentials", {"authenticatorId": cle})["credentials"]
        assert [g["rpId"] for g in gardees] == ["localhost"]
        _entrer_du_doigt(ici)
        canal.send("WebAuthn.setUserVerified", {"authenticatorId": cle, "isUserVerified": False})
        _sans_le_doigt_on_n_entre_pas(ici)
        canal.send("WebAuthn.setUserVerified", {"authenticatorId": cle, "isUserVerified": True})
        _entrer_du_doigt(ici)
        _retirer_la_cle(ici)
    _attester_puis_finir(ici)


def _ouvrir(r: Regard, nom: str, email: str, mission: str) -> str:
    r.aller("/equipe/ouvrir/")
    r.bouton("Ouvrir le compte").click()
    r.page.get_by_text("Écrivez son prénom et son nom.").first.wait_for()
    r.voir("ouvrir un compte, en erreur")
    r.page.get_by_label("Prénom et nom").fill(nom)
    r.page.get_by_label("Adresse électronique").fill(email)
    r.page.get_by_label("Mission").select_option(mission)
    r.page.get_by_label("Obligation de secret").select_option("mission")
    r.bouton("Ouvrir le compte").click()
    r.page.locator("[data-code]").wait_for()
    r.voir("code à remettre")
    code = r.texte("[data-code]")
    assert re.fullmatch(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", code)
    return code


def _activer(r: Regard, email: str, code: str) -> None:
    r.aller("/activer/")
    r.voir("activation")
    r.page.get_by_label("Adresse électronique").fill(email)
    r.page.get_by_label("Code remis en main propre").fill(code.lower())
    r.page.get_by_label("Votre mot de passe").fill(PHRASE)
    r.page.get_by_label("Le même, encore").fill(PHRASE)
    r.bouton("Ouvrir mon compte").click()
    r.page.get_by_text("Votre compte est prêt.").wait_for()
    r.page.get_by_label("Adresse électronique").fill(email)
    r.page.locator("input[name=password]").fill(PHRASE)
    r.page.get_by_role("button", name="Se connecter", exact=True).click()
    r.page.wait_for_url(f"{r.service.url}/")


def _ajouter_une_cle(r: Regard) -> None:
    r.aller("/compte/2fa/webauthn/add/")
    r.page.locator("input[type=password]").fill(PHRASE)
    r.bouton("Confirmer").click()
    r.page.get_by_role("heading", name="Ajouter une clé d’accès").wait_for()
    r.voir("ajouter une clé")
    r.bouton("Ajouter").click()
    r.page.get_by_role("heading", name="Codes de secours").wait_for()
    r.aller("/compte/2fa/webauthn/")
    assert "Ma clé" in r.texte()
    r.voir("clés d'accès")


def _sortir(r: Regard) -> None:
    r.page.context.clear_cookies()
    r.aller("/compte/login/")


def _entrer_du_doigt(r: Regard) -> None:
    _sortir(r)
    r.bouton("Entrer avec une clé d’accès").click()
    r.page.wait_for_url(f"{r.service.url}/")
    if "signez-la" in r.texte():  # the first day, the charte comes before any child
        r.page.get_by_role("link", name="Lire et signer la charte").click()
        r.page.check("[name=lu]")
        r.bouton("Signer la charte").click()
    assert "Vous suivez 0 enfants" in r.texte()


def _sans_le_doigt_on_n_entre_pas(r: Regard) -> None:
    _sortir(r)
    r.bouton("Entrer avec une clé d’accès").click()
    r.page.get_by_text("La clé d’accès n’a pas répondu.").wait_for()
    r.voir("clé sans réponse")
    assert r.aller("/enfants/") == 200
    assert r.titre == "Se connecter"


def _retirer_la_cle(r: Regard) -> None:
    r.aller("/compte/2fa/webauthn/")
    r.page.get_by_role("link", name="Retirer Ma clé").click()
    r.page.get_by_role("link", name=re.compile("clé")).click()
    r.bouton("Utiliser ma clé d’accès").click()
    r.page.get_by_role("heading", name=re.compile("^Retirer")).wait_for()
    r.bouton("Retirer").click()
    r.page.get_by_text("Aucune clé d’accès encore.").wait_for()


def _attester_puis_finir(r: Regard) -> None:
    r.entrer("leila")
    r.aller("/equipe/attestation/")
    r.voir("attestation")
    r.page.get_by_role("button", name="Oui, Inès Caron en a besoin").click()
    r.page.get_by_text("Attestation gardée.").wait_for()
    r.page.get_by_role("link", name="Inès Caron", exact=True).click()
    r.page.get_by_text("droits maintenus jusqu’au").wait_for()
    for pli in r.page.locator("details.m-deplier > summary").all():
        pli.click()
    r.voir("personne")
    r.bouton("Mettre fin maintenant").click()
    r.page.get_by_text("C’est fini").wait_for()
    r.voir("personne partie")
    r.page.context.clear_cookies()
    r.aller("/compte/login/")
    r.page.get_by_label("Adresse électronique").fill("ines@ville.example")
    r.page.locator("input[name=password]").fill(PHRASE)
    r.page.get_by_role("button", name="Se connecter", exact=True).click()
    r.page.locator("[data-erreurs]").wait_for()


def test_un_acces_perdu_se_rouvre_a_deux_et_le_programme_se_regle(ici):
    ici.entrer("leila")
    ici.aller("/equipe/")
    ici.page.get_by_role("link", name="Karim Haddad", exact=True).click()
    ici.page.get_by_role("link", name="Rouvrir l’accès, à deux").click()
    ici.voir("secours")
    ici.page.get_by_label("Son prénom et son nom").fill("Karim Haddad")
    ici.bouton("Je l’ai reconnue").click()
    premiere = ici.texte("[data-code]")
    ici.voir("première moitié")
    ici.entrer("nadia")
    ici.page.get_by_role("link", name="Voir", exact=True).click()
    ici.voir("à confirmer")
    ici.page.get_by_role("link", name="Examiner la demande pour Karim Haddad").click()
    ici.page.get_by_label("Son prénom et son nom").fill("Quelqu’un d’autre")
    ici.bouton("Confirmer").click()
    ici.page.get_by_text("n’est pas celui de la personne").first.wait_for()
    ici.voir("reconnaissance manquée")
    ici.page.get_by_label("Son prénom et son nom").fill("Karim Haddad")
    ici.bouton("Confirmer").click()
    seconde = ici.texte("[data-code]")
    ici.voir("seconde moitié")
    assert premiere != seconde
    ici.page.context.clear_cookies()
    _activer(ici, "karim@demo.example", premiere + seconde)
    ici.entrer("leila")
    ici.aller("/territoire/reglages/?commune=epinay")
    ici.voir("réglages")
    ici.page.get_by_role("button", name="Ajouter Épinay-sur-Seine, 93").click()
    ici.page.get_by_text("Commune ajoutée.").wait_for()
    ici.page.get_by_role("button", name="Retirer Épinay-sur-Seine").wait_for()
    ici.page.get_by_label("Dire « sans nouvelles » après").fill("2")
    ici.bouton("Enregistrer").click()
    ici.page.get_by_text("Sept jours au moins.").first.wait_for()
    ici.voir("réglages en erreur")
