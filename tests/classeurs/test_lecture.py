"""Files as they come: any alphabet, any separator, and bad ones refused politely before they do harm."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from maillage.classeurs.lecture import FichierIllisible, Limites, lire
from maillage.notions.erreurs import ErreurMetier
from tests.reprise.atelier import SAINT_DENIS
from tests.reprise.echantillons.fabrique import bombe, chiffre, ods, texte, xlsx

FEUILLE = "xl/worksheets/sheet1.xml"
RANGEES = [
    ["Nom", "Prénom"],
    ["ŒUVRARD", "Élif"],
    ["PETIT", "ligne 1\nligne 2"],
    ["N'DIAYE", "Zoé"],
]


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_un_csv_se_lit_quel_que_soit_son_alphabet_et_son_separateur(
    alphabet: str, separateur: str
) -> None:
    (feuille,) = lire(texte(RANGEES, separateur, alphabet), "export.csv").feuilles
    assert feuille.nom == "csv"
    assert [[c.texte for c in cellules] for _, cellules in feuille.lignes] == RANGEES
    assert [numero for numero, _ in feuille.lignes] == [1, 2, 3, 5]


def test_la_ligne_sep_compte_comme_premiere_ligne() -> None:
    (feuille,) = lire(texte(RANGEES, ";", "cp1252", "sep=;\r\n"), "x.csv").feuilles
    assert [numero for numero, _ in feuille.lignes] == [2, 3, 4, 6]


def test_des_accents_abimes_sont_retablis() -> None:
    octets = "Nom;Prénom\nNOËL;Éva\n".encode().decode("cp1252", errors="ignore").encode()
    classeur = lire(octets, "x.csv")
    assert any("accents" in a for a in classeur.avertissements)


def test_les_cellules_gardent_leur_place_leur_type_et_la_valeur_des_formules() -> None:
    octets = xlsx({"S": [[], [None, None, "a", date(2024, 5, 3), 12, "=1+8"]]})
    (feuille,) = lire(octets, "x.xlsx").feuilles
    ((numero, cellules),) = feuille.lignes
    assert numero == 2
    assert [(c.colonne, c.valeur) for c in cellules] == [
        (3, "a"),
        (4, date(2024, 5, 3)),
        (5, 12),
        (6, 9),
    ]


def test_un_ods_se_lit() -> None:
    classeur = lire(ods({"2023": [["é", date(2024, 1, 2)]], "vide": []}), "x.ods")
    assert [f.nom for f in classeur.feuilles] == ["2023", "vide"]
    assert [c.valeur for c in classeur.feuilles[0].lignes[0][1]] == ["é", date(2024, 1, 2)]


def test_une_extension_trompeuse_est_toleree_et_dite() -> None:
    classeur = lire(xlsx({"S": [["a"]]}), "suivi.csv")
    assert classeur.format == "xlsx"
    assert "suivi.csv" in classeur.avertissements[0]


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "vide"),
        (b" \r\n\t", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (chiffre(), "mot de passe"),
        (SAINT_DENIS.read_bytes()[:20_000], "abîmé"),
        (b"PK\x03\x04", "abîmé"),
        (bombe(), "démesuré"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "image"),
        (b"<!DOCTYPE html><html></html>", "page web"),
        (bytes(range(256)) * 40, "format"),
        (xlsx({"S": []}), "aucune cellule"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3000, "abîmé"),
    ],
    ids=[
        "rien",
        "blancs",
        "marque",
        "chiffre",
        "tronque",
        "entete",
        "bombe",
        "pdf",
        "image",
        "html",
        "binaire",
        "sans-cellule",
        "ole",
    ],
)
def test_un_mauvais_fichier_est_refuse_poliment(octets: bytes, dit: str) -> None:
    with pytest.raises(FichierIllisible) as refus:
        lire(octets, "suivi.xlsx")
    assert isinstance(refus.value, ErreurMetier)
    assert dit in refus.value.message
    assert refus.value.rien_perdu
    assert refus.value.a_faire


def test_un_fichier_trop_gros_est_refuse_avant_d_etre_ouvert() -> None:
    with pytest.raises(FichierIllisible, match="dépasse"):
        lire(b"a;b\n" * 1000, "x.csv", Limites(octets=1000))


def test_un_csv_de_trop_de_cases_n_est_pas_charge() -> None:
    with pytest.raises(FichierIllisible, match="trop de cellules"):
        lire(b"a;b;c\n" * 1000, "x.csv", Limites(cellules=2999))


def test_deux_cases_aux_deux_bouts_d_une_feuille_n_arretent_pas_le_service() -> None:
    octets = xlsx({"S": [["a"]]})
    geant = re.sub(
        rb"</row>", b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', _feuille(octets)
    )
    with pytest.raises(FichierIllisible, match="démesuré"):
        lire(_avec_feuille(octets, geant), "suivi.xlsx")


def _feuille(octets: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(octets)).read(FEUILLE)


def _avec_feuille(octets: bytes, feuille: bytes) -> bytes:
    """The same workbook with another first sheet."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as avant, zipfile.ZipFile(sortie, "w") as apres:
        for nom in avant.namelist():
            apres.writestr(nom, feuille if nom == FEUILLE else avant.read(nom))
    return sortie.getvalue()
