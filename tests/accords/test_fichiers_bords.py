"""A scan at the edges: what is kept of a picture to the byte, sizes to the unit, and each thing that makes a PDF act."""

from __future__ import annotations

import struct
import zlib

import pytest

from maillage.accords.rules import fichiers
from maillage.accords.rules.fichiers import (
    GONFLE_MAX,
    PIXELS_MAX,
    POIDS_MAX,
    FichierRefuse,
    TypeDeFichier,
    nettoyer_fichier,
)
from tests.accords.test_fichiers import jpeg, morceau, objets_serres, pdf, png, raison, segment

PIXELS = struct.pack(">BHHB", 8, 0xFFFF, 0xFFFF, 1)  # more than a scanner ever makes
CADRES = sorted({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
SANS_MESURE = b"\x08\x00\x00\x00\x00\x01"
DEBUT, FIN = b"\xff\xd8", b"\xff\xd9"


def test_les_limites_sont_celles_qui_sont_dites() -> None:
    assert (POIDS_MAX, PIXELS_MAX, GONFLE_MAX) == (10_485_760, 60_000_000, 41_943_040)


def test_chaque_sorte_de_fichier_a_son_nom_sur_le_reseau() -> None:
    assert [t.media for t in TypeDeFichier] == ["application/pdf", "image/jpeg", "image/png"]


def test_un_fichier_du_poids_permis_est_garde() -> None:
    octets = b"%PDF-" + b" " * (POIDS_MAX - 10) + b"%%EOF"
    assert nettoyer_fichier(octets).octets == octets


@pytest.mark.parametrize("image", [png, jpeg])
def test_une_image_se_mesure_au_pixel_pres(image) -> None:
    octets = image(largeur=60_000, hauteur=1000)
    assert nettoyer_fichier(octets).octets == octets
    assert raison(image(largeur=60_000, hauteur=1001)) == "immense"


def test_un_pixel_de_trop_est_de_trop() -> None:
    assert raison(png(largeur=60_000_001, hauteur=1)) == "immense"


@pytest.mark.parametrize("genre", [b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"])
def test_ce_qui_fait_l_image_est_garde(genre: bytes) -> None:
    octets = png(morceau(genre, b"abc"))
    assert nettoyer_fichier(octets).octets == octets


@pytest.mark.parametrize("taille", [12, 14])
def test_un_png_a_une_seule_entete_en_premier_et_de_sa_taille(taille: int) -> None:
    corps = png()[8:]
    longue = morceau(b"IHDR", (struct.pack(">II", 1, 1) + b"\x08" * 6)[:taille])
    assert raison(png()[:8] + longue + corps[25:]) == "abime"
    assert raison(png()[:8] + morceau(b"gAMA", b"abcd") + corps) == "abime"
    assert raison(png(corps[:25])) == "abime"


def test_la_suite_d_une_image_est_otee_a_l_octet_pres() -> None:
    assert nettoyer_fichier(jpeg() + b"suite").octets == jpeg()
    assert nettoyer_fichier(png() + b"suite").octets == png()


def test_les_octets_de_remplissage_d_un_jpeg_sont_otes() -> None:
    for plein in (b"\xff", b"\xff\xff"):
        assert nettoyer_fichier(DEBUT + plein + jpeg()[2:]).octets == jpeg()


@pytest.mark.parametrize("marque", [*range(0xE1, 0xEE), 0xEF, 0xFE])
def test_ce_qu_un_appareil_ecrit_de_lui_est_ote(marque: int) -> None:
    for contenu in (b"", b"x"):
        assert nettoyer_fichier(jpeg(segment(marque, contenu))).octets == jpeg()


@pytest.mark.parametrize("marque", [0xC4, 0xC8, 0xCC, 0xD0, 0xE0, 0xEE])
def test_ce_qui_n_est_pas_un_cadre_ne_se_mesure_pas_et_se_garde(marque: int) -> None:
    octets = jpeg(segment(marque, SANS_MESURE))
    assert nettoyer_fichier(octets).octets == octets


@pytest.mark.parametrize("marque", CADRES)
def test_tout_cadre_d_un_jpeg_se_mesure(marque: int) -> None:
    assert raison(jpeg(segment(marque, PIXELS))) == "immense"
    assert raison(jpeg(segment(marque, SANS_MESURE))) == "abime"


@pytest.mark.parametrize("cadre", [b"\x00\x02", b"\x00\x03\x08", b"\x00\x05\x08\x00\x08"])
def test_un_cadre_coupe_est_abime(cadre: bytes) -> None:
    """A frame shorter than its own measures used to fall with a machine error."""
    assert raison(DEBUT + b"\xff\xc0" + cadre) == "abime"


def test_un_balayage_va_jusqu_a_la_premiere_marque_qui_n_est_pas_de_lui() -> None:
    corps = jpeg()[:-2]
    for dedans in (b"\xff\x00", b"\xff\xd7", b"\xff\xd0\xff\x00"):
        assert nettoyer_fichier(corps + dedans + FIN).octets == corps + dedans + FIN
    for coupe in (corps, corps + b"\xff", corps + b"\xff\xd8\x34\x56" + FIN):
        assert raison(coupe) == "abime"


@pytest.mark.parametrize(
    "nom",
    ["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData",
     "Encrypt", "GoToE"],
)  # fmt: skip
def test_chaque_chose_qui_fait_agir_un_pdf_le_fait_refuser(nom: str) -> None:
    corps = b"<</" + nom.encode() + b" 3 0 R>>"
    assert raison(pdf(corps)) == "actif"
    assert raison(pdf(objets_serres(corps))) == "actif"


def test_un_nom_colle_a_un_flux_est_lu() -> None:
    assert raison(pdf(b"<</S/JSstream\nx\nendstream>>")) == "actif"


@pytest.mark.parametrize("texte", [b"x" * 500, b" obj "])
def test_un_flux_d_objets_se_reconnait_quoi_que_dise_son_dictionnaire(texte: bytes) -> None:
    """Its type, far from the stream or behind the word «obj», used to go unseen, and the script with it."""
    serre = objets_serres(b"<</S/JavaScript>>")
    assert raison(pdf(serre.replace(b">>stream", b"/X(" + texte + b")>>stream", 1))) == "actif"


def test_le_type_d_un_flux_n_est_pas_celui_du_precedent() -> None:
    image = b"4 0 obj<</Subtype/Image>>stream\npas serre\nendstream endobj"
    assert nettoyer_fichier(pdf(objets_serres(b"<</Type/Page>>") + image))


def test_ce_qui_gonfle_trop_est_refuse_a_l_octet_pres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fichiers, "GONFLE_MAX", 10)
    assert nettoyer_fichier(pdf(objets_serres(b"x" * 10)))
    assert nettoyer_fichier(pdf(objets_serres(b"x" * 4) + objets_serres(b"x" * 6)))
    for trop in (objets_serres(b"x" * 11), objets_serres(b"x" * 4) + objets_serres(b"x" * 7)):
        assert raison(pdf(trop)) == "actif"


def test_un_flux_abime_est_refuse() -> None:
    serre = zlib.compress(b"<</Type/Page>>")
    with pytest.raises(FichierRefuse, match="actif"):
        nettoyer_fichier(pdf(objets_serres(b"").replace(zlib.compress(b""), b"\x00" + serre)))


@pytest.mark.parametrize("longueur", [b"\x00\x00", b"\x00\x01"])
def test_un_balayage_qui_se_dit_plus_court_que_sa_taille_est_abime(longueur: bytes) -> None:
    entete = b"\xff\xda\x00\x08"
    assert raison(jpeg().replace(entete, b"\xff\xda" + longueur)) == "abime"


def test_un_cadre_va_jusqu_au_bout_du_fichier_et_pas_plus_loin() -> None:
    assert raison(DEBUT + segment(0xC0, PIXELS)) == "immense"
    assert raison(DEBUT + segment(0xC0, PIXELS)[:-1]) == "abime"
