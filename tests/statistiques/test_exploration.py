"""A question of the team: it adds up, it says its filters, it stays inside the cercle."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from maillage.statistiques.cases import Case
from maillage.statistiques.graphique import LIGNES_AU_PLUS, dessiner, dire
from maillage.statistiques.rules.axes import axe, axes_fixes
from maillage.statistiques.rules.exploration import CROISABLES, Exploration, repondre
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.mesures import valeurs
from maillage.statistiques.rules.suivis import EnfantCompte, Lieux
from maillage.statistiques.rules.valeurs import Mesure, Valeur
from maillage.tracabilite.models import Evenement
from tests.acces.table import PERSONNES
from tests.factories.dossiers import enfant_suivi_par
from tests.factories.monde import BASES, Monde
from tests.statistiques.test_comptage import ANNEE, d, enfant, parcours, programmes

Connexion = Callable[[str], Client]
AXES = axes_fixes()
NOMS = [a.nom for a in AXES]
AT = date(2026, 6, 30)


def demander(faits: FaitsDeLAnnee, question: Exploration, axes=AXES):
    return repondre(question, faits, axes, [o for _, o in faits.suivis])


@settings(max_examples=60)
@given(
    enfants=programmes, lignes=st.sampled_from(NOMS), colonnes=st.sampled_from(["", *NOMS]),
    indicateur=st.sampled_from(CROISABLES), sexes=st.sets(st.sampled_from(["fille", "garcon"])),
)  # fmt: skip
def test_lignes_et_colonnes_se_somment_quel_que_soit_le_croisement(
    enfants, lignes, colonnes, indicateur, sexes
) -> None:
    faits = FaitsDeLAnnee(ANNEE, ANNEE.fin, tuple(enfants))
    question = Exploration(indicateur, lignes, colonnes, {"sexe": tuple(sorted(sexes))})
    r = demander(faits, question)
    tout = r.ensemble.numerateur
    assert sum(x.ensemble.numerateur or 0 for x in r.lignes) == tout
    for x in r.lignes:
        if colonnes:
            assert sum(v.numerateur or 0 for v in x.cases if v) == x.ensemble.numerateur
    if colonnes:
        assert sum(v.numerateur or 0 for v in r.bas) == tout
    gardes = faits.restreints(lambda o: not sexes or o.codes["sexe"] in sexes)
    assert r.ensemble == valeurs(indicateur, gardes)
    assert r.enfants == len(gardes.suivis)


def test_une_case_de_duree_est_la_mediane_du_groupe_et_non_une_moyenne_de_medianes() -> None:
    faits = FaitsDeLAnnee(ANNEE, AT, tuple(
        enfant(parcours(entree, "2026-01-01"), sexe=sexe)
        for entree, sexe in (("2025-11-01", "fille"), ("2025-10-01", "fille"), ("2024-01-01", "garcon"))
    ))  # fmt: skip
    r = demander(faits, Exploration("duree_des_clos", "sexe"))
    assert [dire(x.ensemble) for x in r.lignes] == ["2,5 mois (2)", "24 mois (1)"]
    assert dire(r.ensemble) == "3 mois (3)"


def test_le_graphique_dit_ce_que_dit_le_tableau_et_se_tait_quand_il_serait_illisible() -> None:
    faits = FaitsDeLAnnee(ANNEE, AT, tuple(
        enfant(parcours(), ne=f"{annee}-01-01", sexe=sexe)
        for annee, sexe in ((2017, "fille"), (2017, "garcon"), (2017, "garcon"), (2012, None))
    ))  # fmt: skip
    g = dessiner(demander(faits, Exploration("enfants_suivis", "age", "sexe")), "Titre", "")
    assert g is not None
    assert [(r.libelle, r.total) for r in g.rangs] == [("6-10 ans", "3"), ("11-16 ans", "1")]
    assert [c for _, c in g.cles] == ["Filles", "Garçons", "Sexe inconnu"]
    assert "« 6-10 ans » (3)" in g.resume
    vide = demander(faits, Exploration("enfants_suivis", "age", filtres={"sexe": ("autre",)}))
    assert dessiner(vide, "", "") is None
    zones = axe("quartier", "Quartier", {f"Q{n}": f"Q{n}" for n in range(LIGNES_AU_PLUS + 1)})
    partout = FaitsDeLAnnee(ANNEE, AT, tuple(
        EnfantCompte(None, None, (parcours(),), lieux=Lieux(quartier=code)) for code in zones.codes[:-1]
    ))  # fmt: skip
    large = demander(partout, Exploration("enfants_suivis", "quartier"), (*AXES, zones))
    assert (len(large.lignes), dessiner(large, "", "")) == (LIGNES_AU_PLUS + 1, None)


def test_un_croisement_large_reste_rapide() -> None:
    """2,000 children, 60 schools by 21 reasons: well under the time of reading them."""
    hasard = random.Random(6)  # noqa: S311 - a drawn programme, no secret
    ecoles = axe("etablissement", "École", {f"E{n}": f"E{n}" for n in range(60)})
    motifs = next(a for a in AXES if a.nom == "motif").codes
    enfants = []
    for _ in range(2000):
        p = parcours(f"2025-{hasard.randint(9, 12):02d}-10", examens=("2025-10-01",))
        p = replace(p, motif=hasard.choice(motifs))
        lieux = Lieux(etablissement=hasard.choice(ecoles.codes))
        enfants.append(EnfantCompte(d("2016"), "fille", (p,), lieux=lieux))
    faits = FaitsDeLAnnee(ANNEE, AT, tuple(enfants))
    assert len(faits.suivis) == 2000
    debut = time.perf_counter()
    r = demander(faits, Exploration("individualises", "etablissement", "motif"), (*AXES, ecoles))
    assert time.perf_counter() - debut < 3
    assert sum(x.ensemble.denominateur or 0 for x in r.lignes) == 2000


UN_MOIS = Mesure.de("mois", [7.0])
PETITES = (
    Valeur("x", 1, 1), Valeur("x", 1, 4), Valeur("x", 1, 38, 40), Valeur("x", 1, 0, 3),
    Valeur("x", 1, 9, mesure=UN_MOIS),
)  # fmt: skip
GRANDES = (None, Valeur("x", 1, 0), Valeur("x", 1, 5), Valeur("x", 1, 35, 40), Valeur("x", 1, 40, 40))  # fmt: skip


def test_un_nombre_de_1_a_4_dit_ou_par_difference_est_marque() -> None:
    assert all(Case.de(v).petite for v in PETITES)
    assert not any(Case.de(v).petite for v in GRANDES)


@BASES
def test_la_page_garde_la_question_et_dit_ses_filtres(monde: Monde, connexion: Connexion) -> None:
    client = connexion("leila")
    question = {"annee": "2025", "indicateur": "entrees", "lignes": "age", "colonnes": "sexe",
                "f_sexe": ["fille", "garcon"], "f_arrivee": "entree"}  # fmt: skip
    html = client.get("/chiffres/explorer/", question).content.decode()
    assert "Sexe : Filles, Garçons" in html
    assert "Arrivée dans l’année : Entre dans l’année" in html
    assert '<option value="entrees" selected>' in html
    assert "ne sort pas de l’équipe" in html
    assert '<a href="/publications/preparer/">préparez une publication</a>' in html
    lien = re.search(r'href="(/chiffres/explorer/tableur/\?[^"]+)"', html)
    assert lien is not None
    octets = client.get(lien[1].replace("&amp;", "&")).content
    rangs = CalamineWorkbook.from_filelike(BytesIO(octets)).get_sheet_by_index(0).to_python()
    tout = [str(c) for rang in rangs for c in rang if c != ""]
    assert "Filtre, Sexe : Filles, Garçons" in tout
    assert "Filtre, Arrivée dans l’année : Entre dans l’année" in tout
    assert any("Définition entrees v1" in c for c in tout)
    assert any("petits nombres peuvent désigner un enfant" in c for c in tout)
    assert not [m for m in monde.mots_secrets if m in html or m in "".join(tout)]
    assert "Ces chiffres ne sortent pas du cercle" in html  # three children: every cell is small
    assert re.search(r'<td class="n num">\d+ \*</td>|<b>\d+ sur \d+</b> \*</td>', html)
    assert any(c.startswith("En italique : de 1 à 4") for c in tout)


@BASES
@pytest.mark.parametrize(
    "faux",
    [{"lignes": "nom"}, {"indicateur": "score"}, {"f_sexe": "autre"}, {"colonnes": "age"},
     {"annee": "1999"}],
)  # fmt: skip
def test_une_question_impossible_est_dite_et_rien_ne_casse(
    faux: dict[str, str], monde: Monde, connexion: Connexion
) -> None:
    question = {"annee": "2025", "indicateur": "entrees", "lignes": "age", "colonnes": ""} | faux
    reponse = connexion("leila").get("/chiffres/explorer/", question)
    assert reponse.status_code == 200
    assert 'role="alert"' in reponse.content.decode()


@BASES
@pytest.mark.parametrize("qui", [p for p in PERSONNES if p and p != "leila"])
def test_l_exploration_n_est_que_pour_la_coordination(
    qui: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion(qui)
    for adresse in ("/chiffres/explorer/", "/chiffres/explorer/tableur/"):
        assert client.get(adresse).status_code == 403


@BASES
def test_chacun_peut_lire_ce_qu_un_chiffre_veut_dire_et_aucun_chiffre_n_y_est(
    monde: Monde, connexion: Connexion
) -> None:
    claire = connexion("claire")
    liste = claire.get("/chiffres/definitions/").content.decode()
    adresses = re.findall(r'href="(/chiffres/definitions/[a-z_]+/)"', liste)
    assert len(adresses) == 29
    for adresse in adresses:
        assert "Ce qu’il ne dit pas" in claire.get(adresse).content.decode()
    assert claire.get("/chiffres/definitions/score/").status_code == 404
    assert not Evenement.objects.filter(contenu__acte="voir_les_chiffres").exists()


@BASES
def test_explorer_laisse_un_evenement_et_ne_coute_pas_par_enfant(
    monde: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    adresse = (
        "/chiffres/explorer/?annee=2025&indicateur=entrees&lignes=etablissement&colonnes=motif"
    )

    def requetes() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as une,
            CaptureQueriesContext(connections["cles"]) as deux,
        ):
            assert client.get(adresse).status_code == 200
        return len(une) + len(deux)

    requetes()
    avant = requetes()
    for n in range(10):
        enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n}")
    depart = Evenement.objects.count()
    assert requetes() == avant
    assert Evenement.objects.count() == depart + 1
    assert Evenement.objects.order_by("rang").last().contenu["objet"] == "exploration 2025-2026"
