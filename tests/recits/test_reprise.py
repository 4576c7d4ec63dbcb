"""The main job, told once from end to end: the team's own tracker becomes a living programme."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import python_calamine

from tests.recits.gestes import deposer, faits, nombres
from tests.recits.regard import Regard

pytestmark = pytest.mark.navigateur


def choix(r: Regard, entete: str):
    """The choice that a column of the file becomes."""
    return r.page.get_by_label(entete, exact=True)


def test_le_premier_jour_la_coordinatrice_reprend_son_tableau(regard, service):
    regard.aller("/compte/login/")
    regard.voir("porte")
    regard.entrer("leila")
    _le_programme_est_vide(regard)
    _les_colonnes_sont_proposees_et_corrigees(regard)
    _chaque_ligne_a_son_sort(regard)
    _on_decide_d_une_paire_et_d_une_ecole(regard)
    _l_import_avance_et_rend_compte(regard, service)
    enfant = _la_liste_trouve_malgre_une_faute(regard)
    _la_page_de_l_enfant_ouvre_ce_que_la_mission_ouvre(regard, enfant)
    _une_note_et_une_etape(regard, enfant)
    _la_journee_montre_l_etape(regard)
    _le_tableur_dit_les_memes_chiffres(regard)


def _le_programme_est_vide(r: Regard) -> None:
    assert "Aucune étape n’est prévue" in r.texte()
    r.voir("journée vide")
    r.aller("/enfants/")
    assert "Aucun enfant ici pour le moment" in r.texte()
    r.voir("liste vide")
    r.aller("/chiffres/?annee=2025")
    assert "Aucun parcours sur cette année" in r.texte()
    r.voir("chiffres vides")
    r.aller("/reprise/a-trier/")
    assert "Aucun texte n’attend" in r.texte()
    r.voir("rien à trier")
    r.aller("/reprise/")
    r.voir("reprise, dépôt")
    r.bouton("Lire ce fichier").click()
    assert "Choisissez le fichier à reprendre." in r.texte()
    r.voir("reprise, dépôt sans fichier")


def _les_colonnes_sont_proposees_et_corrigees(r: Regard) -> None:
    deposer(r)
    assert r.titre == "À quoi correspondent vos colonnes"
    assert choix(r, "Nom de l’enfant").or_(choix(r, "Nom de l'enfant")).input_value() == "nom"
    assert choix(r, "Date de naissance").input_value() == "naissance"
    assert "contenu masqué pendant la reprise" in r.texte()
    r.voir("reprise, colonnes")
    quartier = choix(r, "Quartier (QPV)")
    assert quartier.input_value() == "quartier"
    quartier.select_option("ignore")
    with r.charge("reprise, vérifier"):
        r.bouton("Vérifier les lignes").click()


def _chaque_ligne_a_son_sort(r: Regard) -> None:
    assert r.titre == "Le sort de chaque ligne"
    bref = r.texte("section:has(#v1)")
    total, *parts = nombres(re.search(r"[\d ]+ cases non vides.*?laissées", bref).group())
    assert total == sum(parts)
    refus = r.page.locator("section:has(#v5) tbody tr")
    assert refus.count() == 10
    assert "L’âge serait de 110 ans" in r.texte(refus)
    r.page.get_by_text("Lignes reprises").first.click()
    lignes = r.page.locator("#lignes tbody tr")
    creees = r.page.locator("#lignes tbody tr", has_text="Crée un dossier").count()
    assert lignes.count() == creees > 270


def _on_decide_d_une_paire_et_d_une_ecole(r: Regard) -> None:
    paires = r.page.locator("#ressemblances li")
    combien = paires.count()
    r.page.get_by_role("button", name="Même enfant : Hugo Te ixeira et Hugo TEIXEIRA").click()
    r.page.wait_for_url("**#ressemblances")
    assert paires.count() == combien - 1
    r.page.locator("#etablissements > summary").click()
    ecoles = r.page.locator("#etablissements li")
    combien = ecoles.count()
    ecoles.filter(has_text="Lycée Marcel Cachin").get_by_role("button").click()
    r.page.wait_for_url("**#etablissements")
    assert ecoles.count() == combien - 1
    r.page.locator("#etablissements > summary").click()
    r.voir("reprise, vérifier, établissements ouverts")


def _l_import_avance_et_rend_compte(r: Regard, service) -> None:
    bouton = r.page.get_by_role("button", name=re.compile("Importer"))
    (annonces,) = nombres(r.texte(bouton))
    assert service.compter("dossiers_dossier") == 0
    r.page.route("**/suivi/", lambda _: None)  # the page holds still while it is looked at
    bouton.click()
    assert r.titre == "Import en cours"
    r.voir("import en cours")
    r.page.unroute("**/suivi/")
    r.page.reload()
    r.page.get_by_role("heading", name="Votre tableau est repris").wait_for(timeout=60_000)
    r.voir("reprise, résultat")
    crees, completes, inchanges, textes = faits(r)
    assert (crees, completes, inchanges) == (annonces, 0, 0)
    assert service.compter("dossiers_dossier") == crees
    compte = re.search(r"[\d ]+ cases non vides.*?laissées", r.texte()).group()
    total, *parts = nombres(compte)
    assert total == sum(parts) > 6000
    assert parts[1] == textes > 100
    assert service.depots == []


def _la_liste_trouve_malgre_une_faute(r: Regard) -> str:
    r.page.get_by_role("link", name="Voir les enfants").click()
    r.page.wait_for_url("**/enfants/")
    r.voir("liste pleine")
    resultats = r.page.locator("#resultats")
    for saisie in ("popesc", "popezcu"):
        r.page.fill("#q", saisie)
        resultats.get_by_role("link", name="Popescu Anaïs").wait_for()
        assert resultats.locator("tbody tr").count() < 12
    r.voir("liste cherchée")
    assert "popesc" not in r.page.url
    r.page.fill("#q", "zzqxw")
    resultats.get_by_text("Aucun enfant ne correspond").wait_for()
    r.voir("liste sans réponse")
    r.page.fill("#q", "")
    r.page.locator("summary", has_text="Étape").click()
    r.voir("liste, filtre ouvert")
    r.page.locator(".m-pick__card:visible").get_by_text("Sortie", exact=True).click()
    r.page.keyboard.press("Escape")
    resultats.locator(".m-badge--info").first.wait_for(state="detached")
    r.voir("liste filtrée")
    r.aller("/enfants/")
    r.page.fill("#q", "popesc")
    resultats.get_by_role("link", name="Popescu Anaïs").click()
    r.page.get_by_role("heading", name="Anaïs Popescu").wait_for()
    return r.chemin


def _la_page_de_l_enfant_ouvre_ce_que_la_mission_ouvre(r: Regard, enfant: str) -> None:
    assert "Karim Haddad" in r.texte(".m-child")
    assert "À demander" in r.texte(".m-child")
    r.voir("enfant, fil")
    onglets = r.page.locator("nav[aria-label='Volets du dossier']")
    for volet in onglets.locator("li > a").all_inner_texts()[1:]:
        onglets.get_by_role("link", name=volet, exact=True).click()
        r.page.wait_for_load_state()
        assert onglets.locator("a[aria-current=page]").inner_text() == volet
        r.voir(f"enfant, volet {volet}")
    onglets.get_by_role("link", name="Pourquoi Santé est fermé").click()
    r.page.wait_for_load_state()
    ferme = r.texte()
    assert "Ce volet ne vous est pas ouvert." in ferme
    assert "art. L. 1110-4" in ferme
    r.voir("enfant, volet fermé")
    r.aller(enfant)


def _une_note_et_une_etape(r: Regard, enfant: str) -> None:
    with r.charge("enfant, note refusée"):
        r.bouton("Enregistrer la note").click()
    assert "Écrivez au moins un mot" in r.texte()
    r.page.get_by_label("Pour le").fill("2026-01-01")
    with r.charge("enfant, étape refusée"):
        r.bouton("Prévoir cette étape").click()
    assert "Cette date est passée." in r.texte()
    r.aller(enfant)
    r.page.get_by_label("Note rapide").fill(
        "Mère rencontrée à la sortie de l’école. Elle viendra jeudi."
    )
    r.page.get_by_label("Volet", exact=True).select_option("famille")
    r.bouton("Enregistrer la note").click()
    r.page.get_by_text("Note enregistrée dans le volet").wait_for()
    assert "Elle viendra jeudi." in r.texte(".m-fil")
    r.page.get_by_label("Prochaine étape").fill("Rencontrer la famille avec le directeur")
    r.page.get_by_label("Pour le").fill("2027-12-02")
    r.bouton("Prévoir cette étape").click()
    r.page.get_by_text("Prochaine étape notée.").wait_for()
    assert "2 déc. 2027" in r.texte("section:has(#s1)")
    r.voir("enfant, fil et étape")


def _la_journee_montre_l_etape(r: Regard) -> None:
    r.aller("/")
    assert "Rencontrer la famille avec le directeur" in r.texte("section:has(#j1)")
    assert "2 déc. 2027" in r.texte("section:has(#j1)")
    r.voir("journée pleine")
    with r.charge("à trier"):
        r.page.get_by_role("link", name="Trier les textes").click()


def _le_tableur_dit_les_memes_chiffres(r: Regard) -> None:
    r.aller("/chiffres/?annee=2025")
    r.voir("chiffres")
    with r.page.expect_download() as recu:
        r.page.get_by_role("link", name="Les mêmes dans un tableur").click()
    octets = recu.value.path().read_bytes()
    classeur = python_calamine.CalamineWorkbook.from_filelike(BytesIO(octets))
    cases = [
        (str(ligne[0]).replace("'", "’"), tuple(v for v in ligne[1:] if v != ""))
        for ligne in classeur.get_sheet_by_index(0).to_python()
    ]
    lignes = r.page.locator(".m-tables tbody tr, .m-tables tfoot tr").all()
    assert len(lignes) > 20
    for ligne in lignes:
        libelle, *valeurs = [r.texte(case) for case in ligne.locator("th, td").all()]
        libelle = libelle.removesuffix(" Définition")
        lus = [tuple(map(_ecrit, v)) for nom, v in cases if nom.replace("\xa0", " ") == libelle]
        assert tuple(_ecrit(v) for v in valeurs if v) in lus, libelle


def _ecrit(valeur: object) -> str:
    """A value of the page or of the workbook, in one writing."""
    entier = isinstance(valeur, float) and valeur.is_integer()
    texte = str(int(valeur)) if isinstance(valeur, float) and entier else str(valeur)
    return re.sub(r"\s+", " ", texte).replace("'", "’").replace(".", ",")
