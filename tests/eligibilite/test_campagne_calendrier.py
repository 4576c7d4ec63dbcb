"""The exit calendar: laws that hold for every campaign, and the smallest load checked another way."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.eligibilite.rules.campagne import Partant
from maillage.eligibilite.rules.campagne_calendrier import (
    Semaine,
    fin_d_annee,
    repartir,
    semaines,
    semaines_de,
)
from maillage.notions.temps import Periode
from maillage.territoire.rules.calendrier import Calendrier, Vacances

LUNDI = date(2026, 9, 7)
REFERENTS = ("amina", "karim", "nadia")


def semaine(n: int) -> Semaine:
    lundi = LUNDI + timedelta(weeks=n)
    return Semaine(lundi, tuple(lundi + timedelta(days=j) for j in range(5)))


def partant(cle: str, referent="amina", tot=0, tard=9, fratrie="") -> Partant:
    """A child who may leave from week `tot` to week `tard`."""
    fin = LUNDI + timedelta(weeks=tard, days=4)
    return Partant(cle, referent, LUNDI + timedelta(weeks=tot), fin, fratrie)


@st.composite
def campagnes(draw, *, avec_fratries: bool = True, enfants: int = 25):
    nombre = draw(st.integers(1, 8))
    lignes = draw(
        st.lists(
            st.tuples(
                st.sampled_from(REFERENTS),
                st.integers(-1, nombre),
                st.integers(0, 8),
                st.sampled_from(("", "", "A", "B", "C") if avec_fratries else ("",)),
            ),
            max_size=enfants,
        )
    )
    partants = [
        partant(f"e{i:02d}", r, tot, min(nombre - 1, tot + duree), f)
        for i, (r, tot, duree, f) in enumerate(lignes)
    ]
    return partants, [semaine(n) for n in range(nombre)]


@given(campagnes())
def test_personne_n_est_perdu_ni_double(campagne):
    partants, possibles = campagne
    calendrier = repartir(partants, possibles)
    sans = [n.cle for n in calendrier.sans_semaine]
    assert sorted([*calendrier.places, *sans]) == sorted(p.cle for p in partants)
    assert all(n.motif.phrase for n in calendrier.sans_semaine)


@given(campagnes())
def test_chaque_sortie_tombe_dans_ses_jours(campagne):
    partants, possibles = campagne
    places = repartir(partants, possibles).places
    jours = {s.lundi: s.jours for s in possibles}
    for p in partants:
        if p.cle in places:
            assert any(p.au_plus_tot <= j <= p.au_plus_tard for j in jours[places[p.cle]])


@given(campagnes())
def test_une_fratrie_sort_la_meme_semaine_meme_avec_deux_referents(campagne):
    partants, possibles = campagne
    places = repartir(partants, possibles).places
    for f in "ABC":
        assert len({places[p.cle] for p in partants if p.fratrie == f and p.cle in places}) <= 1


@given(campagnes(), st.randoms(use_true_random=False))
def test_l_ordre_des_enfants_ne_change_rien(campagne, hasard):
    partants, possibles = campagne
    melange = list(partants)
    hasard.shuffle(melange)
    assert repartir(melange, possibles) == repartir(partants, possibles)


@given(campagnes())
def test_la_charge_dite_est_celle_du_calendrier(campagne):
    partants, possibles = campagne
    calendrier = repartir(partants, possibles)
    for charge in calendrier.charges:
        compte = Counter(
            calendrier.places[p.cle]
            for p in partants
            if p.referent == charge.referent and p.cle in calendrier.places
        )
        assert charge.par_semaine == tuple(compte[s.lundi] for s in possibles)


def hall(partants: list[Partant], possibles: list[Semaine]) -> int:
    """The smallest load by counting: for some span of weeks, those who fit in it only, shared out."""
    fenetres = [(f[0], f[-1]) for p in partants if (f := semaines_de(p, possibles))]
    return max(
        (
            -(-sum(a <= tot and tard <= b for tot, tard in fenetres) // (b - a + 1))
            for a in range(len(possibles))
            for b in range(a, len(possibles))
        ),
        default=0,
    )


@given(campagnes(avec_fratries=False, enfants=60))
def test_sans_fratrie_la_charge_est_la_plus_petite_possible(campagne):
    partants, possibles = campagne
    for charge in repartir(partants, possibles).charges:
        siens = [p for p in partants if p.referent == charge.referent]
        assert charge.maximum == charge.borne == hall(siens, possibles)


@given(campagnes())
def test_les_fratries_coutent_au_plus_leur_semaine_la_plus_chargee(campagne):
    """Singles alone fit under the bound; what is added to it is at most the fratries of one week."""
    partants, possibles = campagne
    calendrier = repartir(partants, possibles)
    groupes = Counter(p.fratrie for p in partants if p.cle in calendrier.places)
    for charge in calendrier.charges:
        en_fratrie = Counter(
            calendrier.places[p.cle]
            for p in partants
            if p.referent == charge.referent and groupes[p.fratrie] > 1 and p.fratrie
            if p.cle in calendrier.places
        )
        assert charge.borne <= charge.maximum <= charge.borne + max(en_fratrie.values(), default=0)


def charges_les_plus_petites(partants: list[Partant], possibles: list[Semaine]) -> int:
    """The smallest sum of the référents' largest loads, by trying every calendar."""
    lots: dict[str, list[Partant]] = {}
    for p in partants:
        lots.setdefault(p.fratrie or p.cle, []).append(p)
    choix = []
    for membres in lots.values():
        communes = set(range(len(possibles)))
        for m in membres:
            communes &= set(semaines_de(m, possibles))
        choix.append(sorted(communes))
    meilleur = 10**6
    for rangs in product(*choix):
        charges: Counter[tuple[str, int]] = Counter()
        for membres, w in zip(lots.values(), rangs, strict=True):
            charges.update((m.referent, w) for m in membres)
        plus: dict[str, int] = {}
        for (r, _), n in charges.items():
            plus[r] = max(plus.get(r, 0), n)
        meilleur = min(meilleur, sum(plus.values()))
    return meilleur


