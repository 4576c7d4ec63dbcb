"""A child of a year, reduced to codes: the rules, then the reading of a programme."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connections
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from maillage.chiffrement import lots
from maillage.chiffrement.enveloppe import Illisible
from maillage.enfants.models import Identite
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.rules.individualise import Critere
from maillage.statistiques.queries.faits import faits_du_programme
from maillage.statistiques.queries.observations import (
    axes_du_programme,
    observations,
    observations_du_programme,
)
from maillage.statistiques.rules.annuelles import compter
from maillage.statistiques.rules.axes import AILLEURS, INCONNU, axes_fixes
from maillage.statistiques.rules.ecoles import EcoleComptee, cycle
from maillage.statistiques.rules.impossibles import EN_FIN_D_ANNEE
from maillage.statistiques.rules.observations import (
    Observation,
    classe_de_duree,
    mois_entre,
    observer,
    ranger,
)
from maillage.statistiques.rules.suivis import EnfantCompte
from tests.factories.dossiers import enfant_suivi_par
from tests.factories.monde import BASES, Monde
from tests.statistiques.test_comptage import ANNEE, d, enfant, parcours, programmes

AT = date(2026, 6, 30)


def codes(e: EnfantCompte, at: date = AT) -> dict[str, str]:
    vue = observer(e, ANNEE, at)
    assert vue is not None
    return dict(vue.codes)


def test_chaque_axe_porte_tous_les_codes_que_l_observation_peut_dire() -> None:
    dits = codes(enfant(parcours(motif="demenagement", sortie="2026-03-01")))
    assert (dits["age"], dits["sexe"], dits["issue"], dits["duree"]) == (
        "6_10_ans", "fille", "depart", "moins_de_6_mois",
    )  # fmt: skip
    for axe in axes_fixes():
        assert dits[axe.nom] in axe.codes
        du_plan = axe.nom.startswith(("action_", "atten"))  # known of every child
        assert (INCONNU in axe.codes) is not du_plan


def test_qui_n_est_pas_surement_suivi_n_est_pas_observe() -> None:
    assert observer(enfant(parcours(None)), ANNEE, AT) is None
    assert observer(enfant(parcours(pris=False, recue="2025-10-01")), ANNEE, AT) is None


def test_de_deux_parcours_le_dernier_dit_l_issue_et_l_arrivee_vaut_pour_l_annee() -> None:
    parti = parcours("2024-01-08", "2025-10-01", motif="demenagement")
    dits = codes(enfant(parcours("2026-02-01"), parti))
    assert (dits["issue"], dits["arrivee"], dits["duree"]) == (
        "en_cours", "entree", "moins_de_6_mois",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entree", "sortie", "classe"),
    [
        ("2026-01-01", None, "moins_de_6_mois"),
        ("2025-12-30", None, "6_a_11_mois"),
        ("2025-06-30", None, "12_a_17_mois"),
        ("2025-07-01", None, "6_a_11_mois"),
        ("2024-01-01", "2025-12-31", "18_a_23_mois"),
        ("2024-01-01", "2026-01-01", "2_ans_et_plus"),
        ("2025", None, INCONNU),
        ("2020", None, "2_ans_et_plus"),
        ("2025-12", None, INCONNU),
        ("2025-11", None, "6_a_11_mois"),
        (None, None, INCONNU),
    ],
)
def test_une_duree_que_la_date_ne_tranche_pas_est_inconnue(
    entree: str | None, sortie: str | None, classe: str
) -> None:
    assert classe_de_duree(d(entree), d(sortie), AT) == classe


def test_les_mois_revolus_se_comptent_au_jour() -> None:
    assert mois_entre(date(2025, 1, 31), date(2025, 2, 28)) == 0
    assert mois_entre(date(2025, 1, 15), date(2026, 1, 15)) == 12
    assert mois_entre(date(2026, 1, 1), date(2025, 1, 1)) == 0


@pytest.mark.parametrize(
    ("entree", "arrivee"),
    [("2025-09-01", "entree"), ("2025-08-31", "deja_suivi"), ("2025", INCONNU)],
)
def test_une_entree_a_cheval_sur_deux_annees_est_inconnue(entree: str, arrivee: str) -> None:
    assert codes(enfant(parcours(entree)))["arrivee"] == arrivee


def test_un_passage_en_eps_dont_l_annee_est_douteuse_est_inconnu() -> None:
    assert codes(enfant(parcours(examens=("2025-11-03",))))["eps"] == "oui"
    assert codes(enfant(parcours(examens=("2025",))))["eps"] == INCONNU
    assert codes(enfant(parcours(examens=("2024-11-03",))))["eps"] == "non"


@given(enfants=programmes)
def test_les_observations_se_comptent_comme_les_chiffres_de_l_annee(enfants) -> None:
    chiffres = compter(enfants, ANNEE)
    vues = [o for e in enfants if (o := observer(e, ANNEE, ANNEE.fin))]
    assert len(vues) == chiffres.enfants
    assert Counter(o.codes["arrivee"] for o in vues)["entree"] == chiffres.entrees
    assert Counter(o.codes["individualise"] for o in vues)["oui"] == chiffres.individualises
    sans_accord = Counter(o.codes["accord"] for o in vues)["aucun"]
    assert sans_accord == chiffres.manquants.get(Critere.ACCORD, 0)
    ages = Counter(o.codes["age"] for o in vues)
    assert ages["6_10_ans"] == sum(
        n for (c, _), n in chiffres.repartition.items() if c == "6_10_ans"
    )


@given(enfants=programmes)
def test_nul_enfant_n_est_dans_une_case_dite_impossible(enfants) -> None:
    zeros = [*(z for axe in axes_fixes() for z in axe.zeros), *EN_FIN_D_ANNEE]
    for e in enfants:
        vue = observer(e, ANNEE, ANNEE.fin)
        if vue is not None:
            assert not [z for z in zeros if z.items() <= vue.codes.items()]


def test_ce_qu_aucune_liste_ne_porte_est_ailleurs_et_l_ordre_ne_dit_rien() -> None:
    fixes = axes_fixes()
    une, deux = (
        Observation({a.nom: a.codes[0] for a in fixes} | {"motif": m})
        for m in ("inconnu_au_bataillon", "absenteisme_assiduite")
    )
    rangees = ranger(fixes, [une, deux])
    assert rangees == ranger(fixes, [deux, une])
    assert {o.codes["motif"] for o in rangees} >= {AILLEURS}


@pytest.mark.parametrize(
    ("ecole", "label", "reseau"),
    [
        (EcoleComptee("0", "", "college", label="rep", reseau="0930001A"), "rep", "0930001A"),
        (EcoleComptee("0", "", "college", label="hors_education_prioritaire"), "hors", "hors"),
        (EcoleComptee("0", "", "college", prive=True), "hors", "hors"),
        (EcoleComptee("0", "", "college"), INCONNU, INCONNU),
        (EcoleComptee("0", "", "college", label="rep"), "rep", INCONNU),
        (EcoleComptee("0", "", "college", label="cite_educative"), INCONNU, INCONNU),
    ],
)
def test_hors_reseau_se_sait_et_ne_se_devine_pas(
    ecole: EcoleComptee, label: str, reseau: str
) -> None:
    assert (ecole.code_label, ecole.code_reseau) == (label, reseau)


@pytest.mark.parametrize(
    ("niveau", "nature", "attendu"),
    [
        ("gs", "ecole_primaire", "maternelle"), ("cp", None, "elementaire"),
        ("6e", "college", "college"), ("segpa", None, "college"), ("cap", None, "autre"),
        ("ulis", "college", "college"), ("ulis", "ecole_primaire", INCONNU),
        (None, "ecole_maternelle", "maternelle"), (None, "ecole_primaire", INCONNU),
        (None, None, INCONNU), ("autre", "etablissement_specialise", INCONNU),
    ],
)  # fmt: skip
def test_le_cycle_vient_de_la_classe_puis_de_l_ecole(
    niveau: str | None, nature: str | None, attendu: str
) -> None:
    ecole = EcoleComptee("0", "", nature) if nature else None
    assert cycle(niveau, ecole) == attendu


@BASES
def test_un_programme_se_lit_en_un_nombre_de_requetes_constant(monde: Monde) -> None:
    def lire() -> tuple[int, tuple[Observation, ...]]:
        with (
            CaptureQueriesContext(connections["default"]) as une,
            CaptureQueriesContext(connections["cles"]) as deux,
        ):
            ici = (monde.programme.pk, AnneeScolaire(2025), monde.aujourd_hui)
            lues = observations_du_programme(*ici)
            assert faits_du_programme(*ici).chiffres.enfants == len(lues)
        return len(une) + len(deux), lues

    avant, lues = lire()
    assert len(lues) == 3
    for n in range(12):
        enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n}")
    apres, plus = lire()
    assert (apres, len(plus)) == (avant, 15)


@BASES
def test_les_faits_ne_dependent_pas_de_la_taille_des_lots(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n}")
    ici = (monde.programme.pk, AnneeScolaire(2025), monde.aujourd_hui)
    d_un_coup = faits_du_programme(*ici)
    monkeypatch.setattr(lots, "LOT", 2)
    par_lots = faits_du_programme(*ici)
    assert par_lots == d_un_coup
    assert len(par_lots.enfants) == 8
    Identite.objects.filter(dossier=monde.karthik).update(version=F("version") + 1)
    with pytest.raises(Illisible):
        faits_du_programme(*ici)


@BASES
def test_seule_la_coordination_lit_les_observations_et_les_axes(monde: Monde) -> None:
    an = AnneeScolaire(2025)
    leila, at = monde.acteur("leila"), monde.aujourd_hui
    axes = {a.nom: a for a in axes_du_programme(leila, an, at=at)}
    for vue in observations(leila, an, at=at):
        assert set(vue.codes) == set(axes)
        assert all(code in axes[nom].codes for nom, code in vue.codes.items())
    for lire in (observations, axes_du_programme):
        with pytest.raises(PermissionError):
            lire(monde.acteur("amina"), an, at=at)
