"""The file of addresses: refused whole with clear words, or put in service in one move."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.territoire import ban, imports
from maillage.territoire.errors import AdressesRefusees
from maillage.territoire.models import ChargementDAdresses, EtatDuChargement
from tests.factories.monde import BASES, Monde
from tests.territoire.variantes import EXEMPLE

pytestmark = BASES
AU = date(2026, 7, 1)
ENTETE = gzip.decompress(EXEMPLE.read_bytes()).splitlines()[0].decode()
COLONNES = ENTETE.split(";")


def ligne(**champs: str) -> str:
    juste = {
        "id": "x", "numero": "12", "nom_voie": "Rue X", "code_postal": "93200", "code_insee": "93066",
        "nom_commune": "Saint-Denis", "lon": "2.35", "lat": "48.93",
    }  # fmt: skip
    return ";".join({**juste, **champs}.get(c, "") for c in COLONNES)


def fichier(*lignes: str) -> bytes:
    return "\n".join([ENTETE, *lignes]).encode()


INVERSEES = [ligne(lon="48.93", lat="2.35")] * 3
REFUSES = {
    "vide": (b"", "il manque"),
    "autre chose": (b"nom;prenom\nDupont;Marie\n", "il manque id, numero"),
    "virgules": (fichier(ligne()).replace(b";", b","), "il manque"),
    "sans ligne": (fichier(), "aucune adresse"),
    "binaire": (b"\x00\xff\xfe" * 400, "ne se lit pas"),
    "gzip coupé": (EXEMPLE.read_bytes()[:5000], "ne se lit pas"),
    "gzip abîmé": (EXEMPLE.read_bytes()[:3000] + b"\x00" * 3000, "ne se lit pas"),
    "latin-1": (fichier(ligne(nom_voie="Rue Péri")).decode().encode("latin-1"), "ne se lit pas"),
    "inversé": (fichier(*INVERSEES), "longitude et latitude inversées"),
    "lambert": (fichier(ligne(lon="652000.1", lat="6870000.2")), "position hors de France"),
    "sans position": (fichier(ligne(lon="", lat="")), "position manquante"),
    "deux départements": (fichier(ligne(), ligne(code_insee="94033")), "plusieurs départements"),
}


@pytest.mark.parametrize("cas", REFUSES)
def test_un_fichier_faux_est_refuse_en_mots_clairs_et_ne_change_rien(
    cas: str, tmp_path: Path
) -> None:
    ban.charger(EXEMPLE, tmp_path / "ban", au=AU)
    avant = ban.en_service(tmp_path / "ban")
    octets, mots = REFUSES[cas]
    (tmp_path / "f.csv").write_bytes(octets)
    with pytest.raises(AdressesRefusees, match=mots):
        ban.charger(tmp_path / "f.csv", tmp_path / "ban", au=AU)
    assert ban.en_service(tmp_path / "ban") == avant
    assert [f.name for f in (tmp_path / "ban").iterdir()] == ["93.sqlite3"]


def test_quelques_lignes_fausses_se_comptent(tmp_path: Path) -> None:
    lignes = [ligne(id=str(i), numero=str(i)) for i in range(1, 41)]
    (tmp_path / "f.csv").write_bytes(fichier(*lignes, ligne(numero="")))
    source = ban.charger(tmp_path / "f.csv", tmp_path / "ban", au=AU)
    assert (source.adresses, source.rejets, source.departement) == (40, 1, "93")


def test_un_fichier_plus_recent_remplace_d_un_coup_sans_gener_qui_lit(tmp_path: Path) -> None:
    ban.charger(EXEMPLE, tmp_path, au=AU)
    with ban.ouvrir(tmp_path / "93.sqlite3") as lecteur:
        avant = lecteur.execute("SELECT count(*) FROM adresse").fetchone()
        (tmp_path / "f.csv").write_bytes(fichier(ligne()))
        ban.charger(tmp_path / "f.csv", tmp_path, au=date(2027, 1, 1))
        assert lecteur.execute("SELECT count(*) FROM adresse").fetchone() == avant
    lecteur.close()
    assert [(s.date_du_fichier, s.adresses) for s in ban.en_service(tmp_path)] == [
        (date(2027, 1, 1), 1)
    ]


@pytest.mark.parametrize("departement", ["2A004", "97411", "13055"])
def test_le_departement_se_lit_partout(departement: str, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(fichier(ligne(code_insee=departement, lon="5.4", lat="43.3")))
    source = ban.charger(tmp_path / "f.csv", tmp_path / "ban", au=AU)
    assert source.departement == {"2A004": "2A", "97411": "974", "13055": "13"}[departement]


@pytest.fixture
def depose(monde: Monde, settings: Any, tmp_path: Path) -> Callable[[bytes], ChargementDAdresses]:
    settings.BAN = tmp_path / "ban"

    def deposer(octets: bytes) -> ChargementDAdresses:
        numero = imports.deposer(
            acteur=monde.acteur("leila"),
            nom="../../adresses-93.csv.gz",
            octets=octets,
            au=AU,
            at=monde.aujourd_hui,
        )
        return ChargementDAdresses.objects.get(id=numero)

    return deposer


def test_le_chargement_avance_se_dit_et_previent(depose: Any, settings: Any) -> None:
    recus = []

    def entendre(source: ban.SourceDAdresses, **_: Any) -> None:
        recus.append(source)

    imports.adresses_renouvelees.connect(entendre)
    try:
        rang = depose(EXEMPLE.read_bytes())
        imports.executer(rang.id)
        imports.executer(rang.id)  # run twice: nothing more
    finally:
        imports.adresses_renouvelees.disconnect(entendre)
    rang.refresh_from_db()
    assert (rang.etat, rang.fait, rang.departement, rang.adresses) == (
        EtatDuChargement.TERMINE,
        rang.total,
        "93",
        4026,
    )
    assert rang.fichier == "adresses-93.csv.gz"
    assert len(recus) == 1
    assert list((settings.BAN / "depots").iterdir()) == []


def test_un_fichier_refuse_le_dit_sur_la_page(depose: Any, connexion: Any) -> None:
    rang = depose(b"nom;prenom\n")
    imports.executer(rang.id)
    rang.refresh_from_db()
    assert rang.etat == EtatDuChargement.REFUSE
    page = connexion("leila").get("/territoire/adresses/").content.decode()
    assert "il manque" in page
    assert "Aucun fichier d’adresses" in page


def test_un_chargement_s_arrete_sans_rien_changer(depose: Any, settings: Any) -> None:
    rang = depose(EXEMPLE.read_bytes())
    imports.arreter(import_id=rang.id)
    imports.executer(rang.id)
    rang.refresh_from_db()
    assert rang.etat == EtatDuChargement.ARRETE
    assert ban.en_service(settings.BAN) == ()


def test_un_fichier_trop_lourd_est_refuse_avant_d_etre_garde(depose: Any, settings: Any) -> None:
    settings.TAILLE_MAX_DEPOT = 10
    with pytest.raises(AdressesRefusees, match="dépasse"):
        depose(b"x" * 11)


def test_l_exemple_ne_remplace_jamais_un_vrai_fichier(settings: Any, tmp_path: Path) -> None:
    settings.BAN = tmp_path
    assert imports.charger_l_exemple().exemple
    assert imports.charger_l_exemple() is None


def test_la_page_charge_un_fichier_du_debut_a_la_fin(
    monde: Monde, connexion: Any, settings: Any, tmp_path: Path
) -> None:
    settings.BAN = tmp_path
    with EXEMPLE.open("rb") as f:
        reponse = connexion("leila").post(
            "/territoire/adresses/", {"fichier": f, "au": "2026-07-01"}
        )
    assert reponse.status_code == 302
    page = connexion("leila").get("/territoire/adresses/").content.decode()
    assert "en service" in page
    assert "4 026" in page.replace("\u202f", " ").replace("\xa0", " ")