@settings(max_examples=150, deadline=None)
@given(campagnes(enfants=7))
def test_avec_fratries_le_calendrier_reste_pres_du_meilleur(campagne):
    partants, possibles = campagne
    possibles = possibles[:4]
    calendrier = repartir(partants, possibles)
    places = [p for p in partants if p.cle in calendrier.places]
    meilleur = charges_les_plus_petites(places, possibles) if places else 0
    assert meilleur <= sum(c.maximum for c in calendrier.charges) <= meilleur + 1


def test_dix_enfants_en_cinq_semaines_font_deux_par_semaine():
    calendrier = repartir(
        [partant(f"e{n}", tard=4) for n in range(10)], [semaine(n) for n in range(5)]
    )
    (charge,) = calendrier.charges
    assert charge.par_semaine == (2, 2, 2, 2, 2)


def test_l_action_qui_finit_apres_la_date_legale_se_dit():
    tard = Partant("e", "amina", date(2026, 12, 20), date(2026, 12, 18))
    (non,) = repartir([tard], [semaine(n) for n in range(15)]).sans_semaine
    assert non.motif.code == "apres_la_date"


def test_une_fratrie_sans_semaine_commune_se_dit_pour_chacun():
    deux = [partant("a", tard=1, fratrie="F"), partant("b", tot=2, fratrie="F")]
    calendrier = repartir([*deux, partant("c")], [semaine(n) for n in range(5)])
    assert [(n.cle, n.motif.code) for n in calendrier.sans_semaine] == [
        ("a", "fratrie"),
        ("b", "fratrie"),
    ]
    assert set(calendrier.places) == {"c"}


def test_un_enfant_deux_fois_est_refuse():
    with pytest.raises(ValueError, match="deux fois"):
        repartir([partant("a"), partant("a")], [semaine(0)])


CALENDRIER = Calendrier(
    zone="C",
    connu=Periode(date(2026, 9, 1), date(2027, 8, 31)),
    vacances=[
        Vacances("Toussaint", Periode(date(2026, 10, 17), date(2026, 11, 1))),
        Vacances("Été", Periode(date(2027, 7, 3), date(2027, 8, 31))),
    ],
    feries={date(2026, 11, 11): "Armistice"},
)


def test_les_semaines_de_vacances_ne_comptent_pas_et_le_jour_ferie_est_ote():
    trouvees = semaines(date(2026, 10, 14), date(2026, 11, 13), CALENDRIER)
    assert [s.lundi for s in trouvees] == [date(2026, 10, 12), date(2026, 11, 2), date(2026, 11, 9)]
    assert trouvees[0].jours == (date(2026, 10, 14), date(2026, 10, 15), date(2026, 10, 16))
    assert date(2026, 11, 11) not in trouvees[2].jours


def test_une_semaine_que_le_calendrier_ne_connait_pas_reste_possible_et_le_dit():
    (lointaine,) = semaines(date(2029, 1, 1), date(2029, 1, 5), CALENDRIER)
    assert not lointaine.connue
    assert len(lointaine.jours) == 5


def test_l_annee_scolaire_finit_la_veille_des_vacances_d_ete():
    assert fin_d_annee(date(2026, 11, 1), CALENDRIER) == date(2027, 7, 2)
    assert fin_d_annee(date(2027, 9, 1), CALENDRIER) is None
