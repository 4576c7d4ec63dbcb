"""Pages of demands: what each shows, what is kept on an error, and the same answer whether a child is known or not."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from maillage.saisines.models import LienDeSaisine, Saisine
from maillage.saisines.rules import EtatDeSaisine, NatureDeLien
from tests.factories.monde import BASES, Monde
from tests.saisines.conftest import Demandes, de_la_famille

pytestmark = BASES


def texte(reponse) -> str:
    nu = re.sub(r"<[^>]+>", " ", reponse.content.decode().replace("\xa0", " "))
    return " ".join(nu.split())


def envoi(**champs):
    """The form of a professional, filled."""
    rempli = {
        "nom": "Traoré", "prenom": "Moussa", "naissance": "14/05/2016", "etablissement": "École X",
        "niveau": "ce2", "motifs": ["absenteisme", "mal_etre"], "motif_principal": "absenteisme",
        "difficultes": "Six absences", "points_d_appui": ["gout"], "appuis": "Le dessin",
        "deja_tente": "Un entretien", "informee": "oui", "contact": "oui", "demandeur": "Mme Rossi",
        "fonction": "Directrice", "telephone": "06 39 98 00 12", "adulte": "Mme Traoré",
        "formulaire": str(uuid4()),
    }  # fmt: skip
    return {**rempli, **champs}


def de_famille(**champs):
    rempli = {
        "nom": "Traoré", "prenom": "Moussa", "difficultes": "Il pleure le matin", "appuis": "Le foot",
        "adulte": "Mme Traoré", "telephone": "0639980012", "formulaire": str(uuid4()),
    }  # fmt: skip
    return {**rempli, **champs}


@pytest.fixture
def anonyme() -> Client:
    cache.clear()
    return Client(raise_request_exception=False)


def test_un_lien_mene_au_formulaire_puis_au_recu(demandes: Demandes, anonyme: Client) -> None:
    adresse = f"/demander/{demandes.lien()}/"
    page = anonyme.get(adresse)
    assert page.status_code == 200
    assert "119" in texte(page)
    assert "CRIP" in texte(page)
    # told to no other site; stricter, a browser would send «Origin: null» and its own form would be refused
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    recu = anonyme.post(adresse, envoi())
    rang = Saisine.objects.get()
    assert rang.numero in texte(recu)
    assert "Moussa" not in texte(recu)  # the receipt may be left on a printer
    code = re.search(r"(?:[A-Z]{4}-){3}[A-Z]{4}", texte(recu))
    assert code
    suite = anonyme.post("/demander/suite/", {"numero": rang.numero, "code": code[0]})
    assert "La demande est arrivée" in texte(suite)
    assert "Moussa" not in texte(suite)


def test_un_formulaire_refuse_revient_avec_ce_qui_etait_ecrit(
    demandes: Demandes, anonyme: Client
) -> None:
    adresse = f"/demander/{demandes.lien()}/"
    page = anonyme.post(adresse, envoi(points_d_appui=[], motif_principal="precarite"))
    assert page.status_code == 422
    assert "Cochez au moins un point d’appui" in texte(page)
    assert "Le motif principal est l’un des motifs cochés" in texte(page)
    assert "Six absences" in page.content.decode()
    assert not Saisine.objects.exists()


def test_un_lien_retire_pendant_la_saisie_ne_perd_pas_le_texte(
    demandes: Demandes, anonyme: Client
) -> None:
    adresse = f"/demander/{demandes.lien()}/"
    LienDeSaisine.objects.update(revoque_le="2026-01-01T00:00:00Z")
    page = anonyme.post(adresse, envoi())
    assert page.status_code == 410
    assert "Six absences" in page.content.decode()
    assert not Saisine.objects.exists()


def test_tout_lien_ferme_a_la_meme_page(demandes: Demandes, anonyme: Client) -> None:
    retire, unique = demandes.lien(), demandes.lien(NatureDeLien.UNIQUE)
    LienDeSaisine.objects.filter(nature=NatureDeLien.INSTITUTION).update(
        revoque_le="2026-01-01T00:00:00Z"
    )
    demandes.par_lien(unique)
    expire = demandes.lien()
    LienDeSaisine.objects.filter(revoque_le=None, nature=NatureDeLien.INSTITUTION).update(
        expire_le="2020-01-01"
    )
    pages = [anonyme.get(f"/demander/{j}/") for j in (retire, unique, expire, "x" * 43)]
    assert {p.status_code for p in pages} == {410}
    assert len({texte(p) for p in pages}) == 1


def test_un_enfant_connu_et_un_inconnu_ont_la_meme_reponse(
    demandes: Demandes, anonyme: Client
) -> None:
    adresse = f"/demander/{demandes.lien()}/"
    connu = {"nom": "Selvam", "prenom": "Karthik", "naissance": "09/03/2017"}
    neutre = re.compile(r"[A-Z]{4}(?:-[A-Z]{4}){3}|[A-Z]{3}(?:-[A-Z]{3}){2}")
    dits = [
        neutre.sub("#", texte(anonyme.post(adresse, envoi(**qui))))
        for qui in (connu, {"nom": "Zzyzx", "prenom": "Qwert"})
    ]
    assert dits[0] == dits[1]


def test_la_famille_a_sa_page_sans_jargon(demandes: Demandes, anonyme: Client) -> None:
    adresse = f"/demander/{demandes.lien(NatureDeLien.FAMILLE)}/"
    lue = texte(anonyme.get(adresse))
    assert "Rien ne se fait sans votre accord" in lue
    for mot in ("EPS", "saisine", "sollicit", "droit commun", "points d’appui", "CRIP"):
        assert mot not in lue
    assert anonyme.post(adresse, de_famille(appuis="")).status_code == 422
    recu = anonyme.post(adresse, de_famille())
    assert recu.status_code == 200
    assert Saisine.objects.get().origine == "famille"


@override_settings(ACCOUNT_RATE_LIMITS={"saisine": "2/m/ip", "suite_de_saisine": "2/m/ip"})
def test_trop_d_envois_attendent(demandes: Demandes, anonyme: Client) -> None:
    adresse = f"/demander/{demandes.lien()}/"
    assert [anonyme.post(adresse, {}).status_code for _ in range(3)] == [422, 422, 429]
    essai = {"numero": "BCD-FGH-JKL", "code": "x"}
    assert [anonyme.post("/demander/suite/", essai).status_code for _ in range(3)] == [
        422,
        422,
        429,
    ]


def test_de_l_ecole_a_la_reponse(demandes: Demandes, connexion, monde: Monde) -> None:
    bruno, leila = connexion("bruno"), connexion("leila")
    envoyee = bruno.post(
        "/sollicitations/nouvelle/", envoi(origine="ecole_elementaire"), follow=True
    )
    rang = Saisine.objects.get()
    assert rang.numero in texte(envoyee)
    assert "Reçue" in texte(envoyee)
    page = texte(leila.get(f"/sollicitations/{rang.pk}/"))
    assert "Six absences" in page
    assert "Aucun enfant de ce nom" in page
    faite = leila.post(
        f"/sollicitations/{rang.pk}/", {"geste": "creer", "mot": "Merci"}, follow=True
    )
    assert "Dossier créé" in texte(faite)
    rang.refresh_from_db()
    assert rang.etat == EtatDeSaisine.RATTACHEE
    sienne = texte(bruno.get(f"/sollicitations/miennes/{rang.pk}/"))
    assert "À l’examen" in sienne
    assert "Merci" in sienne
    assert "Six absences" in texte(leila.get(f"/sollicitations/enfants/{rang.suivi_id}/"))
    for autre in ("amina", "claire", "voisine", "sylvie"):
        assert connexion(autre).get(f"/sollicitations/miennes/{rang.pk}/").status_code in (403, 404)
        assert connexion(autre).get(f"/sollicitations/{rang.pk}/").status_code == 403


def test_la_page_de_reception_montre_qui_ressemble(
    demandes: Demandes, connexion, monde: Monde
) -> None:
    jeton = demandes.lien()
    Client().post(
        f"/demander/{jeton}/", envoi(nom="Selvam", prenom="Kartik", naissance="09/03/2017")
    )
    rang, leila = Saisine.objects.get(), connexion("leila")
    page = leila.get(f"/sollicitations/{rang.pk}/")
    assert str(monde.karthik.pk) in page.content.decode()
    trouvee = leila.post(f"/sollicitations/{rang.pk}/", {"geste": "chercher", "q": "benhamou"})
    assert str(monde.ines.pk) in trouvee.content.decode()
    manquee = leila.post(f"/sollicitations/{rang.pk}/", {"geste": "rattacher"})
    assert manquee.status_code == 422
    jointe = leila.post(
        f"/sollicitations/{rang.pk}/",
        {"geste": "rattacher", "dossier": monde.karthik.pk},
        follow=True,
    )
    assert "jointe au parcours en cours" in texte(jointe)


def test_refuser_dit_un_motif_et_un_conseil(demandes: Demandes, connexion) -> None:
    recu, leila = demandes.par("bruno"), connexion("leila")
    adresse = f"/sollicitations/{recu.saisine}/"
    vide = leila.post(adresse, {"geste": "refuser", "motif": "", "mot": ""})
    assert vide.status_code == 422
    assert "Choisissez un motif" in texte(vide)
    leila.post(
        adresse, {"geste": "refuser", "motif": "refus_de_la_famille", "mot": "Voyez le CLAS"}
    )
    lue = texte(connexion("bruno").get(f"/sollicitations/miennes/{recu.saisine}/"))
    assert "Voyez le CLAS" in lue
    assert "Non prise en charge" in lue
    assert "refus" not in lue.lower()


def test_le_brouillon_revient_tel_qu_il_etait(connexion) -> None:
    bruno = connexion("bruno")
    bruno.post(
        "/sollicitations/brouillon/",
        {"nom": "Trao", "motifs": ["mal_etre"], "formulaire": str(uuid4())},
    )
    page = bruno.get("/sollicitations/nouvelle/").content.decode()
    assert 'value="Trao"' in page
    assert re.search(r'value="mal_etre"[^>]*checked', page)
    assert "Brouillon retrouvé" in page


def test_un_lien_neuf_se_montre_une_fois(connexion) -> None:
    leila = connexion("leila")
    rempli = {
        "nature": "institution",
        "structure": "École X",
        "origine": "",
        "formulaire": str(uuid4()),
    }
    neuf = leila.post("/sollicitations/liens/", rempli).content.decode()
    adresse = re.search(r"/demander/[0-9a-f]{43}/", neuf)
    assert adresse
    assert adresse[0] not in leila.get("/sollicitations/liens/").content.decode()
    assert Client().get(adresse[0]).status_code == 200
    lien = LienDeSaisine.objects.get()
    leila.post(f"/sollicitations/liens/{lien.pk}/retirer/")
    assert Client().get(adresse[0]).status_code == 410
    assert leila.post("/sollicitations/liens/", {**rempli, "structure": ""}).status_code == 422


def test_le_secretariat_voit_la_liste_et_saisit_sans_recevoir(
    demandes: Demandes, connexion
) -> None:
    demandes.par_lien(demandes.lien(NatureDeLien.FAMILLE), de_la_famille())
    sylvie = connexion("sylvie")
    page = sylvie.get("/sollicitations/")
    assert "Moussa Traoré" in texte(page)
    assert "CanariDifficulte" not in texte(page)
    assert f"/sollicitations/{Saisine.objects.get().pk}/" not in page.content.decode()
