"""One child, from the first worry to the exit, through every room: each person at her own screen, each page looked at."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from tests.recits.accompagnement import (
    aller_par,
    aujourd_hui,
    demander_un_accord,
    l_evaluation,
    la_passation,
    la_sortie,
    le_plan,
    le_referent,
)
from tests.recits.portes import ENFANTS, MEMBRES, invites

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.parametrize("service", ["eps"], indirect=True),
]
PRENOM, NOM = "Lila", "Mornasse"
ENFANT = f"{PRENOM} {NOM}"
SES_INVITES = ("Anna Rossi", "Ana Costa")
SITUATIONS = (*ENFANTS, (PRENOM, NOM))
TACHE = "Appeler la médiathèque pour le mercredi"


def test_une_enfant_de_la_premiere_inquietude_a_la_sortie(regard) -> None:
    fil: dict[str, str] = {}
    for pas in PAS.values():
        pas(regard, fil)


def _la_saisine(r, fil) -> None:
    """Typed by the coordination, refused without what goes well, received, made a dossier."""
    r.entrer("leila")
    r.aller("/sollicitations/")
    aller_par(r, r.page.get_by_role("link", name="Saisir une demande"))
    dits = {
        "prenom": PRENOM, "nom": NOM, "naissance": "14/05/2016",
        "etablissement": "École Jules-Vallès", "difficultes": "Six absences depuis la rentrée.",
        "deja_tente": "Deux rendez-vous avec sa mère.", "adulte": "Mme Mornasse", "lien": "mère",
        "telephone": "06 39 98 00 12", "demandeur": "Mme Roy", "fonction": "directrice",
    }  # fmt: skip
    for champ, texte in dits.items():
        r.page.fill(f"[name={champ}]", texte)
    r.page.check("[name=motifs][value=absenteisme]")
    r.page.select_option("[name=motif_principal]", "absenteisme")
    r.page.select_option("[name=origine]", "ecole_elementaire")
    r.page.check("[name=informee][value=oui]")
    aller_par(r, r.bouton("Envoyer la demande"))
    assert "Cochez au moins un point d’appui" in r.texte()
    r.voir("saisine sans point d'appui")
    r.page.check("[name=points_d_appui][value=gout]")
    r.page.fill("[name=appuis]", "Dessine, et raconte ce qu’elle dessine.")
    aller_par(r, r.bouton("Envoyer la demande"))
    assert "envoyée" in r.texte("body")
    r.voir("reçu de la saisine")
    r.aller("/sollicitations/")
    aller_par(r, r.page.get_by_role("link", name=ENFANT))
    r.voir("saisine à recevoir")
    aller_par(r, r.bouton("Créer un dossier"))
    aller_par(r, r.page.get_by_role("link", name="Ouvrir le dossier de l’enfant"))
    fil |= {"dossier": r.chemin, "nom": NOM}
    assert r.titre == ENFANT
    r.voir("dossier ouvert")


def _le_premier_accord(r, fil) -> None:
    """The family is contacted; without its agreement nothing is presented; then it says yes."""
    r.entrer("leila")
    r.aller(f"{fil['dossier']}parcours/")
    aller_par(r, r.bouton("Famille contactée"))
    r.aller(f"{fil['dossier']}parcours/")
    assert r.bouton("La famille accepte la présentation").is_disabled()
    r.aller(f"{fil['dossier']}famille/")
    aller_par(r, r.page.get_by_role("link", name="Vérifier ou protéger : Mme Mornasse"))
    r.page.select_option("[name=exercice]", "conjoint")
    aller_par(r, r.bouton("Noter").first)
    for nature, institution in (
        ("presentation_en_eps", ""),
        ("partage", "École du Parc"),
        ("partage", "Association Lire ensemble"),
    ):
        demander_un_accord(r, fil, nature, institution)
    r.aller(f"{fil['dossier']}famille/")
    r.voir("volet famille, accords donnés")
    r.aller(f"{fil['dossier']}parcours/")
    aller_par(r, r.bouton("La famille accepte la présentation"))
    r.aller(f"{fil['dossier']}parcours/")
    r.voir("accord pour la présentation")


def _l_ordre_du_jour(r, fil) -> None:
    """Put after the eleven others, extract written for two members, read again, accesses opened."""
    page = r.page
    r.entrer("leila")
    r.aller("/eps/")
    aller_par(r, page.locator("a[href^='/eps/']", has_text=re.compile(", 14")).first)
    fil["seance"] = r.chemin
    aller_par(r, r.bouton(f"Inscrire {ENFANT}"))
    r.voir("séance de douze situations")
    assert page.locator("ol[aria-label='Ordre du jour'] > li").count() == len(SITUATIONS) == 12
    aller_par(r, page.get_by_role("link", name=_titre(PRENOM, NOM)))
    aller_par(r, r.bouton("Enregistrer la préparation"))
    r.voir("extrait incomplet")
    page.fill("[name=appuis]", "Dessine, et raconte ce qu’elle dessine.")
    page.fill("[name=difficultes]", "Six absences depuis la rentrée.")
    page.fill("[name=question]", "Qui peut venir la chercher le lundi ?")
    page.fill("[name=famille_informee_le]", aujourd_hui(page))
    for membre in SES_INVITES:
        page.get_by_label(membre).select_option("extrait")
    aller_par(r, r.bouton("Enregistrer la préparation"))
    r.voir("extrait à relire")
    aller_par(r, r.bouton("J’ai relu ce que chacun verra"))
    assert "Prête" in r.texte()
    r.aller(fil["seance"])
    aller_par(r, r.bouton("Ouvrir les accès"))
    assert f"{2 * len(SITUATIONS)} accès ouverts" in r.texte("body")
    r.voir("accès ouverts")


def _chacun_ne_voit_que_les_siennes(r, fil) -> None:
    """Six people of four institutions: their own situations, and no other name on any page of theirs."""
    for rang, (cle, nom, *_) in enumerate(MEMBRES):
        r.entrer(cle)
        if cle == "bruno":
            r.aller(fil["seance"])
            assert r.chemin == "/charte/"
            r.page.check("[name=lu]")
            aller_par(r, r.bouton("Signer la charte"))
        r.aller(fil["seance"])
        lus, tus = _siens(rang, nom)
        assert len(lus) == 4
        assert _dits(r.page.content(), lus) == lus
        _rien_des_autres(r, fil, tus)
        r.aller(fil["seance"])
        r.voir(f"les situations de {nom}")


def _rien_des_autres(r, fil, tus: list[str]) -> None:
    demander = r.page.context.request
    for adresse in (fil["seance"], "/", "/eps/", "/extraits/"):
        corps = demander.get(r.service.url + adresse).text()
        assert _dits(corps, tus) == [], adresse
    for fermee in (f"{fil['seance']}releve/", f"{fil['seance']}ecran/1/", fil["dossier"]):
        assert demander.get(r.service.url + fermee).status in {403, 404}, fermee


def _titre(prenom: str, nom: str) -> str:
    """How a situation is called in a séance."""
    return f"{prenom} {nom[:1]}."


def _dits(texte: str, enfants: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The children that this text names, by the title of their situation or by their family name."""
    lu = re.sub(r"\s+", " ", texte.replace("&nbsp;", " "))
    return [e for e in enfants if _titre(*e) in lu or e[1] in lu]


