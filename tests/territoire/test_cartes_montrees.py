"""The map of the territory and the convergence of maps: what they show, and that they show no child."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.comptes.models import Programme
from maillage.enfants.models import Domicile, Scolarite
from maillage.enfants.queries.convergence import enfants_dans_les_deux_cartes
from maillage.enfants.services import domiciles
from maillage.territoire import carte as pages
from maillage.territoire.convergences import convergence
from maillage.territoire.models import Reseau
from maillage.territoire.rules.convergence import (
    SECRET_SOUS,
    EcoleSituee,
    ReseauSitue,
    enfants_dans_les_deux,
    repartition,
)
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import BASES, Monde
from tests.navigateur import axe_violations
from tests.territoire.ville import fonder

pytestmark = BASES
TROIS = st.sampled_from([True, False, None])


@pytest.fixture
def ville(monde: Monde, settings: Any, tmp_path: Any) -> Any:
    settings.BAN = tmp_path / "ban"
    return fonder(monde.programme, settings.BAN)


def donnees(page: str, cle: str) -> Any:
    return json.loads(
        page.split(f'id="{cle}" type="application/json">')[1].split("</script>", maxsplit=1)[0]
    )


def test_la_carte_et_sa_liste_disent_les_memes_ecoles(ville: Any, connexion: Any) -> None:
    page = connexion("leila").get("/territoire/carte/").content.decode()
    dessinees = donnees(page, "carte-territoire")["ecoles"]
    assert len(dessinees) == sum(1 for e in ville if e.lon is not None) > 0
    liste = page.split('aria-label="Liste des établissements"')[1]
    assert all(e.uai in liste for e in ville)
    assert donnees(page, "carte-territoire")["tuiles"] is None


def test_les_zones_en_vigueur_sont_dessinees_et_dites(ville: Any, connexion: Any) -> None:
    page = connexion("leila").get("/territoire/carte/").content.decode()
    assert [z["code"] for z in donnees(page, "carte-territoire")["zones"]] == ["DEMO-NSM-11"]
    assert "DEMO-NSM-11" in page.split('aria-label="Zones de la carte"')[1]
    sans = connexion("leila").get("/territoire/carte/?generation=aucune").content.decode()
    assert donnees(sans, "carte-territoire")["zones"] == []


def test_un_filtre_vaut_pour_la_carte_et_la_liste(ville: Any, connexion: Any) -> None:
    page = connexion("leila").get("/territoire/carte/?nature=college&generation=x").content.decode()
    assert {e["college"] for e in donnees(page, "carte-territoire")["ecoles"]} == {True}
    assert (
        "Aucun établissement ne correspond"
        in connexion("leila").get("/territoire/carte/?label=faux").content.decode()
    )


def test_aucun_enfant_n_est_sur_la_carte(ville: Any, monde: Monde, connexion: Any) -> None:
    sceller(
        Domicile,
        monde.karthik,
        domiciles.situer({"adresse": "12 rue de la Brie", "ville": "93330"}, ["93050"])[0],
    )
    page = connexion("leila").get("/territoire/carte/").content.decode()
    for mot in (*monde.mots_secrets, str(monde.karthik.pk), "de la Brie"):
        assert mot not in page


@pytest.mark.parametrize(
    ("reglage", "origine"),
    [
        ("", ""), ("https://tuiles.example/{z}/{x}/{y}.png", "https://tuiles.example"),
        ("https://{s}.tuiles.example/{z}.png", "https://*.tuiles.example"), ("http://clair.example/{z}.png", ""),
        ("javascript:alert(1)", ""), ("https:///x", ""),
    ],
)  # fmt: skip
def test_seule_l_origine_reglee_peut_donner_des_images(
    settings: Any, reglage: str, origine: str
) -> None:
    settings.TUILES = reglage
    assert pages.origine_des_tuiles() == origine


def test_un_reseau_compte_des_qu_une_ecole_est_en_zone_et_l_inconnu_n_est_pas_non() -> None:
    def reseau(*dans: bool | None) -> ReseauSitue:
        return ReseauSitue(
            "R", "rep", tuple(EcoleSituee(str(i), "E", d) for i, d in enumerate(dans))
        )

    assert reseau(False, None, True).dans is True
    assert reseau(False, None).dans is None
    assert reseau(False, False).dans is False
    assert reseau().dans is None


@given(st.lists(TROIS, max_size=60))
def test_les_parts_font_le_tout_et_les_bornes_encadrent(valeurs: list[bool | None]) -> None:
    p = repartition(valeurs)
    assert p.total == len(valeurs)
    if p.bornes:
        bas, haut = p.bornes
        assert 0 <= bas <= haut <= 100
        assert bas * p.total <= 100 * p.oui <= 100 * (p.oui + p.inconnus) <= haut * p.total
    else:
        assert p.total < 20


@given(st.lists(st.tuples(TROIS, TROIS), max_size=40))
def test_ni_un_petit_nombre_d_enfants_ni_son_complement_ne_sont_dits(couples: list[Any]) -> None:
    dit = enfants_dans_les_deux(couples)
    assert dit.connus + dit.inconnus == len(couples)
    vrai = sum(1 for a, b in couples if a and b)
    if dit.dans_les_deux is None:
        assert 0 < vrai < SECRET_SOUS or 0 < dit.connus - vrai < SECRET_SOUS
    else:
        assert dit.dans_les_deux == vrai
        assert vrai == 0 or vrai >= SECRET_SOUS


def test_les_enfants_dans_les_deux_se_comptent_sur_la_carte_du_jour(
    ville: Any, monde: Monde
) -> None:
    at = monde.aujourd_hui
    uai = Reseau.objects.get().tete_id
    ecrites = [f"{n} avenue des Coteaux" for n in range(10, 16)] + [
        f"{n} quai de la Pointe" for n in range(10, 16)
    ]
    for n, adresse in enumerate(ecrites):
        dossier = enfant_suivi_par(monde.poste_amina, nom=f"N{n}", prenom="P")
        sceller(
            Domicile,
            dossier,
            domiciles.situer({"adresse": adresse, "ville": "93330"}, ["93050"])[0],
        )
        rentree = at.year if at.month >= 8 else at.year - 1
        sceller(
            Scolarite, dossier, {"etablissement": "x", "uai": uai, "classe": ""}, rentree=rentree
        )
    lue = convergence(["93050"], at, monde.programme.pk)
    dit = enfants_dans_les_deux_cartes(monde.acteur("leila"), lue, at=at)
    assert (dit.dans_les_deux, dit.connus) == (6, 12)
    assert dit.inconnus > 0  # the children of the small world, whose homes nobody has placed


def test_la_page_de_convergence_dit_la_carte_et_n_a_pas_de_nom(
    ville: Any, monde: Monde, connexion: Any
) -> None:
    page = connexion("leila").get("/enfants/convergence/").content.decode()
    assert "zone inventée" in page
    assert "Réseau des Coteaux" in page
    assert "Aucun effectif n’est connu" in page
    for mot in monde.mots_secrets:
        assert mot not in page


def test_sans_carte_ni_reseau_la_page_le_dit(monde: Monde, connexion: Any) -> None:
    assert (
        "Aucune carte prioritaire en vigueur"
        in connexion("leila").get("/enfants/convergence/").content.decode()
    )
    Programme.objects.update(communes=[])
    assert connexion("leila").get("/territoire/carte/").status_code == 200


@pytest.fixture
def ecran(
    ville: Any,
    monde: Monde,
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> Any:
    """Leïla's browser; Karthik lives at a number that the file does not have."""
    settings.WHITENOISE_USE_FINDERS = True
    Domicile.objects.filter(dossier=monde.karthik).delete()
    sceller(Domicile, monde.karthik, {"adresse": "200 rue de la Brie", "ville": "93330"})
    client, nom = connexion("leila"), settings.SESSION_COOKIE_NAME
    contexte.add_cookies(
        [{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}]
    )

    def aller(adresse: str) -> Any:
        onglet.goto(live_server.url + adresse)
        return onglet

    return aller


