"""A sealed value opens with its key, at its place, untouched, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.chiffrement.enveloppe import (
    Illisible,
    Place,
    cle_neuve,
    ouvrir,
    ouvrir_octets,
    sceller,
    sceller_octets,
)

CLE = cle_neuve()
places = st.builds(
    Place,
    table=st.sampled_from(["enfants_identite", "parcours_notesante"]),
    ligne=st.uuids(),
    dossier=st.uuids(),
    volet=st.sampled_from(["identite", "sante"]),
)
valeurs = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda v: st.lists(v, max_size=4) | st.dictionaries(st.text(), v, max_size=4),
    max_leaves=8,
)
PLACE = Place("enfants_identite", uuid4(), uuid4(), "identite")


@given(valeur=valeurs, place=places)
def test_ce_qui_est_scelle_se_rouvre_a_sa_place(valeur: Any, place: Place) -> None:
    assert ouvrir(CLE, sceller(CLE, valeur, place), place) == valeur


@given(valeur=valeurs, place=places, autre=places)
def test_une_valeur_deplacee_ne_s_ouvre_pas(valeur: Any, place: Place, autre: Place) -> None:
    scelle = sceller(CLE, valeur, place)
    for champ in ("table", "ligne", "dossier", "volet"):
        deplacee = replace(place, **{champ: getattr(autre, champ)})
        if deplacee != place:
            with pytest.raises(Illisible):
                ouvrir(CLE, scelle, deplacee)


def test_deux_places_ne_s_ecrivent_jamais_pareil() -> None:
    a, b = UUID(int=1), UUID(int=2)
    assert Place("t", a, b, "v").octets() != Place("t", b, a, "v").octets()


@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_un_seul_bit_change_et_rien_ne_s_ouvre(position: int, bit: int) -> None:
    scelle = bytearray(sceller(CLE, {"nom": "Selvam"}, PLACE))
    scelle[position % len(scelle)] ^= 1 << bit
    with pytest.raises(Illisible):
        ouvrir(CLE, bytes(scelle), PLACE)


@given(longueur=st.integers(0, 45))
def test_une_valeur_tronquee_est_illisible_et_non_une_panne(longueur: int) -> None:
    scelle = sceller(CLE, {"nom": "Selvam", "prenom": "Karthik"}, PLACE)
    with pytest.raises(Illisible):
        ouvrir(CLE, scelle[:longueur], PLACE)


@given(ajout=st.binary(min_size=1, max_size=20))
def test_une_valeur_rallongee_est_illisible(ajout: bytes) -> None:
    with pytest.raises(Illisible):
        ouvrir_octets(CLE, sceller_octets(CLE, b"secret", b"lien") + ajout, b"lien")


def test_une_autre_cle_n_ouvre_pas() -> None:
    with pytest.raises(Illisible):
        ouvrir(cle_neuve(), sceller(CLE, "secret", PLACE), PLACE)


def test_sceller_deux_fois_ne_donne_jamais_le_meme_texte() -> None:
    scelles = {sceller(CLE, "secret", PLACE) for _ in range(200)}
    assert len({s[1:13] for s in scelles}) == len(scelles) == 200


def test_l_erreur_ne_dit_rien_du_contenu_ni_de_la_cle() -> None:
    erreur = str(Illisible())
    assert "Selvam" not in erreur
    assert Illisible().statut == 500