def _siens(rang: int, membre: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Children of whom this member reads something, and those whom she must find nowhere."""
    lus = [e for n, e in enumerate(ENFANTS) if rang in invites(n)]
    lus += [(PRENOM, NOM)] if membre in SES_INVITES else []
    return lus, [e for e in SITUATIONS if e not in lus]


def _la_seance(r, fil) -> None:
    """One situation at a time, the names of the others nowhere; a task with its owner; the relevé."""
    page = r.page
    r.entrer("leila")
    r.aller(fil["seance"])
    aller_par(r, r.bouton("Commencer la séance"))
    for n, enfant in enumerate(SITUATIONS):
        assert _dits(page.content(), list(SITUATIONS)) == [enfant]
        if enfant == (PRENOM, NOM):
            _une_tache(r)
        if n == 0:
            r.voir("mode séance")
        page.check("[name=decisions][value=ouverture_d_un_parcours]")
        page.fill("[name=precision]", f"Décision {n + 1}.")
        aller_par(r, page.locator("button[value=decider]"))
    r.voir("dernière situation décidée")
    page.get_by_text("Noter les présences").click()
    page.get_by_label("Ivan Petit").select_option(label="Absent")
    aller_par(r, r.bouton("Enregistrer les présences"))
    page.locator("summary", has_text="Clore la séance").click()
    aller_par(r, r.bouton("Clore la séance"))
    assert r.chemin == f"{fil['seance']}releve/"
    assert TACHE in r.texte()
    r.voir("relevé de décisions")


def _une_tache(r) -> None:
    page = r.page
    page.fill("[name=libelle]", TACHE)
    page.select_option("[name=poste]", label="Ana Costa")
    page.fill("[name=echeance]", aujourd_hui(page))
    aller_par(r, r.bouton("Ajouter la tâche"))
    r.voir("mode séance, une tâche")


def _la_part_de_chacun(r, fil) -> None:
    """After the séance: her own decisions, on the page and in the PDF."""
    for rang, (cle, nom, *_) in enumerate(MEMBRES):
        r.entrer(cle)
        r.aller(fil["seance"])
        lus, tus = _siens(rang, nom)
        reponse = r.page.context.request.get(f"{r.service.url}{fil['seance']}part/pdf/")
        for dit in (r.page.content(), _texte_du_pdf(reponse.body())):
            assert _dits(dit, list(SITUATIONS)) == lus, nom
        _rien_des_autres(r, fil, tus)
    r.voir("la part d'un membre")


def _texte_du_pdf(octets: bytes) -> str:
    """Words and metadata."""
    lu = PdfReader(io.BytesIO(octets))
    return "\n".join([*(p.extract_text() for p in lu.pages), str(lu.metadata)])


PAS = {
    "saisine": _la_saisine, "accord": _le_premier_accord, "ordre": _l_ordre_du_jour,
    "membres": _chacun_ne_voit_que_les_siennes, "seance": _la_seance, "parts": _la_part_de_chacun,
    "referent": le_referent, "plan": le_plan, "evaluation": l_evaluation,
    "passation": la_passation, "sortie": la_sortie,
}  # fmt: skip
