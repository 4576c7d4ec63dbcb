"""«Mes sessions ouvertes»: each person sees where her account is open and closes what she wants, hers only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from maillage.comptes import queries
from maillage.comptes.sessions import DERNIER
from maillage.comptes.temoin import lire
from maillage.partage.rules.actes import Acte
from maillage.tracabilite.models import Evenement
from maillage.tracabilite.services import SANS_PROGRAMME
from tests.comptes.test_sessions import entrer
from tests.factories.monde import BASES, Monde

pytestmark = BASES
ICI = "/compte/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko/20100101 Firefox/131.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile/15E148 Safari/604.1"


def numero(client: Client) -> int:
    return UserSession.objects.get(session_key=lire(client.cookies["session"].value)).pk


def deux(monde: Monde, qui: str) -> tuple[Client, Client]:
    bureau = entrer(monde.personnes[qui], Client(headers={"user-agent": FIREFOX}))
    return bureau, entrer(monde.personnes[qui], Client(headers={"user-agent": IPHONE}))


def fermer(client: Client, session: int) -> Any:
    return client.post(f"{ICI}{session}/fermer/")


def evenements() -> list[dict[str, Any]]:
    tenus = [e.contenu for e in Evenement.objects.order_by("id")]
    return [c for c in tenus if c["acte"] == Acte.TENIR_SON_COMPTE]


def test_chacun_lit_ses_appareils_et_leur_dernier_geste_en_mots(monde: Monde) -> None:
    bureau, telephone = deux(monde, "amina")
    entrer(monde.personnes["leila"], Client(headers={"user-agent": "Chrome/130.0 (Macintosh)"}))
    il_y_a = timezone.now() - timedelta(minutes=17)
    autre = bureau.session
    autre[DERNIER] = il_y_a.isoformat()
    autre.save()
    page = telephone.get(ICI)
    lues = page.context["sessions"]
    assert [(s.appareil, s.courante) for s in lues] == [
        ("Safari sur iPhone", True),
        ("Firefox sur Windows", False),
    ]
    assert lues[1].dernier_acte == il_y_a
    html = page.content.decode()
    ici = timezone.localtime(il_y_a)
    assert f"{ici.hour}\u00a0h" in html
    for brut in ("Mozilla", "Gecko", "127.0.0.1", "Chrome", lire(bureau.cookies["session"].value)):
        assert brut not in html


def test_une_session_que_le_silence_a_tuee_n_est_plus_montree(monde: Monde) -> None:
    bureau, telephone = deux(monde, "amina")
    autre = bureau.session
    autre[DERNIER] = (timezone.now() - timedelta(minutes=31)).isoformat()
    autre.save()
    assert [s.courante for s in telephone.get(ICI).context["sessions"]] == [True]


def test_une_session_d_avant_le_changement_de_mot_de_passe_n_est_plus_montree(
    monde: Monde,
) -> None:
    amina = monde.personnes["amina"]
    entrer(amina)
    amina.set_password("un autre mot de passe assez long")
    amina.save()
    assert queries.sessions_ouvertes(amina.pk, courante="", at=timezone.now()) == ()


def test_fermer_une_session_la_tue_a_sa_demande_suivante_et_garde_les_autres(monde: Monde) -> None:
    bureau, telephone = deux(monde, "amina")
    assert bureau.get("/enfants/").status_code == 200
    fermee = numero(bureau)
    reponse = fermer(telephone, fermee)
    assert (reponse.status_code, reponse["Location"]) == (302, ICI)
    page = telephone.get(ICI).content.decode()
    assert "Session fermée" in page
    assert "Firefox" not in page
    assert bureau.get("/enfants/")["Location"].startswith("/compte/login/?next=")
    assert not UserSession.objects.filter(pk=fermee).exists()
    assert fermer(telephone, fermee).status_code == 404


def test_fermer_la_presente_deconnecte_et_vide_le_navigateur(monde: Monde) -> None:
    bureau, telephone = deux(monde, "amina")
    reponse = fermer(bureau, numero(bureau))
    assert (reponse.status_code, reponse["Location"]) == (302, "/compte/login/?fin=1")
    assert reponse["Clear-Site-Data"] == '"cache", "storage"'
    assert reponse["Cache-Control"] == "no-store"
    assert reponse.cookies["session"].value == ""
    assert bureau.get(ICI).status_code == 302
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert telephone.get("/enfants/").status_code == 200


def test_la_session_d_une_autre_et_l_inconnue_sont_la_meme_reponse(monde: Monde) -> None:
    amina, leila = entrer(monde.personnes["amina"]), entrer(monde.personnes["leila"])
    sienne = numero(leila)
    reponses = {
        (r.status_code, r.content) for n in (sienne, 0, 10**9, 10**30) for r in [fermer(amina, n)]
    }
    assert len(reponses) == 1
    assert reponses.pop()[0] == 404
    assert leila.get("/enfants/").status_code == 200
    assert evenements() == []


def test_les_autres_se_ferment_ensemble(monde: Monde) -> None:
    bureau, telephone = deux(monde, "amina")
    leila = entrer(monde.personnes["leila"])
    assert telephone.post(f"{ICI}autres/fermer/")["Location"] == ICI
    assert "Les autres sessions sont fermées" in telephone.get(ICI).content.decode()
    assert bureau.get("/enfants/").status_code == 302
    assert leila.get("/enfants/").status_code == 200
    assert len(evenements()) == 1
    telephone.post(f"{ICI}autres/fermer/")
    assert "fermées" not in telephone.get(ICI).content.decode()
    assert len(evenements()) == 1


def test_chaque_fermeture_est_au_journal_sans_la_cle(monde: Monde) -> None:
    bureau, telephone = deux(monde, "amina")
    numeros = [numero(bureau), numero(telephone)]
    cles = [lire(c.cookies["session"].value) for c in (bureau, telephone)]
    for n in numeros:
        fermer(telephone, n)
    notes = evenements()
    assert [e["objet"] for e in notes] == [f"session {n} fermee" for n in numeros]
    assert {(e["acteur"], e["regle"], e["issue"]) for e in notes} == {
        (str(monde.personnes["amina"].pk), "son_compte", "accorde")
    }
    assert not [c for c in cles if c in str(notes)]


def test_sans_mission_on_ferme_aussi_les_siennes(monde: Monde) -> None:
    bureau, telephone = deux(monde, "zoe")
    refus = telephone.get("/")
    assert refus.status_code == 403
    assert 'href="/compte/2fa/"' in refus.content.decode()
    assert f'href="{ICI}"' in telephone.get("/compte/2fa/").content.decode()
    assert f'action="{ICI}{numero(bureau)}/fermer/"' in telephone.get(ICI).content.decode()
    assert fermer(telephone, numero(bureau)).status_code == 302
    assert bureau.get(ICI).status_code == 302
    assert Evenement.objects.get(contenu__acte="tenir_son_compte").chaine == SANS_PROGRAMME


PAGES = (
    "/", "/aide/", "/enfants/", "/enfants/k/", "/enfants/k/sante/", "/chiffres/", "/reprise/", "/rien/",
    "/reprise/a-trier/", ICI, "/compte/password/change/", "/compte/logout/", "/compte/2fa/recovery-codes/",
    "/compte/reauthenticate/",
)  # fmt: skip


@pytest.mark.parametrize("qui", ["leila", "amina", "sylvie", "claire", "zoe"])
def test_mon_compte_s_atteint_de_chaque_page(
    qui: str, monde: Monde, connexion: Callable[[str], Client]
) -> None:
    client, sans = connexion(qui), []
    for adresse in PAGES:
        reponse = client.get(adresse.replace("/k/", f"/{monde.karthik.pk}/"), follow=True)
        if 'href="/compte/2fa/"' not in reponse.content.decode():
            sans.append(adresse)
    assert sans == []


def test_les_sessions_de_la_demonstration_se_montrent_aussi(monde: Monde, settings: Any) -> None:
    settings.DEMO = True
    amina = monde.personnes["amina"]
    amina.email, amina.est_demo = "nadia@demo.example", True
    amina.save()
    client = Client(headers={"user-agent": FIREFOX})
    assert client.post("/entrer/nadia/").status_code == 302
    assert [s.appareil for s in client.get(ICI).context["sessions"]] == ["Firefox sur Windows"]


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_sessions(
    monde: Monde, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.SESSIONS_SIMULTANEES = 9
    amina = monde.personnes["amina"]
    for nombre in (1, 4):
        while Session.objects.count() < nombre:
            entrer(amina)
        with django_assert_num_queries(2):
            lues = queries.sessions_ouvertes(amina.pk, courante="", at=timezone.now())
        assert len(lues) == nombre
