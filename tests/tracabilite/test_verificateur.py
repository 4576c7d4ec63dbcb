"""The stand-alone verifier: it sees every tampering, and knows nothing of the application."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from maillage.config.ligne_de_commande import lancer
from maillage.tracabilite import verificateur
from maillage.tracabilite.models import Evenement
from maillage.tracabilite.mots import mots, phrase_de
from maillage.tracabilite.queries import rupture
from maillage.tracabilite.rules.ancres import AncreSignee
from maillage.tracabilite.verificateur import Rupture, controler, signature_valable
from tests.factories.monde import BASES
from tests.tracabilite.falsifier import GESTES, evenements, objets, tete
from tests.tracabilite.registre import CHAINE, ecrire, tenir
from tests.tracabilite.test_journal import ouvrir_les_gardes, sql

pytestmark = BASES
FALSIFICATIONS = 1000


@pytest.fixture
def ancre(monkeypatch: pytest.MonkeyPatch) -> AncreSignee:
    return tenir(monkeypatch)


@pytest.fixture
def fichiers(ancre: AncreSignee, tmp_path: Path) -> tuple[Path, Path]:
    return ecrire(tmp_path, ancre)


def test_un_journal_intact_tient_pour_les_deux_verifications(
    fichiers: tuple[Path, Path], ancre: AncreSignee
) -> None:
    export, dehors = fichiers
    assert rupture(CHAINE) is None
    for garde in ("", str(dehors), phrase_de(ancre.empreinte)):
        (dite,) = controler(export, garde)
        assert f"{Evenement.objects.count()} événements, 4 mois clos" in dite
    assert controler(export, cle=ancre.cle)


def test_mille_falsifications_sont_toutes_vues(
    fichiers: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, dehors = fichiers
    lignes = export.read_text(encoding="utf-8").splitlines(keepends=True)
    faux, vues, manquees, debut = tmp_path / "faux.jsonl", Counter(), [], time.perf_counter()
    for graine in range(FALSIFICATIONS):
        hasard = Random(graine)  # noqa: S311 - examples that can be played again
        nom, copie = hasard.choice(list(GESTES)), list(lignes)
        GESTES[nom](hasard, copie)
        assert copie != lignes, (graine, nom)
        faux.write_text("".join(copie), encoding="utf-8")
        try:
            controler(faux, str(dehors))
            manquees.append((graine, nom))
        except Rupture:
            vues[nom] += 1
    with capsys.disabled():
        dit = ", ".join(f"{nom} {nombre}" for nom, nombre in sorted(vues.items()))
        print(f"\n{sum(vues.values())} falsifications vues sur {FALSIFICATIONS} : {dit} "
              f"({time.perf_counter() - debut:.1f} s)")  # fmt: skip
    assert manquees == []


def test_sans_ancre_gardee_dehors_une_fin_coupee_ne_se_voit_pas_et_la_phrase_la_montre(
    fichiers: tuple[Path, Path], ancre: AncreSignee
) -> None:
    export, _ = fichiers
    lignes = export.read_text(encoding="utf-8").splitlines(keepends=True)
    del lignes[evenements(lignes)[-1]], lignes[objets(lignes, "ancre")[-1]]
    tete(lignes)
    export.write_text("".join(lignes), encoding="utf-8")
    assert controler(export)
    with pytest.raises(Rupture, match="aucun événement ne porte cette phrase"):
        controler(export, phrase_de(ancre.empreinte))


BASE = {
    "contenu": """UPDATE tracabilite_evenement SET contenu = '{"acte":"lister"}' WHERE rang = 40""",
    "acteur": "UPDATE tracabilite_evenement SET acteur_id = NULL WHERE rang = 40",
    "dossier": "UPDATE tracabilite_evenement SET dossier_id = chaine WHERE rang = 33",
    "instant": "UPDATE tracabilite_evenement SET created_at = '2020-01-01 00:00:00' WHERE rang = 33",
    "mention": "DELETE FROM tracabilite_mention WHERE rang > 30",
    "mention de trop": """INSERT INTO tracabilite_mention (chaine, rang, dossier_id)
        SELECT chaine, rang, chaine FROM tracabilite_evenement WHERE rang = 30""",
    "fin": "DELETE FROM tracabilite_evenement WHERE rang > 36",
    "tête": "DELETE FROM tracabilite_tete",
    "segment": "DELETE FROM tracabilite_segment WHERE mois = '2026-10'",
    "mois": "UPDATE tracabilite_segment SET mois = '2025-10' WHERE mois = '2026-10'",
    "sceau": "UPDATE tracabilite_segment SET sceau = empreinte WHERE mois = '2024-10'",
    "expiré": "UPDATE tracabilite_segment SET expire_le = NULL",
    "ancre": "UPDATE tracabilite_ancre SET rang = rang + 1",
    "détruit": """UPDATE tracabilite_segment SET expire_le = '2026-11-05' WHERE mois = '2026-09';
        DELETE FROM tracabilite_evenement WHERE rang IN (SELECT rang FROM tracabilite_evenement e,
        tracabilite_segment s WHERE s.mois = '2026-09' AND rang BETWEEN premier AND dernier)""",
}


def copie_de_la_base(dossier: Path) -> Path:
    fichier = dossier / "base.sqlite3"
    fichier.write_bytes(connection.connection.serialize())
    return fichier


def verifications(dossier: Path, ancre: AncreSignee) -> list[str]:
    """What each way of verifying says: the base as a file where it is one, the export and the application elsewhere."""
    if connection.vendor == "sqlite":
        return controler(copie_de_la_base(dossier), phrase_de(ancre.empreinte))
    if cassee := rupture(CHAINE):
        raise Rupture(cassee.raison)
    export, dehors = ecrire(dossier, ancre)
    return controler(export, str(dehors))


@pytest.mark.parametrize("geste", BASE)
def test_la_base_elle_meme_se_verifie(geste: str, ancre: AncreSignee, tmp_path: Path) -> None:
    assert verifications(tmp_path, ancre)
    ouvrir_les_gardes()
    for ordre in BASE[geste].split(";"):
        sql(ordre)
    with pytest.raises(Rupture):
        verifications(tmp_path, ancre)


def test_un_evenement_garde_dans_une_autre_ecriture_se_verifie_encore(
    ancre: AncreSignee, tmp_path: Path
) -> None:
    if connection.vendor == "sqlite":
        ouvrir_les_gardes()
        sql("UPDATE tracabilite_evenement SET contenu = replace(contenu, '\",\"', '\", \"')")
        assert controler(copie_de_la_base(tmp_path), phrase_de(ancre.empreinte))
    export, dehors = ecrire(tmp_path, ancre)
    assert controler(export, str(dehors))


def test_le_verificateur_ne_charge_ni_maillage_ni_aucun_paquet(
    fichiers: tuple[Path, Path],
) -> None:
    export, dehors = fichiers
    script = f"""
