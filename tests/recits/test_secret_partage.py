"""The secret shared: an extract written, signed for and read; an emergency opened, told, examined; a list that leaves encrypted."""

from __future__ import annotations

import re

import pytest

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.parametrize("service", ["repris"], indirect=True),
]
EXTRAIT = "Soutien en lecture demandé par la famille, deux soirs par semaine."
RAISON = "Malaise en classe, les secours demandent ses allergies."


def test_un_extrait_se_partage_se_lit_apres_la_charte_et_se_retire(regard) -> None:
    enfant, adresse = _un_enfant_de_nadia(regard)
    regard.aller(f"{adresse}cercle/")
    regard.voir("cercle vide")
    page = regard.page
    page.select_option("[name=destinataire]", label="Leïla Marchand")
    page.select_option("[name=volet]", "scolarite")
    regard.bouton("Partager l’extrait").click()
    regard.voir("extrait incomplet")
    page.fill("[name=texte]", EXTRAIT)
    page.fill("[name=finalite]", "Préparer la séance")
    regard.bouton("Partager l’extrait").click()
    assert "Leïla Marchand" in regard.texte()
    regard.voir("cercle avec un extrait")
    regard.entrer("leila")
    regard.aller("/extraits/")
    lu = regard.texte()
    assert EXTRAIT in lu
    assert enfant.split()[0] not in lu
    regard.voir("extrait reçu")
    regard.entrer("nadia")
    regard.aller(f"{adresse}cercle/")
    page.get_by_role("button", name=re.compile("^Retirer l’extrait")).click()
    assert "retiré le" in regard.texte()
    regard.entrer("leila")
    regard.aller("/extraits/")
    assert EXTRAIT not in regard.texte()
    regard.voir("aucun extrait")


def test_hors_de_l_equipe_il_faut_la_charte_et_l_accord_de_la_famille(regard) -> None:
    _, adresse = _un_enfant_de_nadia(regard)
    regard.aller(f"{adresse}cercle/")
    regard.page.select_option("[name=destinataire]", label="Bruno Lefèvre")
    regard.page.select_option("[name=volet]", "scolarite")
    regard.page.fill("[name=texte]", EXTRAIT)
    regard.page.fill("[name=finalite]", "Préparer la séance")
    regard.bouton("Partager l’extrait").click()
    assert "La famille n’a pas donné son accord" in regard.texte("body").replace("'", "’")
    regard.voir("accord manquant")
    regard.entrer("bruno")
    regard.aller("/extraits/")
    assert regard.chemin == "/charte/"
    regard.voir("charte à signer")
    regard.page.check("[name=lu]")
    regard.bouton("Signer la charte").click()
    regard.aller("/extraits/")
    assert "Aucun extrait" in regard.texte()


def test_une_urgence_s_ouvre_se_voit_et_s_examine(regard) -> None:
    _, adresse = _un_enfant_de_nadia(regard)
    regard.aller(f"{adresse}sante/")
    regard.voir("volet fermé")
    regard.page.get_by_role("link", name="Ouvrir en urgence").click()
    regard.bouton("Ouvrir le volet").click()
    regard.voir("urgence sans raison")
    regard.page.check("input[value=danger]")
    regard.page.fill("[name=raison]", RAISON)
    regard.bouton("Ouvrir le volet").click()
    assert "La coordination est prévenue" in regard.texte("body")
    regard.voir("volet ouvert en urgence")
    regard.entrer("leila")
    assert "1 à examiner" in regard.texte()
    regard.page.get_by_role("link", name="Examiner les urgences").click()
    assert RAISON in regard.texte()
    regard.voir("urgence à examiner")
    regard.page.get_by_role("button", name=re.compile("^Justifiée")).click()
    regard.voir("urgence examinée")


def test_les_regles_se_lisent_et_une_liste_ne_sort_que_chiffree(regard) -> None:
    regard.entrer("leila")
    for adresse in (
        "/habilitations/",
        "/habilitations/refus/",
        "/charte/modifier/",
        "/charte/signatures/",
    ):
        assert regard.aller(adresse) == 200
        regard.voir(adresse)
    regard.aller("/enfants/listes/")
    regard.voir("aucune liste")
    regard.page.select_option("[name=destinataire]", label="Nadia Benali")
    regard.page.fill("[name=raison]", "Préparer la rentrée")
    regard.bouton("Faire la liste chiffrée").click()
    regard.voir("mot de passe montré")
    with regard.page.expect_download() as recu:
        regard.page.get_by_role("link", name="Prendre le fichier chiffré").click()
    octets = recu.value.path().read_bytes()
    assert octets.startswith(bytes.fromhex("d0cf11e0"))  # an encrypted office file, not a zip
    assert b"Benali" not in octets


def _un_enfant_de_nadia(r) -> tuple[str, str]:
    r.entrer("nadia")
    r.aller("/enfants/")
    lien = (
        r.page.locator("#resultats tbody tr", has_text="Nadia Benali")
        .first.get_by_role("link")
        .first
    )
    return lien.inner_text(), lien.get_attribute("href")
