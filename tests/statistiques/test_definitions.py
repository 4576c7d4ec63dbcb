"""Each indicator is an object with its value: what it says, and laws that hold on any programme."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.notions.erreurs import Introuvable
from maillage.parcours.rules.individualise import Critere
from maillage.plans.rules.regards import Evolution, Regard
from maillage.statistiques.queries.suites import action_au, dater
from maillage.statistiques.rules.axes import axes_fixes
from maillage.statistiques.rules.definitions import definition, definitions
from maillage.statistiques.rules.faits import DemandesComptees, FaitsDeLAnnee, PresenceComptee
from maillage.statistiques.rules.mesures import CALCULS, toutes_les_valeurs, valeurs
from maillage.statistiques.rules.suivis import (
    DroitCommunCompte,
    EnfantCompte,
    Lieux,
    ObjectifCompte,
)
from maillage.statistiques.rules.valeurs import Mesure
from tests.statistiques.test_comptage import ANNEE, enfant, parcours, programmes

AT = date(2026, 6, 30)
GELEES = Path(__file__).with_name("definitions_gelees.json")
# the lines of these may overlap: a child is on several of them, or they are of several viewpoints
SE_RECOUVRENT = {
    "criteres_manquants",
    "motifs_cites",
    "changements",
    "presences_eps",
    "natures_d_action",
}


def faits(*enfants: EnfantCompte, at: date = AT) -> FaitsDeLAnnee:
    return FaitsDeLAnnee(ANNEE, at, enfants)


def test_chaque_definition_dit_tout_et_a_son_calcul() -> None:
    assert set(CALCULS) == set(definitions())
    for d in definitions().values():
        for dit in (d.libelle, d.question, d.unite, d.formule, d.periode, d.source, d.limites):
            assert dit.strip()
        assert d.question.endswith("?")
        assert "norme" not in d.reference


def test_changer_ce_qui_est_compte_change_la_version() -> None:
    """The digest of each version is kept: a formula cannot change under the same number."""
    gelees = json.loads(GELEES.read_text(encoding="utf-8"))
    for d in definitions().values():
        assert gelees[d.code][str(d.version)] == d.empreinte, d.code
    assert set(gelees) >= set(definitions())


def test_un_indicateur_inconnu_n_existe_pas() -> None:
    with pytest.raises(Introuvable):
        valeurs("score_global", faits())


def test_une_annee_vide_n_a_ni_part_ni_moyenne() -> None:
    for valeur in toutes_les_valeurs(faits()).values():
        assert not valeur.numerateur
        assert valeur.part is None
        assert valeur.mesure is None


@settings(max_examples=60)
@given(enfants=programmes)
def test_un_enfant_compte_une_fois_dans_chaque_repartition(enfants: list[EnfantCompte]) -> None:
    lus = toutes_les_valeurs(faits(*enfants, at=ANNEE.fin))
    for code, v in lus.items():
        assert v.numerateur is not None or v.manque
        if v.denominateur is not None and v.numerateur is not None:
            assert 0 <= v.numerateur <= v.denominateur
        if v.lignes and code not in SE_RECOUVRENT:
            total = sum(x.nombre for x in v.lignes) + v.inconnus
            assert total in {v.numerateur, v.denominateur}, code


@settings(max_examples=40)
@given(enfants=programmes, axe=st.sampled_from(axes_fixes()))
def test_les_parts_d_un_axe_se_somment_au_tout(enfants: list[EnfantCompte], axe) -> None:
    tout = faits(*enfants, at=ANNEE.fin)
    for code in ("enfants_suivis", "entrees", "individualises", "duree_des_clos"):
        parts = [
            valeurs(code, tout.restreints(lambda o, c=c: o.codes[axe.nom] == c)).numerateur
            for c in axe.codes
        ]
        assert sum(parts) == valeurs(code, tout).numerateur


def test_les_durees_des_clos_et_des_ouverts_sont_montrees_a_part() -> None:
    f = faits(
        enfant(parcours("2025-01-15", "2026-01-15")),
        enfant(parcours("2025-01-15", "2026-03-20")),
        enfant(parcours("2025-12-30")),
        enfant(parcours("2024")),
    )
    clos, ouverts = valeurs("duree_des_clos", f), valeurs("duree_en_cours", f)
    assert clos.mesure == Mesure("mois", 2, 13.0, 13.0, 12, 14)
    assert (ouverts.numerateur, ouverts.inconnus) == (2, 1)
    assert ouverts.mesure == Mesure("mois", 1, 6, 6.0, 6, 6)


def test_les_regards_ne_se_melangent_jamais() -> None:
    deux = ObjectifCompte((("ecole", "stable"), ("enfant", "amelioration_nette")))
    un = ObjectifCompte((("enfant", "degradation"),))
    suivi = EnfantCompte(None, None, (parcours(),), objectifs=(deux, un, ObjectifCompte()))
    v = valeurs("changements", faits(suivi))
    assert (v.numerateur, v.denominateur, v.mesure) == (2, 3, None)
    dits = {(x.groupe, x.code): x.nombre for x in v.lignes if x.nombre}
    assert dits == {
        ("L’enfant", "enfant_amelioration_nette"): 1,
        ("L’enfant", "enfant_degradation"): 1,
        ("L’école", "ecole_stable"): 1,
    }
    assert {r.value for r in Regard} >= {"ecole", "enfant"}
    assert "degradation" in {e.value for e in Evolution}


def test_un_delai_du_droit_commun_part_de_la_proposition_et_l_attente_est_a_part() -> None:
    actions = (
        DroitCommunCompte(date(2025, 10, 1), date(2025, 10, 31)),
        DroitCommunCompte(date(2026, 6, 20), None, attend=True),
        DroitCommunCompte(date(2025, 10, 1)),  # refused: neither began nor waits
    )
    v = valeurs(
        "delais_droit_commun",
        faits(EnfantCompte(None, None, (parcours(),), droit_commun=actions)),
    )
    assert (v.numerateur, v.denominateur, v.mesure) == (1, 3, Mesure("jours", 1, 30, 30.0, 30, 30))
    assert [(x.code, x.nombre) for x in v.a_part] == [("attendent", 1), ("attente_mediane", 10)]


CREEE = datetime(2025, 10, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("suites", "fin", "attendue"),
    [
        ((), "2025-09-30", None),
        ((), "2025-10-02", DroitCommunCompte(date(2025, 10, 1), None, attend=True)),
        ((("acceptee", "2025-10-05"), ("en_cours", "2025-11-01")), "2026-08-31",
         DroitCommunCompte(date(2025, 10, 1), date(2025, 11, 1))),
        ((("acceptee", "2025-10-05"), ("en_cours", "2025-11-01")), "2025-10-31",
         DroitCommunCompte(date(2025, 10, 1), None, attend=True)),
        ((("refusee", "2025-10-05"),), "2026-08-31", DroitCommunCompte(date(2025, 10, 1))),
        ((("acceptee", "2025-06-02"), ("en_cours", "2025-06-12")), "2026-08-31",  # written after the fact
         DroitCommunCompte(date(2025, 6, 2), date(2025, 6, 12))),
        ((("acceptee", "2025-11-10"), ("en_cours", "2025-11-01")), "2025-11-05",  # days not told in their order
         DroitCommunCompte(date(2025, 10, 1), date(2025, 11, 1))),
        ((("refusee", "2025-10-05"), ("proposee", "2026-01-05")), "2026-08-31",
         DroitCommunCompte(date(2026, 1, 5), None, attend=True)),
    ],
)  # fmt: skip
def test_une_action_se_lit_telle_qu_elle_etait_ce_jour_la(suites, fin, attendue) -> None:
    dites = [{"vers": vers, "le": le} for vers, le in suites]
    assert action_au(CREEE, dater(dites), date.fromisoformat(fin)) == attendue


def test_deux_evaluations_se_rapportent_a_tous_les_enfants_suivis() -> None:
    f = faits(*(EnfantCompte(None, None, (parcours(),), evaluations=n) for n in (2, 2, 1, 0)))
    v = valeurs("couverture_evaluations", f)
    assert (v.numerateur, v.denominateur, v.part) == (2, 4, 50.0)
    assert [x.nombre for x in v.lignes] == [2, 1, 1]


def test_ce_qui_n_est_pas_note_dans_la_base_dit_ce_qui_manque() -> None:
    v = valeurs("assiduite_actions", faits(enfant(parcours())))
    assert v.numerateur is None
    assert "ne sont pas encore tenues" in v.manque
    assert "pas encore notées" in definition("delais_droit_commun").limites


def test_les_refus_sont_ceux_de_l_annee_avec_leur_motif() -> None:
    def refuse(motif: str | None, recue: str) -> EnfantCompte:
        p = parcours(None, pris=False, recue=recue)
        return EnfantCompte(None, None, (replace(p, motif_de_refus=motif),))

    f = faits(
        refuse("refus_de_la_famille", "2025-10-01"),
        refuse(None, "2025-11-01"),
        refuse("hors_public", "2024-11-01"),
    )
    v = valeurs("refus", f)
    assert (v.numerateur, v.inconnus) == (2, 1)
    assert [(x.code, x.nombre) for x in v.lignes] == [("refus_de_la_famille", 1)]


def test_quartier_inconnu_n_est_ni_dedans_ni_dehors() -> None:
    def chez(quartier: str) -> EnfantCompte:
        return EnfantCompte(None, None, (parcours(),), lieux=Lieux(quartier=quartier))

    v = valeurs("quartiers", faits(chez("QN093001"), chez("hors"), chez("inconnu")))
    assert (v.numerateur, v.denominateur, v.inconnus) == (1, 3, 1)


def test_seances_et_demandes_ne_se_lisent_que_pour_tout_le_programme() -> None:
    f = FaitsDeLAnnee(
        ANNEE, AT, (enfant(parcours(manquants=(Critere.PLAN,))),),
        (PresenceComptee("CMPP", 4, 3),), DemandesComptees(5, ("hors_public", "")),
    )  # fmt: skip
    assert (valeurs("presences_eps", f).part, valeurs("demandes_non_retenues", f).inconnus) == (
        75.0, 1,
    )  # fmt: skip
    une_partie = f.restreints(lambda _: True)
    assert not valeurs("presences_eps", une_partie).denominateur
    assert [d.code for d in definitions().values() if not d.par_enfant] == [
        "seances_eps", "presences_eps", "assiduite_actions", "refus", "demandes_non_retenues", "en_attente",
        "a_verifier",
    ]  # fmt: skip
