"""ProConnect against a local provider: the good flow, and every token that must not open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from maillage.comptes.models import Utilisateur
from maillage.comptes.proconnect import PHRASES
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.rules.etats import fin_au_plus_tard
from maillage.comptes.services import ouverture
from maillage.config.proconnect import fournisseur as configurer
from maillage.config.proconnect import fournisseurs, origines
from maillage.tracabilite.models import Evenement
from tests.comptes.fournisseur import (
    CLIENT,
    KID,
    SECRET,
    Fournisseur,
    autre_cle,
    cle,
    en_marche,
    publique,
)
from tests.comptes.test_sessions import code_du_moment
from tests.factories.monde import BASES, Monde

pytestmark = [BASES, pytest.mark.allow_hosts(["127.0.0.1"])]
HEURE = 3600


@pytest.fixture
def idp(settings: Any) -> Iterator[Fournisseur]:
    cache.clear()
    with en_marche() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = configurer(provider.url, CLIENT, SECRET)
        yield provider


@pytest.fixture
def remis(monde: Monde) -> ouverture.CompteRemis:
    """A référente whose code has been given by hand, not used yet."""
    at = monde.aujourd_hui
    nouvelle = ouverture.NouvellePersonne(
        nom="Inès Caron",
        email="ines@ville.test",
        mission=Mission.REFERENCE,
        obligation=ObligationDeSecret.MISSION,
        jusqu_au=fin_au_plus_tard(at),
    )
    return ouverture.ouvrir_compte(par=monde.acteur("leila"), personne=nouvelle, at=at)


def partir(client: Client, adresse: str = "/proconnect/", **donnees: str) -> dict[str, str]:
    """Leave for the provider; return what the browser carries there."""
    reponse = client.post(adresse, donnees)
    assert reponse.status_code == 302, reponse.content
    return {k: v[0] for k, v in parse_qs(urlsplit(reponse["Location"]).query).items()}


def revenir(client: Client, demande: dict[str, str], **autres: str) -> HttpResponse:
    return client.get("/proconnect/retour/", {"code": "c", "state": demande["state"], **autres})


def aller_retour(client: Client, idp: Fournisseur, **revendications: Any) -> HttpResponse:
    demande = partir(client)
    idp.signer(demande["nonce"], **revendications)
    return revenir(client, demande)


def rattacher(idp: Fournisseur, remis: ouverture.CompteRemis, **revendications: Any) -> Client:
    """First entry: the code given by hand links the identity."""
    client = Client()
    demande = partir(client, "/activer/", email=remis.email, code=remis.code, proconnect="1")
    idp.signer(demande["nonce"], **revendications)
    assert revenir(client, demande).status_code == 302
    return client


def test_une_identite_rattachee_par_un_code_entre_avec_ses_deux_facteurs(
    idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    client = rattacher(idp, remis)
    assert client.get("/enfants/")["Location"] == "/charte/"  # inside: what is left is to sign
    garde = SocialAccount.objects.get()
    assert str(garde.user_id) == str(remis.compte)
    assert "personne-1" not in garde.uid + str(garde.extra_data)
    plus_tard = Client()
    reponse = aller_retour(plus_tard, idp)
    assert (reponse.status_code, reponse["Location"]) == (302, "/")
    assert plus_tard.get("/enfants/")["Location"] == "/charte/"
    assert Evenement.objects.filter(contenu__regle="code_et_identite_proconnect").exists()


def test_la_demande_porte_etat_nonce_pkce_et_ne_se_laisse_pas_changer(idp: Fournisseur) -> None:
    client = Client()
    reponse = client.post("/proconnect/?auth_params=nonce%3Dchoisi%26scope%3Demail")
    demande = {k: v[0] for k, v in parse_qs(urlsplit(reponse["Location"]).query).items()}
    assert demande["scope"] == "openid"
    assert demande["nonce"] not in ("", "choisi")
    assert demande["code_challenge_method"] == "S256"
    assert demande["redirect_uri"].endswith("/proconnect/retour/")
    assert demande["nonce"] != partir(client)["nonce"]


MAUVAIS: dict[str, tuple[dict[str, Any], str]] = {
    "autre emetteur": ({"iss": "https://faux.example"}, "emetteur"),
    "autre destinataire": ({"aud": "autre-service"}, "destinataire"),
    "plusieurs destinataires": ({"aud": [CLIENT, "autre"]}, "destinataire"),
    "sans destinataire": ({"aud": None}, "jeton"),
    "autre nonce": ({"nonce": "autre"}, "nonce"),
    "sans nonce": ({"nonce": None}, "jeton"),
    "expire": ({"exp": int(time.time()) - HEURE}, "expire"),
    "sans fin": ({"exp": None}, "jeton"),
    "venu du futur": ({"iat": int(time.time()) + HEURE}, "jeton"),
    "sans personne": ({"sub": None}, "jeton"),
}


@pytest.mark.parametrize("cas", MAUVAIS)
def test_un_jeton_mal_adresse_est_refuse_avec_sa_raison(
    cas: str, idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    rattacher(idp, remis)
    revendications, motif = MAUVAIS[cas]
    _refuse(aller_retour(client := Client(), idp, **revendications), motif, client)


def _refuse(reponse: HttpResponse, motif: str, client: Client) -> None:
    assert reponse.status_code == 403
    assert PHRASES[motif].replace("'", "’")[:30] in reponse.content.decode().replace("\u00a0", " ")
    assert client.get("/enfants/").status_code == 302


def _jeton_none(idp: Fournisseur, nonce: str) -> str:
    return jwt.encode(idp.revendications(nonce), None, algorithm="none", headers={"kid": KID})


def _jeton_hs256(idp: Fournisseur, nonce: str) -> str:
    """Signed with the public key taken for a shared secret: built by hand, the library refuses to make it."""
    import base64
    import hashlib
    import hmac
    import json

    def b64(octets: bytes) -> bytes:
        return base64.urlsafe_b64encode(octets).rstrip(b"=")

    entete = b64(json.dumps({"alg": "HS256", "typ": "JWT", "kid": KID}).encode())
    corps = entete + b"." + b64(json.dumps(idp.revendications(nonce)).encode())
    return (corps + b"." + b64(hmac.new(publique(), corps, hashlib.sha256).digest())).decode()


def _jeton_hs256_du_secret(idp: Fournisseur, nonce: str) -> str:
    return jwt.encode(
        idp.revendications(nonce), SECRET * 3, algorithm="HS256", headers={"kid": KID}
    )


def _autre_cle(idp: Fournisseur, nonce: str) -> str:
    return jwt.encode(
        idp.revendications(nonce), autre_cle(), algorithm="RS256", headers={"kid": KID}
    )


def _cle_inconnue(idp: Fournisseur, nonce: str) -> str:
    return jwt.encode(idp.revendications(nonce), cle(), algorithm="RS256", headers={"kid": "x"})


def _retouche(idp: Fournisseur, nonce: str) -> str:
    idp.signer(nonce)
    entete, _, signature = idp.jeton.split(".")
    autre = jwt.encode(
        idp.revendications(nonce, sub="autre"), autre_cle(), algorithm="RS256", headers={"kid": KID}
    )
    return f"{entete}.{autre.split('.')[1]}.{signature}"


def _rien(_idp: Fournisseur, _nonce: str) -> str:
    return ""


@pytest.mark.parametrize(
    "fabrique",
    [
        _jeton_none,
        _jeton_hs256,
        _jeton_hs256_du_secret,
        _autre_cle,
        _cle_inconnue,
        _retouche,
        _rien,
    ],
)
def test_un_jeton_mal_signe_est_refuse(
    fabrique: Any, idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    rattacher(idp, remis)
    client = Client()
    demande = partir(client)
    idp.jeton = fabrique(idp, demande["nonce"])
    _refuse(revenir(client, demande), "jeton", client)


def test_un_etat_inconnu_ou_deja_servi_est_refuse(
    idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    rattacher(idp, remis)
    client = Client()
    demande = partir(client)
    idp.signer(demande["nonce"])
    autre = Client()
    assert revenir(autre, demande).status_code == 403
    assert autre.get("/enfants/").status_code == 302
    assert revenir(client, demande).status_code == 302
    client.post("/compte/logout/")
    assert revenir(client, demande).status_code == 403


@pytest.mark.parametrize("amr", [["pwd"], [], None, "mfa", ["pwd", "mail"]])
def test_un_seul_facteur_chez_proconnect_demande_le_notre(
    amr: Any, idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    client = rattacher(idp, remis, amr=amr)
    assert client.get("/enfants/")["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("amr", [["pwd"], ["mfa"]])
def test_un_second_facteur_local_est_demande_quand_proconnect_n_en_a_vu_qu_un(
    amr: list[str], monde: Monde, idp: Fournisseur
) -> None:
    amina = monde.personnes["amina"]
    premier = Client()
    assert aller_retour(premier, idp).status_code == 403  # makes the key known, opens nothing
    uid = _uid(idp)
    SocialAccount.objects.create(user=amina, provider="proconnect", uid=uid)
    client = Client()
    reponse = aller_retour(client, idp, amr=amr)
    if amr == ["mfa"]:
        assert client.get("/enfants/").status_code == 200
        return
    assert reponse["Location"].startswith("/compte/2fa/authenticate/")
    assert client.get("/enfants/").status_code == 302
    client.post("/compte/2fa/authenticate/", {"code": code_du_moment()})
    assert client.get("/enfants/").status_code == 200


def _uid(idp: Fournisseur, sub: str = "personne-1") -> str:
    import hashlib

    return hashlib.sha256(f"{idp.url}|{sub}".encode()).hexdigest()


def test_une_adresse_connue_n_est_pas_une_cle_et_aucun_compte_ne_nait(
    monde: Monde, idp: Fournisseur
) -> None:
    avant = Utilisateur.objects.count()
    for email in (monde.personnes["amina"].email, "inconnue@exemple.test"):
        client = Client()
        reponse = aller_retour(client, idp, email=email, email_verified=True)
        _refuse(reponse, "inconnu", client)
    assert Utilisateur.objects.count() == avant
    assert not SocialAccount.objects.exists()


def test_un_code_faux_ne_rattache_rien_et_un_code_ne_rattache_qu_une_fois(
    idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    client = Client()
    faux = {"email": remis.email, "code": "AAAA-AAAA-AAAA-AAAA", "proconnect": "1"}
    assert client.post("/activer/", faux).status_code == 422
    _refuse(aller_retour(client, idp), "inconnu", client)
    deux = [Client(), Client()]
    bon = {"email": remis.email, "code": remis.code, "proconnect": "1"}
    demandes = [partir(c, "/activer/", **bon) for c in deux]
    reponses = []
    for rang, (c, demande) in enumerate(zip(deux, demandes, strict=True)):
        idp.signer(demande["nonce"], sub=f"personne-{rang}")
        reponses.append(revenir(c, demande).status_code)
    assert reponses == [302, 403]
    assert SocialAccount.objects.count() == 1


def test_un_compte_ferme_n_entre_pas_par_proconnect(
    monde: Monde, idp: Fournisseur, remis: ouverture.CompteRemis
) -> None:
    rattacher(idp, remis)
    Utilisateur.objects.filter(pk=remis.compte).update(is_active=False)
    client = Client()
    assert aller_retour(client, idp)["Location"] == reverse("account_login")
    assert client.get("/enfants/").status_code == 302


def test_un_geste_sensible_redemande_proconnect_quand_la_preuve_est_vieille(
    monde: Monde, idp: Fournisseur
) -> None:
    leila = monde.personnes["leila"]
    Authenticator.objects.filter(user=leila).delete()
    SocialAccount.objects.create(user=leila, provider="proconnect", uid=_uid(idp))
    client = Client()
    aller_retour(client, idp, auth_time=int(time.time()) - HEURE)
    assert client.get("/equipe/").status_code == 200
    ailleurs = client.get("/equipe/attestation/")["Location"]
    assert ailleurs.startswith("/proconnect/encore/")
    assert b'value="/equipe/attestation/"' in client.get(ailleurs).content
    demande = partir(client, next="/equipe/attestation/")
    assert (demande["prompt"], demande["max_age"]) == ("login", "0")
    idp.signer(demande["nonce"])
    assert revenir(client, demande)["Location"] == "/equipe/attestation/"
    assert client.get("/equipe/attestation/").status_code == 200


def test_les_adresses_de_la_bibliotheque_restent_fermees(idp: Fournisseur) -> None:
    for adresse in ("/compte/oidc/proconnect/login/", "/compte/3rdparty/signup/"):
        assert Client().post(adresse).status_code == 404
        assert Client().get(adresse).status_code == 404


def test_sans_reglage_proconnect_n_existe_pas_et_a_moitie_regle_il_refuse() -> None:
    assert fournisseurs({}) == {}
    assert origines({}) == []
    assert b"proconnect" not in Client().get("/compte/login/").content.lower()
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match="trois variables"):
        fournisseurs({"PROCONNECT_ISSUER": "https://a.example"})
    complet = {"PROCONNECT_ISSUER": "https://a.example/api", "PROCONNECT_CLIENT_ID": "c"}
    assert origines(fournisseurs({**complet, "PROCONNECT_SECRET": "s"})) == ["https://a.example"]


def test_un_fournisseur_en_panne_se_dit(idp: Fournisseur, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = configurer("http://127.0.0.1:9", CLIENT, SECRET)
    reponse = Client().post("/proconnect/")
    assert reponse.status_code == 403
    assert "n’a pas donné de réponse" in reponse.content.decode()
