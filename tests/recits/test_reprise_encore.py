"""After the first day: the same file again, texts sorted, an import undone or not."""

from __future__ import annotations

import pytest

from tests.recits.gestes import EXEMPLE, faits, importer

pytestmark = pytest.mark.navigateur


@pytest.mark.parametrize("service", ["repris"], indirect=True)
def test_le_meme_fichier_repris_ne_cree_personne_et_un_travail_retient_l_annulation(
    regard, service
):
    avant = service.compter("dossiers_dossier")
    regard.entrer("leila")
    resultat = importer(regard)
    crees, completes, inchanges, textes = faits(regard)
    assert (crees, completes, textes) == (0, 0, 0)
    assert inchanges == avant == service.compter("dossiers_dossier")
    _ranger_un_texte(regard)
    _choisir_avant_de_ranger(regard)
    _annuler_trop_tard(regard)
    assert service.compter("dossiers_dossier") == avant
    assert service.depots == []
    assert regard.aller(resultat) == 200


def _ranger_un_texte(r) -> None:
    r.aller("/reprise/a-trier/")
    premier = r.page.locator(".m-pile article").first
    texte = r.texte(premier.locator(".m-texte"))
    (combien,) = [int(n) for n in r.texte(".m-head p").split() if n.isdigit()]
    fiche = premier.get_by_role("link").get_attribute("href")
    premier.get_by_role("combobox").select_option("parcours")
    premier.get_by_role("button").click()
    r.page.get_by_text("Texte rangé.").wait_for()
    assert f"{combien - 1} textes attendent" in r.texte(".m-head p")
    r.voir("à trier, un texte rangé")
    r.aller(fiche)
    assert texte in r.texte(".m-fil")
    r.voir("enfant, texte repris au fil")


def _choisir_avant_de_ranger(r) -> None:
    r.aller("/reprise/a-trier/")
    premier = r.page.locator(".m-pile article").first
    texte = r.texte(premier.locator(".m-texte"))
    premier.get_by_role("combobox").select_option("")
    premier.get_by_role("button").click()
    r.page.get_by_text("Choisissez un volet de la liste.").wait_for()
    assert r.texte(r.page.locator(".m-pile article .m-texte")) == texte
    r.voir("à trier, sans volet choisi")


def _annuler_trop_tard(r) -> None:
    """The demonstration's own import, the older of the two: somebody has sorted a text since."""
    r.aller("/reprise/")
    r.voir("reprise, dépôts précédents")
    r.page.get_by_role("link", name=f"Voir le résultat de {EXEMPLE.name}").last.click()
    r.page.get_by_text("Annuler tout cet import").click()
    r.voir("reprise, annulation ouverte")
    with r.charge("annulation refusée"):
        r.bouton("Annuler l’import").click()
    assert "quelqu’un a travaillé depuis" in r.texte("body")


def test_un_import_que_personne_n_a_touche_s_annule_tout_entier(regard, service):
    regard.entrer("leila")
    resultat = importer(regard)
    assert service.compter("dossiers_dossier") > 200
    regard.page.get_by_text("Annuler tout cet import").click()
    regard.bouton("Annuler l’import").click()
    regard.page.get_by_text("L’import est annulé").wait_for()
    assert service.compter("dossiers_dossier") == 0
    assert service.compter("reprise_texterepris") == 0
    regard.aller(resultat)
    assert regard.titre == "Import annulé"
    regard.voir("reprise, annulée")
    regard.aller("/enfants/")
    assert "Aucun enfant ici pour le moment" in regard.texte()
