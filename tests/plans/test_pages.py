"""Pages of the plan: who opens them, what they say, what they keep when they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.plans.models import Action, Objectif, PlanPresente, RegardPorte
from maillage.plans.queries.journee import bloc
from maillage.plans.rules.multiples import panneaux
from maillage.plans.rules.regards import Evolution, Regard
from maillage.plans.rules.suites import Suite
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde
from tests.plans.gestes import (
    action,
    etape,
    faire_accepter_le_plan,
    mettre,
    objectif,
    regard,
    suivre,
)

pytestmark = BASES
Connexion = Callable[[str], Client]
LISENT = {
    "leila": 200,
    "amina": 200,
    "nour": 200,
    "sylvie": 404,
    "voisine": 404,
    "bruno": 403,
    "claire": 403,
    "zoe": 403,
}
MOTS = {
    "texte": "Lire avec sa sœur", "mots_de": "enfant", "presents": "Karthik", "domaine": "langage",
}  # fmt: skip


def adresse(nom: str, monde: Monde, *suite: Any) -> str:
    return reverse(f"plans:{nom}", args=[monde.karthik.pk, *suite])


def envoyer(client: Client, url: str, **champs: Any) -> Any:
    return client.post(url, {"formulaire": str(uuid4()), **champs})


@pytest.mark.parametrize(("qui", "statut"), LISENT.items())
def test_qui_ouvre_le_plan(monde: Monde, connexion: Connexion, qui: str, statut: int) -> None:
    objectif(monde)
    reponse = connexion(qui).get(adresse("plan", monde))
    assert reponse.status_code == statut
    assert ("Entrer dans la lecture" in reponse.text) == (statut == 200)
    assert ("Écrire un objectif" in reponse.text) == (qui in {"leila", "amina"})


@pytest.mark.parametrize(
    "nom", ["besoin", "nouvel_objectif", "nouvelle_action", "presenter", "accord", "demarrer"]
)
def test_qui_ne_fait_que_lire_n_ouvre_aucun_formulaire(
    monde: Monde, connexion: Connexion, nom: str
) -> None:
    assert connexion("nour").get(adresse(nom, monde)).status_code == 404
    assert connexion("amina").get(adresse(nom, monde)).status_code == 200
    assert connexion("amina").post(adresse(nom, monde)).status_code == 422


def test_le_plan_d_un_parcours_precedent_se_lit_encore_sans_s_ecrire(
    monde: Monde, connexion: Connexion
) -> None:
    sien = objectif(monde)
    regard(monde, sien)
    Parcours.objects.filter(dossier=monde.karthik).update(etape=Etape.SORTIE)
    sceller(Parcours, monde.karthik, {}, etape=Etape.SOLLICITATION)
    page = connexion("amina").get(adresse("plan", monde)).text
    assert "Objectifs d’un parcours précédent" in page
    assert "Entrer dans la lecture avec plaisir" in page
    assert str(sien.pk) not in page
    assert connexion("amina").get(adresse("objectif", monde, sien.pk)).status_code == 404


def test_l_onglet_plan_est_pres_des_volets_pour_qui_lit_le_parcours(
    monde: Monde, connexion: Connexion
) -> None:
    url = adresse("plan", monde)
    for qui, vu in (("amina", True), ("nour", True), ("sylvie", False)):
        page = connexion(qui).get(reverse("parcours:fiche", args=[monde.karthik.pk])).text
        assert (f'href="{url}"' in page) == vu
    assert re.search(rf'href="{url}" aria-current="page"', connexion("amina").get(url).text)


def test_le_plan_vide_aide_a_commencer_et_montre_l_ancien_tableau(
    monde: Monde, connexion: Connexion
) -> None:
    page = connexion("amina").get(adresse("plan", monde)).text
    assert "Le plan n’est pas encore écrit" in page
    assert page.count('btn btn-primary" href') == 1
    assert "Repris de l’ancien tableau" in page
    assert "Atelier lecture Selvam" in page


def test_un_enfant_sans_parcours_n_a_pas_de_plan_et_la_page_le_dit(
    monde: Monde, connexion: Connexion
) -> None:
    Parcours.objects.filter(dossier=monde.karthik).delete()
    amina = connexion("amina")
    assert "Aucun parcours n’est ouvert" in amina.get(adresse("plan", monde)).text
    refus = envoyer(amina, adresse("nouvel_objectif", monde), **MOTS)
    assert refus.status_code == 422
    assert "Lire avec sa sœur" in refus.text


def test_ecrire_un_objectif_un_besoin_une_etape_depuis_les_pages(
    monde: Monde, connexion: Connexion
) -> None:
    amina = connexion("amina")
    envoyer(
        amina,
        adresse("besoin", monde),
        domaine="langage",
        appui="Il raconte",
        constat="Peu de mots",
    )
    envoyer(amina, adresse("nouvel_objectif", monde), **MOTS)
    sien = Objectif.objects.get()
    envoyer(
        amina, adresse("etape", monde, sien.pk), libelle="Aller à la médiathèque", qui="Sa mère"
    )
    page = amina.get(adresse("plan", monde)).text
    for mot in (
        "Il raconte",
        "Peu de mots",
        "Lire avec sa sœur",
        "dans les mots de l’enfant",
        "Aller à la médiathèque",
    ):
        assert mot in page


def test_deux_textes_en_meme_temps_se_montrent_tous_les_deux(
    monde: Monde, connexion: Connexion
) -> None:
    sien = objectif(monde)
    url = adresse("objectif", monde, sien.pk)
    assert envoyer(connexion("amina"), url, **MOTS, version=1).status_code == 302
    refus = envoyer(connexion("leila"), url, **{**MOTS, "texte": "Lire le soir"}, version=1)
    assert refus.status_code == 409
    assert "Quelqu’un a écrit ici" in refus.text
    assert "Lire avec sa sœur" in refus.text
    assert "Lire le soir" in refus.text
    version = re.search(r'name="version" value="(\d+)"', refus.text)
    assert version
    assert (
        envoyer(
            connexion("leila"), url, **{**MOTS, "texte": "Lire le soir"}, version=version[1]
        ).status_code
        == 302
    )
    page = connexion("nour").get(adresse("plan", monde)).text
    assert "Les mots d’avant (2)" in page
    assert "Lire avec sa sœur" in page


def test_une_page_sans_sa_version_ne_remplace_rien(monde: Monde, connexion: Connexion) -> None:
    sien = objectif(monde)
    assert (
        envoyer(connexion("amina"), adresse("objectif", monde, sien.pk), **MOTS).status_code == 409
    )


def test_l_objectif_d_un_autre_enfant_ne_s_ouvre_pas_par_celui_ci(
    monde: Monde, connexion: Connexion
) -> None:
    autre = objectif(monde, monde.ines, qui="leila")
    sienne = etape(monde, objectif(monde))
    leila = connexion("leila")
    for nom in ("objectif", "clore", "etape", "regard"):
        assert leila.get(adresse(nom, monde, autre.pk)).status_code == 404
    for suite in ((uuid4(), sienne.pk), (autre.pk, uuid4())):
        url = reverse("plans:etape_faite", args=[monde.ines.pk, *suite])
        assert leila.post(url).status_code == 404


def test_l_action_attend_l_accord_puis_commence(monde: Monde, connexion: Connexion) -> None:
    sienne, amina = (
        suivre(monde, action(monde, objectif(monde)), Suite.ACCEPTEE),
        connexion("amina"),
    )
    url = adresse("suite", monde, sienne.pk, "en_cours")
    champs = {"le": monde.aujourd_hui.isoformat(), "version": "2", "mots": "Elle vient mardi."}
    assert "attend l’accord de la famille" in amina.get(adresse("plan", monde)).text
    assert "La famille n’a pas donné son accord" in amina.get(url).text
    refus = envoyer(amina, url, **champs)
    assert refus.status_code == 422
    assert "Elle vient mardi." in refus.text
    assert amina.get(adresse("suite", monde, sienne.pk, "inconnue")).status_code == 404
    faire_accepter_le_plan(monde, monde.karthik)
    assert envoyer(amina, url, **champs).status_code == 302
    assert Action.objects.get().suite == Suite.EN_COURS
    finir = adresse("suite", monde, sienne.pk, "terminee")
    sans = envoyer(amina, finir, le=monde.aujourd_hui.isoformat(), version="3")
    assert "Écrivez ce que l’action a donné" in sans.text


def test_proposer_puis_corriger_une_action(monde: Monde, connexion: Connexion) -> None:
    sien, amina = objectif(monde), connexion("amina")
    page = amina.get(f"{adresse('nouvelle_action', monde)}?objectif={sien.pk}").text
    assert re.search(rf'value="{sien.pk}" selected', page)
    champs = {
        "libelle": "Bilan visuel",
        "nature": "orientation_droit_commun",
        "operateur": "droit_commun",
    }
    faux = {**champs, "debut": "2026-02-02", "fin": "2026-01-01"}
    assert (
        "La date de fin précède" in envoyer(amina, adresse("nouvelle_action", monde), **faux).text
    )
    envoyer(amina, adresse("nouvelle_action", monde), objectif=str(sien.pk), **champs)
    sienne = Action.objects.get()
    url = adresse("action", monde, sienne.pk)
    assert "Bilan visuel" in amina.get(url).text
    assert (
        envoyer(amina, url, **{**champs, "structure": "Centre de santé"}, version="1").status_code
        == 302
    )
    perdu = envoyer(amina, url, **{**champs, "structure": "Ailleurs"}, version="1")
    assert perdu.status_code == 409
    assert "Centre de santé" in perdu.text
    assert "Ailleurs" in perdu.text


def test_les_petits_dessins_disent_la_meme_chose_que_le_tableau(
    monde: Monde, connexion: Connexion
) -> None:
    sien, amina = objectif(monde), connexion("amina")
    url = adresse("regard", monde, sien.pk)
    dits = [
        ("enfant", "amelioration_nette", "J’ai lu toute seule", "2026-01-12"),
        ("ecole", "stable", "", "2026-01-12"),
        ("ecole", "degradation", "Ne lit plus", "2026-06-20"),
        ("partenaire", "non_evaluable", "Deux séances seulement", "2026-06-20"),
    ]
    for r, e, mots, le in dits:
        assert envoyer(amina, url, regard=r, evolution=e, mots=mots, le=le).status_code == 302
    sans = envoyer(amina, url, regard="parents", evolution="degradation", le="2026-06-20")
    assert sans.status_code == 422
    assert "Écrivez le fait" in sans.text
    page = amina.get(adresse("plan", monde)).text
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    from maillage.plans.queries import plan

    lus = plan(monde.acteur("amina"), monde.karthik.pk, at=monde.aujourd_hui).objectifs[0].regards
    for figure, p in zip(figures, panneaux(lus), strict=True):
        points = re.findall(
            r'<circle class="void" cx="(\d+)" cy="(\d+)"|<circle(?: class="down")? cx="(\d+)" cy="(\d+)"',
            figure,
        )
        assert [(int(a or c), int(b or d)) for a, b, c, d in points] == [
            (x.x, x.y) for x in p.points
        ]
        assert p.regard.libelle in figure
        assert 'role="img"' in figure
    lignes = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.DOTALL)
    assert len(lignes) == len(dits)
    for (r, e, mots, _), ligne in zip(dits, reversed(lignes), strict=True):
        assert Regard(r).libelle in ligne
        assert Evolution(e).libelle in ligne
        assert (mots or "sans mots") in ligne
    assert "Les regards diffèrent" in page
    assert RegardPorte.objects.count() == len(dits)


def test_du_plan_presente_au_parcours_qui_commence(monde: Monde, connexion: Connexion) -> None:
    mettre(monde.karthik, Etape.REFERENT_DESIGNE)
    amina, jour = connexion("amina"), monde.aujourd_hui.isoformat()
    vide = envoyer(amina, adresse("presenter", monde), le=jour, presents="Sa mère")
    assert "Le plan n’a pas encore d’objectif" in vide.text
    action(monde, objectif(monde))
    envoyer(amina, adresse("presenter", monde), le=jour, presents="Sa mère")
    assert "attend : La famille n’a pas donné son accord" in amina.get(adresse("plan", monde)).text
    sans = envoyer(amina, adresse("accord", monde), le=jour, mots="Oui")
    assert sans.status_code == 422
    faire_accepter_le_plan(monde, monde.karthik)
    envoyer(amina, adresse("accord", monde), le=jour, mots="Oui, le mercredi.")
    envoyer(amina, adresse("demarrer", monde), le=jour)
    assert Parcours.objects.get(dossier=monde.karthik).etape == Etape.EN_COURS
    version = amina.get(adresse("version", monde, PlanPresente.objects.get().pk)).text
    for mot in ("Oui, le mercredi.", "Sa mère", "Atelier BD", "Centre social Le Pont"):
        assert mot in version
    assert amina.get(adresse("version", monde, uuid4())).status_code == 404


def test_le_papier_pour_la_famille_dit_qui_fait_quoi_sans_jargon(
    monde: Monde, connexion: Connexion
) -> None:
    _, adulte = faire_accepter_le_plan(monde, monde.karthik)
    sien = objectif(monde)
    etape(monde, sien, echeance=monde.aujourd_hui), action(monde, sien)
    assert connexion("nour").get(adresse("imprimer", monde, adulte)).status_code == 404
    assert connexion("amina").get(adresse("imprimer", monde, uuid4())).status_code == 404
    reponse = connexion("amina").get(adresse("imprimer", monde, adulte))
    assert reponse["Content-Type"] == "application/pdf"
    assert "Selvam" not in reponse["Content-Disposition"]
    texte = " ".join(p.extract_text() for p in PdfReader(BytesIO(reponse.content)).pages)
    lu = re.sub(r"\s+", " ", texte)
    for mot in (
        "Entrer dans la lecture avec plaisir",
        "Choisir trois livres",
        "Atelier BD",
        "Sofia, animatrice",
        "Rien ne commence sans votre accord",
    ):
        assert mot in lu
    for jargon in ("EPS", "N15", "volet", "opérateur", "suite"):
        assert jargon not in lu


def test_ma_journee_recoit_ce_qui_est_en_retard_et_ce_qui_est_silencieux(monde: Monde) -> None:
    amina, jour = monde.acteur("amina"), monde.aujourd_hui
    assert bloc(amina, at=jour) is None
    sien = objectif(monde)
    etape(monde, sien, echeance=jour - timedelta(days=2))
    faire_accepter_le_plan(monde, monde.karthik)
    suivre(monde, action(monde, debut=jour - timedelta(days=3)), Suite.ACCEPTEE)
    Objectif.objects.update(ouvert_le=jour - timedelta(days=200))
    attend = bloc(amina, at=jour)
    assert attend
    assert attend.nombre == 3
    assert [(li.texte, li.retard) for li in attend.lignes] == [
        ("Karthik Selvam", False), ("Karthik Selvam", True), ("Karthik Selvam", True),
    ]  # fmt: skip
    regard(monde, sien)
    suivi = bloc(amina, at=jour)
    assert suivi
    assert suivi.nombre == 2
    assert bloc(monde.acteur("leila"), at=jour) is None
    assert bloc(monde.acteur("sylvie"), at=jour) is None
