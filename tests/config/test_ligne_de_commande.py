"""The command line: what it says, what it writes, and its exit codes."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.comptes import queries
from maillage.comptes.models import Utilisateur
from maillage.comptes.rules import Mission
from maillage.config import commandes, ouverture
from maillage.config.ligne_de_commande import analyseur
from maillage.dossiers.models import Dossier
from maillage.notions.erreurs import ErreurMetier
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES
from tests.reprise.tableaux import LINA, MALO, tableau

pytestmark = BASES
RACINE = Path(__file__).parents[2]


@pytest.fixture
def fichier(tmp_path, settings) -> Path:
    settings.DEPOTS = tmp_path / "depots"
    chemin = tmp_path / "suivi.csv"
    chemin.write_bytes(tableau(LINA, MALO))
    return chemin


def options(*mots: str) -> argparse.Namespace:
    return analyseur().parse_args(mots)


def test_une_lecture_a_blanc_ecrit_le_rapport_et_rien_d_autre(monde, fichier, capsys):
    avant, rapport = Dossier.objects.count(), fichier.parent / "r.json"
    demande = options(
        "reprise", str(fichier), "--programme", "inconnu", "--dry-run", "--json", str(rapport)
    )
    assert commandes.reprise(demande, essai=False) == 0
    assert Dossier.objects.count() == avant
    lu = json.loads(rapport.read_text())
    assert {
        "enfants",
        "refus",
        "doublons_a_confirmer",
        "textes",
        "avertissements",
        "comptes",
        "cellules",
    } == set(lu)
    assert [e["lignes"] for e in lu["enfants"]] == [["csv!2"], ["csv!3"]]
    assert "Rien n'a été écrit" in capsys.readouterr().out


def test_un_import_en_ligne_de_commande_cree_les_dossiers_et_efface_le_depot(
    monde, fichier, settings
):
    avant = Dossier.objects.count()
    demande = options("reprise", str(fichier), "--programme", monde.programme.code)
    assert commandes.reprise(demande, essai=False) == 0
    assert Dossier.objects.count() == avant + 2
    assert list(settings.DEPOTS.iterdir()) == []


def test_un_import_demande_un_programme_qui_existe(monde, fichier):
    with pytest.raises(ErreurMetier, match="Aucun programme"):
        commandes.reprise(options("reprise", str(fichier), "--programme", "zz"), essai=False)


def test_sans_installation_seul_l_essai_a_blanc_est_possible(monde, fichier):
    with pytest.raises(ErreurMetier, match="Aucune installation"):
        commandes.reprise(options("reprise", str(fichier), "--programme", "zz"), essai=True)


def test_un_fichier_sans_tableau_d_enfants_est_refuse_et_ses_cases_comptees(monde, tmp_path):
    chemin, rapport = tmp_path / "x.csv", tmp_path / "r.json"
    chemin.write_text("Produit;Prix\nCrayons;3\n")
    demande = options(
        "reprise", str(chemin), "--programme", "x", "--dry-run", "--json", str(rapport)
    )
    with pytest.raises(ErreurMetier, match="Aucun tableau"):
        commandes.reprise(demande, essai=False)
    assert json.loads(rapport.read_text())["cellules"]["ignorees"] == 4


def test_un_fichier_absent_est_dit_clairement(monde, tmp_path):
    demande = options("reprise", str(tmp_path / "rien.xlsx"), "--programme", "x", "--dry-run")
    with pytest.raises(ErreurMetier, match="n'existe pas"):
        commandes.reprise(demande, essai=False)


def test_un_compte_ouvert_a_une_fin_une_mission_et_un_mot_de_passe_montre_une_fois(monde, capsys):
    demande = options(
        "compte", "neuf@ville.example", "Neuf Venu", "--programme", monde.programme.code,
        "--mission", "reference_de_parcours",
    )  # fmt: skip
    assert ouverture.ouvrir_compte(demande) == 0
    compte = Utilisateur.objects.get(email="neuf@ville.example")
    assert compte.jusqu_au is not None
    acteur = queries.acteur(compte.id, au=monde.aujourd_hui)
    assert acteur.missions == {Mission.REFERENCE}
    assert len(acteur.postes) == 1
    passe = capsys.readouterr().out.split("en main propre : ")[1].split()[0]
    assert compte.check_password(passe)


@pytest.mark.parametrize("mission", ["inconnue", "super_admin"])
def test_une_mission_inconnue_n_ouvre_rien(monde, mission):
    demande = options(
        "compte", "x@y.example", "X", "--programme", monde.programme.code, "--mission", mission
    )
    with pytest.raises(ErreurMetier, match="mission"):
        ouverture.ouvrir_compte(demande)
    assert not Utilisateur.objects.filter(email="x@y.example").exists()


def test_une_commande_mal_ecrite_sort_avec_le_code_2():
    rendu = subprocess.run(
        [sys.executable, "-m", "maillage", "reprise"],
        cwd=RACINE, env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert rendu.returncode == 2
    assert "FICHIER" in rendu.stderr


def test_un_nouveau_mot_de_passe_remplace_l_ancien_et_s_ecrit_une_fois(monde, capsys):
    compte = monde.personnes["amina"]
    assert ouverture.renouveler_le_passe(options("passe", compte.email)) == 0
    passe = capsys.readouterr().out.split("en main propre : ")[1].split()[0]
    compte.refresh_from_db()
    assert compte.check_password(passe)
    with pytest.raises(ErreurMetier, match="Aucun compte"):
        ouverture.renouveler_le_passe(options("passe", "rien@nulle.example"))


def test_une_coordinatrice_seule_est_servie_par_la_ligne_de_commande_et_le_journal_le_garde(
    monde, capsys
):
    amina = monde.personnes["amina"]
    programme = monde.programme
    demande = options(
        "mission", amina.email, "--programme", programme.code, "--mission", "coordination"
    )
    assert ouverture.confier_une_mission(demande) == 0
    assert Mission.COORDINATION in queries.acteur(amina.pk, au=monde.aujourd_hui).missions
    trace = Evenement.objects.get(contenu__regle="ligne_de_commande")
    assert (trace.chaine, trace.acteur_id) == (programme.pk, None)
    assert str(amina.pk) in trace.contenu["objet"]
    assert "Le journal du programme en garde la trace." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"email": "inconnue@exemple.test"}, "Aucun compte"),
        ({"mission": "cheffe"}, "n'est pas une mission"),
        ({"fin": "2099-01-01"}, "fin de l'année scolaire prochaine"),
        ({"fin": "demain"}, "n'est pas une date"),
    ],
)
def test_une_mission_mal_demandee_est_refusee_sans_rien_ecrire(monde, champs, phrase):
    amina = monde.personnes["amina"]
    mots = ["mission", champs.get("email", amina.email), "--programme", monde.programme.code]
    mots += ["--mission", champs.get("mission", "coordination")]
    mots += ["--jusqu-au", champs["fin"]] if "fin" in champs else []
    with pytest.raises(ErreurMetier, match=phrase):
        ouverture.confier_une_mission(options(*mots))
    assert queries.acteur(amina.pk, au=monde.aujourd_hui).missions == {Mission.REFERENCE}
    assert not Evenement.objects.exists()
