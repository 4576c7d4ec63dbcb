"""Stages proved by a tracker, criteria of an individualised parcours, what is due, words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.nomenclatures import charger
from maillage.notions.temps import DatePartielle
from maillage.parcours.rules.echeances import PROCHE, Moment, moment, ranger, silencieux
from maillage.parcours.rules.etapes import FINIES, OUVERTES, Etape, etape_reprise
from maillage.parcours.rules.individualise import Critere, Preuves, criteres_manquants
from maillage.parcours.rules.mots import age_en_mots, date_en_mots

JOUR = date(2026, 1, 15)
dates = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def test_les_etapes_sont_celles_de_la_nomenclature_n11_dans_son_ordre() -> None:
    nationales = [e for e in Etape if e not in {Etape.SUSPENDU, Etape.SANS_SUITE}]  # two are ours
    assert [e.value for e in nationales] == list(charger("n11").codes)
    assert {e.value: e.libelle for e in nationales} == {
        m.code: m.libelle for m in charger("n11").modalites
    }
    assert not FINIES & OUVERTES


ETAPES = [
    # sortie, entree, pris_en_charge, eps, accord -> etape
    (True, True, True, True, True, Etape.SORTIE),
    (True, False, None, False, False, Etape.SORTIE),
    (False, True, None, False, False, Etape.EN_COURS),
    (False, False, True, False, False, Etape.EN_COURS),
    (False, False, None, True, True, Etape.EXAMINEE_EN_EPS),
    (False, False, False, True, False, Etape.EXAMINEE_EN_EPS),
    (False, False, None, False, True, Etape.ACCORD_EPS),
    (False, False, False, False, False, Etape.SOLLICITATION),
    (False, False, None, False, False, Etape.SOLLICITATION),
]


@pytest.mark.parametrize(("sortie", "entree", "pris", "eps", "accord", "etape"), ETAPES)
def test_une_reprise_va_jusqu_ou_les_faits_le_prouvent(
    sortie: bool, entree: bool, pris: bool | None, eps: bool, accord: bool, etape: Etape  # noqa: FBT001
) -> None:  # fmt: skip
    faits = {"sortie": sortie, "entree": entree, "eps": eps, "accord": accord}
    assert etape_reprise(pris_en_charge=pris, **faits) is etape


def test_un_fait_de_plus_ne_fait_jamais_reculer_l_etape() -> None:
    ordre = {e: rang for rang, e in enumerate(Etape)}
    noms = ("entree", "sortie", "eps", "accord")
    for pris, *valeurs in product((None, False, True), *[(False, True)] * 4):
        faits = dict(zip(noms, valeurs, strict=True))
        avant = ordre[etape_reprise(pris_en_charge=pris, **faits)]
        for nom in noms:
            apres = ordre[etape_reprise(pris_en_charge=pris, **{**faits, nom: True})]
            assert apres >= avant


@pytest.mark.parametrize(
    ("preuves", "manquants"),
    [
        (Preuves(1, accord=True, referent=True, actions=1), ()),
        (Preuves(0, accord=False, referent=False, actions=0), tuple(Critere)),
        (Preuves(2, accord=False, referent=True, actions=3), (Critere.ACCORD,)),
        (Preuves(0, accord=True, referent=True, actions=0), (Critere.EPS, Critere.PLAN)),
    ],
)
def test_chaque_critere_manquant_est_nomme_dans_l_ordre(
    preuves: Preuves, manquants: tuple[Critere, ...]
) -> None:
    assert criteres_manquants(preuves) == manquants


@given(st.integers(0, 3), st.booleans(), st.booleans(), st.integers(0, 3))
def test_un_parcours_est_individualise_quand_rien_ne_manque(
    eps: int,
    accord: bool,  # noqa: FBT001
    referent: bool,  # noqa: FBT001
    actions: int,
) -> None:
    manquants = criteres_manquants(Preuves(eps, accord, referent, actions))
    assert (not manquants) == bool(eps and accord and referent and actions)
    assert len(manquants) == [bool(eps), accord, referent, bool(actions)].count(False)


@pytest.mark.parametrize(
    ("ecart", "attendu"),
    [
        (-400, Moment.EN_RETARD),
        (-1, Moment.EN_RETARD),
        (0, Moment.AUJOURD_HUI),
        (1, Moment.PROCHE),
        (14, Moment.PROCHE),
        (15, Moment.PLUS_TARD),
    ],
)
def test_une_echeance_a_son_moment(ecart: int, attendu: Moment) -> None:
    assert moment(JOUR + timedelta(days=ecart), JOUR) is attendu


@given(st.lists(dates, max_size=30), dates)
def test_ranger_garde_tout_une_fois_dans_l_ordre(echeances: list[date], jour: date) -> None:
    groupes = ranger(echeances, jour, lambda e: e)
    assert list(groupes) == list(Moment)
    assert [e for g in groupes.values() for e in g] == sorted(echeances)
    assert all(moment(e, jour) is m for m, g in groupes.items() for e in g)
    assert all(e - jour <= PROCHE for e in groupes[Moment.PROCHE])


@given(st.dictionaries(st.integers(), st.none() | dates, max_size=20), dates, st.integers(1, 90))
def test_les_silences_sont_ceux_qui_durent_le_plus_long_d_abord(
    derniers: dict[int, date | None], jour: date, seuil: int
) -> None:
    trouves = silencieux(derniers, jour, seuil)
    attendus = {c for c, d in derniers.items() if d is None or (jour - d).days >= seuil}
    assert {s.cle for s in trouves} == attendus
    assert len(trouves) == len(attendus)
    durees = [s.jours for s in trouves]
    connues = [d for d in durees if d is not None]
    assert durees == [*sorted(connues, reverse=True), *[None] * (len(durees) - len(connues))]


@pytest.mark.parametrize(
    ("ecrite", "mots"),
    [
        ("", ""),
        ("2025", "2025"),
        ("2025-09", "sept. 2025"),
        ("2025-09-01", "1er sept. 2025"),
        ("2025-09-04", "4 sept. 2025"),
        ("2026-08-31", "31 août 2026"),
    ],
)
def test_une_date_s_ecrit_comme_on_la_dit_sans_rien_inventer(ecrite: str, mots: str) -> None:
    assert date_en_mots(ecrite) == mots


@pytest.mark.parametrize(
    ("naissance", "mots"),
    [
        (None, "âge inconnu"),
        ("2018", "année 2018"),
        ("2018-03", "année 2018"),
        ("2018-01-15", "8 ans"),
        ("2018-01-16", "7 ans"),
        ("2025-01-15", "1 an"),
        ("2025-06-01", "0 an"),
    ],
)
def test_un_age_ne_se_dit_que_si_le_jour_de_naissance_est_connu(
    naissance: str | None, mots: str
) -> None:
    lue = DatePartielle.lire(naissance) if naissance else None
    assert age_en_mots(lue, JOUR) == mots
