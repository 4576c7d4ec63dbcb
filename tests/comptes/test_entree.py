"""The door (security plan, 8.12): what it lets guess, what serves twice, what can be skipped, how long it makes wait."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.comptes.models import Utilisateur
from maillage.comptes.rules.facteurs import ATTENTE_MAXIMALE
from maillage.comptes.temoin import signer
from maillage.partage.fraicheur import FRAICHEUR
from tests.acces.table import lignes
from tests.acces.test_table_d_acces import adresse_reelle
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import (
    MOT_DE_PASSE,
    SECRET,
    UtilisateurFactory,
    montrer_le_second_facteur,
)

pytestmark = BASES
JOUR = timedelta(days=1)
JETON = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|hx-headers=\'[^\']+\'')


@pytest.fixture(autouse=True)
def sans_memoire() -> None:
    cache.clear()


def connecter(client: Client, email: str, passe: str = MOT_DE_PASSE) -> Any:
    return client.post("/compte/login/", {"login": email, "password": passe})


def code(decalage: int = 0) -> str:
    """The code of a phone that is so many half-minutes off."""
    compteur = int(time.time()) // 30 + decalage
    return totp.format_hotp_value(totp.hotp_value(SECRET, compteur))


def au_second_facteur(monde: Monde, qui: str = "amina") -> Client:
    client = Client()
    reponse = connecter(client, monde.personnes[qui].email)
    assert reponse["Location"].startswith("/compte/2fa/authenticate/")
    return client


# --- guessing ---------------------------------------------------------------------------------

REFUSES: dict[str, dict[str, Any]] = {
    "suspendu": {"ouvert_le": None, "endormi": True},
    "echu": {"jusqu_au": timezone.localdate() - JOUR},
    "ferme": {"is_active": False},
    "persona": {"est_demo": True, "is_active": False},
    "a_activer": {"password": "!"},
}


@pytest.fixture
def comptes(monde: Monde) -> dict[str, str]:
    """An address of one length for each state of an account."""
    adresses = {"inconnu": "compte-x@exemple.test", "faux": "compte-f@exemple.test"}
    UtilisateurFactory(email=adresses["faux"])
    for rang, (etat, champs) in enumerate(REFUSES.items()):
        adresses[etat] = f"compte-{rang}@exemple.test"
        autres = dict(champs)
        endormi = autres.pop("endormi", False)
        compte = UtilisateurFactory(email=adresses[etat])
        if endormi:
            autres["created_at"] = timezone.now() - 90 * JOUR
        Utilisateur.objects.filter(pk=compte.pk).update(**autres)
    return adresses


def test_inconnu_faux_suspendu_echu_ferme_donnent_la_meme_reponse_au_meme_prix(
    comptes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """P-82, byte for byte; the price is the number of password computations."""
    instant = time.time()  # stopped: `Expires` is the second of the answer, whoever asks
    monkeypatch.setattr("time.time", lambda: instant)
    calculs: list[str] = []
    encoder = MD5PasswordHasher.encode

    def compter(self: MD5PasswordHasher, password: str, salt: str) -> str:
        calculs.append(password)
        return encoder(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", compter)
    reponses: dict[str, tuple[object, ...]] = {}
    for etat, email in comptes.items():
        calculs.clear()
        passe = "un mauvais mot de passe" if etat == "faux" else MOT_DE_PASSE
        reponse = connecter(Client(), email, passe)
        corps = JETON.sub(b"", reponse.content).replace(email.encode(), b"@")
        entetes = tuple(sorted((k, v) for k, v in reponse.headers.items()))
        reponses[etat] = (reponse.status_code, corps, len(reponse.content), entetes)
        assert len(calculs) == 1, etat
    for rang, quoi in enumerate(("statut", "corps", "longueur", "entêtes")):
        vues = {etat: r[rang] for etat, r in reponses.items()}
        assert vues == dict.fromkeys(vues, vues["inconnu"]), quoi
    assert reponses["inconnu"][0] == 200


def test_la_page_d_activation_ne_dit_pas_si_l_adresse_existe(comptes: dict[str, str]) -> None:
    reponses = set()
    for email in comptes.values():
        envoi = {"email": email, "code": "AAAA-AAAA-AAAA-AAAA", "mot_de_passe": MOT_DE_PASSE}
        reponse = Client().post("/activer/", {**envoi, "encore": MOT_DE_PASSE})
        corps = JETON.sub(b"", reponse.content).replace(email.encode(), b"@")
        reponses.add((reponse.status_code, corps))
    assert [statut for statut, _ in reponses] == [422]


def test_une_personne_qui_s_endort_sort_a_la_requete_suivante(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    client = connexion("amina")
    vieux = timezone.now() - 90 * JOUR
    Utilisateur.objects.filter(pk=monde.personnes["amina"].pk).update(
        last_login=vieux, created_at=vieux
    )
    assert client.get("/enfants/")["Location"].startswith("/compte/login/")


# --- codes ------------------------------------------------------------------------------------


def test_un_code_de_telephone_ne_sert_pas_deux_fois(monde: Monde) -> None:
    du_moment = code()
    premier, second = au_second_facteur(monde), au_second_facteur(monde)
    assert premier.post("/compte/2fa/authenticate/", {"code": du_moment})["Location"] == "/"
    assert second.post("/compte/2fa/authenticate/", {"code": du_moment}).status_code == 200
    assert second.get("/enfants/").status_code == 302


@pytest.mark.parametrize(
    ("decalage", "entre"), [(-3, False), (-2, False), (-1, True), (1, True), (2, False), (3, False)]
)
def test_une_horloge_decalee_d_une_demi_minute_passe_pas_davantage(
    monde: Monde,
    decalage: int,
    entre: bool,  # noqa: FBT001 - a column of the table above
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    milieu = int(time.time()) // 30 * 30 + 15.0  # far from the turn of the half-minute
    monkeypatch.setattr("time.time", lambda: milieu)
    client = au_second_facteur(monde)
    reponse = client.post("/compte/2fa/authenticate/", {"code": code(decalage)})
    assert (reponse.status_code == 302) is entre


def test_un_code_de_secours_sert_une_fois_et_il_y_en_a_dix(monde: Monde) -> None:
    amina = monde.personnes["amina"]
    secours = RecoveryCodes.activate(amina).get_unused_codes()
    assert len(set(secours)) == 10
    assert secours[0] not in str(Authenticator.objects.get(user=amina, type="recovery_codes").data)
    premier, second = au_second_facteur(monde), au_second_facteur(monde)
    assert premier.post("/compte/2fa/authenticate/", {"code": secours[3]})["Location"] == "/"
    assert second.post("/compte/2fa/authenticate/", {"code": secours[3]}).status_code == 200
    cache.clear()
    assert second.post("/compte/2fa/authenticate/", {"code": secours[4]})["Location"] == "/"


def test_des_codes_de_secours_seuls_ne_sont_pas_un_second_facteur(monde: Monde) -> None:
    amina = monde.personnes["amina"]
    RecoveryCodes.activate(amina)
    Authenticator.objects.filter(user=amina, type="totp").delete()
    client = Client()
    client.force_login(amina)
    assert client.get("/enfants/")["Location"] == reverse("mfa_activate_totp")


# --- sessions and paths -----------------------------------------------------------------------


def test_la_session_d_avant_la_connexion_n_est_pas_celle_d_apres(monde: Monde) -> None:
    client = Client()
    connecter(client, "inconnue@exemple.test", "x" * 12)
    session = client.session
    session["avant"] = "posée par quelqu'un d'autre"
    session.save()
    avant = session.session_key
    connecter(client, monde.personnes["amina"].email)
    client.post("/compte/2fa/authenticate/", {"code": code()})
    assert client.get("/enfants/").status_code == 200
    assert client.session.session_key != avant
    intrus = Client()
    intrus.cookies["session"] = signer(avant)
    assert intrus.get("/enfants/").status_code == 302


@pytest.mark.parametrize("methode", ["get", "post"])
def test_le_second_facteur_ne_se_saute_par_aucune_adresse(monde: Monde, methode: str) -> None:
    """Between the password and the code one is nobody, on every page of the access table."""
    client = au_second_facteur(monde, "leila")
    for ligne in lignes():
        adresse = adresse_reelle(ligne.adresse, monde)
        reponse = getattr(client, methode)(adresse)
        assert reponse.status_code in (302, 405), adresse
        if reponse.status_code == 302:
            assert reponse["Location"].startswith("/compte/login/"), adresse
    for nom in (
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
    ):
        assert client.get(reverse(nom)).status_code == 302, nom
    assert not Authenticator.objects.exclude(type="totp").exists()


def test_nul_n_inscrit_ni_ne_retire_le_facteur_d_une_autre_personne(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    amina, karim = monde.personnes["amina"], monde.personnes["karim"]
    cle = Authenticator.objects.create(user=karim, type="webauthn", data={"name": "k"})
    avant = list(Authenticator.objects.filter(user=karim).values_list("pk", "type", "data"))
    client = connexion("amina")
    client.post("/compte/reauthenticate/", {"password": MOT_DE_PASSE})
    for nom in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        adresse = reverse(nom, args=[cle.pk])
        assert client.get(adresse).status_code == 404
        assert client.post(adresse, {"name": "volée"}).status_code == 404
    client.post(reverse("mfa_deactivate_totp"), {"user": str(karim.pk)})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    compteur = next(totp.yield_hotp_counters_from_time())
    envoi = {"code": totp.format_hotp_value(totp.hotp_value(secret, compteur))}
    pour_lui = {"user": str(karim.pk), "user_id": str(karim.pk), "email": karim.email}
    client.post(reverse("mfa_activate_totp") + f"?user={karim.pk}", {**envoi, **pour_lui})
    client.post(reverse("mfa_generate_recovery_codes"), pour_lui)
    assert list(Authenticator.objects.filter(user=karim).values_list("pk", "type", "data")) == avant
    assert {a.type for a in Authenticator.objects.filter(user=amina)} == {"totp", "recovery_codes"}


# --- sensitive acts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "adresse",
    ["/equipe/ouvrir/", "/equipe/attestation/", "/equipe/confirmer/", "/chiffres/tableur/"],
)
def test_un_geste_sensible_redemande_le_second_facteur_apres_cinq_minutes(
    monde: Monde, connexion: Callable[[str], Client], adresse: str
) -> None:
    client, leila = connexion("leila"), monde.personnes["leila"]
    montrer_le_second_facteur(client, leila, il_y_a=FRAICHEUR - 5)
    assert client.get(adresse).status_code == 200
    montrer_le_second_facteur(client, leila, il_y_a=FRAICHEUR + 1)
    ailleurs = client.get(adresse)["Location"]
    assert ailleurs == f"/compte/2fa/reauthenticate/?next={adresse.replace('/', '%2F')}"
    assert client.get("/equipe/").status_code == 200
    client.post("/compte/reauthenticate/", {"password": MOT_DE_PASSE})  # proves too little
    assert client.get(adresse).status_code == 302
    retour = client.post(ailleurs, {"code": code(), "next": adresse})
    assert (retour.status_code, retour["Location"]) == (302, adresse)
    assert client.get(adresse).status_code == 200


def test_ce_qui_etait_envoye_est_fait_une_fois_le_second_facteur_montre(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    client, amina = connexion("leila"), monde.personnes["amina"]
    montrer_le_second_facteur(client, monde.personnes["leila"], il_y_a=FRAICHEUR + 1)
    adresse = f"/equipe/{amina.pk}/mission/"
    ailleurs = client.post(adresse, {"mission": "soin", "obligation": "mission"})["Location"]
    assert amina.missions.count() == 1
    client.post(ailleurs, {"code": code(), "next": adresse})
    assert set(amina.missions.values_list("mission", flat=True)) == {
        "soin",
        "reference_de_parcours",
    }


# --- waiting ----------------------------------------------------------------------------------


@pytest.mark.lent
def test_l_attente_grandit_vaut_aussi_pour_un_inconnu_et_finit_toujours(
    monde: Monde, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # the library's own limits have their tests
    maintenant = [time.time()]
    monkeypatch.setattr("time.time", lambda: maintenant[0])
    attentes: dict[str, list[int]] = {}
    for email in (monde.personnes["amina"].email, "inconnue@exemple.test"):
        attentes[email] = []
        for _ in range(12):
            attendu = 0
            while b"Trop d" in connecter(Client(), email, "mauvais mot de passe").content:
                maintenant[0] += 5
                attendu += 5
            attentes[email].append(attendu)
    sien, inconnu = attentes.values()
    assert sien == inconnu == sorted(sien)
    assert sien[:5] == [0] * 5
    assert sien[-1] <= ATTENTE_MAXIMALE
    maintenant[0] += ATTENTE_MAXIMALE
    assert connecter(Client(), monde.personnes["amina"].email)["Location"].startswith(
        "/compte/2fa/"
    )


def test_avec_toutes_les_limites_un_assaut_ne_ferme_la_porte_que_pour_un_temps(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    maintenant = [time.time()]
    monkeypatch.setattr("time.time", lambda: maintenant[0])
    email = monde.personnes["amina"].email
    for _ in range(40):
        connecter(Client(), email, "mauvais mot de passe")
        maintenant[0] += 1
    assert connecter(Client(), email).status_code in (200, 429)
    maintenant[0] += ATTENTE_MAXIMALE
    assert connecter(Client(), email)["Location"].startswith("/compte/2fa/")
