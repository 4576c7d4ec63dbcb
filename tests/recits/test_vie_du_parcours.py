"""The life of a parcours as a référente leads it: what is refused and why, an undo, an exit prepared, the watch, the way back."""

from __future__ import annotations

import re

import pytest

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.parametrize("service", ["repris"], indirect=True),
]


def test_un_parcours_se_suspend_s_annule_sort_se_veille_et_se_rouvre(regard) -> None:
    adresse = _un_enfant_de_nadia(regard)
    page = regard.page
    regard.aller(f"{adresse}parcours/")
    assert regard.bouton("Réexaminer en EPS").is_disabled()
    assert "n’a pas donné son accord" in regard.texte().replace("'", "’")
    regard.voir("volet parcours, passages")
    page.get_by_role("link", name="Suspendre…").click()
    regard.voir("un passage")
    page.fill("[name=precision]", "La famille déménage cet été, elle rappelle en septembre.")
    regard.bouton("Noter ce passage").click()
    assert "Parcours en cours → Parcours suspendu" in regard.texte()
    regard.bouton("Annuler : Suspendre").click()
    assert "Passage annulé" in regard.texte("body")
    regard.voir("volet parcours, un passage annulé")
    _la_sortie_se_prepare(regard, adresse)
    _la_veille_puis_le_retour(regard, adresse)


def _la_sortie_se_prepare(regard, adresse: str) -> None:
    page = regard.page
    page.get_by_role("link", name="Préparer la sortie…").click()
    regard.bouton("Noter ce passage").click()
    assert regard.chemin == f"{adresse}parcours/sortie/"
    regard.voir("sortie à préparer")
    page.get_by_text("Proposer un relais").click()
    regard.bouton("Enregistrer le relais").click()
    regard.voir("relais incomplet")
    page.select_option("[name=structure]", "centre_social")
    page.fill("[name=qui]", "Centre Louise-Michel, aide aux devoirs")
    regard.bouton("Enregistrer le relais").click()
    page.get_by_role("link", name=re.compile("^Suivre")).click()
    page.fill("[name=contact_le]", _aujourd_hui(page))
    page.select_option("[name=reponse]", "prend_la_suite")
    regard.voir("suivre un relais")
    regard.bouton("Enregistrer le relais").click()
    page.fill("[name=parole_famille]", "Il va à l’école sans peur.")
    page.fill("[name=parole_enfant]", "Je veux continuer le judo.")
    page.locator("section:has(#so3)").get_by_role("button", name="Enregistrer").click()
    regard.voir("sortie préparée")
    with page.expect_download() as recu:
        page.locator("section:has(#so5) a").first.click()
    assert recu.value.suggested_filename == "courrier-fin-de-parcours.pdf"


def _la_veille_puis_le_retour(regard, adresse: str) -> None:
    page = regard.page
    page.get_by_role("link", name="Sortie du parcours…").click()
    regard.bouton("Noter ce passage").click()
    regard.voir("sortie sans motif")
    page.select_option("[name=motif]", "relais_vers_le_droit_commun")
    regard.bouton("Noter ce passage").click()
    page.get_by_role("link", name="Garder une veille…").click()
    regard.bouton("Noter ce passage").click()
    assert "Veille à 3 mois" in regard.texte()
    page.fill("[name=texte]", "La famille dit que tout va bien.")
    regard.bouton("Noter les nouvelles").click()
    regard.voir("veille après sortie")
    page.get_by_role("link", name="Rouvrir un parcours…").click()
    regard.bouton("Noter ce passage").click()
    assert regard.chemin == f"{adresse}parcours/"
    regard.voir("parcours rouvert")


def test_la_coordination_rectifie_une_etape_que_le_tableau_disait_mal(regard) -> None:
    adresse = _un_enfant_de_nadia(regard)
    regard.entrer("leila")
    regard.aller(f"{adresse}parcours/")
    regard.page.get_by_role("link", name="Rectifier l’étape").click()
    assert "Rectifier ne remplace pas les accords de la famille" in regard.texte()
    regard.voir("rectifier")
    regard.page.select_option("[name=vers]", label="Famille contactée")
    regard.page.select_option("[name=raison]", "tableau_repris")
    regard.page.fill("[name=precision]", "La fiche papier dit : premier rendez-vous seulement.")
    regard.bouton("Rectifier").click()
    assert "Étape rectifiée" in regard.texte("body")


def _aujourd_hui(page) -> str:
    return str(page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Europe/Paris'})"))


def _un_enfant_de_nadia(regard) -> str:
    """The page of the first child whose parcours Nadia leads and runs."""
    regard.entrer("nadia")
    regard.aller("/enfants/")
    rangees = regard.page.locator("tbody tr")
    regard.page.wait_for_load_state()
    rang = rangees.filter(has_text="Parcours en cours").first
    return str(rang.locator("th a").get_attribute("href"))
