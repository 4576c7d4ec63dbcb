"""Time-stamps by an outside authority (RFC 3161): one that runs here, honest or not, and none by default."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from maillage.tracabilite import horodatage
from maillage.tracabilite.models import Ancre
from maillage.tracabilite.rules.ancres import message
from maillage.tracabilite.services import Fait, noter
from maillage.tracabilite.services.ancrage import ancrer
from tests.factories.monde import BASES

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl plays the authority"),
]
CONFIG = """
[tsa]
default_tsa = t
[t]
serial = {ici}/numero
crypto_device = builtin
signer_cert = {ici}/tsa.pem
certs = {ici}/racine.pem
signer_key = {ici}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def openssl(*arguments: str, ici: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=ici, check=True, capture_output=True)


@pytest.fixture(scope="module")
def autorite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where a root, a certificate of time-stamping and their configuration wait."""
    ici = tmp_path_factory.mktemp("autorite")
    (ici / "c.cnf").write_text(CONFIG.format(ici=ici))
    (ici / "numero").write_text("01")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "racine.key", "-out", "racine.pem",
            "-days", "30", "-subj", "/CN=Racine", "-addext", "keyUsage=critical,keyCertSign", ici=ici)  # fmt: skip
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Horloge", ici=ici)  # fmt: skip
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "racine.pem", "-CAkey", "racine.key", "-set_serial", "7",
            "-days", "30", "-extfile", "c.cnf", "-extensions", "ext", "-out", "tsa.pem", ici=ici)  # fmt: skip
    return ici


def guichet_de(
    autorite: Path, recues: list[bytes], autre: bytes | None, octets: bytes | None
) -> type[BaseHTTPRequestHandler]:
    """What the authority answers: an honest stamp, one of something else, or these bytes."""

    class Guichet(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            recues.append(self.rfile.read(int(self.headers["Content-Length"])))
            (autorite / "q").write_bytes(recues[-1])
            if autre is not None:
                (autorite / "autre").write_bytes(autre)
                openssl(
                    "ts",
                    "-query",
                    "-data",
                    "autre",
                    "-sha256",
                    "-cert",
                    "-out",
                    "q",
                    ici=autorite,
                )
            openssl("ts", "-reply", "-config", "c.cnf", "-section", "t", "-queryfile", "q", "-out", "r", ici=autorite)  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((autorite / "r").read_bytes() if octets is None else octets)

        def log_message(self, *_args: object) -> None:
            return

    return Guichet


@pytest.fixture
def servir(autorite: Path, settings: Any) -> Iterator[Callable[..., list[bytes]]]:
    """Start the authority; `autre` makes it stamp something else, `octets` makes it answer these."""
    serveurs = []

    def ouvrir(*, autre: bytes | None = None, octets: bytes | None = None) -> list[bytes]:
        recues: list[bytes] = []

        guichet = guichet_de(autorite, recues, autre, octets)
        serveur = HTTPServer(("127.0.0.1", 0), guichet)
        serveurs.append(serveur)
        threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True).start()
        settings.HORODATAGE_AUTORITE = f"http://127.0.0.1:{serveur.server_port}/"
        settings.HORODATAGE_RACINES = autorite / "racine.pem"
        return recues

    yield ouvrir
    for serveur in serveurs:
        serveur.shutdown()
        serveur.server_close()


def test_sans_autorite_rien_ne_part(settings: Any) -> None:
    assert settings.HORODATAGE_AUTORITE == ""
    assert horodatage.demander(b"tete") == b""


def test_une_autorite_horodate_et_la_preuve_se_verifie_plus_tard(servir) -> None:
    recues = servir()
    jeton = horodatage.demander(b"tete")
    assert jeton
    assert b"tete" not in recues[0]  # only a digest leaves
    assert horodatage.verifier(jeton, b"tete")
    assert not horodatage.verifier(jeton, b"une autre tete")
    assert not horodatage.verifier(jeton[:-9], b"tete")


def test_une_reponse_pour_autre_chose_ou_illisible_est_refusee(servir) -> None:
    servir(autre=b"autre chose")
    assert horodatage.demander(b"tete") == b""
    servir(octets=b"bonjour")
    assert horodatage.demander(b"tete") == b""


def test_une_autorite_inconnue_est_refusee(
    servir, autorite: Path, settings: Any, tmp_path: Path
) -> None:
    servir()
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-out", "autre.pem", "-days", "2",
            "-subj", "/CN=Autre", ici=tmp_path)  # fmt: skip
    settings.HORODATAGE_RACINES = tmp_path / "autre.pem"
    assert horodatage.demander(b"tete") == b""


def test_une_adresse_sans_https_ou_muette_laisse_l_ancre_sans_jeton(settings: Any) -> None:
    for adresse in ("http://horloge.exemple.test/", "file:///etc/hostname", "http://127.0.0.1:9/"):
        settings.HORODATAGE_AUTORITE = adresse
        assert horodatage.demander(b"tete") == b""


@BASES
def test_une_ancre_garde_le_jeton_de_l_autorite(servir, cle_maitresse: None) -> None:
    servir()
    programme = uuid4()
    noter(Fait(acte="essai", acteur=None, programme=programme, regle="essai"))
    assert ancrer(programme) is not None
    rang = Ancre.objects.get(chaine=programme)
    signe = message(rang.chaine, rang.rang, rang.empreinte, rang.instant)
    assert horodatage.verifier(bytes(rang.horodatage.jeton), signe)
