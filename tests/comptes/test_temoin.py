"""The cookie is worth more than the row: a key read in the base, or in its backup, opens nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.signing import Signer
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from maillage.comptes.temoin import SEL, lire, signer
from tests.comptes.test_sessions import entrer
from tests.factories.monde import BASES, Monde

Connexion = Callable[[str], Client]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=40))
def test_un_temoin_signe_se_relit(cle: str) -> None:
    assert lire(signer(cle)) == cle
    assert lire(cle) is None


CLE = "k3y" * 10


@given(rang=st.integers(0, len(signer(CLE)) - 1), lettre=st.sampled_from("aZ09:-_"))
def test_une_lettre_changee_n_est_plus_un_temoin(rang: int, lettre: str) -> None:
    bon = signer(CLE)
    change = bon[:rang] + lettre + bon[rang + 1 :]
    assert (lire(change) == CLE) is (change == bon)


@pytest.mark.parametrize(
    "faux",
    [None, "", ":", CLE, f"{CLE}:", f":{CLE}", Signer().sign(CLE), Signer(salt="x").sign(CLE)],
)
def test_ce_qui_n_est_pas_signe_pour_cela_n_est_rien(faux: str | None) -> None:
    assert lire(faux) is None


def test_une_signature_faite_sous_un_autre_secret_ne_vaut_rien() -> None:
    assert lire(Signer(key="un autre secret, celui d'un autre service", salt=SEL).sign(CLE)) is None


def presenter(temoin: str) -> int:
    client = Client()
    client.cookies["session"] = temoin
    return client.get("/enfants/").status_code


@BASES
def test_la_cle_lue_en_base_n_ouvre_rien_et_le_temoin_signe_ouvre(monde: Monde) -> None:
    client = entrer(monde.personnes["amina"])
    (rangee,) = Session.objects.all()
    temoin = client.cookies["session"].value
    assert temoin != rangee.session_key
    assert rangee.session_key not in rangee.session_data
    assert presenter(rangee.session_key) == 302
    assert presenter(rangee.session_data) == 302
    assert presenter(f"{rangee.session_key}:{'A' * 43}") == 302
    assert presenter(temoin) == 200


@BASES
def test_un_temoin_refuse_est_efface_et_ne_touche_pas_la_vraie_session(monde: Monde) -> None:
    elle, voleur = entrer(monde.personnes["amina"]), Client()
    voleur.cookies["session"] = Session.objects.get().session_key
    reponse = voleur.get("/enfants/")
    assert reponse.cookies["session"].value == ""
    assert reponse.cookies["session"]["max-age"] == 0
    assert elle.get("/enfants/").status_code == 200


@BASES
def test_la_cle_change_a_la_connexion(monde: Monde) -> None:
    """Fixation: the cookie that was there before signing in opens nothing after."""
    client = Client()
    acces = {"login": monde.personnes["amina"].email, "password": "un mot de passe assez long"}
    client.post("/compte/login/", acces)
    avant = client.cookies["session"].value
    cle_avant = lire(avant)
    assert cle_avant
    suivre = entrer(monde.personnes["amina"], client)
    assert lire(suivre.cookies["session"].value) not in (None, cle_avant)
    assert presenter(avant) == 302
    assert not Session.objects.filter(session_key=cle_avant).exists()


@BASES
def test_en_service_le_temoin_est_reserve_a_la_maison(monde: Monde, settings: LazySettings) -> None:
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "__Host-session", True
    client = Client()
    acces = {"login": monde.personnes["amina"].email, "password": "un mot de passe assez long"}
    temoin = client.post("/compte/login/", acces, secure=True).cookies["__Host-session"]
    assert lire(temoin.value)
    assert (temoin["secure"], temoin["httponly"], temoin["samesite"]) == (True, True, "Lax")
    assert (temoin["path"], temoin["domain"], temoin["max-age"]) == ("/", "", "")
    client.cookies["__Host-session"] = "faux"
    efface = client.get("/aide/", secure=True).cookies["__Host-session"]
    assert (efface.value, efface["secure"], efface["path"]) == ("", True, "/")


@BASES
def test_une_session_fermee_ailleurs_meurt_a_la_demande_suivante(
    monde: Monde, connexion: Connexion
) -> None:
    client = connexion("amina")
    assert client.get("/enfants/").status_code == 200
    Session.objects.all().delete()
    assert client.get("/enfants/").status_code == 302
