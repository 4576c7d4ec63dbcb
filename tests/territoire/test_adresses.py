"""Rules of addresses: reading, likeness, judging. Pure: no file, no base."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maillage.territoire.rules.adresses import (
    ECART_SUR,
    SEUIL_SUR,
    AdresseProposee,
    NatureDePosition,
    Position,
    incertitude,
    juger,
    type_du_numero,
)
from maillage.territoire.rules.distances import Etendue, distance_m
from maillage.territoire.rules.ecrites import AdresseEcrite, lire_adresse
from maillage.territoire.rules.ressemblance import (
    VoieConnue,
    faute_entre,
    perte_des_mots,
    ressemblance,
)
from maillage.territoire.rules.villes import detacher_la_ville, meme_commune
from maillage.territoire.rules.voies import decomposer

A = AdresseEcrite
PERI = VoieConnue(1, "Rue Gabriel Péri", "93066", "Saint-Denis", "", "93200", 2.35, 48.93, 150)


@pytest.mark.parametrize(
    ("tape", "lu"),
    [
        ("12 bis, av. Jean-Jaurès 93200 Saint-Denis", A(12, "bis", "av. Jean-Jaurès", "93200", "Saint-Denis")),
        ("12bis rue Gabriel Péri", A(12, "bis", "rue Gabriel Péri")),
        ("12, bis, rue Ampère", A(12, "bis", "rue Ampère")),
        ("chez Mme Diallo 3 rue du 8 mai 1945 bât B esc 2 apt 31 93380 Pierrefitte",
         A(3, "", "rue du 8 mai 1945", "93380", "Pierrefitte")),
        ("Chez M. Place, 8 place du Caquet", A(8, "", "place du Caquet")),
        ("Résidence Les Lilas, 4 allée des Lilas, 93200 ST DENIS CEDEX 02", A(4, "", "allée des Lilas", "93200", "ST DENIS")),
        ("15/17 avenue Jean Moulin", A(15, "", "avenue Jean Moulin")),
        ("5 rue de la Tour bat C", A(5, "", "rue de la Tour")),
        ("tour 3 12 rue de la République", A(12, "", "rue de la République")),
        ("6 avenue le Roy des Barres 3e étage porte 12", A(6, "", "avenue le Roy des Barres")),
        ("33 rue d'Alembert bât B", A(33, "", "rue d'Alembert")),
        ("93200 Saint-Denis, 7 r d'Alembert", A(7, "", "r d'Alembert", "93200", "Saint-Denis")),
        ("12 rue X\nBât A\n93 200 Saint-Denis (93)", A(12, "", "rue X", "93200", "Saint-Denis")),
        ("9 rue Ampère, Paris", A(9, "", "rue Ampère", "", "Paris")),
        ("12 Gabriel Péri", A(12, "", "Gabriel Péri")),
        ("Les Fauvettes 93330", A(None, "", "", "93330", "", "Les Fauvettes")),
        ("", A()),
    ],
)  # fmt: skip
def test_une_adresse_tapee_se_lit(tape: str, lu: AdresseEcrite) -> None:
    assert lire_adresse(tape) == lu


@given(st.text(max_size=400), st.text(max_size=60))
def test_lire_n_echoue_jamais(adresse: str, ville: str) -> None:
    lue = lire_adresse(adresse, ville)
    assert lue.numero is None or 0 <= lue.numero <= 9999
    assert lue.code_postal == "" or (len(lue.code_postal) == 5 and lue.code_postal.isdigit())


@given(
    st.integers(1, 9999),
    st.sampled_from(["", "bis", "ter"]),
    st.sampled_from(["rue", "av.", "bd", "place"]),
)
def test_le_complement_ne_change_pas_la_lecture(numero: int, rep: str, genre: str) -> None:
    nue = f"{numero} {rep} {genre} Gabriel Péri"
    for complet in (
        f"chez Mme Sow {nue}",
        f"{nue} bât B",
        f"{nue}, apt 12",
        f"Résidence des Tilleuls, {nue}",
    ):
        assert lire_adresse(complet) == lire_adresse(nue)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("av. du Gal de Gaulle", "Avenue du Général de Gaulle"),
        ("bd St Michel", "Boulevard Saint-Michel"),
        ("rue du huit mai 1945", "Rue du 8 Mai 1945"),
        ("R. DE L'EGLISE", "rue de l’Église"),
        ("rond-point des Arts", "Rond Point des Arts"),
    ],
)
def test_deux_ecritures_d_une_voie_sont_les_memes_mots(a: str, b: str) -> None:
    assert decomposer(a) == decomposer(b)


def note(voie: str, **plus: str) -> float:
    return ressemblance(A(voie=voie, **plus), PERI, commune_sure=True)


def test_le_score_descend_avec_ce_qui_differe() -> None:
    assert note("rue Gabriel Péri", code_postal="93200") == 1
    assert note("rue G. Péri") >= SEUIL_SUR
    assert note("rue Gabriele Péri") >= SEUIL_SUR
    for loin in (
        "rue Péri",
        "avenue Gabriel Péri",
        "rue Gabriel Perry",
        "rue Gabriel Fauré",
        "rue Jean Péri",
    ):
        assert note(loin) < SEUIL_SUR, loin


def test_un_nombre_ne_ressemble_qu_a_lui_meme() -> None:
    assert faute_entre("1945", "1954") is None
    assert perte_des_mots(("8", "mai", "1945"), ("8", "mai", "1945")) == 0


@given(st.lists(st.text("abcdefgh", min_size=2, max_size=9), min_size=1, max_size=4, unique=True))
def test_les_memes_mots_ne_perdent_rien_dans_n_importe_quel_ordre(mots: list[str]) -> None:
    assert perte_des_mots(mots, mots[::-1]) == 0


@given(st.text("abcdefgh", min_size=1, max_size=12), st.text("abcdefgh", min_size=1, max_size=12))
def test_une_faute_coute_pareil_dans_les_deux_sens(a: str, b: str) -> None:
    assert faute_entre(a, b) == faute_entre(b, a)


@pytest.mark.parametrize(
    ("ecrite", "nom", "meme"),
    [
        ("st denis", "Saint-Denis", True), ("Pierrefitte", "Pierrefitte-sur-Seine", True),
        ("Neuilly s/ Marne", "Neuilly-sur-Marne", True), ("PIERREFITE SUR SEINE", "Pierrefitte-sur-Seine", True),
        ("Saint-Ouen", "Saint-Denis", False), ("Paris", "Saint-Denis", False), ("", "Saint-Denis", False),
        ("Stains", "", False),
    ],
)  # fmt: skip
def test_une_ville_se_reconnait(ecrite: str, nom: str, meme: bool) -> None:  # noqa: FBT001 - the answer expected
    assert meme_commune(ecrite, nom) is meme


def test_une_ville_collee_a_la_voie_s_en_detache_sans_la_vider() -> None:
    noms = ["Saint-Denis", "Pierrefitte-sur-Seine"]
    lue = detacher_la_ville(lire_adresse("12 rue Ampère st denis"), noms)
    assert lue is not None
    assert (lue.voie, lue.ville) == ("rue ampere", "saint denis")
    assert detacher_la_ville(lire_adresse("12 rue de Saint-Denis"), noms) is None
    assert detacher_la_ville(lire_adresse("12 rue Ampère 93200 Saint-Denis"), noms) is None


def candidat(score: float, genre: str = "housenumber") -> AdresseProposee:
    return AdresseProposee(f"n:{score}", "12 rue X", Position(2.3, 48.9, 15, score, genre))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.booleans())
def test_sure_veut_dire_un_bon_score_un_numero_et_personne_de_proche(
    scores: list[float],
    numero: bool,  # noqa: FBT001 - drawn
) -> None:
    rangs = [candidat(s) for s in sorted(scores, reverse=True)]
    trouve = juger(rangs, numero_ecrit=numero)
    assert trouve.retenu == rangs[0]
    if trouve.decision:
        assert rangs[0].position.score >= SEUIL_SUR
        assert all(rangs[0].position.score - c.position.score >= ECART_SUR for c in rangs[1:])
    else:
        assert trouve.decision.a_faire


@given(
    st.floats(0, 1),
    st.sampled_from([NatureDePosition.VOIE, NatureDePosition.LIEU_DIT, NatureDePosition.COMMUNE]),
)
def test_sans_numero_trouve_rien_n_est_sur(score: float, genre: NatureDePosition) -> None:
    assert not juger([candidat(score, genre)], numero_ecrit=True).decision


def test_rien_de_trouve_dit_pourquoi() -> None:
    assert juger([], numero_ecrit=True).decision.motif.code == "adresse_inconnue"
    assert juger([], numero_ecrit=True, commune_connue=False).decision.motif.code == "hors_fichier"


def test_un_type_inconnu_est_le_moins_sur() -> None:
    assert (
        incertitude("jamais vu")
        == incertitude("")
        == max(map(incertitude, ("entree", "segment", "", "parcelle")))
    )
    assert (
        type_du_numero("jamais vu") is type_du_numero("segment") is NatureDePosition.INTERPOLATION
    )
    assert type_du_numero("entree") is NatureDePosition.NUMERO


POINTS = st.lists(st.tuples(st.floats(2.2, 2.6), st.floats(48.8, 49.0)), min_size=1, max_size=20)


@given(POINTS, st.integers(0, 500))
def test_le_cercle_tient_tous_les_points(points: list[tuple[float, float]], au_moins: int) -> None:
    etendue = Etendue()
    for lon, lat in points:
        etendue.ajouter(lon, lat)
    lon, lat, rayon = etendue.cercle(au_moins)
    assert rayon >= au_moins
    assert all(distance_m(lon, lat, x, y) <= rayon for x, y in points)


@given(POINTS)
def test_une_distance_est_la_meme_dans_les_deux_sens(points: list[tuple[float, float]]) -> None:
    assume(len(points) > 1)
    (a, b), (c, d) = points[:2]
    assert distance_m(a, b, c, d) == pytest.approx(distance_m(c, d, a, b))
    assert distance_m(a, b, a, b) == 0


def test_un_degre_de_latitude_fait_cent_onze_kilometres() -> None:
    assert distance_m(2.0, 48.0, 2.0, 49.0) == pytest.approx(111_195, abs=5)


def test_une_position_ne_porte_aucun_texte_d_adresse() -> None:
    ici = candidat(1.0).position
    assert "rue" not in repr(replace(ici, score=0.5))
