"""What plans tell the figures: natures of actions that ran, ordinary services still waited for."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.notions.nomenclatures import charger
from maillage.statistiques.queries.suites import action_au, dater, menee
from maillage.statistiques.rules.attentes import (
    CLASSES_D_ATTENTE,
    DOMAINE_DU_CODE,
    DOMAINES_ATTENDUS,
    N_ATTEND_PAS,
    NON_DIT,
    axe_de,
    natures,
)
from maillage.statistiques.rules.axes import EN_COURS, OUI, axes_fixes
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.mesures import valeurs
from maillage.statistiques.rules.observations import observer
from maillage.statistiques.rules.suivis import DroitCommunCompte, EnfantCompte
from tests.statistiques.test_comptage import ANNEE, enfant, parcours, programmes

FIN = ANNEE.fin
NATURES = tuple(natures())


def attend(depuis: str, domaine: str = "") -> DroitCommunCompte:
    return DroitCommunCompte(date.fromisoformat(depuis), None, attend=True, domaine=domaine)


def vu(e: EnfantCompte, at: date = FIN) -> dict[str, str]:
    lue = observer(e, ANNEE, at)
    assert lue is not None
    return dict(lue.codes)


def suites(*dites: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"vers": vers, "le": le} for vers, le in dites]


@pytest.mark.parametrize(
    ("dites", "oui"),
    [
        ((), False),
        ((("acceptee", "2025-10-01"),), False),
        ((("en_cours", "2026-08-31"),), True),
        ((("en_cours", "2026-09-01"),), False),
        ((("en_cours", "2024-10-01"),), True),
        ((("en_cours", "2024-10-01"), ("terminee", "2025-08-31")), False),
        ((("en_cours", "2024-10-01"), ("terminee", "2025-09-01")), True),
        ((("en_cours", "2024-10-01"), ("interrompue", "2025-01-10"), ("en_cours", "2026-02-01")), True),
        ((("en_cours", "2024-10-01"), ("interrompue", "2025-01-10"), ("en_cours", "2026-10-01")), False),
    ],
)  # fmt: skip
def test_une_action_est_menee_si_elle_a_ete_en_cours_un_jour_de_l_annee(
    dites, *, oui: bool
) -> None:
    assert menee(dater(suites(*dites)), ANNEE.debut, FIN) is oui


def lue(
    *dites: tuple[str, str], sortie: str = "", **jours: str
) -> tuple[bool, DroitCommunCompte | None]:
    """Did it run in the year; where did it stand on its last day."""
    corriges = {nom: date.fromisoformat(jour) for nom, jour in jours.items()}
    action = dater(suites(*dites), sortie=sortie, **corriges)
    ecrite = datetime(2024, 9, 10, 9, tzinfo=UTC)
    return menee(action, ANNEE.debut, FIN), action_au(ecrite, action, FIN)


def test_une_action_ne_court_ni_n_attend_apres_la_sortie_de_son_parcours() -> None:
    """Of a child who has come back: what the closed parcours left open is over."""
    ecrite = date(2024, 9, 10)
    assert lue(("liste_d_attente", "2024-10-01"))[1] == DroitCommunCompte(ecrite, attend=True)
    for sortie in ("2025-06-30", "2026-08-31", "2026"):
        assert lue(("liste_d_attente", "2024-10-01"), sortie=sortie)[1] == DroitCommunCompte(ecrite)
    assert lue(("liste_d_attente", "2024-10-01"), sortie="2026-09-01")[1] == DroitCommunCompte(
        ecrite, attend=True
    )
    court = ("en_cours", "2024-10-01")
    assert [lue(court, sortie=s)[0] for s in ("", "2025-08-31", "2025-09-01", "2025")] == [
        True,
        False,
        True,
        True,
    ]


def test_une_action_court_jusqu_a_sa_date_de_fin_meme_si_personne_ne_l_a_dite_terminee() -> None:
    court = ("en_cours", "2024-10-01")
    assert lue(court, fin="2025-08-31")[0] is False
    assert lue(court, fin="2025-09-01")[0] is True
    assert lue(court, ("terminee", "2025-08-31"), fin="2025-09-15")[0] is True, "corrected later"
    assert lue(court, ("terminee", "2025-10-31"), fin="2025-08-15")[0] is False


def test_un_debut_corrige_vaut_mieux_que_le_jour_de_la_saisie() -> None:
    """It also says that an action did not wait."""
    tard = ("en_cours", "2026-09-10")
    assert lue(tard) == (False, DroitCommunCompte(date(2024, 9, 10), attend=True))
    assert lue(tard, debut="2026-06-01") == (
        True,
        DroitCommunCompte(date(2024, 9, 10), date(2026, 6, 1)),
    )
    assert lue(("en_cours", "2026-06-01"), debut="2026-09-10")[0] is False
    assert lue(("acceptee", "2025-10-01"), debut="2025-11-01")[0] is False, "planned, never begun"


def test_une_meme_action_n_attend_pas_et_n_a_pas_couru_a_la_fois() -> None:
    court, vue = lue(("acceptee", "2026-09-20"), ("en_cours", "2026-05-01"))
    assert court
    assert vue is not None
    assert not vue.attend


def test_un_enfant_compte_une_fois_par_nature_et_peut_compter_a_plusieurs() -> None:
    deux = replace(enfant(parcours()), natures=("action_collective", "entretien_famille"))
    une = replace(enfant(parcours()), natures=("entretien_famille",))
    v = valeurs("natures_d_action", FaitsDeLAnnee(ANNEE, FIN, (deux, une, enfant(parcours()))))
    assert (v.numerateur, v.denominateur) == (2, 3)
    assert {x.code: x.nombre for x in v.lignes if x.nombre} == {
        "action_collective": 1, "entretien_famille": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("depuis", "classe"),
    [
        ("2026-08-31", "moins_de_3_mois"), ("2026-06-01", "moins_de_3_mois"),
        ("2026-05-31", "3_a_5_mois"), ("2026-03-01", "3_a_5_mois"), ("2026-02-28", "6_mois_et_plus"),
        ("2024-01-01", "6_mois_et_plus"),
    ],
)  # fmt: skip
def test_l_attente_se_range_en_mois_revolus(depuis: str, classe: str) -> None:
    e = replace(enfant(parcours()), droit_commun=(attend(depuis),))
    assert (vu(e)["attente"], vu(e)["attendu"]) == (classe, NON_DIT)


def test_de_plusieurs_attentes_la_plus_longue_dit_la_duree_et_le_domaine() -> None:
    e = replace(
        enfant(parcours()),
        droit_commun=(
            attend("2026-08-01", "sport"),
            attend("2026-01-05", "sante_psychique"),
            DroitCommunCompte(date(2025, 9, 5), date(2025, 9, 6), domaine="culture"),  # has begun
            DroitCommunCompte(date(2025, 9, 5), domaine="culture"),  # was refused
        ),
    )
    assert (vu(e)["attente"], vu(e)["attendu"]) == ("6_mois_et_plus", "sante")
    v = valeurs("attentes_droit_commun", FaitsDeLAnnee(ANNEE, FIN, (e, enfant(parcours()))))
    assert (v.numerateur, v.denominateur) == (1, 2)
    assert {x.code: x.nombre for x in v.a_part if x.nombre} == {"sante": 1}


def test_qui_est_sorti_n_attend_plus() -> None:
    parti = replace(
        enfant(parcours(sortie="2026-03-01", motif="demenagement")),
        droit_commun=(attend("2025-10-01"),),
    )
    assert (vu(parti)["attente"], vu(parti)["attendu"]) == (N_ATTEND_PAS, N_ATTEND_PAS)
    douteux = replace(parti, parcours=(parcours(sortie="2026"),))
    assert vu(douteux)["attente"] == N_ATTEND_PAS


def test_chaque_domaine_de_la_nomenclature_a_une_place_et_une_seule() -> None:
    assert set(DOMAINE_DU_CODE) == {m.code for m in charger("n14").modalites}
    assert set(DOMAINE_DU_CODE.values()) | {NON_DIT} == set(DOMAINES_ATTENDUS)


SERVICES = st.builds(
    DroitCommunCompte,
    st.integers(0, 900).map(lambda j: FIN - timedelta(days=j)),
    st.none() | st.just(FIN),
    st.booleans(),
    st.sampled_from(["", "sport", "langage", "inconnu_au_bataillon"]),
)


@st.composite
def plans_au_hasard(tirer: st.DrawFn) -> list[EnfantCompte]:
    """Random programmes, with plans."""
    return [
        replace(
            e,
            droit_commun=tuple(tirer(st.lists(SERVICES, max_size=2))),
            natures=tuple(tirer(st.sets(st.sampled_from(NATURES), max_size=3))),
        )
        for e in tirer(programmes)
    ]


@settings(max_examples=60)
@given(enfants=plans_au_hasard())
def test_nul_enfant_n_est_hors_des_listes_ni_dans_une_case_dite_impossible(
    enfants: list[EnfantCompte],
) -> None:
    axes = axes_fixes()
    zeros = [z for axe in axes for z in axe.zeros]
    for e in enfants:
        lue = observer(e, ANNEE, FIN)
        if lue is not None:
            assert all(lue.codes[a.nom] in a.codes for a in axes)
            assert not [z for z in zeros if z.items() <= lue.codes.items()]
            assert (lue.codes["attente"] == N_ATTEND_PAS) is (lue.codes["attendu"] == N_ATTEND_PAS)


@settings(max_examples=60)
@given(enfants=plans_au_hasard())
def test_les_chiffres_sont_ceux_que_l_on_compte_a_la_main(enfants: list[EnfantCompte]) -> None:
    faits = FaitsDeLAnnee(ANNEE, FIN, tuple(enfants))
    suivis = [(e, o.codes) for e in enfants if (o := observer(e, ANNEE, FIN))]
    menees = Counter(n for e, _ in suivis for n in set(e.natures))
    v = valeurs("natures_d_action", faits)
    assert {x.code: x.nombre for x in v.lignes if x.nombre} == dict(menees)
    assert all(Counter(c[axe_de(n)] for _, c in suivis)[OUI] == menees[n] for n in NATURES)
    attendent = [
        e for e, c in suivis
        if c["issue"] == EN_COURS and any(a.attend and not a.commencee for a in e.droit_commun)
    ]  # fmt: skip
    w = valeurs("attentes_droit_commun", faits)
    assert w.numerateur == len(attendent) == sum(x.nombre for x in w.a_part)
    assert {x.code for x in w.lignes} == set(CLASSES_D_ATTENTE)
