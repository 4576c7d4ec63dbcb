"""Actions and waits among released tables: protected with the others, with releases that did not know them, read as one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from maillage.publications.models import Preparation
from maillage.publications.rules.catalogue import CATALOGUE, choisies, offertes, proposees
from maillage.publications.rules.contenus import composer_le_contenu, montrees
from maillage.publications.rules.contenus_lus import lire_tables
from maillage.publications.rules.histoires import VAGUE
from maillage.publications.rules.plans import Reglage, planifier
from maillage.publications.rules.protection import proteger
from maillage.statistiques.rules.attentes import N_ATTEND_PAS, axe_de, natures
from maillage.statistiques.rules.axes import EN_COURS, INCONNU
from maillage.statistiques.rules.divulgation.demande import Mode
from tests.factories.monde import BASES, Monde
from tests.publications.attaquant import Attaquant, Sortie, Statut
from tests.publications.gestes import approuver
from tests.publications.villes import Ville, axes_de_ville, enfants, paru

Connexion = Callable[[str], Client]
AU = date(2025, 8, 31)
AVANT = ("issue", "quartier", "age_sexe")
APRES = ("issue", "attendu", axe_de("entretien_famille"), axe_de("action_collective"))


def test_le_catalogue_les_garde_pour_l_annee_et_les_actions_se_choisissent_ensemble() -> None:
    nouvelles = {axe_de(n) for n in natures()} | {"attente", "attendu", "quartier_attente"}
    assert nouvelles <= {t.code for t in CATALOGUE}
    assert not nouvelles & {t.code for t in proposees(trimestre=True)}
    assert [t.titre for t in offertes() if t.groupe] == ["Les actions du plan"]
    assert {t.code for t in choisies(["actions_du_plan"])} == {axe_de(n) for n in natures()}
    assert [t.code for t in choisies(["attendu"])] == ["attente", "attendu"]


def _sait_on() -> list[dict[str, str]]:
    """Written apart: who has left waits for nothing; who waits, waits in a domain."""
    axes = axes_de_ville()
    attentes, attendus = (
        [c for c in axes[a].codes if c != N_ATTEND_PAS] for a in ("attente", "attendu")
    )
    partis = [c for c in axes["issue"].codes if c != EN_COURS]
    return [
        *({"attente": a, "issue": i} for a in attentes for i in partis),
        *({"attendu": d, "issue": i} for d in attendus for i in partis),
        *({"attendu": d, "attente": N_ATTEND_PAS} for d in attendus),
        *({"attendu": N_ATTEND_PAS, "attente": a} for a in attentes),
    ]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("partent", [0, 6])
def test_avec_une_publication_qui_ne_les_connaissait_pas_aucune_petite_case_ne_se_trouve(
    mode: Mode, partent: int
) -> None:
    """The first release holds no state on these axes; children came, others left; the attacker has both, and what is impossible."""
    axes, alors, arrives = axes_de_ville(), enfants(90, 3), enfants(12, 4)
    plan = planifier("p", axes, alors, choisies(AVANT), (), Reglage(mode))
    premiere = proteger(plan, secondes=0.1)
    parue = paru("p1", plan, premiere, alors, Reglage(mode))
    assert not {"attente", "attendu"} & set(parue.etat.axes)
    lots: dict[Statut, list[dict[str, str]]] = {
        (1, 1): alors[partent:], (0, 1): arrives, (1, 0): alors[:partent],
    }  # fmt: skip
    lots = {statut: lot for statut, lot in lots.items() if lot}
    tables = choisies(APRES)
    ensuite = planifier("q", axes, [*alors[partent:], *arrives], tables, (parue,), Reglage(mode))
    assert ensuite.contredits == ()
    seconde = proteger(ensuite, secondes=0.1)
    du_plan = ("attente", "attendu", *APRES[2:])
    utiles = {"issue": axes["issue"].codes, **{d: (*axes[d].codes, INCONNU) for d in du_plan}}
    personne = [
        {d: INCONNU} for d in du_plan
    ]  # the house says it of who left; the attacker knows better
    jeu = 4 if mode is Mode.ARRONDI else 0
    connues = {t: v for t, v in premiere.valeurs.items() if t == "issue"}
    attaquant = Attaquant(
        utiles,
        [*_sait_on(), *personne],
        [Sortie(connues, jeu), Sortie(seconde.valeurs, jeu)],
        list(lots),
    )
    trouvees = [
        t for t in attaquant.petites(lots, {t.code: t.dims for t in tables})
        if "publication 1" not in t.ou or t.ou.startswith("issue")
    ]  # fmt: skip
    assert len(trouvees) >= 5
    assert [t for t in trouvees if t.largeur < 4 - 1e-6] == []


def test_l_inconnu_de_ceux_qui_sont_partis_est_impossible_a_ceux_qui_sont_la_et_ne_parait_jamais() -> (
    None
):
    """The axis knows everybody who is there; an exact release would otherwise mask a line that nobody is in."""
    axes, alors, arrives = axes_de_ville(), enfants(90, 3), enfants(12, 4)
    premier = planifier("p", axes, alors, choisies(AVANT), (), Reglage(Mode.SUPPRESSION))
    parue = paru("p1", premier, proteger(premier, secondes=0.1), alors, Reglage(Mode.SUPPRESSION))
    la, tables = [*alors[6:], *arrives], choisies(APRES)
    plan = planifier("q", axes, la, tables, (parue,), Reglage(Mode.SUPPRESSION))
    nommes = {t.dims for t in tables} - {("issue",)}
    assert plan.contredits == ()
    for (axe,) in nommes:
        assert INCONNU in plan.dimensions[axe].modalites, "who has left is kept apart"
        assert {axe: INCONNU, VAGUE: "v11"} in plan.zeros
        assert {axe: INCONNU, VAGUE: "v10"} not in plan.zeros
    valeurs = proteger(plan, secondes=0.1).valeurs
    assert {valeurs[axe][(axe, INCONNU),] for (axe,) in nommes} == {0}
    dites = montrees(valeurs, axes)
    assert not [n for (axe,) in nommes for n in dites[axe] if (axe, INCONNU) in n]
    assert (("issue", INCONNU),) in dites["issue"], "an axis that has its own unknown keeps it"


@pytest.mark.parametrize("arrivent", [0, 12])
def test_un_axe_publie_puis_renomme_dans_l_annee_se_lit_encore(arrivent: int) -> None:
    """The release that showed it weighs on the next; the children of now are those of then, as far as they are alike."""
    axes, alors, arrives = axes_de_ville(), enfants(90, 3), enfants(12, 4)[:arrivent]
    ancien, tables = axe_de("entretien_famille"), choisies(("sexe", axe_de("entretien_famille")))
    premier = planifier("p", axes, alors, [*tables, *choisies(["issue"])], (), Reglage())
    parue = paru("p1", premier, proteger(premier, secondes=0.1), alors, Reglage())
    restants = {nom: a for nom, a in axes.items() if nom != ancien}
    la = [{d: c for d, c in o.items() if d != ancien} for o in [*alors, *arrives]]
    plan = planifier("q", restants, la, choisies(APRES[:2]), (parue,), Reglage())
    motifs = plan.dimensions[VAGUE].modalites if VAGUE in plan.dimensions else ()
    assert set(motifs) == ({"v11", "v01"} if arrivent else set()), "nobody seems to have left"
    assert sum(n for _, n in plan.comptes) == 90 + arrivent
    assert proteger(plan, secondes=0.1).valeurs["issue"]


def test_une_table_dit_son_groupe_et_une_ancienne_publication_n_en_dit_aucun() -> None:
    axes, lus = axes_de_ville(), enfants(60)
    tables = choisies(["sexe", "arrivee", axe_de("entretien_famille")])
    plan = planifier("p", axes, lus, tables, (), Reglage())
    contenu = composer_le_contenu(
        programme=uuid4(), titre="T", annee=2024, periode="annee", arretee_au=AU, reglage=Reglage(),
        tables=tables, valeurs=proteger(plan, secondes=0.1).valeurs, axes=axes, definitions=(),
    )  # fmt: skip
    groupes = {t.id: t.groupe.code if t.groupe else "" for t in lire_tables(contenu)}
    assert groupes == {"arrivee": "", axe_de("entretien_famille"): "actions_du_plan"}
    for t in contenu["tables"]:
        t.pop("groupe", None)  # as they were signed before
    assert all(t.groupe is None for t in lire_tables(contenu))


@BASES
def test_les_actions_se_lisent_comme_un_seul_tableau_dont_les_lignes_ne_s_additionnent_pas(
    monde: Monde, connexion: Connexion, ville: Ville
) -> None:
    leila, claire = connexion("leila"), connexion("claire")
    page = leila.get("/publications/preparer/nouvelle/").content.decode()
    assert page.count("Les actions du plan (année)") == 1
    envoi = {"quand": "2024-annee", "titre": "", "tables": ["actions_du_plan", "attendu"], "mode": "arrondi",
             "seuil": "5", "formulaire": str(uuid4())}  # fmt: skip
    assert leila.post("/publications/preparer/nouvelle/", envoi).status_code == 302
    rang = Preparation.objects.get()
    assert len(rang.tables) == len(natures()) + 2
    approuver(monde.acteur("leila"), rang.id, monde.aujourd_hui)
    lue = claire.get("/publications/1/").content.decode()
    ids = re.findall(r'<h2 id="t-([a-z_]+)"', lue)
    assert ids == ["actions_du_plan", "attente", "attendu"]
    assert "elles ne s’additionnent pas" in lue
    assert "Entretien famille" in lue
    classeur = CalamineWorkbook.from_filelike(
        BytesIO(claire.get("/publications/1/tableur/").content)
    )
    feuille = classeur.get_sheet_by_name("1 actions_du_plan").to_python()
    lignes = {r[0]: (r[1], r[2]) for r in feuille[4:]}
    assert set(lignes) == set(natures().values())
    assert {sur for _, sur in lignes.values()} == {160.0}
    assert {n % 5 for n, _ in lignes.values()} == {0.0}