import runpy, sys
sys.argv = ["verify", {str(export)!r}, "--ancre", {str(dehors)!r}]
try:
    runpy.run_path({verificateur.__file__!r}, run_name="__main__")
except SystemExit as fin:
    print(fin.code)
print(*sorted({{nom.split(".")[0] for nom in sys.modules}} - set(sys.stdlib_module_names)))
"""
    sortie = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "Elle tient." in sortie[0]
    assert sortie[1:] == ["0", "__main__"]


def test_la_commande_dit_la_rupture_en_francais_et_par_son_code(
    fichiers: tuple[Path, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    export, dehors = fichiers
    assert lancer(["journal", "verify", str(export), "--ancre", str(dehors)]) == 0
    lignes = export.read_text(encoding="utf-8").splitlines(keepends=True)
    export.write_text("".join(lignes[:12] + lignes[13:]), encoding="utf-8")
    assert lancer(["journal", "verify", str(export)]) == 1
    assert "RUPTURE, rang 15 : cet événement manque" in capfd.readouterr().err
    assert lancer(["journal", "verify", str(tmp_path / "absent")]) == 3
    assert lancer(["journal", "verify"]) == 2


@pytest.mark.parametrize("octets", [b"", b"\0" * 40, b"{}\n", "é\n".encode(), b'{"chaine":3}\n'])
def test_un_fichier_quelconque_n_est_jamais_dit_bon(octets: bytes, tmp_path: Path) -> None:
    fichier = tmp_path / "f"
    fichier.write_bytes(octets)
    with pytest.raises((Rupture, verificateur.Illisible)):
        controler(fichier)


@given(
    graine=st.binary(min_size=32, max_size=32),
    mot=st.binary(max_size=80),
    place=st.integers(0, 511),
)
def test_une_signature_est_valable_comme_le_dit_la_bibliotheque(
    graine: bytes, mot: bytes, place: int
) -> None:
    privee = Ed25519PrivateKey.from_private_bytes(graine)
    cle, signature = privee.public_key().public_bytes_raw(), privee.sign(mot)
    assert signature_valable(cle.hex(), signature.hex(), mot)
    faux = bytearray(signature)
    faux[place // 8] ^= 1 << place % 8
    assert not signature_valable(cle.hex(), faux.hex(), mot)
    assert not signature_valable(cle.hex(), signature.hex(), mot + b"x")


def test_le_verificateur_lit_les_memes_mots_que_la_maison() -> None:
    liste = Path(verificateur.__file__).with_name("data") / "mots.txt"
    assert tuple(liste.read_text(encoding="utf-8").split()) == mots()
