"""Files and lines of the dashboard: pupils are refused whole, the headcount is always asked, nothing is half kept."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from maillage.bilans.errors import FichierNominatif, FichierRefuse
from maillage.bilans.fichiers_rep import lire_le_fichier, modele
from maillage.bilans.rules.indicateurs_rep import FIN_DE_CM2, PAR_CODE, Portee
from maillage.bilans.rules.lecture_rep import LigneImpossible, signe_nominatif, verifier
from maillage.bilans.rules.tableau_rep import MesureDite, du_reseau, ecarts, figure, lignes

MEMBRES = ("0930001A", "0930002B", "0930003C")
LE = date(2026, 3, 1)
TITRES = "uai;indicateur;rentree;nombre;effectif;valeur;source"


def lu(*rangs: str, titres: str = TITRES):
    return lire_le_fichier("a.csv", "\n".join((titres, *rangs)).encode(), MEMBRES, au_plus=LE)


def test_un_fichier_bien_fait_se_lit_entier() -> None:
    lues = lu(
        "0930001A;maitrise_fin_cm2;2024-2025;31;48;;DSDEN",
        "hors_ep;maitrise_fin_cm2;2024;;;78,3;RAP",
        "",
        ";;;;;;",
    )
    assert [(x.portee, x.uai, x.nombre, x.effectif, x.valeur) for x in lues] == [
        (Portee.ETABLISSEMENT, "0930001A", 31, 48, None), (Portee.HORS_EP, "", None, None, Decimal("78.3"))]  # fmt: skip


NOMINATIFS = [
    ("Nom;Prénom;uai", "Selvam;Karthik;0930001A", "colonne"),
    ("uai;Date de naissance", "0930001A;12/03/2016", "colonne"),
    ("uai;INE;effectif", "0930001A;x;1", "colonne"),
    ("uai;ref", "0930001A;1234567890A", "identifiant national"),
    ("uai;quand", "0930001A;12/03/2016", "dates de naissance"),
    ("uai;indicateur;rentree;effectif", "0930001A;x;2024;1\n0930001A;x;2024;1", "plusieurs lignes"),
]


@pytest.mark.parametrize(("titres", "rangs", "signe"), NOMINATIFS)
def test_un_fichier_qui_ressemble_a_des_eleves_est_refuse_sans_rien_repeter(
    titres: str, rangs: str, signe: str
) -> None:
    with pytest.raises(FichierNominatif, match=signe) as refus:
        lu(rangs, titres=titres)
    for mot in ("Selvam", "Karthik", "12/03/2016", "1234567890A"):
        assert mot not in str(refus.value)


@given(
    st.lists(
        st.sampled_from(["uai", "indicateur", "rentree", "nombre", "effectif", "source"]),
        unique=True,
    )
)
def test_les_colonnes_du_modele_ne_sont_jamais_prises_pour_des_eleves(colonnes: list[str]) -> None:
    assert signe_nominatif(colonnes, []) == ""


REFUS = [
    ("0930001A;maitrise_fin_cm2;2024;31;;;DSDEN", "effectif manque"),
    ("0930001A;maitrise_fin_cm2;2024;50;48;;DSDEN", "dépasse"),
    ("0930001A;maitrise_fin_cm2;2024;2;4;;DSDEN", "parlerait de quelqu"),
    ("0930001A;maitrise_fin_cm2;2024;;48;64;DSDEN", "un taux seul"),
    ("0939999Z;maitrise_fin_cm2;2024;31;48;;DSDEN", "pas une école de ce réseau"),
    ("0930001A;inventé;2024;31;48;;DSDEN", "pas dans la liste"),
    ("0930001A;maitrise_fin_cm2;24;31;48;;DSDEN", "rentrée s’écrit"),
    ("0930001A;maitrise_fin_cm2;2024;31;48;;", "source manque"),
    ("0930001A;maitrise_fin_cm2;2030;31;48;;DSDEN", "pas encore eu lieu"),
    ("0930001A;maitrise_fin_cm2;2024;x;48;;DSDEN", "nombre entier"),
    ("ville;maitrise_fin_cm2;2024;31;48;;DSDEN", "première colonne"),
    ("0930001A;encadrement;2024;31;48;;DSDEN", "dans « valeur »"),
]


@pytest.mark.parametrize(("rang", "raison"), REFUS)
def test_une_ligne_fausse_fait_refuser_le_fichier_et_dit_laquelle(rang: str, raison: str) -> None:
    with pytest.raises(FichierRefuse) as refus:
        lu("0930002B;maitrise_fin_cm2;2024;20;40;;DSDEN", rang)
    ((numero, dite),) = refus.value.lignes
    assert numero == 3
    assert raison in dite


@pytest.mark.parametrize(
    "octets",
    [b"", b"\n\n", TITRES.encode(), b"uai;effectif\n1;2", b"\x00\x01\x02", b"PK\x03\x04abime"],
)
def test_un_fichier_vide_ou_abime_le_dit(octets: bytes) -> None:
    with pytest.raises(FichierRefuse):
        lire_le_fichier("a.csv", octets, MEMBRES, au_plus=LE)


def test_un_tableur_se_lit_comme_un_csv_et_deux_cases_lointaines_l_arretent() -> None:
    def tableur(*cases: tuple[int, int, object]) -> bytes:
        tampon = io.BytesIO()
        with xlsxwriter.Workbook(tampon, {"in_memory": True}) as livre:
            feuille = livre.add_worksheet()
            for colonne, titre in enumerate(TITRES.split(";")):
                feuille.write_string(0, colonne, titre)
            for rang, colonne, v in cases:
                feuille.write(rang, colonne, v)
        return tampon.getvalue()

    bon = tableur(
        *(
            (1, i, v)
            for i, v in enumerate(("0930001A", "maitrise_fin_cm2", 2024, 31, 48, "", "DSDEN"))
        )
    )
    (lue,) = lire_le_fichier("a.xlsx", bon, MEMBRES, au_plus=LE)
    assert (lue.nombre, lue.effectif, lue.rentree) == (31, 48, 2024)
    with pytest.raises(FichierRefuse, match="démesurée"):
        lire_le_fichier("a.xlsx", tableur((1, 0, "x"), (5, 16000, "y")), MEMBRES, au_plus=LE)


def test_le_modele_vide_se_relit_une_fois_rempli() -> None:
    texte = modele({"0930001A": "college", "0930002B": "ecole_elementaire"}).decode("utf-8-sig")
    assert "0930002B;maitrise_fin_cm2;" in texte
    assert "0930001A;maitrise_fin_cm2;" not in texte
    rempli = texte.replace(
        "0930002B;maitrise_fin_cm2;;;;;", "0930002B;maitrise_fin_cm2;2024;30;40;;DSDEN"
    )
    (lue,) = lire_le_fichier("m.csv", rempli.encode(), MEMBRES, au_plus=LE)
    assert (lue.uai, lue.nombre) == ("0930002B", 30)


def mesure(
    portee: Portee,
    uai: str = "",
    nombre: int | None = None,
    effectif: int | None = None,
    valeur: str = "",
    rentree: int = 2024,
) -> MesureDite:
    return MesureDite(
        FIN_DE_CM2,
        rentree,
        portee,
        uai,
        nombre,
        effectif,
        Decimal(valeur) if valeur else None,
        "S",
        LE,
    )


CM2 = PAR_CODE[FIN_DE_CM2]
E1, E2 = MEMBRES[:2]


def test_le_reseau_n_est_la_somme_des_ecoles_que_si_elles_y_sont_toutes() -> None:
    une = [mesure(Portee.ETABLISSEMENT, E1, 30, 50)]
    assert du_reseau(une, CM2, 2024, (E1, E2)) == (
        None,
        "1 établissement sur 2 : pas de somme",
    )
    deux, comment = du_reseau([*une, mesure(Portee.ETABLISSEMENT, E2, 10, 30)], CM2, 2024, (E1, E2))
    assert (deux.nombre, deux.effectif) == (40, 80)
    assert "Somme" in comment
    donnee, _ = du_reseau([*une, mesure(Portee.RESEAU, "", 41, 82)], CM2, 2024, (E1, E2))
    assert donnee.nombre == 41


def test_un_taux_ne_s_ecrit_qu_a_partir_de_vingt_eleves_et_jamais_sans_effectif() -> None:
    assert figure(mesure(Portee.ETABLISSEMENT, E1, 12, 19), CM2.mesure) == (
        "12 sur 19",
        "Moins de 20 élèves : pas de pourcentage",
    )
    assert figure(mesure(Portee.ETABLISSEMENT, E1, 31, 48), CM2.mesure) == ("64,6\u00a0%", "")
    assert figure(mesure(Portee.HORS_EP, valeur="78.3"), CM2.mesure) == (
        "78,3\u00a0%",
        "Effectif non publié",
    )


def test_les_ecoles_sont_dans_l_ordre_des_noms_jamais_des_resultats() -> None:
    noms = {E1: "Zola", E2: "Brel"}
    dites = [
        mesure(Portee.ETABLISSEMENT, E1, 49, 50),
        mesure(Portee.ETABLISSEMENT, E2, 10, 50),
        mesure(Portee.HORS_EP, valeur="70", rentree=2023),
    ]
    rangs = lignes(dites, CM2, 2024, noms, (E1, E2))
    assert [r.libelle for r in rangs] == [
        "Brel",
        "Zola",
        "Ensemble du réseau",
        "Hors éducation prioritaire",
    ]
    assert rangs[-1].rentree == 2023


def test_un_ecart_demande_les_deux_cotes_la_meme_annee() -> None:
    dites = [mesure(Portee.RESEAU, "", 50, 100), mesure(Portee.HORS_EP, "", 800, 1000, rentree=2023),
             mesure(Portee.RESEAU, "", 60, 100, rentree=2025), mesure(Portee.HORS_EP, valeur="80", rentree=2025)]  # fmt: skip
    (seul,) = ecarts(dites, CM2, (E1,))
    assert (seul.rentree, round(seul.ecart.points, 6)) == (2025, 20)


def test_une_reference_sans_effectif_est_prise_mais_pas_un_reseau() -> None:
    verifier(CM2, Portee.NATIONAL, nombre=None, effectif=None, valeur=Decimal(75))
    with pytest.raises(LigneImpossible):
        verifier(CM2, Portee.RESEAU, nombre=None, effectif=None, valeur=Decimal(75))
