"""Files of zones: what is read, what is refused, what is repaired, and how it is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from maillage.territoire import lecture_zones
from maillage.territoire.errors import FichierDeZonesIllisible
from maillage.territoire.lecture_listes import commune_entiere, lire_liste
from maillage.territoire.lecture_zones import LectureDeZones, lire_zones
from maillage.territoire.rules.constats import Gravite, refuse

NEUILLY = (2.53, 48.86)


def carre(lon: float = NEUILLY[0], lat: float = NEUILLY[1], cote: float = 0.01) -> list:
    return [
        [lon, lat],
        [lon + cote, lat],
        [lon + cote, lat + cote],
        [lon, lat + cote],
        [lon, lat],
    ]


def objet(code: str | None = "QP093999", anneau: Sequence | None = None, **autre: Any) -> dict:
    geometrie = {"type": "MultiPolygon", "coordinates": [[list(anneau or carre())]]}
    proprietes = {
        "fid": 1,
        "code_qp": code,
        "lib_qp": "Zone inventée",
        "lib_com": "Neuilly-sur-Marne",
    }
    return {"type": "Feature", "properties": proprietes, "geometry": geometrie} | autre


def fichier(*objets: dict, **racine: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(objets), **racine}).encode()


def codes(lu: LectureDeZones) -> dict[str, Gravite]:
    return {c.code: c.gravite for c in lu.constats}


def test_la_mise_en_page_officielle_se_lit() -> None:
    lu = lire_zones(
        fichier(
            objet(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
        )
    )
    (zone,) = lu.zones
    assert (zone.code, zone.nom, zone.lieux) == ("QP093999", "Zone inventée", "Neuilly-sur-Marne")
    assert zone.hectares == pytest.approx(81.6, rel=0.01)
    assert lu.constats == ()


def test_les_titres_en_majuscules_et_l_altitude_ne_genent_pas() -> None:
    anneau = [[*p, 42.0] for p in carre()]
    brut = objet(anneau=anneau) | {
        "properties": {"CODE_QP": "A", "NOM_QP": "Nom", "INSEE_COM": "93050"}
    }
    (zone,) = lire_zones(b"\xef\xbb\xbf" + fichier(brut)).zones
    assert (zone.code, zone.nom, zone.insee) == ("A", "Nom", ("93050",))
    assert zone.forme is not None
    assert not zone.forme.has_z


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "vide"),
        (b"  \n", "vide"),
        (b"{", "GeoJSON lisible"),
        (b"[1, 2]", "collection GeoJSON"),
        (b'{"type": "Feature"}', "collection GeoJSON"),
        (b'{"features": [3]}', "collection GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "aucune zone"),
        (b"PK\x03\x04rien", "archive"),
        (b"[" * 100_000, "GeoJSON lisible"),
        (b"nom;rien\na;b\n", "code_qp et insee_com"),
        (b"code_qp;insee_com\n", "aucune zone"),
        (b"\x00\x01\x02", "pas un fichier CSV"),
    ],
)
def test_ce_qui_n_est_pas_un_fichier_de_zones_est_refuse_en_clair(octets: bytes, dit: str) -> None:
    with pytest.raises(Exception, match=dit) as refus:
        lire_zones(octets)
    assert refus.value.a_faire  # type: ignore[attr-defined]


def test_un_fichier_trop_gros_est_refuse_avant_d_etre_lu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture_zones, "OCTETS_AU_PLUS", 10)
    with pytest.raises(FichierDeZonesIllisible, match="dépasse"):
        lire_zones(fichier(objet()))


@pytest.mark.parametrize(
    ("anneau", "code"),
    [
        ([[654_000.0, 6_869_000.0], [655_000.0, 6_869_000.0], [655_000.0, 6_870_000.0], [654_000.0, 6_869_000.0]], "projection"),
        ([[lat, lon] for lon, lat in carre()], "inversees"),
        (carre(lon=-70.0, lat=40.0), "hors_de_france"),
        ([[2.0, 48.0], [float("nan"), 48.1], [2.1, 48.2], [2.0, 48.0]], "coordonnee_illisible"),
        ([[2.5, 48.8], [2.6, 48.9]], "forme_illisible"),
        ("abc", "forme_illisible"),
    ],
)  # fmt: skip
def test_une_forme_qui_n_est_pas_en_degres_de_france_est_refusee(anneau: Any, code: str) -> None:
    lu = lire_zones(fichier(objet(anneau=anneau)))
    assert codes(lu) == {code: Gravite.REFUS}
    assert lu.constats[0].zones == ("QP093999",)
    assert refuse(lu.constats)


@pytest.mark.parametrize(
    ("autre", "code"),
    [
        ({"geometry": None}, "forme_vide"),
        ({"geometry": {"type": "MultiPolygon", "coordinates": []}}, "forme_vide"),
        ({"geometry": {"type": "Point", "coordinates": [2.5, 48.8]}}, "pas_une_surface"),
        ({"geometry": {"type": "LineString", "coordinates": [[2.5, 48.8], [2.6, 48.9]]}}, "pas_une_surface"),
        ({"geometry": {"type": "Cercle"}}, "forme_illisible"),
        ({"properties": None}, "sans_code"),
    ],
)  # fmt: skip
def test_une_zone_sans_surface_ou_sans_code_est_refusee(autre: dict, code: str) -> None:
    assert codes(lire_zones(fichier(objet(**autre)))) == {code: Gravite.REFUS}


@pytest.mark.parametrize("nom", ["EPSG:2154", "urn:ogc:def:crs:EPSG::3857", "", "Lambert 93"])
def test_une_projection_declaree_autre_que_les_degres_est_refusee(nom: str) -> None:
    lu = lire_zones(fichier(objet(), crs={"type": "name", "properties": {"name": nom}}))
    assert codes(lu) == {"projection_declaree": Gravite.REFUS}


def test_un_contour_qui_se_croise_est_repare_et_la_surface_qui_change_est_dite() -> None:
    lon, lat = NEUILLY
    noeud = [[lon, lat], [lon + 0.01, lat + 0.01], [lon + 0.01, lat], [lon, lat + 0.01], [lon, lat]]
    lu = lire_zones(fichier(objet(anneau=noeud)))
    (zone,) = lu.zones
    assert zone.reparee
    assert zone.forme is not None
    assert zone.forme.is_valid
    assert zone.hectares == pytest.approx(40.8, rel=0.02)
    assert codes(lu) == {"reparee": Gravite.ATTENTION}
    assert "la surface change de" in lu.constats[0].phrase
    assert not refuse(lu.constats)


def test_un_code_en_double_est_refuse_sauf_si_la_ligne_est_la_meme() -> None:
    differents = lire_zones(fichier(objet("A"), objet("A", carre(lon=2.6))))
    assert codes(differents) == {"code_en_double": Gravite.REFUS}
    memes = lire_zones(fichier(objet("A"), objet("A")))
    assert codes(memes) == {"code_en_double": Gravite.INFORMATION}
    assert len(memes.zones) == 1


def test_un_rapport_dit_tout_d_un_coup_et_les_refus_d_abord() -> None:
    lon, lat = NEUILLY
    noeud = [[lon, lat], [lon + 0.01, lat + 0.01], [lon + 0.01, lat], [lon, lat + 0.01], [lon, lat]]
    lu = lire_zones(
        fichier(objet("A", noeud), objet("B", geometry=None), objet("C", geometry=None))
    )
    assert [(c.code, c.zones) for c in lu.constats] == [
        ("forme_vide", ("B", "C")),
        ("reparee", ("A",)),
    ]


def test_les_pieges_de_la_liste_officielle_sont_dejoues() -> None:
    texte = (
        "\ufeffcode_qp;lib_qp;insee_com;lib_com\n"
        'QN09301M;Franc-Moisin;"=""93066""";Saint-Denis\n'
        "QN00101M;Grande Reyssouze;1053;Bourg-en-Bresse\n"
        'QN09302M;Deux villes;"93001;93027";"Aubervilliers; La Courneuve"\n'
        "QN07501M;Portes du 20e;75120;Paris 20e\n"
        "QN06901M;Lyon;69388;Lyon 8e\n"
        "QN01301M;Marseille;13203;Marseille 3e\n"
        "QN09303M;Étendue;93066;Saint-Denis\n"
        "QN09303M;Étendue;93070;Saint-Ouen\n"
        ";vide;93001;\n"
    )
    zones = {z.code: z for z in lire_liste(texte.encode())}
    assert {c: z.insee for c, z in zones.items()} == {
        "QN09301M": ("93066",),
        "QN00101M": ("01053",),
        "QN09302M": ("93001", "93027"),
        "QN07501M": ("75056",),
        "QN06901M": ("69123",),
        "QN01301M": ("13055",),
        "QN09303M": ("93066", "93070"),
    }
    assert zones["QN09303M"].lieux == "Saint-Denis, Saint-Ouen"


@pytest.mark.parametrize("code", ["75056", "69123", "13055", "75121", "13217", "93066"])
def test_une_commune_n_est_pas_un_arrondissement(code: str) -> None:
    assert commune_entiere(code) == code


def test_la_liste_livree_de_2024_a_tous_ses_codes() -> None:
    from tests.territoire.test_qpv_reels import donnees

    zones = lire_zones(donnees("qpv_2024_liste.csv")).zones
    assert len(zones) == 1493
    assert [z.nom for z in zones if "93050" in z.insee] == ["Val Coteau"]
    assert all(z.insee and z.forme is None for z in zones)
