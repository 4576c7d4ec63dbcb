"""Printed documents: a template of the house becomes a PDF, alone, without asking anything of anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string


def pdf(gabarit: str, contexte: Mapping[str, Any], *, style: str = "") -> bytes:
    """Return the tagged PDF (PDF/UA-1) of a template; the same values always give the same bytes.

    Every address is refused, files and data included: a text typed by somebody cannot make the server fetch
    anything (security rule 6.20). Metadata hold the title of the template, no author, no machine, no hour.
    `style`: what a document adds to the sheet of the house.
    """
    page, feuilles = _composer(gabarit, contexte, style)
    return page.write_pdf(stylesheets=feuilles, pdf_variant="pdf/ua-1")


def pdf_qui_tient(
    gabarit: str, contextes: Iterable[Mapping[str, Any]], *, pages: int, style: str = ""
) -> bytes:
    """The first of these contexts, the fullest first, that holds in so many pages; ValueError when none does."""
    for contexte in contextes:
        page, feuilles = _composer(gabarit, contexte, style)
        document = page.render(stylesheets=feuilles, pdf_variant="pdf/ua-1")
        if len(document.pages) <= pages:
            return document.write_pdf(pdf_variant="pdf/ua-1")
    raise ValueError(f"{gabarit} ne tient pas en {pages} pages")


def _composer(gabarit: str, contexte: Mapping[str, Any], style: str) -> tuple[Any, list[Any]]:
    from weasyprint import CSS, HTML  # noqa: PLC0415 - heavy: loaded when somebody prints
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    ferme = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    page = HTML(string=render_to_string(gabarit, dict(contexte)), url_fetcher=ferme)
    return page, [CSS(string=s) for s in (_style(), style) if s]


@cache
def _style() -> str:
    return (resources.files("maillage.partage") / "data" / "imprime.css").read_text("utf-8")


def reponse_pdf(octets: bytes, nom: str) -> HttpResponse:
    """Answer with a file to keep; `nom` holds no name of a person."""
    reponse = HttpResponse(octets, content_type="application/pdf")
    reponse["Content-Disposition"] = f'attachment; filename="{nom}.pdf"'
    return reponse
