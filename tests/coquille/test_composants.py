"""Each component: everything written by people is escaped, and the catalogue shows them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from maillage.coquille import planche
from maillage.coquille.templatetags import maillage as etiquettes
from maillage.notions.decision import Decision, Motif, Texte

DOSSIER = Path(planche.__file__).parent / "templates" / "coquille" / "composants"
NOMS = sorted(f.stem for f in DOSSIER.glob("*.html"))
PIEGE = "<script>alert('x')</script>"
REFUS = Decision(accordee=False, motif=Motif("r", PIEGE, {PIEGE: PIEGE}), fondement=Texte(PIEGE))
ENTREE = dict.fromkeys(("quand", "auteur", "titre", "texte", "url", "mois"), PIEGE) | {
    "volet": "sante",
    "badges": [("ok", PIEGE, PIEGE, "flag")],
}
TEXTES = dict.fromkeys(
    (
        "titre", "texte", "lien_url", "lien_texte", "role", "affiches", "total", "suite", "debut",
        "fait", "unite", "reste", "suivi", "arreter", "nom", "libelle", "legende", "valeur",
        "colonne", "objet", "action", "verbe", "annuler", "phrase", "fin", "sens",
    ),
    PIEGE,
) | {
    "niveau": "bad",
    "ouvert": True,
    "actifs": 1,
    "courante": 2,
    "couloir": 1,
    "danger": False,
    "decision": REFUS,
    "entree": ENTREE,
    "etapes": [PIEGE, PIEGE],
    "noeuds": [PIEGE],
    "messages": planche.exemples()["messages_exemple"],
    "champs": [(PIEGE, PIEGE)],
    "choix": [{"valeur": PIEGE, "libelle": PIEGE, "coche": True}],
    "colonnes": [{"libelle": PIEGE, "tri": PIEGE, "url": PIEGE}, {"libelle": PIEGE}],
    "lignes": [[PIEGE, PIEGE]],
    "onglets": [
        {"libelle": PIEGE, "icone": "sun", "url": PIEGE},
        {"libelle": PIEGE, "url": PIEGE, "ferme": True},
    ],
}  # fmt: skip
PAR_ETIQUETTE = {
    "champ": lambda: etiquettes.champ(planche.FormulaireDePlanche()["appui"], PIEGE),
    "dessous_champ": lambda: etiquettes.champ(planche.FormulaireDePlanche()["appui"], PIEGE),
    "resume_erreurs": lambda: {
        "nombre": 1,
        "generales": [PIEGE],
        "lignes": [TEXTES | {"cible": "x"}],
    },
    "fil": lambda: etiquettes.fil(("sante",), [ENTREE]),
}


@pytest.mark.parametrize("nom", NOMS)
def test_un_composant_echappe_ce_qu_on_lui_donne(nom):
    contexte = PAR_ETIQUETTE[nom]() if nom in PAR_ETIQUETTE else TEXTES
    html = render_to_string(f"coquille/composants/{nom}.html", contexte)
    assert html.strip()
    assert "<script" not in html


@pytest.mark.parametrize("nom", NOMS)
def test_un_composant_dit_ses_parametres_en_tete(nom):
    source = (DOSSIER / f"{nom}.html").read_text("utf-8")
    assert re.match(r"(\{% load [a-z ]+ %\})?\{# [A-Z«].{20,} #\}\n", source)


def test_la_planche_montre_chaque_composant():
    gabarits = DOSSIER.parent
    planche_html = (gabarits / "planche.html").read_text("utf-8")
    par_etiquette = {"pourquoi", "champ", "resume_erreurs", "fil"}
    dans_un_autre = {"dessous_champ": "champ"}
    oublies = [
        nom
        for nom in NOMS
        if f"composants/{nom}.html" not in planche_html
        and not (nom in par_etiquette and f"{{% {nom} " in planche_html)
        and nom not in dans_un_autre
    ]
    assert oublies == []
    for nom, hote in dans_un_autre.items():
        assert f"{nom}.html" in (DOSSIER / f"{hote}.html").read_text("utf-8")


def test_le_contrat_des_composants_est_ecrit():
    contrat = (Path(__file__).parents[2] / "docs" / "coquille.md").read_text("utf-8")
    ecrits = set(re.findall(r"`(?:\{% )?([a-z_]+)", contrat))
    assert set(NOMS) - ecrits - {"dessous_champ"} == set()
    for balise in etiquettes.register.tags:
        assert f"{{% {balise} " in contrat, balise
    for filtre in set(etiquettes.register.filters) - {"apparier", "niveau", "icone_niveau"}:
        assert f"|{filtre}" in contrat, filtre


def test_un_chiffre_masque_ne_montre_jamais_sa_valeur():
    html = render_to_string(
        "coquille/composants/chiffre.html",
        {"valeur": "4", "libelle": "enfants", "decision": planche.CASE_MASQUEE},
    )
    assert "masqué" in html
    assert ">4<" not in html


def test_un_volet_ferme_n_a_ni_nombre_ni_date():
    html = render_to_string(
        "coquille/composants/onglets.html",
        {
            "nom": "Volets",
            "onglets": [{"libelle": "Santé", "url": "/p", "ferme": True, "compte": 7}],
        },
    )
    assert "7" not in html
    assert 'aria-label="Pourquoi Santé est fermé"' in html


def test_une_entree_d_un_volet_ferme_ne_peut_pas_entrer_dans_le_fil():
    with pytest.raises(KeyError):
        etiquettes.fil(("parcours",), [ENTREE])


def test_le_fil_place_chaque_entree_sur_le_couloir_de_son_volet():
    contexte = etiquettes.fil(("parcours", "scolarite", "famille"), planche.ENTREES)
    assert re.findall(r"m-ev__knot l(\d)", contexte["corps"]) == ["2", "1", "3"]
    mois = re.findall(r"m-ev--month\">([^<]+)<", contexte["corps"])
    assert mois == ["Novembre 2026", "Octobre 2026"]
    assert contexte["largeur"] == 4


@pytest.mark.parametrize("champ", ["quand", "auteur", "titre", "texte", "url", "mois"])
def test_une_entree_du_fil_echappe_ce_qu_on_lui_donne(champ):
    entree = {"volet": "sante", "titre": "Note", champ: '"><script>x</script>'}
    html = etiquettes.fil((entree["volet"],), [entree])["corps"]
    assert "<script" not in html
    assert "&lt;script" in html


def test_une_ligne_de_tableau_trop_courte_est_refusee():
    with pytest.raises(ValueError, match="zip"):
        etiquettes.apparier([1, 2], [1])


def test_un_travail_fini_ne_se_redemande_plus():
    contexte = {
        "titre": "Reprise",
        "fait": 9,
        "total": 9,
        "unite": "lignes",
        "suivi": "",
        "reste": "",
    }
    html = render_to_string("coquille/composants/progression.html", contexte)
    assert "hx-get" not in html
    assert "Vous pouvez quitter" not in html
