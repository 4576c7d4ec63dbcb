"""The journal as it is lived: a note from home in four gestes at most, a file, a correction, a synthesis, the load of the team."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.parametrize("service", ["repris"], indirect=True),
]
GESTES_PERMIS = 4
MOTS = "Appel de la maman : le rendez-vous à l’école est confirmé pour jeudi."


def _photo() -> bytes:
    sortie = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(sortie, "JPEG")
    return sortie.getvalue()


PIECE = {"name": "bail de M.jpg", "mimeType": "image/jpeg", "buffer": _photo()}


class Gestes:
    """Every interaction of a person is one: a click, a key, a text typed or dictated in a field."""

    def __init__(self, page) -> None:
        self.page, self.faits = page, []

    def ecrire(self, champ, texte: str) -> None:
        self.faits.append(f"écrire dans {champ}")
        champ.press_sequentially(texte) if len(texte) < 10 else champ.fill(texte)

    def cliquer(self, quoi) -> None:
        self.faits.append(f"cliquer sur {quoi}")
        quoi.click()

    def touche(self, nom: str) -> None:
        self.faits.append(f"touche {nom}")
        self.page.keyboard.press(nom)


def photographier(regard, nom: str) -> None:
    """Keep the page wide and narrow when somebody wants to look at it (variable CAPTURES)."""
    if dossier := os.environ.get("CAPTURES"):
        for largeur in (1280, 360):
            regard.page.set_viewport_size({"width": largeur, "height": 800})
            regard.page.screenshot(
                path=Path(dossier) / f"{nom}-{largeur}.png", full_page=True, caret="initial"
            )
        regard.page.set_viewport_size({"width": 1280, "height": 800})


def un_enfant(regard, qui: str = "Nadia Benali") -> tuple[str, str]:
    regard.aller("/enfants/")
    ligne = regard.page.locator("#resultats tbody tr", has_text=qui).first
    lien = ligne.get_by_role("link").first
    return lien.inner_text(), lien.get_attribute("href")


def test_une_note_s_ecrit_en_quatre_gestes_depuis_l_accueil(regard) -> None:
    regard.entrer("nadia")
    enfant, adresse = un_enfant(regard)
    regard.aller("/")
    regard.voir("ma journée avec sa note rapide")
    photographier(regard, "ma-journee")
    page, gestes = regard.page, Gestes(regard.page)
    gestes.ecrire(page.get_by_label("Enfant", exact=True), enfant.split()[-1][:4])
    proposition = page.locator(f"#proposes input[value='{adresse.split('/')[2]}']")
    proposition.wait_for()
    regard.voir("des enfants sont proposés")
    gestes.cliquer(proposition)
    gestes.ecrire(page.locator("#note textarea"), MOTS)
    photographier(regard, "note-rapide")
    gestes.cliquer(regard.bouton("Enregistrer la note"))
    page.get_by_text("Note enregistrée dans le volet").wait_for()
    assert len(gestes.faits) <= GESTES_PERMIS, gestes.faits
    assert regard.chemin == "/"
    regard.aller(adresse)
    assert MOTS in regard.texte("#fil")


def test_au_clavier_la_recherche_mene_a_l_enfant_puis_n_a_la_note(regard) -> None:
    regard.entrer("nadia")
    enfant, adresse = un_enfant(regard)
    regard.aller("/")
    page, gestes = regard.page, Gestes(regard.page)
    gestes.touche("/")
    page.keyboard.type(enfant)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{adresse}")
    gestes.touche("n")
    gestes.ecrire(page.locator(":focus"), MOTS)
    gestes.touche("Control+Enter")
    page.get_by_text("Note enregistrée dans le volet").wait_for()
    assert len(gestes.faits) <= GESTES_PERMIS, gestes.faits
    assert MOTS in regard.texte("#fil")


def test_une_note_avec_sa_suite_et_sa_piece_se_corrige_et_se_filtre(regard) -> None:
    regard.entrer("nadia")
    _, adresse = un_enfant(regard)
    regard.aller(adresse)
    page = regard.page
    _ecrire(regard)
    regard.aller("/")
    assert "Porter le formulaire" in regard.texte()
    regard.voir("ma journée avec une étape")
    photographier(regard, "ma-journee-pleine")
    regard.aller(adresse)
    with page.expect_download() as recu:
        page.get_by_role("link", name="Attestation de domicile").click()
    assert recu.value.suggested_filename.startswith("piece-")
    page.get_by_role("link", name="Corriger : Visite à domicile").first.click()
    regard.voir("correction")
    photographier(regard, "correction")
    page.fill("[name=texte]", "Visite faite, la famille a un bail.")
    regard.bouton("Enregistrer la correction").click()
    assert "Corrigée" in regard.texte("#fil")
    page.get_by_text("Texte avant correction").first.click()
    regard.voir("fil avec une correction et une pièce")
    photographier(regard, "fil-corrige")
    _filtrer(regard)


def _ecrire(regard) -> None:
    page = regard.page
    page.get_by_text("Partir d’un modèle").click()
    regard.bouton("Visite à domicile").click()
    assert "Ce qui va bien" in page.input_value("#note textarea")
    assert page.input_value("#note [name=nature]") == "visite_a_domicile"
    page.get_by_text("Prochaine étape, pièces jointes").click()
    regard.voir("note dépliée")
    photographier(regard, "note-depliee")
    page.fill("[name=suite]", "Porter le formulaire à l’école")
    page.set_input_files("[name=pieces]", PIECE)
    page.fill("[name=montre]", "Attestation de domicile")
    regard.bouton("Enregistrer la note").click()
    assert "Choisissez une date" in regard.texte()
    regard.voir("note refusée")
    page.fill("[name=suite_le]", page.input_value("#note [name=le]"))
    page.set_input_files("[name=pieces]", PIECE)
    regard.bouton("Enregistrer la note").click()
    assert "Prochaine étape prévue." in regard.texte("body")
    assert "bail" not in regard.texte("body")


def _filtrer(regard) -> None:
    page = regard.page
    page.get_by_text("Période, pièces").click()
    page.get_by_label("Avec pièces jointes").check()
    page.locator(".m-pick[open]").get_by_role("button", name="Appliquer").click()
    page.get_by_text("1 sur").wait_for()
    assert "Visite faite" in regard.texte("#fil")
    regard.voir("fil filtré")
    photographier(regard, "fil-filtre")


def test_la_synthese_les_modeles_et_la_charge(regard) -> None:
    regard.entrer("leila")
    regard.voir("ma journée de la coordination")
    photographier(regard, "ma-journee-coordination")
    _, adresse = un_enfant(regard, "Nadia Benali")
    regard.aller(f"{adresse}synthese/")
    regard.voir("aucune synthèse")
    regard.page.fill("[name=texte]", "Lit seul depuis mai. Bilan avec l’école en juin.")
    regard.bouton("Épingler cette synthèse").click()
    assert "Lit seul depuis mai" in regard.texte()
    regard.voir("synthèse épinglée")
    photographier(regard, "synthese-epinglee")
    regard.aller("/enfants/modeles/")
    regard.page.fill("[name=libelle]", "Bilan de trimestre")
    regard.page.fill("[name=texte]", "Ce qui a changé : ")
    regard.bouton("Ajouter ce modèle").click()
    assert "Bilan de trimestre" in regard.texte()
    regard.voir("modèles")
    photographier(regard, "modeles")
    regard.aller("/enfants/charge/")
    regard.page.get_by_text("Charge habituelle de chaque poste").click()
    regard.voir("charge")
    champs = regard.page.locator(".m-nombres input")
    champs.first.fill("40")
    regard.bouton("Enregistrer les charges").click()
    assert "à préciser" in regard.texte() or champs.count() == 1
    photographier(regard, "charge")
