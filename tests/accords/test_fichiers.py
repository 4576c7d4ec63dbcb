"""A scan that comes back: told by its content, without what it says of its author, refused when it acts."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.accords.rules.fichiers import (
    POIDS_MAX,
    RAISONS,
    FichierRefuse,
    TypeDeFichier,
    nettoyer_fichier,
)

SECRET = b"48.93N 2.35E Mme Selvam"


def morceau(genre: bytes, contenu: bytes) -> bytes:
    somme = zlib.crc32(genre + contenu)
    return struct.pack(">I", len(contenu)) + genre + contenu + struct.pack(">I", somme)


def png(*plus: bytes, largeur: int = 1, hauteur: int = 1) -> bytes:
    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    image = zlib.compress(b"\x00\x7f")
    corps = (morceau(b"IHDR", entete), *plus, morceau(b"IDAT", image), morceau(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(corps)


def segment(marque: int, contenu: bytes) -> bytes:
    return bytes([0xFF, marque]) + struct.pack(">H", len(contenu) + 2) + contenu


def jpeg(*plus: bytes, largeur: int = 8, hauteur: int = 8) -> bytes:
    cadre = segment(0xC0, struct.pack(">BHHB", 8, hauteur, largeur, 1) + b"\x01\x11\x00")
    balayage = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return (
        b"\xff\xd8" + segment(0xE0, b"JFIF\x00") + b"".join(plus) + cadre + balayage + b"\xff\xd9"
    )


def pdf(corps: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        + corps
        + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def objets_serres(contenu: bytes) -> bytes:
    serre = zlib.compress(contenu)
    return b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + serre + b"\nendstream endobj"


def raison(octets: bytes) -> str:
    with pytest.raises(FichierRefuse) as refus:
        nettoyer_fichier(octets)
    return str(refus.value)


@pytest.mark.parametrize(
    ("octets", "type_"),
    [(png(), TypeDeFichier.PNG), (jpeg(), TypeDeFichier.JPEG), (pdf(), TypeDeFichier.PDF)],
)
def test_un_fichier_propre_est_garde_tel_quel(octets: bytes, type_: TypeDeFichier) -> None:
    garde = nettoyer_fichier(octets)
    assert garde.type is type_
    assert garde.octets == (octets.rstrip(b"\n") if type_ is TypeDeFichier.PDF else octets)
    assert nettoyer_fichier(garde.octets) == garde


@pytest.mark.parametrize(
    "octets",
    [
        png(morceau(b"tEXt", b"Author\x00" + SECRET)),
        png(morceau(b"eXIf", SECRET)),
        png(morceau(b"iTXt", SECRET)),
        png(morceau(b"vpAg", SECRET)),
        png() + SECRET,
        jpeg(segment(0xE1, b"Exif\x00\x00" + SECRET)),
        jpeg(segment(0xED, SECRET)),
        jpeg(segment(0xFE, SECRET)),
        jpeg() + b"PK\x03\x04" + SECRET,
        pdf() + SECRET,
    ],
)
def test_lieu_auteur_commentaire_et_suite_cachee_disparaissent(octets: bytes) -> None:
    propre = nettoyer_fichier(octets).octets
    assert SECRET not in propre
    assert len(propre) < len(octets)


@pytest.mark.parametrize(
    ("octets", "attendue"),
    [
        (b"", "vide"),
        (b"x" * (POIDS_MAX + 1), "lourd"),
        (b"<html><script>", "inconnu"),
        (b"MZ\x90\x00", "inconnu"),
        (b"PK\x03\x04", "inconnu"),
        (b" %PDF-1.7 %%EOF", "inconnu"),
        (png()[:-6], "abime"),
        (png().replace(b"IDAT", b"IDAX"), "abime"),
        (jpeg()[:-2], "abime"),
        (b"\xff\xd8\xff\xd9", "abime"),
        (jpeg(largeur=0), "abime"),
        (png(largeur=60_000, hauteur=60_000), "immense"),
        (jpeg(largeur=60_000, hauteur=60_000), "immense"),
        (b"%PDF-1.7 sans fin", "abime"),
        (pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), "actif"),
        (pdf(b"<</S/J#61vaScript>>"), "actif"),
        (pdf(b"<</S/Launch>>"), "actif"),
        (pdf(b"<</Names<</EmbeddedFiles 3 0 R>>>>"), "actif"),
        (pdf(b"<</Encrypt 4 0 R>>"), "actif"),
        (pdf(objets_serres(b"<</S/JavaScript>>")), "actif"),
        (pdf(b"5 0 obj<</Type/ObjStm/Filter/LZWDecode>>stream\nxx\nendstream"), "actif"),
    ],
)
def test_ce_qui_n_est_pas_un_formulaire_numerise_est_refuse(octets: bytes, attendue: str) -> None:
    assert raison(octets) == attendue
    assert RAISONS[attendue]


def test_une_image_dans_un_pdf_peut_contenir_par_hasard_le_nom_d_une_action() -> None:
    assert nettoyer_fichier(pdf(b"4 0 obj<</Subtype/Image>>stream\nx/JS y\nendstream endobj"))
    assert nettoyer_fichier(pdf(objets_serres(b"<</Type/Page>>")))


def gardes_ou_raison(octets: bytes) -> bytes | str:
    """What is kept, or the code of the refusal; anything else falls."""
    try:
        return nettoyer_fichier(octets).octets
    except FichierRefuse as refus:
        return str(refus)


DEBUTS = st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"])


@given(st.binary(max_size=300), DEBUTS)
def test_n_importe_quels_octets_sont_gardes_ou_refuses_avec_une_raison(
    octets: bytes, debut: bytes
) -> None:
    fin = gardes_ou_raison(debut + octets)
    assert fin in RAISONS if isinstance(fin, str) else gardes_ou_raison(fin) == fin


@given(st.data())
def test_un_octet_change_ne_fait_jamais_tomber_la_lecture(data: st.DataObject) -> None:
    octets = bytearray(data.draw(st.sampled_from([png(), jpeg(), pdf(objets_serres(b"<<>>"))])))
    octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    fin = gardes_ou_raison(bytes(octets))
    assert isinstance(fin, bytes) or fin in RAISONS
