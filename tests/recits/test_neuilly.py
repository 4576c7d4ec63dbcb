"""Neuilly-sur-Marne, told once: from three neighbourhoods to one, and nobody left at the door by accident."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib.resources import files

import pytest

from tests.recits.gestes import NEUILLY, deposer, faits, nombres
from tests.recits.regard import Regard

pytestmark = pytest.mark.navigateur
ZONES = files("maillage.territoire").joinpath("data")
LONGTEMPS = 90_000


@pytest.mark.parametrize("service", ["neuilly"], indirect=True)
def test_la_carte_change_et_chaque_enfant_est_accompagne(regard, service):
    aujourd_hui = date.today()
    bascule, fin = aujourd_hui + timedelta(days=1), aujourd_hui + timedelta(weeks=40)
    regard.entrer("leila")
    _le_tableau_de_2015_est_repris(regard)
    _les_domiciles_sont_situes(regard)
    _une_carte(regard, "zones_inventees_avant.geojson", date(1997, 1, 1), aujourd_hui)
    _une_carte(regard, "zones_inventees_apres.geojson", bascule, None)
    _la_regle_est_le_domicile(regard)
    perdus = _la_simulation_dit_qui(regard, bascule, fin)
    regard.bouton("Décider ce scénario").click()
    regard.page.get_by_text("Aucun dossier n’a changé").wait_for()
    campagne = _la_campagne_est_faite(regard, fin, perdus)
    _la_referente_suit_les_siens(regard)
    _le_tableau_avance(regard, campagne, perdus)


def _le_tableau_de_2015_est_repris(r: Regard) -> None:
    deposer(r, str(NEUILLY))
    assert r.titre == "À quoi correspondent vos colonnes"
    r.bouton("Vérifier les lignes").click()
    r.page.get_by_role("button", name=re.compile("^Importer")).click()
    r.page.get_by_role("heading", name="Votre tableau est repris").wait_for(timeout=LONGTEMPS)
    crees, *_ = faits(r)
    assert crees > 200


def _les_domiciles_sont_situes(r: Regard) -> None:
    r.aller("/enfants/domiciles/")
    r.bouton("Chercher de nouveau").click()
    r.page.get_by_text("Dernière recherche le").wait_for(timeout=LONGTEMPS)
    situes, *_ = nombres(r.texte("section:has(#p2)").removeprefix("Où en est-on"))
    assert situes > 150
    r.voir("domiciles situés")


def _une_carte(r: Regard, fichier: str, depuis: date, jusqu_au: date | None) -> None:
    r.aller("/territoire/cartes/importer/")
    r.page.set_input_files("input[type=file]", str(ZONES.joinpath(fichier)))
    r.page.get_by_label("Quartiers propres à ce programme").check()
    r.page.get_by_label("Vaut depuis le").fill(depuis.isoformat())
    if jusqu_au:
        r.page.get_by_label("Vaut jusqu’au").fill(jusqu_au.isoformat())
    r.page.get_by_label("Source").fill("Zones inventées pour la démonstration")
    r.page.get_by_label("Date du fichier").fill(date.today().isoformat())
    r.bouton("Lire ce fichier").click()
    r.bouton("Enregistrer cette carte").click(timeout=LONGTEMPS)
    r.page.get_by_role("heading", name="La carte est enregistrée").wait_for(timeout=LONGTEMPS)


def _la_regle_est_le_domicile(r: Regard) -> None:
    r.aller("/eligibilite/regles/")
    r.bouton("Écrire les règles").click()
    r.page.get_by_label("La règle, en une phrase").fill("L’enfant habite un quartier prioritaire.")
    r.page.get_by_label("Le domicile est dans une zone de la carte en vigueur").check()
    r.bouton("Ajouter la règle").click()
    r.page.get_by_role("link", name="Voir qui serait concerné").wait_for()


def _la_simulation_dit_qui(r: Regard, bascule: date, fin: date) -> int:
    r.aller("/eligibilite/scenarios/nouveau/")
    r.page.get_by_label("Nom du scénario").fill("De trois quartiers à un")
    r.page.locator("#id_cartes_avant").get_by_label("depuis le 01/01/1997").check()
    r.page.locator("#id_cartes_apres").get_by_label(f"depuis le {bascule:%d/%m/%Y}").check()
    r.page.get_by_label("Premier jour de la nouvelle carte").fill(bascule.isoformat())
    r.page.get_by_label("Fin des sorties accompagnées").fill(fin.isoformat())
    r.bouton("Lancer le calcul").click()
    r.page.get_by_role("link", name="Voir les enfants concernés").wait_for(timeout=LONGTEMPS)
    r.voir("scénario calculé")
    case = r.page.locator(".m-figs > div", has_text="Perd l’éligibilité").or_(
        r.page.locator(".m-figs > div", has_text="Perd l'éligibilité")
    )
    (perdus,) = nombres(case.locator(".m-big").inner_text())
    assert perdus > 100
    return perdus


def _la_campagne_est_faite(r: Regard, fin: date, perdus: int) -> str:
    r.aller("/eligibilite/sorties/")
    r.voir("campagnes, aucune")
    r.aller("/eligibilite/sorties/ouvrir/")
    r.bouton("Proposer un calendrier").click()
    assert "Choisissez un scénario décidé" in r.texte()
    r.voir("campagne, refusée")
    r.page.get_by_label("Scénario décidé").select_option(label="De trois quartiers à un")
    r.page.get_by_label("Chacun est sorti le").fill(fin.isoformat())
    r.page.get_by_label("Téléphone du programme").fill("01 99 00 12 34")
    r.bouton("Proposer un calendrier").click()
    r.page.get_by_text("Calendrier proposé.").wait_for(timeout=LONGTEMPS)
    a_accompagner, faites, sans_relais = nombres(r.texte(".m-head b"))
    assert 50 < a_accompagner <= perdus
    assert (faites, sans_relais) == (0, 0)
    r.voir("campagne préparée")
    campagne = r.chemin
    _la_charge_est_repartie(r, a_accompagner)
    r.page.get_by_label("L’année scolaire va à son terme").check()
    with r.charge("campagne, année scolaire attendue"):
        r.bouton("Proposer de nouveau").click()
    r.page.get_by_label("L’année scolaire va à son terme").uncheck()
    r.bouton("Proposer de nouveau").click()
    r.page.get_by_role("link", name="Voir les enfants").click()
    assert r.page.locator("main tbody tr").count() == a_accompagner
    r.voir("enfants de la campagne")
    r.aller(campagne)
    r.bouton("Lancer la campagne").click()
    r.page.get_by_text("Campagne lancée.").wait_for()
    r.voir("campagne lancée")
    return campagne


def _la_charge_est_repartie(r: Regard, a_accompagner: int) -> None:
    """The weeks of the table and the référents of the other tell the same total; none has two weeks' worth in one."""
    par_referent = r.page.locator("section:has(#b1) tbody tr")
    lignes = [[r.texte(c) for c in ligne.locator("th, td").all()] for ligne in par_referent.all()]
    assert sum(int(ligne[3]) for ligne in lignes) == a_accompagner
    assert [ligne[0] for ligne in lignes] == sorted(ligne[0] for ligne in lignes)
    semaines = r.page.locator("section:has(#b2) tbody tr")
    assert sum(int(r.texte(s.locator("td").first)) for s in semaines.all()) == a_accompagner


