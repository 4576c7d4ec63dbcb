"""In a real browser: axe, keys, narrow screens, the end of a session, what leaves the page."""

from __future__ import annotations

import pytest

from maillage.comptes.rules import Mission
from tests.coquille import adresses
from tests.navigateur import axe_violations

pytestmark = pytest.mark.navigateur
PAGES = ("/composants/", "/aide/", "/compte/2fa/", "/compte/logout/", "/nulle-part/", "/refus/422/")
ACTIF = "document.activeElement.id || document.activeElement.tagName"


@pytest.fixture
def chez_soi(entrer, live_server, contexte, onglet, settings):
    """A signed-in tab: the cookie of the test client is handed to the browser."""
    settings.WHITENOISE_USE_FINDERS = True
    client = entrer(Mission.COORDINATION)
    nom = settings.SESSION_COOKIE_NAME
    contexte.add_cookies(
        [{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}]
    )

    def aller(adresse: str):
        onglet.goto(live_server.url + adresse)
        return onglet

    return aller


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_aucune_faute_d_accessibilite(chez_soi, onglet, theme):
    onglet.emulate_media(color_scheme=theme)
    assert {a: v for a in PAGES if (v := axe_violations(chez_soi(a)))} == {}


def test_le_contraste_se_juge_une_fois_par_facon_de_peindre_et_trouve_ce_que_axe_trouve(onglet):
    lignes = "".join(f"<tr><td>Ligne {n}</td><td class='p'>pale {n}</td></tr>" for n in range(30))
    onglet.set_content(
        "<html lang='fr'><title>Essai</title><style>.p{color:#aaa;background:#fff}.f{background:#222}</style>"
        f"<main><h1>Essai</h1><table><tr><th scope='col'>A</th><th scope='col'>B</th></tr>{lignes}</table>"
        "<div class='f'><p>Sombre sur sombre</p></div><p>Sombre sur clair</p></main></html>"
    )
    fautes = axe_violations(onglet)
    assert [f.split(" <")[0] for f in fautes] == ["color-contrast (2)"]
    assert axe_violations(onglet) == fautes  # a wrong contrast is told each time
    onglet.add_style_tag(content="td.p,.f p{color:#000} .f{background:#fff}")
    assert axe_violations(onglet) == []


def test_chaque_page_tient_en_largeur_jusqu_a_320_pixels(chez_soi, onglet):
    debords = {}
    for largeur in (320, 360, 640):
        onglet.set_viewport_size({"width": largeur, "height": 740})
        for adresse in PAGES:
            vue = chez_soi(adresse).evaluate("document.documentElement.scrollWidth")
            if vue > largeur:
                debords[adresse, largeur] = vue
    assert debords == {}


def test_les_cartes_ouvertes_restent_accessibles_sur_un_telephone(chez_soi, onglet):
    onglet.set_viewport_size({"width": 360, "height": 740})
    page = chez_soi("/composants/")
    for ouverture in (".m-plus>summary", "section:has(#filtres) summary >> nth=0"):
        page.locator(ouverture).click()
        assert axe_violations(page) == []
        page.keyboard.press("Escape")
    assert page.locator("details.m-plus[open], details.m-pick[open]").count() == 0


def test_la_barre_oblique_mene_a_la_recherche_et_se_tait_dans_un_champ(chez_soi):
    page = chez_soi("/composants/")
    page.keyboard.press("/")
    assert page.evaluate(ACTIF) == "q"
    page.keyboard.type("a/n")
    assert page.input_value("#q") == "a/n"


def test_une_touche_refusee_ne_fait_rien(chez_soi):
    page = chez_soi("/aide/")
    page.get_by_role("button", name="Refuser les touches").click()
    page.keyboard.press("/")
    assert page.evaluate(ACTIF) == "BODY"


def test_echap_referme_une_explication_et_rend_le_focus(chez_soi):
    page = chez_soi("/composants/")
    page.locator("section:has(#pourquoi) details:not([open]) > summary").click()
    page.keyboard.press("Escape")
    assert page.locator("details.m-why[open]:not(.m-why--flow)").count() == 0
    assert page.evaluate(ACTIF) == "SUMMARY"


def test_la_premiere_touche_mene_au_contenu(chez_soi):
    page = chez_soi("/aide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(ACTIF) == "contenu"


def test_deux_minutes_avant_la_fin_une_touche_suffit_pour_rester(chez_soi, onglet):
    onglet.clock.install()
    page = chez_soi("/aide/")
    page.clock.fast_forward(27 * 60 * 1000 + 5000)
    page.clock.run_for(2000)
    page.wait_for_selector("#veille[open]")
    assert axe_violations(page) == []
    page.keyboard.press("Enter")
    page.locator("#veille").wait_for(state="hidden")


def test_un_travail_non_enregistre_retient_la_page(chez_soi):
    page = chez_soi("/composants/")
    demandes = []
    page.on("dialog", lambda d: (demandes.append(d.type), d.dismiss()))
    page.fill("#id_vierge-naissance", "3 mars")
    page.evaluate("location.href = '/aide/'")
    page.wait_for_timeout(300)
    assert demandes == ["beforeunload"]
    assert page.url.endswith("/composants/")


def test_un_brouillon_se_garde_tout_seul_et_ne_retient_plus_la_page(chez_soi, onglet):
    adresses.recus.clear()
    onglet.clock.install()
    page = chez_soi("/brouillon/")
    page.fill("#texte", "Vu la famille.")
    page.clock.run_for(10_500)
    page.get_by_text("Brouillon gardé, ").wait_for()
    assert adresses.recus == ["Vu la famille."]
    page.clock.run_for(20_000)
    assert len(adresses.recus) == 1  # nothing typed since: nothing sent
    page.goto(page.url.replace("brouillon", "aide"))
    assert page.url.endswith("/aide/")


def test_la_touche_n_mene_a_la_note_de_la_page(chez_soi):
    page = chez_soi("/brouillon/")
    page.keyboard.press("n")
    assert page.evaluate(ACTIF) == "texte"
    assert page.input_value("#texte") == ""


def test_un_travail_se_suit_chaque_seconde_jusqu_a_sa_fin(chez_soi):
    page = chez_soi("/brouillon/")
    page.get_by_text("3 lignes sur 3").wait_for(timeout=8000)
    assert page.locator("#progression[hx-get]").count() == 0
