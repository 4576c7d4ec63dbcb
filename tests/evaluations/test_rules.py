"""Rules of the points with schools: dates of campaigns, what is missing of a grid, appointments, coverage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.evaluations.rules.campagnes import CampagneConnue, RangDeCampagne, peut_ouvrir
from maillage.evaluations.rules.couverture import EnfantEvalue, couvrir
from maillage.evaluations.rules.grilles import (
    GrilleDeLEcole,
    ReponseDeLEcole,
    domaines,
    manques,
)
from maillage.evaluations.rules.rendez_vous import SUITES, EtatDeRendezVous, passer
from maillage.evaluations.rules.rentree import Suite, suite
from maillage.notions.temps import AnneeScolaire, Periode
from maillage.plans.rules.regards import Evolution

R = RangDeCampagne
ANNEE = AnneeScolaire(2026)
JOUR = date(2026, 11, 28)
LIGNES = domaines(JOUR)


def campagne(rang: RangDeCampagne, depuis: date, jusqu_au: date) -> CampagneConnue:
    return CampagneConnue(ANNEE, rang, Periode(depuis, jusqu_au))


PREMIER = campagne(R.PREMIER, date(2026, 11, 2), date(2026, 12, 18))


def test_deux_points_par_an_le_second_apres_le_premier() -> None:
    second = campagne(R.SECOND, date(2027, 4, 1), date(2027, 6, 15))
    assert peut_ouvrir(PREMIER, [])
    assert peut_ouvrir(second, [PREMIER])
    assert peut_ouvrir(PREMIER, [second])


@pytest.mark.parametrize(
    ("voulue", "code"),
    [
        (campagne(R.PREMIER, date(2027, 4, 1), date(2027, 6, 15)), "deja_ouverte"),
        (campagne(R.SECOND, date(2026, 12, 18), date(2027, 1, 15)), "se_croisent"),
        (campagne(R.SECOND, date(2026, 9, 7), date(2026, 10, 2)), "ordre"),
        (campagne(R.SECOND, date(2027, 6, 1), date(2027, 9, 1)), "hors_de_l_annee"),
        (CampagneConnue(ANNEE, R.SECOND, Periode()), "dates_absentes"),
    ],
)
def test_un_point_refuse_dit_pourquoi(voulue: CampagneConnue, code: str) -> None:
    decision = peut_ouvrir(voulue, [PREMIER])
    assert not decision
    assert decision.motif.code == code


jours = st.dates(ANNEE.debut, ANNEE.fin)
periodes = st.tuples(jours, jours).map(lambda d: (min(d), max(d)))


@given(periodes, periodes)
def test_deux_points_ouverts_ne_se_croisent_jamais(
    a: tuple[date, date], b: tuple[date, date]
) -> None:
    un, deux = campagne(R.PREMIER, *a), campagne(R.SECOND, *b)
    assert bool(peut_ouvrir(deux, [un])) == (a[1] < b[0]) == bool(peut_ouvrir(un, [deux]))


reponses = st.builds(
    ReponseDeLEcole, st.none() | st.sampled_from(Evolution), st.sampled_from(["", " ", "un fait"])
)
grilles = st.builds(
    GrilleDeLEcole,
    st.dictionaries(st.sampled_from([d.code for d in LIGNES]), reponses),
    st.dictionaries(st.sampled_from(["o1", "o2"]), reponses),
)


@given(grilles)
def test_une_ligne_manque_tant_qu_elle_n_a_ni_reponse_ni_raison(grille: GrilleDeLEcole) -> None:
    objectifs = {"o1": "Oser parler", "o2": "Venir à l'heure"}
    manquent = {m.ligne for m in manques(grille, LIGNES, objectifs)}
    for ligne, dites in (
        *((d.code, grille.domaines) for d in LIGNES), *((o, grille.objectifs) for o in objectifs)
    ):  # fmt: skip
        r = dites.get(ligne, ReponseDeLEcole())
        exige = r.evolution in (Evolution.DEGRADATION, Evolution.NON_EVALUABLE)
        tient = r.evolution is not None and (not exige or r.mots.strip() != "")
        assert (ligne in manquent) != tient


def test_un_objectif_clos_n_est_plus_attendu() -> None:
    assert {m.ligne for m in manques(GrilleDeLEcole(), (), {"o1": "Oser parler"})} == {"o1"}
    assert manques(GrilleDeLEcole(), (), {}) == ()


def test_la_grille_a_peu_de_lignes_et_dit_d_ou_elle_vient() -> None:
    assert 1 < len(LIGNES) <= 6
    assert all(d.source.startswith("M · proposé") and d.question for d in LIGNES)


@pytest.mark.parametrize("de", list(EtatDeRendezVous))
@pytest.mark.parametrize("vers", list(EtatDeRendezVous))
def test_un_rendez_vous_ne_passe_que_par_sa_table(
    de: EtatDeRendezVous, vers: EtatDeRendezVous
) -> None:
    assert bool(passer(de, vers, raison="autre")) == (vers in SUITES[de])


def test_un_report_dit_sa_raison() -> None:
    assert not passer(EtatDeRendezVous.PREVU, EtatDeRendezVous.REPORTE)
    assert passer(EtatDeRendezVous.PREVU, EtatDeRendezVous.TENU)


comptes = st.lists(
    st.builds(EnfantEvalue, st.sampled_from("abcdef"), st.frozensets(st.sampled_from(R)))
)


@given(comptes)
def test_la_couverture_compte_chaque_enfant_suivi_une_fois(enfants: list[EnfantEvalue]) -> None:
    lue = couvrir(enfants)
    assert lue.suivis == len({e.cle for e in enfants})
    assert couvrir([*enfants, *enfants]) == lue
    deux = {c for c in "abcdef" if {r for e in enfants if e.cle == c for r in e.faites} == set(R)}
    assert lue.deux == len(deux)
    assert lue.definition


def test_une_campagne_finie_l_est_le_lendemain() -> None:
    fin = PREMIER.periode.jusqu_au
    assert fin is not None
    assert PREMIER.en_cours(fin)
    assert not PREMIER.finie(fin)
    assert PREMIER.finie(fin + timedelta(days=1))


def test_la_classe_suivante_se_propose_et_l_ecole_ne_reste_que_dans_le_meme_cycle() -> None:
    assert suite("ce1") == Suite("ce2", meme_ecole=True)
    for fin, apres in (("gs", "cp"), ("cm2", "6e")):
        assert suite(fin) == Suite(apres, meme_ecole=False)
    assert suite("3e") == Suite(None, meme_ecole=False)
    for muet in (None, "ulis", "autre", "inconnu"):
        assert suite(muet) == Suite(None, meme_ecole=True)
