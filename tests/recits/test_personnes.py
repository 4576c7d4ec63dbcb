"""Who sees what: a référente at work, a teacher without situation, an élue. Each at the same door."""

from __future__ import annotations

import pytest

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.parametrize("service", ["repris"], indirect=True),
]


def test_la_referente_ne_voit_que_ses_enfants_et_note_en_quelques_secondes(regard, service):
    regard.entrer("nadia")
    assert "Vous suivez" in regard.texte()
    regard.voir("référente, journée")
    regard.aller("/enfants/")
    lignes = regard.page.locator("#resultats tbody tr")
    assert 0 < lignes.count() < service.compter("dossiers_dossier")
    sorties = regard.page.locator("#resultats .m-badge", has_text="Sortie").count()
    assert lignes.filter(has_text="Nadia Benali").count() + sorties >= lignes.count()
    regard.voir("référente, liste")
    lignes.filter(has_text="Nadia Benali").first.get_by_role("link").click()
    regard.page.wait_for_load_state()
    _noter_au_clavier(regard)
    _prevoir_puis_faire(regard)
    _l_enfant_d_un_autre_n_existe_pas(regard)
    _la_reprise_est_fermee(regard)


def _noter_au_clavier(r) -> None:
    """`n`, the words, Tab to the button, Enter: no mouse."""
    clavier = r.page.keyboard
    clavier.press("n")
    assert r.page.evaluate("document.activeElement.matches('[data-note]')")
    clavier.type("Appel de la mère : rendez-vous pris avec l’orthophoniste.")
    for _ in range(10):
        clavier.press("Tab")
        if r.page.evaluate("document.activeElement.textContent.trim()") == "Enregistrer la note":
            break
    clavier.press("Enter")
    r.page.get_by_text("Note enregistrée dans le volet Parcours.").wait_for()
    assert "rendez-vous pris avec l’orthophoniste" in r.texte(".m-fil")
    r.voir("référente, note écrite")


def _prevoir_puis_faire(r) -> None:
    r.page.get_by_label("Prochaine étape").fill("Rappeler l’orthophoniste")
    r.bouton("Prévoir cette étape").click()
    r.page.get_by_text("Prochaine étape notée.").wait_for()
    r.aller("/")
    assert "Rappeler l’orthophoniste" in r.texte("section:has(#j1)")
    r.voir("référente, journée pleine")
    r.page.get_by_role("button", name="Marquer comme faite : Rappeler l’orthophoniste").click()
    r.page.get_by_text("Étape faite.").wait_for()
    assert "Rappeler l’orthophoniste" not in r.texte("section:has(#j1)")


def _l_enfant_d_un_autre_n_existe_pas(r) -> None:
    """The same page for the child of a colleague and for nobody."""
    r.entrer("karim")
    r.aller("/enfants/")
    ligne = r.page.locator("#resultats tbody tr", has_text="Karim Haddad").first
    adresse = ligne.get_by_role("link").get_attribute("href")
    r.entrer("nadia")
    assert r.aller(adresse) == 404
    d_un_autre = r.texte("body")
    r.voir("page introuvable")
    assert r.aller("/enfants/00000000-0000-4000-8000-000000000000/") == 404
    assert r.texte("body") == d_un_autre


def _la_reprise_est_fermee(r) -> None:
    assert r.aller("/reprise/") == 403
    r.voir("page fermée")


@pytest.mark.parametrize(
    ("cle", "raison"),
    [
        ("bruno", "Ce qui est écrit pour vous paraît dans « Extraits reçus »"),
        ("claire", "rien de nominatif ne parvient à un élu"),
    ],
)
def test_hors_du_cercle_aucun_enfant_nulle_part_et_la_raison_est_dite(regard, cle, raison):
    regard.entrer("leila")
    regard.aller("/enfants/")
    enfant = regard.page.locator("#resultats tbody a").first
    nom, adresse = enfant.inner_text(), enfant.get_attribute("href")
    regard.entrer(cle)
    assert raison in regard.texte()
    regard.page.locator(".m-why summary").first.click()
    regard.voir(f"{cle}, accueil")
    for fermee in ("/enfants/", "/reprise/", "/reprise/a-trier/", adresse):
        assert regard.aller(fermee) in (403, 404)
        assert nom.split()[0] not in regard.texte("body")
    statut = regard.aller("/chiffres/")
    assert statut == 403
    regard.voir(f"{cle}, chiffres fermés")