@pytest.mark.navigateur
def test_les_pages_de_carte_se_lisent_sur_un_telephone_et_sans_voir(
    ecran: Any, monde: Monde
) -> None:
    position = f"/enfants/{monde.karthik.pk}/identite/position/"
    adresses = (
        "/territoire/carte/",
        "/territoire/adresses/",
        "/enfants/domiciles/",
        "/enfants/convergence/",
        position,
    )
    for adresse in adresses:
        for largeur in (1280, 360):
            page = ecran(adresse)
            page.set_viewport_size({"width": largeur, "height": 800})
            assert axe_violations(page) == [], (adresse, largeur)
            assert page.evaluate("document.documentElement.scrollWidth") <= largeur, (
                adresse,
                largeur,
            )


@pytest.mark.navigateur
def test_un_point_se_place_a_la_souris_et_au_clavier(ecran: Any, monde: Monde) -> None:
    page = ecran(f"/enfants/{monde.karthik.pk}/identite/position/")
    page.locator("[data-carte]").click(position={"x": 60, "y": 160})
    assert page.input_value("input[name=lat]").startswith("48,8")
    page.fill("input[name=lat]", "48,8650")  # the same by keyboard
    page.fill("input[name=lon]", "2,5390")
    page.get_by_role("button", name="Placer ici").press("Enter")
    page.wait_for_url("**/identite/")
    assert "située" in page.inner_text("main")
    page = ecran("/territoire/carte/")
    page.locator("[data-montrer]").first.press("Enter")
    assert page.locator(".leaflet-popup").count() == 1
