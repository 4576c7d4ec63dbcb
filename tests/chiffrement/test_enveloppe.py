"""A sealed value opens with its key, at its place, untouched, or not at all."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from maillage.chiffrement.enveloppe import (
    Illisible,
    Place,
    cle_neuve,
    generation_de,
    ouvrir,
    ouvrir_octets,
    sans_version,
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
        deplacee = place._replace(**{champ: getattr(autre, champ)})
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


# The form written on disk, byte by byte: what other programs and older backups rely on.
UN, DEUX = UUID(int=1), UUID(int=2)
ICI = Place("t", UN, DEUX, "sante", 7)
LIE = f"t|{UN}|{DEUX}|sante".encode()


def test_la_forme_ecrite_est_celle_qui_est_decrite() -> None:
    scelle = sceller(CLE, {"é": 1}, ICI, generation=258)
    assert scelle[:3] == b"\x02\x01\x02"
    clair = '{"é":1}'.encode()
    assert len(scelle) == 3 + 12 + len(clair) + 16
    assert ICI.octets() == LIE + b"|7"
    ouvert = AESGCM(CLE).decrypt(scelle[3:15], scelle[15:], scelle[:3] + LIE + b"|7")
    assert ouvert == clair
    assert Place("t", UN, DEUX, "sante").octets() == LIE + b"|0"


def test_une_cle_se_scelle_sous_un_autre_premier_octet() -> None:
    scelle = sceller_octets(CLE, b"cle", b"lien")
    assert scelle[:1] == b"\x01"
    assert len(scelle) == 1 + 12 + 3 + 16
    assert AESGCM(CLE).decrypt(scelle[1:13], scelle[13:], b"\x01lien") == b"cle"
    assert len(cle_neuve()) == 32


def test_ce_qui_fut_scelle_avant_les_versions_s_ouvre_encore_a_sa_place_seulement() -> None:
    ancien = sceller_octets(CLE, b'["x"]', LIE)
    assert ICI.octets_sans_version() == LIE
    assert ouvrir(CLE, ancien, ICI) == ["x"]
    assert (sans_version(ancien), generation_de(ancien)) == (True, 1)
    with pytest.raises(Illisible):
        ouvrir(CLE, ancien, ICI._replace(volet="social"))


def test_la_generation_se_lit_sans_ouvrir() -> None:
    for generation in (1, 2, 255, 256, 65_535):
        scelle = sceller(CLE, None, ICI, generation)
        assert (sans_version(scelle), generation_de(scelle)) == (False, generation)
    assert generation_de(sceller(CLE, None, ICI)) == 1


@pytest.mark.parametrize("premier", [b"", b"\x00", b"\x02", b"\x03", b"\x01"])
def test_un_autre_premier_octet_ne_s_ouvre_par_aucune_porte(premier: bytes) -> None:
    suite = b"\x00" * 60
    with pytest.raises(Illisible):
        ouvrir_octets(CLE, premier + suite, b"lien")
    with pytest.raises(Illisible):
        ouvrir(CLE, premier + suite, ICI)


def test_les_octets_d_une_valeur_ne_sont_pas_ceux_d_une_cle() -> None:
    with pytest.raises(Illisible):
        ouvrir_octets(CLE, sceller(CLE, "x", ICI), ICI.octets())


def test_une_valeur_vide_se_scelle_et_se_rouvre() -> None:
    assert ouvrir_octets(CLE, sceller_octets(CLE, b"", b""), b"") == b""


def test_une_version_plus_ancienne_remise_a_sa_place_ne_s_ouvre_pas() -> None:
    with pytest.raises(Illisible):
        ouvrir(CLE, sceller(CLE, "avant", ICI), ICI._replace(version=8))
