"""The 36 lists of the trade: complete, coded, dated, sourced."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from itertools import pairwise

import pytest

from maillage.notions.erreurs import ErreurMetier
from maillage.notions.nomenclatures import Modalite, charger, toutes

NUMEROS = [f"n{rang:02d}" for rang in range(1, 37)]
# long verbatim texts of the referential and of the socle carry a short code instead of their slug
CODES_ABREGES = {"n17": r"priorite_\d", "n18": r"d1_\w+"}


def slug(libelle: str) -> str:
    texte = re.split(r" / |\s: ", re.sub(r"\s*\([^)]*\)", "", libelle))[0].replace("+", " plus")
    nu = unicodedata.normalize("NFD", texte.replace("œ", "oe")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", nu.lower()).strip("_")


def test_les_trente_six_nomenclatures_sont_livrees() -> None:
    assert [n.numero for n in toutes()] == NUMEROS


@pytest.mark.parametrize("numero", NUMEROS)
def test_chaque_code_est_le_libelle_en_ascii_et_ne_sert_qu_une_fois(numero: str) -> None:
    nomenclature = charger(numero)
    codes = nomenclature.codes
    assert len(codes) == len(set(codes)) >= 2
    for modalite in nomenclature.modalites:
        abrege = CODES_ABREGES.get(numero)
        if abrege is None or not re.fullmatch(abrege, modalite.code):
            assert modalite.code == slug(modalite.libelle)


@pytest.mark.parametrize("numero", NUMEROS)
def test_chaque_liste_est_ordonnee_datee_et_sourcee(numero: str) -> None:
    modalites = charger(numero).modalites
    assert all(a.ordre < b.ordre for a, b in pairwise(modalites))
    assert all(re.match(r"[SPM] · \S", m.source) for m in modalites)
    assert all(not (m.depuis and m.jusqu_au) or m.depuis <= m.jusqu_au for m in modalites)
    assert all(m.libelle.strip() == m.libelle != "" for m in modalites)


@pytest.mark.parametrize("numero", ["n16", "n30"])
def test_les_familles_d_une_liste_a_etages_sont_ses_propres_codes(numero: str) -> None:
    nomenclature = charger(numero)
    parents = {m.famille for m in nomenclature.modalites} - {""}
    assert parents
    assert parents <= set(nomenclature.codes)


@pytest.mark.parametrize("ecriture", ["n08", "N8", "n8", "8", " N08 "])
def test_le_numero_s_ecrit_comme_on_le_dit(ecriture: str) -> None:
    assert charger(ecriture) is charger("n08")


@pytest.mark.parametrize("numero", ["n00", "n37", "sexe", ""])
def test_un_numero_inconnu_est_refuse_en_francais(numero: str) -> None:
    with pytest.raises(ErreurMetier, match="n'existe pas"):
        charger(numero)


def test_un_code_se_lit_et_un_code_inconnu_est_refuse() -> None:
    motifs = charger("n12")
    assert motifs.libelle("relais_vers_la_protection_de_l_enfance").startswith("Relais vers")
    assert "objectifs_atteints" in motifs
    with pytest.raises(ErreurMetier, match="N12"):
        motifs.code("objectif_atteint")


def test_une_modalite_ne_vaut_qu_entre_ses_dates() -> None:
    labels = charger("n05")
    assert "rep" not in [m.code for m in labels.valides_au(date(2015, 8, 31))]
    assert "rep" in [m.code for m in labels.valides_au(date(2015, 9, 1))]
    finie = Modalite("x", "X", 10, None, date(2020, 8, 31), "S · essai", "", "")
    assert finie.valide_au(date(2020, 8, 31))
    assert not finie.valide_au(date(2020, 9, 1))


def test_les_codes_que_tous_les_modules_attendent() -> None:
    assert charger("n01").codes == ("fille", "garcon")
    assert charger("n02").codes[0] == "2_5_ans"
    assert {"6e", "cp", "lycee_gt"} <= set(charger("n04").codes)
    assert charger("n05").codes[:2] == ("rep_plus", "rep")
    assert [m.code for m in charger("n15").de_famille("suite")][-1] == "refusee"


def test_les_mots_de_l_enquete_nationale_sont_gardes_la_ou_on_les_connait() -> None:
    assert [m.enquete for m in charger("n08").modalites if m.enquete] == [
        "insuffisance des résultats scolaires",
        "isolement social",
    ]
    assert all(m.enquete for m in charger("n02").modalites)
