"""Sessions end, need a second factor, leave nothing in the browser, and are two at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from maillage.comptes.models import Utilisateur
from maillage.comptes.sessions import DEBUT, DERNIER, est_finie
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import MOT_DE_PASSE, SECRET

pytestmark = BASES
MIDI = datetime(2026, 1, 15, 12, tzinfo=UTC)
MINUTE, HEURE, SECONDE = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)
EFFACER = '"cache", "storage"'


@pytest.mark.parametrize(
    ("age", "silence", "finie"),
    [
        (timedelta(), timedelta(), False),
        (HEURE, 30 * MINUTE - SECONDE, False),
        (HEURE, 30 * MINUTE, True),
        (10 * HEURE - SECONDE, MINUTE, False),
        (10 * HEURE, timedelta(), True),
        (11 * HEURE, 40 * MINUTE, True),
    ],
)
def test_une_session_finit_apres_trente_minutes_de_silence_ou_dix_heures(
    age: timedelta,
    silence: timedelta,
    finie: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    assert est_finie(MIDI - age, MIDI - silence, MIDI) is finie


def vieillir(client: Client, *, age: timedelta, silence: timedelta) -> None:
    session = client.session
    session[DEBUT] = (timezone.now() - age).isoformat()
    session[DERNIER] = (timezone.now() - silence).isoformat()
    session.save()


@pytest.mark.parametrize(
    ("age", "silence"), [(31 * MINUTE, 31 * MINUTE), (10 * HEURE, MINUTE), (12 * HEURE, 2 * HEURE)]
)
def test_une_session_trop_vieille_est_fermee_et_le_navigateur_vide(
    connexion: Callable[[str], Client], age: timedelta, silence: timedelta
) -> None:
    client = connexion("amina")
    assert client.get("/").status_code == 200
    vieillir(client, age=age, silence=silence)
    reponse = client.get("/enfants/")
    assert (reponse.status_code, reponse["Location"]) == (302, "/compte/login/?fin=1")
    assert reponse["Clear-Site-Data"] == EFFACER
    assert client.get("/enfants/")["Location"].startswith("/compte/login/?next=")


def test_une_session_qui_sert_se_prolonge_mais_jamais_au_dela_de_dix_heures(
    connexion: Callable[[str], Client],
) -> None:
    client = connexion("amina")
    vieillir(client, age=9 * HEURE, silence=29 * MINUTE)
    avant = client.session[DEBUT]
    assert client.get("/").status_code == 200
    assert client.session[DEBUT] == avant
    assert timezone.now() - datetime.fromisoformat(client.session[DERNIER]) < MINUTE
    vieillir(client, age=10 * HEURE, silence=timedelta())
    assert client.get("/").status_code == 302


def test_rien_de_ce_qui_est_montre_n_est_garde_par_le_navigateur(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    client = connexion("amina")
    adresses = ("/", "/enfants/", f"/enfants/{monde.karthik.pk}/", "/aide/", "/chiffres/", "/rien/")
    for adresse in adresses:
        assert client.get(adresse)["Cache-Control"] == "no-store", adresse


def test_sortir_vide_le_navigateur(connexion: Callable[[str], Client]) -> None:
    client = connexion("amina")
    reponse = client.post("/compte/logout/")
    assert (reponse.status_code, reponse["Location"]) == (302, "/compte/login/")
    assert reponse["Clear-Site-Data"] == EFFACER
    assert reponse["Cache-Control"] == "no-store"
    assert client.get("/").status_code == 302


def test_un_compte_ferme_perd_sa_session_en_cours(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    client = connexion("amina")
    assert client.get("/enfants/").status_code == 200
    Utilisateur.objects.filter(pk=monde.personnes["amina"].pk).update(is_active=False)
    assert client.get("/enfants/").status_code == 302


def test_un_compte_arrive_a_son_terme_n_ouvre_plus_rien(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    hier = monde.aujourd_hui - timedelta(days=1)
    Utilisateur.objects.filter(pk=monde.personnes["amina"].pk).update(jusqu_au=hier)
    client = connexion("amina")
    for adresse in ("/", "/enfants/", f"/enfants/{monde.karthik.pk}/"):
        assert client.get(adresse)["Location"].startswith("/compte/login/")


def test_sans_second_facteur_on_ne_va_nulle_part(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    Authenticator.objects.filter(user=monde.personnes["amina"]).delete()
    client = connexion("amina")
    adresses = ("/", "/enfants/", f"/enfants/{monde.karthik.pk}/", "/chiffres/", "/reprise/")
    for adresse in adresses:
        for demande in (client.get, client.post):
            reponse = demande(adresse)
            assert (reponse.status_code, reponse["Location"]) == (302, "/compte/2fa/totp/activate/")
    assert client.get("/compte/logout/").status_code == 200


def test_un_compte_de_demonstration_n_a_pas_de_passe_droit_hors_de_la_demonstration(
    monde: Monde, connexion: Callable[[str], Client], settings: Any
) -> None:
    Authenticator.objects.all().delete()
    Utilisateur.objects.update(est_demo=True)
    client = connexion("amina")
    assert client.get("/").status_code == 302
    settings.DEMO = True
    assert client.get("/").status_code == 200


def test_le_mot_de_passe_seul_ne_suffit_pas_a_entrer(monde: Monde) -> None:
    client = Client()
    courriel = monde.personnes["amina"].email
    reponse = client.post("/compte/login/", {"login": courriel, "password": MOT_DE_PASSE})
    assert reponse["Location"].startswith("/compte/2fa/authenticate/")
    assert client.get("/enfants/").status_code == 302


def code_du_moment() -> str:
    cache.clear()  # a code serves once: the next sign-in of the same half-minute would be refused
    return totp.format_hotp_value(
        totp.hotp_value(SECRET, next(totp.yield_hotp_counters_from_time()))
    )


def entrer(compte: Utilisateur, client: Client | None = None) -> Client:
    """Sign in for good: password, then code."""
    client = client or Client()
    client.post("/compte/login/", {"login": compte.email, "password": MOT_DE_PASSE})
    reponse = client.post("/compte/2fa/authenticate/", {"code": code_du_moment()})
    if reponse.status_code == 200:  # the half-minute turned between the code and its check
        reponse = client.post("/compte/2fa/authenticate/", {"code": code_du_moment()})
    assert (reponse.status_code, reponse["Location"]) == (302, "/")
    return client


def test_un_code_faux_n_entre_pas(monde: Monde) -> None:
    client = Client()
    client.post(
        "/compte/login/", {"login": monde.personnes["amina"].email, "password": MOT_DE_PASSE}
    )
    faux = f"{(int(code_du_moment()) + 1) % 1_000_000:06d}"
    assert client.post("/compte/2fa/authenticate/", {"code": faux}).status_code == 200
    assert client.get("/enfants/").status_code == 302


def test_le_secret_du_second_facteur_est_scelle_en_base(monde: Monde) -> None:
    for garde in Authenticator.objects.all():
        assert SECRET not in str(garde.data)
        assert garde.wrap().validate_code(code_du_moment())


def test_deux_sessions_au_plus_la_plus_ancienne_se_ferme(monde: Monde) -> None:
    amina, leila = monde.personnes["amina"], monde.personnes["leila"]
    premiere, deuxieme, troisieme = (entrer(amina) for _ in range(3))
    assert troisieme.get("/").status_code == 200
    assert deuxieme.get("/").status_code == 200
    assert premiere.get("/").status_code == 302
    assert entrer(leila).get("/").status_code == 200
    assert deuxieme.get("/").status_code == 200


def test_un_second_facteur_neuf_ferme_les_sessions_ouvertes_avec_le_mot_de_passe_seul(
    monde: Monde, django_capture_on_commit_callbacks: Any
) -> None:
    amina = monde.personnes["amina"]
    Authenticator.objects.filter(user=amina).delete()
    acces = {"login": amina.email, "password": MOT_DE_PASSE}
    autre, elle = Client(), Client()
    for client in (autre, elle):
        client.post("/compte/login/", acces)
    elle.post("/compte/reauthenticate/", {"password": MOT_DE_PASSE})
    elle.get("/compte/2fa/totp/activate/")
    compteur = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(elle.session["mfa.totp.secret"], compteur))
    with django_capture_on_commit_callbacks(execute=True):
        elle.post("/compte/2fa/totp/activate/", {"code": code})
    assert elle.get("/enfants/").status_code == 200
    assert autre.get("/enfants/")["Location"].startswith("/compte/login/")


@pytest.mark.parametrize("methode", ["get", "post"])
def test_personne_ne_s_ouvre_un_compte_tout_seul(methode: str) -> None:
    avant = Utilisateur.objects.count()
    donnees = {"email": "intrus@exemple.test", "password1": MOT_DE_PASSE}
    reponse = getattr(Client(), methode)("/compte/signup/", donnees)
    assert reponse.status_code == 404
    assert Utilisateur.objects.count() == avant


def test_une_mauvaise_connexion_ne_dit_pas_si_le_compte_existe(monde: Monde) -> None:
    corps = []
    for courriel in (monde.personnes["amina"].email, "inconnue@exemple.test"):
        reponse = Client().post("/compte/login/", {"login": courriel, "password": "mauvais mot"})
        assert reponse.status_code == 200
        corps.append([str(e) for e in reponse.context["form"].non_field_errors()])
    assert corps[0] == corps[1] != []


def test_les_temoins_ne_sont_lisibles_par_aucun_script(connexion: Callable[[str], Client]) -> None:
    client = connexion("amina")
    reponse = client.get("/")
    assert client.cookies["session"]["httponly"] is not None
    for temoin in reponse.cookies.values():
        assert temoin["httponly"]
        assert temoin["samesite"] == "Lax"
    assert "script-src 'self'" in reponse["Content-Security-Policy"]
    assert "unsafe" not in reponse["Content-Security-Policy"]
