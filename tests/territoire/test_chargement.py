"""Files of reference: read by header name, refused in French when they are something else."""

from __future__ import annotations

import gzip

import pytest

from maillage.notions.erreurs import ErreurMetier
from maillage.territoire import chargement
from maillage.territoire.rules.memoire import cle_de_nom
from maillage.territoire.rules.uai import uai_valide

VACANCES = (
    "zone;annee_scolaire;nom;premier_jour;dernier_jour\n"
    "C;2025-2026;Vacances d'hiver;2026-02-21;2026-03-08\n"
    "D;2025-2026;Vacances d'hiver;2026-02-21;2026-03-08\n"
    "C;2025;Noël;2026-02-21;2026-03-08\n"
    "C;2025-2026;Noël;21/02/2026;2026-03-08\n"
    "C;2025-2026;Noël;2026-03-08;2026-02-21\n"
    "\n"
)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"  \n",
        b"PK\x03\x04\x00\x00xlsx",
        b"a;b;c\n1;2;3\n",
        gzip.compress(b"code,nom,departement\n" * 50)[:-12],
    ],
    ids=["vide", "blanc", "classeur", "colonnes", "gzip coupé"],
)
def test_un_fichier_qui_n_est_pas_le_bon_est_refuse_en_francais(octets: bytes) -> None:
    with pytest.raises(ErreurMetier, match=r"(?i)fichier") as refus:
        chargement.lire_communes(octets)
    assert refus.value.a_faire


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separateur", [";", ","])
def test_l_encodage_et_le_separateur_sont_reconnus(encodage: str, separateur: str) -> None:
    texte = VACANCES.replace(";", separateur)
    lecture = chargement.lire_vacances(texte.encode(encodage))
    assert [ligne.nom for ligne in lecture.lignes] == ["Vacances d'hiver"]


def test_chaque_ligne_refusee_dit_son_numero_et_sa_raison() -> None:
    lecture = chargement.lire_vacances(VACANCES.encode())
    assert [r.ligne for r in lecture.rejets] == [3, 4, 5, 6]
    raisons = " / ".join(r.raison for r in lecture.rejets)
    assert "zone inconnue" in raisons
    assert "année scolaire illisible" in raisons
    assert "date illisible" in raisons
    assert "finit avant" in raisons


def test_une_ligne_trop_courte_ou_trop_longue_se_lit_quand_meme() -> None:
    octets = (
        b"code,nom,departement,codes_postaux\n93066,Saint-Denis,93\n93070,Saint-Ouen,93,93400,x,y\n"
    )
    assert [c.codes_postaux for c in chargement.lire_communes(octets).lignes] == ["", "93400"]


@pytest.mark.parametrize(
    ("uai", "valide"),
    [
        ("0931231H", True),
        ("0931231J", False),
        ("093123H", False),
        ("", False),
        ("0931231h", False),
        ("9840022B", True),
    ],
)
def test_la_lettre_cle_d_un_uai_se_verifie(uai: str, valide: bool) -> None:  # noqa: FBT001
    assert uai_valide(uai) is valide


def test_deux_ecritures_d_un_nom_ont_la_meme_cle_et_le_niveau_compte_si_la_nature_est_tue() -> None:
    assert cle_de_nom("Clg  Jules-MICHELET") == cle_de_nom("clg jules michelet ")
    assert cle_de_nom("Jules Michelet", "5e") != cle_de_nom("Jules Michelet", "cm1")
    assert cle_de_nom("Clg Michelet", "5e") == cle_de_nom("Clg Michelet", "cm1")
    assert cle_de_nom("Jules Michelet", "5e") == cle_de_nom("Jules Michelet", "3e")
