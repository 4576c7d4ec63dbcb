"""Files that cannot be taken over: a polite sentence in French, and nothing kept."""

from __future__ import annotations

import pytest

from tests.recits.gestes import EXEMPLE, deposer
from tests.reprise.echantillons.fabrique import bombe, chiffre, texte

pytestmark = pytest.mark.navigateur
MEGA = 1024 * 1024
TABLEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CAS = {
    "vide": ("suivi.xlsx", b"", "vide"),
    "mot de passe": ("suivi.xlsx", chiffre(), "mot de passe"),
    "tronqué": ("suivi.xlsx", EXEMPLE.read_bytes()[:20_000], "abîmé"),
    "bombe": ("suivi.xlsx", bombe(), "démesuré"),
    "autre chose": ("suivi.xlsx", b"%PDF-1.7 ...", "PDF"),
}


def test_un_mauvais_fichier_est_refuse_poliment_et_rien_n_est_garde(regard, service, tmp_path):
    regard.entrer("leila")
    for cas, (nom, octets, dit) in CAS.items():
        deposer(regard, {"name": nom, "mimeType": TABLEUR, "buffer": octets})
        regard.page.wait_for_load_state()
        assert dit in regard.texte("body"), cas
        regard.voir(f"fichier refusé, {cas}")
        assert service.depots == [], cas
    lourd = tmp_path / "lourd.csv"
    lourd.write_bytes(b"Nom;Prenom\n" + b"x" * 51 * MEGA)
    deposer(regard, str(lourd))
    regard.page.get_by_text("dépasse 50").wait_for()
    regard.voir("fichier refusé, trop lourd")
    assert service.depots == []
    assert service.compter("reprise_reprise") == 0


def test_un_fichier_sans_tableau_s_abandonne_et_disparait(regard, service):
    regard.entrer("leila")
    recettes = texte([["Farine", "Beurre"], ["250", "125"]], ";", "utf-8")
    deposer(regard, {"name": "recettes.csv", "mimeType": "text/csv", "buffer": recettes})
    regard.page.get_by_text("Aucun tableau d’enfants dans ce fichier").wait_for()
    regard.voir("aucun tableau")
    assert len(service.depots) == 1
    regard.bouton("Abandonner et effacer le fichier").click()
    regard.page.get_by_text("Le dépôt est abandonné").wait_for()
    assert service.depots == []
