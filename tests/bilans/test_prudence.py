"""What a hostile reading found: names written in another way, small numbers of a réseau, broken files, signs that XML cannot hold."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date
from random import Random

import pytest
import xlsxwriter

from maillage.bilans.errors import FichierNominatif, FichierRefuse
from maillage.bilans.fichiers_rep import lire_le_fichier
from maillage.bilans.rules.ecarts import Part, ecart
from maillage.bilans.rules.francais import sans_invisible
from maillage.bilans.rules.indicateurs_rep import INDICATEURS, Portee
from maillage.bilans.rules.sections_ecrites import section_des_reseaux
from maillage.bilans.rules.tableau_rep import EcartDAnnee, MesureDite
from maillage.publications.rules.noms_dans_le_texte import noms_dans

RESTE = MesureDite(
    INDICATEURS[0].code, 2025, Portee.ACADEMIE, "", 8_000, 10_000, None, "x", date(2026, 1, 5)
)


def classeur() -> bytes:
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as livre:
        feuille = livre.add_worksheet()
        for rang in range(20):
            feuille.write_row(rang, 0, [f"École {rang}", rang, "texte"])
    return tampon.getvalue()


@pytest.mark.parametrize(
    ("nom", "prenom", "texte"),
    [
        ("Benhamou", "Inès", unicodedata.normalize("NFD", "Bravo à Inès Benhamou.")),
        ("Benhamou", unicodedata.normalize("NFD", "Inès"), "Bravo à INÈS BENHAMOU."),
        ("Li", "Bo", "Bo Li progresse."),
        ("Le Goff", "Al", "Al Le Goff progresse."),
    ],
)
def test_un_nom_ecrit_autrement_ou_tres_court_se_reconnait(
    nom: str, prenom: str, texte: str
) -> None:
    assert noms_dans(texte, [(nom, prenom)]).certains


def test_un_mot_court_seul_n_est_pas_un_nom() -> None:
    assert noms_dans("Il lit au lit.", [("Li", "Bo")]).certains == ()
    assert noms_dans("Bo est un prénom.", [("Li", "Bo")]).certains == ()


@pytest.mark.parametrize(("nombre", "effectif"), [(1, 6), (3, 60), (58, 60), (19, 19)])
def test_une_annee_qui_parle_de_quelques_eleves_ne_sort_pas(nombre: int, effectif: int) -> None:
    petit = replace(RESTE, portee=Portee.RESEAU, nombre=nombre, effectif=effectif)
    grand = replace(petit, rentree=2024, nombre=40, effectif=60)
    lues = [
        EcartDAnnee(
            m.rentree, m, RESTE, ecart(Part(m.nombre or 0, m.effectif or 1), Part(8_000, 10_000))
        )
        for m in (grand, petit)
    ]
    assert section_des_reseaux([("Triolet", (lues[1],))], {}) is None
    section = section_des_reseaux([("Triolet", tuple(lues))], {})
    assert section
    assert [rang[0] for b in section.blocs for rang in b.lignes] == ["2024"]
    assert f"{nombre} sur {effectif}" not in str(section)


def test_un_tableur_abime_est_refuse_et_jamais_une_panne() -> None:
    octets, hasard = classeur(), Random(6)  # noqa: S311
    for _ in range(8):
        abime = bytearray(octets)
        for _ in range(3):
            abime[hasard.randrange(len(abime))] = hasard.randrange(256)
        try:
            lire_le_fichier("a.xlsx", bytes(abime), ("0930001A",), au_plus=date(2026, 3, 1))
        except (FichierRefuse, FichierNominatif):
            continue


def test_les_signes_invisibles_colles_avec_un_texte_s_en_vont() -> None:
    assert sans_invisible("\x0cUn\x02 texte\x0b\ufffe\n\nsuivi.\n") == "Un texte\n\nsuivi."