def _la_referente_suit_les_siens(r: Regard) -> None:
    r.entrer("nadia")
    a_accompagner, faites, _ = nombres(r.texte("section:has(#j7) b"))
    assert a_accompagner > 0
    assert faites == 0
    r.voir("journée de la référente")
    r.page.get_by_role("link", name="Voir ces enfants").click()
    lignes = r.page.locator("main tbody tr")
    assert lignes.count() == a_accompagner
    r.voir("mes fins de parcours")
    with r.page.expect_download() as recu:
        r.page.get_by_role("link", name="Imprimer tous mes courriers").click()
    assert recu.value.path().read_bytes().startswith(b"%PDF-")
    lignes.first.get_by_role("link").click()
    r.voir("sortie d’un enfant")
    r.page.get_by_label("Proposer un relais").check()
    with r.charge("sortie, relais refusé"):
        r.bouton("Enregistrer le relais").click()
    assert "Dites vers quelle sorte de structure" in r.texte()
    r.page.get_by_label("Vers quelle sorte de structure").select_option("centre_social")
    r.page.get_by_label("Précision").fill("Centre social du quartier, le mercredi")
    r.bouton("Enregistrer le relais").click()
    r.page.get_by_text("Relais enregistré.").wait_for()
    r.page.get_by_label("Ce que dit la famille").select_option("d_accord")
    r.page.locator("section:has(#s4)").get_by_role("button", name="Enregistrer").click()
    r.page.get_by_text("Parole de la famille enregistrée.").wait_for()
    with r.page.expect_download() as recu:
        r.page.locator("section:has(#s3) a").first.click()
    assert recu.value.suggested_filename == "courriers-fin-d-accompagnement.pdf"
    _la_sortie_se_note_au_parcours(r)


def _la_sortie_se_note_au_parcours(r: Regard) -> None:
    sortie = r.chemin
    r.page.get_by_role("link", name="le volet Parcours").click()
    r.page.get_by_role("link", name="Sortie du parcours…").first.click()
    r.page.locator("[name=motif]").select_option("sortie_de_la_geographie_prioritaire")
    r.page.get_by_role("button", name="Noter ce passage").click()
    r.page.get_by_text("Sortie du parcours : c’est noté.").wait_for()
    r.aller(sortie)
    assert "Sortie faite le" in r.texte()
    r.voir("sortie faite")


def _le_tableau_avance(r: Regard, campagne: str, perdus: int) -> None:
    r.entrer("leila")
    assert "1 faite" in r.texte("section:has(#j7)")
    r.page.get_by_role("link", name="Suivre la campagne").click()
    assert r.chemin == campagne
    a_accompagner, faites, sans_relais = nombres(r.texte(".m-head b"))
    assert a_accompagner <= perdus
    assert (faites, sans_relais) == (1, 0)
    r.voir("campagne, une sortie faite")
