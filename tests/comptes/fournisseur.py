"""A local identity provider for the tests: discovery, keys, token; it signs what it is told to sign, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, KID = "maillage-essais", "secret-des-essais", "cle-1"


@cache
def cle() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def autre_cle() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def publique() -> bytes:
    """The public key as everybody can download it."""
    return (
        cle()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


@dataclass
class Fournisseur:
    """What the provider will answer: the token, and what it was asked."""

    url: str
    jeton: str = ""
    demandes: list[dict[str, list[str]]] = field(default_factory=list)

    def revendications(self, nonce: str, /, **autres: Any) -> dict[str, Any]:
        maintenant = int(time.time())
        return {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "personne-1",
            "iat": maintenant,
            "exp": maintenant + 60,
            "auth_time": maintenant,
            "nonce": nonce,
            "amr": ["pwd", "mfa"],
            **autres,
        }

    def signer(self, nonce: str, /, **autres: Any) -> None:
        contenu = {k: v for k, v in self.revendications(nonce, **autres).items() if v is not None}
        self.jeton = jwt.encode(contenu, cle(), algorithm="RS256", headers={"kid": KID})


def reponses(ou: list[Fournisseur]) -> type[BaseHTTPRequestHandler]:
    """What the server answers for the provider of this list."""

    class Reponses(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = ou[0].url
            jwk = {
                **json.loads(RSAAlgorithm.to_jwk(cle().public_key())),
                "kid": KID,
                "alg": "RS256",
            }
            pages = {
                "/.well-known/openid-configuration": {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/autoriser",
                    "token_endpoint": f"{url}/jeton",
                    "userinfo_endpoint": f"{url}/personne",
                    "jwks_uri": f"{url}/cles",
                },
                "/cles": {"keys": [jwk]},
            }
            self._dire(pages[self.path])

        def do_POST(self) -> None:
            corps = self.rfile.read(int(self.headers["Content-Length"])).decode()
            ou[0].demandes.append(parse_qs(corps))
            self._dire({"access_token": "a", "token_type": "Bearer", "id_token": ou[0].jeton})

        def _dire(self, contenu: dict[str, Any]) -> None:
            octets = json.dumps(contenu).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_args: object) -> None:
            return

    return Reponses


@contextmanager
def en_marche() -> Iterator[Fournisseur]:
    """A provider on a free port of this machine, for the time of a test."""
    ou: list[Fournisseur] = []

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), reponses(ou))
    ou.append(Fournisseur(f"http://127.0.0.1:{serveur.server_port}"))
    fil = threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True)
    fil.start()
    try:
        yield ou[0]
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()
