"""What follows the séance for one child: référent, plan, point with the school, hand-over, exit. Steps of the whole story."""

from __future__ import annotations

import re

MOTS = "Je voudrais lire une histoire à mon frère."
ACTION = "Atelier lecture du mercredi"
NOTE = "Elle parle plus volontiers en marchant. Sa mère répond le soir."
PAROLE = "Sa mère préfère le téléphone."


def aujourd_hui(page) -> str:
    return str(page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Europe/Paris'})"))


def aller_par(r, geste) -> None:
    """Click what loads a page, and wait for that page: what follows is never about the former one."""
    with r.page.expect_navigation():
        geste.click()


def envoyer(r) -> None:
    """The full button of the page."""
    aller_par(r, r.page.locator("main form .btn-primary"))


def demander_un_accord(r, fil, nature: str, institution: str = "") -> None:
    """Ask, say why the other parent was not told, note the mother's yes."""
    page = r.page
    r.aller(f"{fil['dossier']}famille/accords/demander/")
    page.select_option("[name=nature]", nature)
    if institution:
        page.get_by_text("Pour un partage d’informations").click()
        page.select_option("[name=cible]", "parcours")
        page.select_option("[name=vers]", label=institution)
        page.select_option("[name=finalite]", "preparer_l_eps")
    aller_par(r, r.bouton("Demander cet accord"))
    if not page.locator("[name=precision]").is_visible():
        page.get_by_text("Informer l’autre parent").click()
    page.select_option("select[name=adulte]", "l_autre")
    page.check("[name=donnee][value=non]")
    page.fill("[name=precision]", "Il vit au loin ; la mère l’a prévenu.")
    autre = page.locator("details:has([name=donnee])")
    aller_par(r, autre.get_by_role("button", name="Enregistrer"))
    page.locator("form:has([name=sens]) [name=adulte]").first.check()
    page.check("[name=sens][value=accord]")
    aller_par(r, r.bouton("Enregistrer la réponse"))


def le_referent(r, fil) -> None:
    """Named by the coordination; the child's dossier opens to her."""
    for autre in ("karim", "nadia"):
        r.entrer(autre)
        assert r.aller(fil["dossier"]) in {403, 404}
    r.entrer("leila")
    r.aller(fil["dossier"])
    r.page.locator("summary", has_text="Désigner un référent").click()
    r.page.select_option("[name=poste]", label="Nadia Benali")
    aller_par(r, r.bouton("Désigner"))
    r.aller(f"{fil['dossier']}parcours/")
    aller_par(r, r.bouton("Référent désigné"))
    r.entrer("nadia")
    assert r.aller(fil["dossier"]) == 200
    r.voir("dossier de la référente")
    r.aller(f"{fil['seance']}releve/")
    assert "11 autres situations de la séance ne vous concernent pas" in r.texte()
    r.voir("relevé de la référente")
    r.aller(fil["dossier"])


def le_plan(r, fil) -> None:
    """An objective and an action, which waits for the second agreement; then everything begins."""
    page = r.page
    plan = f"{fil['dossier']}plan/"
    r.aller(plan)
    aller_par(r, page.get_by_role("link", name="Écrire un objectif"))
    page.fill("[name=texte]", MOTS)
    page.select_option("[name=mots_de]", "enfant")
    page.fill("[name=presents]", "Lila, sa mère")
    page.select_option("[name=domaine]", "langage")
    envoyer(r)
    aller_par(r, page.get_by_role("link", name=f"Proposer une action : {MOTS}"))
    page.fill("[name=libelle]", ACTION)
    page.select_option("[name=nature]", "action_collective")
    page.select_option("[name=operateur]", "partenaire")
    envoyer(r)
    aller_par(r, page.get_by_role("link", name=f"La famille accepte : {ACTION}"))
    envoyer(r)
    commence = page.get_by_role("link", name=f"L’action commence : {ACTION}")
    assert commence.count() == 0
    assert "« L’action commence » attend l’accord de la famille sur le plan" in r.texte()
    _forcer_l_action(r)
    r.aller(plan)
    r.voir("plan sans le second accord")
    aller_par(r, page.get_by_role("link", name="Présenter le plan à la famille"))
    page.fill("[name=presents]", "Lila, sa mère")
    envoyer(r)
    assert page.get_by_role("link", name="La famille accepte le plan").count() == 0
    demander_un_accord(r, fil, "entree_en_parcours")
    r.aller(plan)
    for geste in ("La famille accepte le plan", "Le parcours commence"):
        aller_par(r, page.get_by_role("link", name=geste))
        envoyer(r)
    aller_par(r, commence)
    envoyer(r)
    assert "En cours" in r.texte("#objectifs")
    assert "Parcours en cours" in r.texte("body")
    r.voir("plan accepté, action en cours")


def _forcer_l_action(r) -> None:
    """The address of the next «suite», typed by hand: refused with the reason."""
    lien = r.page.get_by_role("link", name=f"Corriger : {ACTION}").get_attribute("href")
    r.aller(f"{lien}suite/en_cours/")
    envoyer(r)
    assert "accord" in r.texte(".m-errors").lower()
    r.voir("action refusée sans accord")


def l_evaluation(r, fil) -> None:
    """The point with the school is opened by the coordination, the grid is entered by the référente."""
    page = r.page
    r.entrer("leila")
    r.aller("/evaluations/ouvrir/")
    page.check("[name=rang][value='1']")
    for champ in ("depuis", "jusqu_au"):
        page.fill(f"[name={champ}]", aujourd_hui(page))
    aller_par(r, r.bouton("Ouvrir ce point"))
    r.entrer("nadia")
    r.aller("/evaluations/")
    aller_par(r, page.locator("main a.m-who").first)
    r.voir("point avec les écoles")
    aller_par(r, page.locator("main a.m-who").first)
    aller_par(r, page.get_by_role("link", name="Saisir pendant la rencontre"))
    for ligne in page.locator("section.m-grille").all():
        ligne.locator("input[value=legere_amelioration]").check()
    page.locator("#garde", has_text="Gardé à").wait_for()
    page.wait_for_load_state("networkidle")
    r.voir("grille de l'enfant")
    aller_par(r, r.bouton("Terminer cet enfant"))
    assert "Évaluation terminée" in r.texte("body")
    r.aller(f"/evaluations{fil['dossier']}")
    assert "Légère amélioration" in r.texte()
    r.voir("points avec l'école de l'enfant")
    r.aller(f"{fil['dossier']}plan/")
    ecole = page.locator("#objectifs figure", has_text="école")
    assert "Légère amélioration" in r.texte(ecole)
    r.voir("plan, regard de l'école")


def la_passation(r, fil) -> None:
    """One child goes to another référent: note, decision, the family told; the former référente reads no more."""
    page, enfant = r.page, re.compile(fil["nom"])
    r.entrer("leila")
    r.aller("/passations/ouvrir/")
    page.select_option("[name=poste]", label="Nadia Benali (Nadia Benali)")
    page.check("[name=motif][value=reequilibrage]")
    page.fill("[name=depuis]", aujourd_hui(page))
    aller_par(r, r.bouton("Voir les enfants"))
    fil["passation"] = r.chemin
    page.get_by_label(re.compile(f"Qui reprend .*{fil['nom']}")).select_option(label="Karim Haddad")
    aller_par(r, r.bouton("Enregistrer").first)
    r.voir("passation en préparation")
    r.entrer("nadia")
    r.aller(f"{fil['passation']}notes/")
    aller_par(r, page.get_by_role("link", name=enfant))
    page.fill("[name=note]", NOTE)
    envoyer(r)
    r.entrer("leila")
    r.aller(fil["passation"])
    aller_par(r, r.bouton("Décider la passation"))
    r.voir("passation décidée")
    r.entrer("karim")
    r.aller("/passations/")
    aller_par(r, page.get_by_role("link", name=re.compile("Rééquilibrage")))
    assert NOTE in r.texte()
    aller_par(r, page.get_by_role("link", name=re.compile("^Noter comment la famille")))
    page.fill("[name=famille_informee_le]", aujourd_hui(page))
    page.select_option("[name=moyen]", "telephone")
    page.fill("[name=parole]", PAROLE)
    envoyer(r)
    r.aller(f"{fil['passation']}faite/")
    assert PAROLE in r.texte()
    r.voir("passation lue par qui reprend")
    r.entrer("nadia")
    assert r.aller(fil["dossier"]) in {403, 404}


def la_sortie(r, fil) -> None:
    """Prepared with the family's word, then made, with its reason."""
    page = r.page
    r.entrer("karim")
    r.aller(f"{fil['dossier']}parcours/")
    aller_par(r, page.get_by_role("link", name="Préparer la sortie…"))
    envoyer(r)
    assert r.chemin == f"{fil['dossier']}parcours/sortie/"
    page.get_by_text("Proposer un relais").click()
    page.select_option("[name=structure]", "centre_social")
    page.fill("[name=qui]", "Centre Louise-Michel, aide aux devoirs")
    aller_par(r, r.bouton("Enregistrer le relais"))
    page.fill("[name=parole_famille]", "Elle lit le soir.")
    aller_par(r, page.locator("section:has(#so3)").get_by_role("button", name="Enregistrer"))
    r.voir("sortie préparée")
    r.aller(f"{fil['dossier']}parcours/")
    aller_par(r, page.get_by_role("link", name="Sortie du parcours…"))
    envoyer(r)
    r.voir("sortie sans motif")
    page.select_option("[name=motif]", "objectifs_atteints")
    envoyer(r)
    r.aller(f"{fil['dossier']}parcours/")
    assert "Objectifs atteints" in r.texte()
    r.voir("parcours fini")
