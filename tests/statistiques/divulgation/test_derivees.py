"""Shares and means of released counts: the truth is always between the ends, and nothing else is said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.statistiques.rules.divulgation.derivees import (
    Encadrement,
    ecart,
    encadrer,
    moyenne,
    part,
    sommer,
)

COMPTE = st.integers(0, 60)
VOIE = st.sampled_from(["bas", "haut", "tu", "exact"])


def sortir(vrai: int, voie: str, au_plus: Encadrement | None = None) -> Encadrement:
    """A true count as it could be released: rounded down or up, suppressed, or exact."""
    if voie in ("exact", "tu"):
        return encadrer(None if voie == "tu" else vrai, Mode.SUPPRESSION, au_plus=au_plus)
    arrondi = vrai // 5 * 5 if voie == "bas" else -(-vrai // 5) * 5
    return encadrer(arrondi, Mode.ARRONDI, 5, au_plus)


def contient(lu: Encadrement, vrai: float) -> bool:
    return lu.bas - 1e-9 <= vrai and (lu.haut is None or vrai <= lu.haut + 1e-9)


@given(dedans=COMPTE, dehors=COMPTE, voies=st.tuples(VOIE, VOIE))
def test_la_vraie_part_est_toujours_entre_les_bornes(
    dedans: int, dehors: int, voies: tuple[str, str]
) -> None:
    tout = sortir(dedans + dehors, voies[1])
    lue = part(sortir(dedans, voies[0], tout), tout)
    if lue is not None:
        assert contient(lue, 100 * dedans / (dedans + dehors))
        assert 0 <= lue.bas <= (lue.haut or 0) <= 100 + 1e-9
        if lue.montre is not None:
            assert contient(lue, lue.montre)


@given(
    comptes=st.dictionaries(st.integers(1, 20).map(float), COMPTE, min_size=1, max_size=5),
    voie=VOIE,
)
def test_la_vraie_moyenne_est_toujours_entre_les_bornes(
    comptes: dict[float, int], voie: str
) -> None:
    tout = sortir(sum(comptes.values()), "exact")
    lue = moyenne({v: sortir(n, voie, tout) for v, n in comptes.items()})
    if lue is not None:
        vraie = sum(v * n for v, n in comptes.items()) / sum(comptes.values())
        assert contient(lue, vraie)


@given(comptes=st.lists(st.tuples(COMPTE, VOIE), min_size=1, max_size=5))
def test_une_somme_de_nombres_publies_contient_la_vraie(comptes: list[tuple[int, str]]) -> None:
    assert contient(sommer(sortir(n, voie) for n, voie in comptes), sum(n for n, _ in comptes))


def test_une_part_qui_redirait_un_nombre_tu_n_est_pas_donnee() -> None:
    """3 of 40 are suppressed: the share is not 7,5 %, it is between nothing and everyone."""
    tout = encadrer(40, Mode.SUPPRESSION)
    lue = part(encadrer(None, Mode.SUPPRESSION, au_plus=tout), tout)
    assert lue == Encadrement(None, 0.0, 100.0)


def test_une_part_de_nombres_arrondis_dit_entre_quoi_et_quoi() -> None:
    lue = part(encadrer(10, Mode.ARRONDI), encadrer(40, Mode.ARRONDI))
    assert lue is not None
    assert lue.montre == 25
    assert lue.haut is not None
    assert (round(lue.bas, 1), round(lue.haut, 1)) == (13.6, 38.9)


def test_rien_n_est_rapporte_a_un_tout_qui_est_peut_etre_vide() -> None:
    assert part(encadrer(0, Mode.ARRONDI), encadrer(0, Mode.ARRONDI)) is None
    assert ecart(None, encadrer(3, Mode.SUPPRESSION)) is None
    assert moyenne({1.0: encadrer(None, Mode.SUPPRESSION)}) is None
    assert moyenne({1.0: encadrer(0, Mode.ARRONDI)}) is None
