"""The outside geocoder: off, never for a protected address, never repeating what was asked. Against a fake on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from maillage.territoire import geocodage_heberge
from maillage.territoire.errors import AdresseProtegee, GeocodeurMuet

SECRET = "12 rue Canari"
JUSTE = {
    "type": "FeatureCollection",
    "features": [
        {
            "geometry": {"type": "Point", "coordinates": [2.36, 48.93]},
            "properties": {
                "label": "12 Rue X 93200 Saint-Denis",
                "score": 0.97,
                "type": "housenumber",
            },
        }
    ],
}


class Faux(BaseHTTPRequestHandler):
    """The shape of the search API; `reponse` is what it answers."""

    recues: ClassVar[list[str]] = []
    reponse: ClassVar[tuple[int, bytes]] = (200, b"")

    def do_GET(self) -> None:
        self.recues.append(self.path)
        statut, corps = self.reponse
        self.send_response(statut)
        if statut == 302:
            self.send_header("Location", "http://127.0.0.1:9/ailleurs")
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def service(settings: Any) -> Iterator[type[Faux]]:
    serveur = HTTPServer(("127.0.0.1", 0), Faux)
    fil = threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True)
    fil.start()
    Faux.recues.clear()
    Faux.reponse = (200, json.dumps(JUSTE).encode())
    settings.GEOCODEUR_HEBERGE = f"http://127.0.0.1:{serveur.server_port}/search"
    yield Faux
    serveur.shutdown()
    serveur.server_close()


LOCAL = pytest.mark.allow_hosts(["127.0.0.1"])


def test_sans_reglage_rien_ne_part(settings: Any) -> None:
    assert settings.GEOCODEUR_HEBERGE == ""
    with pytest.raises(GeocodeurMuet, match="Aucun service"):
        geocodage_heberge.demander(SECRET, "93200", protegee=False)


@LOCAL
def test_la_reponse_se_lit_et_seule_l_adresse_est_partie(service: type[Faux]) -> None:
    trouve = geocodage_heberge.demander(SECRET, "93200 Saint-Denis", protegee=False)
    assert (trouve.position.lon, trouve.position.lat, trouve.position.methode) == (
        2.36,
        48.93,
        "heberge",
    )
    assert trouve.position.incertitude_m == 60
    (demande,) = service.recues
    assert parse_qs(urlsplit(demande).query) == {
        "q": [f"{SECRET} 93200 Saint-Denis"],
        "limit": ["1"],
    }


@LOCAL
def test_une_adresse_protegee_ne_part_pas(service: type[Faux]) -> None:
    with pytest.raises(AdresseProtegee):
        geocodage_heberge.demander(SECRET, "", protegee=True)
    assert service.recues == []


@LOCAL
@pytest.mark.parametrize(
    "reponse",
    [
        (500, b"panne pour 12 rue Canari"),
        (302, b""),
        (200, b"pas du json"),
        (200, b"{}"),
        (200, b'{"features": []}'),
        (200, b'{"features": [{"geometry": {"coordinates": ["x", null]}, "properties": {"type": "housenumber", "score": 1, "label": "x"}}]}'),
        (200, b'{"features": [{"geometry": {"coordinates": [1, 2]}, "properties": {"type": "planete", "score": 1, "label": "x"}}]}'),
        (200, b"[" * 300_000),
    ],
)  # fmt: skip
def test_une_panne_ne_repete_jamais_l_adresse(
    service: type[Faux], reponse: Any, caplog: Any
) -> None:
    service.reponse = reponse
    with pytest.raises(GeocodeurMuet) as panne:
        geocodage_heberge.demander(SECRET, "", protegee=False)
    assert "Canari" not in f"{panne.value!r} {panne.value} {panne.value.__cause__!r} {caplog.text}"
    assert panne.value.__suppress_context__


def test_en_clair_hors_de_la_machine_rien_ne_part(settings: Any) -> None:
    settings.GEOCODEUR_HEBERGE = "http://geocodeur.example/search"
    with pytest.raises(GeocodeurMuet, match="https"):
        geocodage_heberge.demander(SECRET, "", protegee=False)
