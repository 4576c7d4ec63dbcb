"""The counting rules of the annual survey, on cases that a team meets and on random programmes."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.nomenclatures import charger
from maillage.notions.temps import AnneeScolaire, DatePartielle, Periode
from maillage.parcours.rules.individualise import AccordDuParcours, Critere, SourceDeLAccord
from maillage.statistiques.rules.annuelles import SEXES, ClasseDAge, classe_d_age, compter
from maillage.statistiques.rules.suivis import EnfantCompte, ParcoursCompte, Presence, presence
from maillage.statistiques.tableaux import tableaux

ANNEE = AnneeScolaire(2025)
OUI, NON, VOIR = Presence.OUI, Presence.NON, Presence.A_VERIFIER


def d(texte: str | None) -> DatePartielle | None:
    return DatePartielle.lire(texte) if texte else None


def parcours(
    entree: str | None = "2025-10-01",
    sortie: str | None = None,
    *,
    pris: bool = True,
    motif: str | None = None,
    manquants: tuple[Critere, ...] = (),
    recue: str | None = None,
    accord: AccordDuParcours | None = None,
    examens: tuple[str, ...] = (),
) -> ParcoursCompte:
    repris = AccordDuParcours(repris=Critere.ACCORD not in manquants)
    jours = tuple(DatePartielle.lire(e) for e in examens)
    return ParcoursCompte(
        d(entree), d(sortie), pris, motif, manquants, d(recue), accord or repris, jours
    )


def enfant(
    *suivis: ParcoursCompte, ne: str | None = "2017-05-02", sexe: str | None = "fille"
) -> EnfantCompte:
    return EnfantCompte(d(ne), sexe, suivis)  # fmt: skip


PRESENCES = [
    ("2025-09-01", None, OUI),
    ("2026-08-31", None, OUI),
    ("2026-09-01", None, NON),
    ("2024-10-01", None, OUI),
    ("2024-10-01", "2025-09-01", OUI),
    ("2024-10-01", "2025-08-31", NON),
    ("2025-09-01", "2025-09-01", OUI),
    ("2024-10-01", "2025-08", NON),
    ("2024-10-01", "2025-09", OUI),
    ("2024-10-01", "2025", VOIR),
    ("2025", None, OUI),
    ("2026", None, VOIR),
    ("2026-08", None, OUI),
    ("2026-09", None, NON),
    ("2027", None, NON),
    (None, None, VOIR),
    (None, "2025-08-31", NON),
    (None, "2026-01-10", VOIR),
]


@pytest.mark.parametrize(("entree", "sortie", "attendue"), PRESENCES)
def test_un_parcours_compte_s_il_est_ouvert_un_jour_de_l_annee(
    entree: str | None, sortie: str | None, attendue: Presence
) -> None:
    assert presence(parcours(entree, sortie), ANNEE) is attendue


AGES = [
    ("2025-12-31", ClasseDAge.MOINS_DE_2),
    ("2024-01-01", ClasseDAge.MOINS_DE_2),
    ("2023-12-31", ClasseDAge.DE_2_A_5),
    ("2020-01-01", ClasseDAge.DE_2_A_5),
    ("2019-12-31", ClasseDAge.DE_6_A_10),
    ("2015-01-01", ClasseDAge.DE_6_A_10),
    ("2014", ClasseDAge.DE_11_A_16),
    ("2009-01", ClasseDAge.DE_11_A_16),
    ("2008-12-31", ClasseDAge.PLUS_DE_16),
    ("2026-01-01", ClasseDAge.INCONNUE),
    (None, ClasseDAge.INCONNUE),
]


@pytest.mark.parametrize(("naissance", "classe"), AGES)
def test_l_age_se_prend_au_31_decembre_de_la_rentree(
    naissance: str | None, classe: ClasseDAge
) -> None:
    assert classe_d_age(d(naissance), ANNEE) is classe


def test_un_enfant_compte_une_fois_meme_sorti_puis_revenu() -> None:
    c = compter(
        [
            enfant(
                parcours("2025-09-10", "2025-12-01", motif="x"), parcours("2026-02-01", motif="y")
            )
        ],
        ANNEE,
    )
    assert (c.enfants, c.entrees, c.sorties) == (1, 1, 1)
    assert c.motifs_de_sortie == {"x": 1}


def test_deux_sorties_dans_l_annee_ne_donnent_qu_un_motif_le_dernier() -> None:
    c = compter(
        [enfant(parcours("2025-09-10", "2025-12-01", motif="x"), parcours("2026-02-01", "2026-03-01", motif="y"))],
        ANNEE,
    )  # fmt: skip
    assert (c.sorties, c.motifs_de_sortie) == (1, {"y": 1})


def test_une_sortie_d_avant_l_annee_ne_compte_pas_meme_si_l_enfant_est_revenu() -> None:
    c = compter([enfant(parcours("2024-01-01", "2025-06-30"), parcours("2025-10-01"))], ANNEE)
    assert (c.enfants, c.entrees, c.sorties) == (1, 1, 0)


def test_un_parcours_d_une_autre_annee_n_est_ni_entree_ni_enfant() -> None:
    c = compter(
        [enfant(parcours("2023-10-01", "2024-06-30")), enfant(parcours("2026-10-01"))], ANNEE
    )
    assert (c.enfants, c.entrees, c.sorties, c.a_verifier) == (0, 0, 0, 0)


def test_qui_etait_deja_suivi_n_est_pas_une_entree() -> None:
    c = compter([enfant(parcours("2025-08-31"))], ANNEE)
    assert (c.enfants, c.entrees) == (1, 0)


def test_l_inconnu_est_compte_a_part_jamais_devine() -> None:
    c = compter(
        [enfant(parcours(None)), enfant(parcours("2026")), enfant(ne=None, sexe=None)], ANNEE
    )
    assert (c.enfants, c.a_verifier) == (0, 2)
    c = compter([enfant(parcours(), ne=None, sexe=None)], ANNEE)
    assert c.repartition == {(ClasseDAge.INCONNUE, None): 1}


@pytest.mark.parametrize(
    ("recue", "non_pris", "a_verifier"),
    [("2025-09-01", 1, 0), ("2026-08-31", 1, 0), ("2025-08-31", 0, 0), ("2026-09", 0, 0),
     ("2025-10", 1, 0), ("2025", 0, 1), (None, 0, 1)],
)  # fmt: skip
def test_une_situation_non_prise_en_charge_est_de_l_annee_ou_elle_a_ete_recue(
    recue: str | None, non_pris: int, a_verifier: int
) -> None:
    c = compter([enfant(parcours(None, pris=False, recue=recue))], ANNEE)
    assert (c.enfants, c.non_pris_en_charge, c.a_verifier) == (0, non_pris, a_verifier)


def test_qui_est_suivi_n_est_pas_compte_parmi_les_non_pris_en_charge() -> None:
    refusee = parcours(None, pris=False, recue="2025-09-10")
    c = compter([enfant(refusee, parcours("2025-10-01"))], ANNEE)
    assert (c.enfants, c.non_pris_en_charge) == (1, 0)


def test_les_criteres_manquants_sont_ceux_du_parcours_le_plus_avance() -> None:
    presque = parcours(manquants=(Critere.EPS,))
    debut = parcours("2026-01-01", manquants=(Critere.EPS, Critere.PLAN))
    c = compter([enfant(debut, presque), enfant(parcours())], ANNEE)
    assert (c.individualises, c.non_individualises, c.manquants) == (1, 1, {Critere.EPS: 1})


dates = st.none() | st.builds(
    lambda a, m, j: DatePartielle(a, m, j if m else None),
    st.integers(2023, 2027), st.none() | st.integers(1, 12), st.none() | st.integers(1, 28),
)  # fmt: skip
jours = st.dates(date(2023, 9, 1), date(2027, 8, 31))
accords = st.builds(
    AccordDuParcours, demande_le=st.none() | jours, repris=st.booleans(),
    periodes=st.lists(st.tuples(jours, jours).map(lambda d: Periode(min(d), max(d))), max_size=2).map(tuple),
)  # fmt: skip
suivis = st.builds(
    ParcoursCompte, entree=dates, sortie=dates, pris_en_charge=st.booleans(),
    motif_sortie=st.none() | st.sampled_from(charger("n12").codes),
    manquants=st.lists(st.sampled_from(list(Critere)), unique=True).map(tuple), recue=dates,
    accord=accords, examens=st.lists(dates.filter(bool), max_size=2).map(tuple),
)  # fmt: skip
programmes = st.lists(
    st.builds(
        EnfantCompte,
        naissance=st.none() | st.builds(DatePartielle, st.integers(2005, 2027)),
        sexe=st.sampled_from(list(SEXES)),
        parcours=st.lists(suivis, max_size=3).map(tuple),
    ),
    max_size=12,
)


@given(enfants=programmes)
def test_les_totaux_sont_la_somme_des_cases(enfants: list[EnfantCompte]) -> None:
    c = compter(enfants, ANNEE)
    assert sum(c.total_age(k) for k in ClasseDAge) == c.enfants
    assert sum(c.total_sexe(s) for s in SEXES) == c.enfants
    assert sum(c.motifs_de_sortie.values()) == c.sorties
    assert c.individualises + c.non_individualises == c.enfants
    assert c.enfants + c.non_pris_en_charge + c.a_verifier <= len(enfants)
    assert max(c.entrees, c.sorties, c.individualises, 0) <= c.enfants
    assert all(n <= c.non_individualises for n in c.manquants.values())
    assert sum(c.accords.values()) == c.enfants
    assert c.accords.get(SourceDeLAccord.AUCUN, 0) == c.manquants.get(Critere.ACCORD, 0)


@given(enfants=programmes)
def test_les_tableaux_se_somment_en_ligne_et_en_colonne(enfants: list[EnfantCompte]) -> None:
    activite, ages, individualises, sorties = tableaux(compter(enfants, ANNEE))
    assert ages.total is not None
    for colonne in range(1, len(ages.colonnes)):
        assert sum(ligne[colonne] for ligne in ages.lignes) == ages.total[colonne]
    for _, *cases, ensemble in (*ages.lignes, ages.total):
        assert sum(cases) == ensemble
    assert ages.total[-1] == activite.lignes[0][1]
    assert individualises.lignes[0][1] + individualises.lignes[1][1] == activite.lignes[0][1]
    assert sum(n for _, n in sorties.lignes) == activite.lignes[2][1]


@given(enfants=programmes)
def test_l_ordre_des_enfants_ne_change_rien_et_deux_moities_s_ajoutent(
    enfants: list[EnfantCompte],
) -> None:
    entier, inverse = compter(enfants, ANNEE), compter(reversed(enfants), ANNEE)
    assert entier == inverse
    une, deux = compter(enfants[::2], ANNEE), compter(enfants[1::2], ANNEE)
    assert une.enfants + deux.enfants == entier.enfants
    assert Counter(une.repartition) + Counter(deux.repartition) == Counter(entier.repartition)


def test_une_demande_sans_reponse_attend_et_n_est_pas_comptee_comme_refusee() -> None:
    attente = ParcoursCompte(None, None, None, None, (), recue=DatePartielle(2025, 11, 3))
    c = compter([EnfantCompte(None, None, (attente,))], AnneeScolaire(2025))
    assert (c.enfants, c.non_pris_en_charge, c.en_attente, c.a_verifier) == (0, 0, 1, 0)
