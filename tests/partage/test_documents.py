"""Printed documents: tagged, silent about who made them, unable to fetch."""

from __future__ import annotations

import re
import zlib

import pytest
from django.template import engines
from weasyprint.urls import FatalURLFetchingError

from maillage.partage import documents


def decompresser(flux: bytes) -> bytes:
    try:
        return zlib.decompress(flux)
    except zlib.error:
        return b""


@pytest.fixture
def imprimer(monkeypatch: pytest.MonkeyPatch):
    def faire(corps: str) -> bytes:
        source = (
            '{% extends "partage/imprime.html" %}{% block contenu %}' + corps + "{% endblock %}"
        )
        gabarit = engines["django"].from_string(source)
        monkeypatch.setattr(documents, "render_to_string", lambda _nom, c: gabarit.render(c))
        return documents.pdf("essai", {})

    return faire


def test_un_document_imprime_est_balise_et_ne_dit_ni_auteur_ni_heure(imprimer) -> None:
    octets = imprimer("<h1>Matrice</h1><p>Texte</p>")
    assert octets.startswith(b"%PDF-")
    lu = octets + b"".join(
        map(decompresser, re.findall(rb"stream\n(.*?)\nendstream", octets, re.DOTALL))
    )
    assert b"pdfuaid" in lu
    assert b"/StructTreeRoot" in lu
    for mention in (b"/Author", b"/CreationDate", b"/ModDate", b"/Creator"):
        assert mention not in lu


def test_les_memes_valeurs_donnent_les_memes_octets(imprimer) -> None:
    assert imprimer("<h1>Matrice</h1>") == imprimer("<h1>Matrice</h1>")


@pytest.mark.parametrize("schema", ["http://exemple.test/x.png", "file:///etc/hostname", "data:,x"])
def test_un_document_ne_va_rien_chercher(imprimer, schema: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        imprimer(f'<p><img alt="" src="{schema}"></p>')


def test_un_fichier_imprime_se_garde_et_ne_s_ouvre_pas_dans_la_page() -> None:
    reponse = documents.reponse_pdf(b"%PDF-", "matrice")
    assert reponse["Content-Disposition"] == 'attachment; filename="matrice.pdf"'
    assert reponse["Content-Type"] == "application/pdf"
