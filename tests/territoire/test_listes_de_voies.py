"""A poche as a list of streets: numbers as people write them, and answers that never turn «not known» into «no»."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territoire.rules.listes_de_voies import (
    AdresseSure,
    adresse_du_libelle,
    cle_de_voie,
    lire_numeros,
    liste_de,
)


@pytest.mark.parametrize(
    ("texte", "dedans", "dehors"),
    [
        ("", {1, 2, 900}, set()),
        ("1-15", {1, 8, 15}, {0, 16}),
        ("2 à 30 pairs", {2, 30}, {3, 29, 32}),
        ("du 2 au 30", {2, 3, 30}, {31}),
        ("12, 14 bis, 16", {12, 14, 16}, {13, 15}),
        ("impairs", {1, 99}, {2, 100}),
        ("n° 4 et 8-10", {4, 8, 9, 10}, {5, 7, 11}),
    ],
)
def test_les_numeros_se_lisent_comme_on_les_ecrit(
    texte: str, dedans: set[int], dehors: set[int]
) -> None:
    lus = lire_numeros(texte)
    assert lus is not None
    assert all(lus.contient(n) for n in dedans)
    assert not any(lus.contient(n) for n in dehors)


@pytest.mark.parametrize("texte", ["15-1", "pairs et impairs", "tout le haut", "1-2-3", "12345"])
def test_des_numeros_qui_ne_se_lisent_pas_ne_sont_pas_devines(texte: str) -> None:
    assert lire_numeros(texte) is None


@given(st.integers(1, 9000), st.integers(0, 900), st.integers(1, 9999))
def test_un_intervalle_contient_ses_bornes_et_rien_d_autre(de: int, large: int, n: int) -> None:
    lus = lire_numeros(f"{de} à {de + large}")
    if de + large > 9999:
        return
    assert lus is not None
    assert lus.contient(n) == (de <= n <= de + large)


@pytest.mark.parametrize(
    ("libelle", "attendu"),
    [
        ("12 bis Rue de la Brie, 93330 Neuilly-sur-Marne", AdresseSure("Neuilly-sur-Marne", "rue brie", 12)),
        ("Rue du 8 Mai 1945, 93200 93210 Saint-Denis (Pierrefitte-sur-Seine)", AdresseSure("Saint-Denis", "rue 8 mai 1945")),
        ("Point placé à la main", None),
        ("Neuilly-sur-Marne", None),
        ("", None),
    ],
)  # fmt: skip
def test_l_adresse_du_fichier_se_relit(libelle: str, attendu: AdresseSure | None) -> None:
    assert adresse_du_libelle(libelle) == attendu


def test_une_liste_repond_oui_non_ou_ne_sait_pas() -> None:
    liste = liste_de(
        "R",
        "Rues",
        ["93050"],
        [("Rue de la Brie", "1-15 impairs", True), ("Quai de la Pointe", "", True)],
    )
    assert cle_de_voie("R. de la Brie") == "rue brie"
    assert liste.contient("93050", "rue brie", 3) is True
    assert liste.contient("93050", "rue brie", 4) is False
    assert (
        liste.contient("93050", "rue brie", None) is None
    )  # the number decides, and nobody knows it
    assert liste.contient("93050", "quai pointe", None) is True
    assert liste.contient("93050", "avenue coteaux", 3) is False
    assert liste.contient("93066", "rue brie", 3) is False
    assert liste.contient("93050", "", 3) is None
    assert liste.contient("", "rue brie", 3) is None


def test_une_rue_que_le_fichier_ne_connait_pas_laisse_les_autres_a_examiner() -> None:
    liste = liste_de(
        "R", "Rues", ["93050"], [("Rue de la Brie", "", True), ("Rue Perdue", "", False)]
    )
    assert not liste.entiere
    assert liste.contient("93050", "rue brie", 1) is True
    assert liste.contient("93050", "avenue coteaux", 1) is None
    assert liste.contient("93066", "avenue coteaux", 1) is False
    assert liste_de("R", "Rien", ["93050"], []).contient("93050", "rue brie", 1) is None
