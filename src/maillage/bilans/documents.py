"""The documents of a report: printed whole, printed in four pages, in easy French, to edit, its figures, a page to keep."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.template.loader import render_to_string

from maillage.bilans.essentiel import PLACES, dessiner, essentiel
from maillage.bilans.queries.rapports import RapportLu
from maillage.bilans.rapport_docx import docx
from maillage.bilans.rapport_xlsx import xlsx
from maillage.bilans.rules.rapport import Rapport
from maillage.partage.documents import pdf, pdf_qui_tient

PAPIER = "rapport.css"
PAGES_DES_ELUS = 4
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file ready to be kept."""

    nom: str
    nature: str
    octets: bytes


def documents(lu: RapportLu) -> tuple[Document, ...]:
    """All of them, made before any is deposited; their names are what readers see in the list."""
    r, fin = lu.rapport, lu.rapport.annee
    return (
        Document(f"Rapport annuel {fin}.pdf", "rapport", imprimer(r)),
        Document(
            f"L’essentiel en quatre pages {fin}.pdf", "rapport_elus", imprimer_pour_les_elus(r)
        ),
        Document(
            f"Pour les familles, en français facile {fin}.pdf",
            "rapport_familles",
            imprimer_pour_les_familles(lu),
        ),
        Document(f"Rapport à modifier {fin}.docx", "rapport_docx", docx(r)),
        Document(f"Chiffres du rapport {fin}.xlsx", "rapport_chiffres", xlsx(r)),
        Document(f"Rapport en une page web {fin}.html", "rapport_web", page_a_garder(r)),
    )


def un_document(lu: RapportLu, nature: str) -> Document | None:
    """One of them, for whoever reads it before approving."""
    faire = {
        "rapport": lambda: ("pdf", imprimer(lu.rapport)),
        "rapport_elus": lambda: ("pdf", imprimer_pour_les_elus(lu.rapport)),
        "rapport_familles": lambda: ("pdf", imprimer_pour_les_familles(lu)),
        "rapport_docx": lambda: ("docx", docx(lu.rapport)),
        "rapport_chiffres": lambda: ("xlsx", xlsx(lu.rapport)),
        "rapport_web": lambda: ("html", page_a_garder(lu.rapport)),
    }.get(nature)
    if faire is None:
        return None
    fin, octets = faire()
    return Document(f"{nature.replace('_', '-')}-{lu.rapport.annee}.{fin}", nature, octets)


@cache
def feuille(nom: str) -> str:
    return (resources.files("maillage.bilans") / "data" / nom).read_text("utf-8")


def _contexte(r: Rapport) -> dict[str, Any]:
    edito = r.commentaires.get("edito", "")
    return {
        "r": r,
        "sections": [(s, dessiner(s.blocs)) for s in r.sections],
        "edito": [p for p in edito.split("\n") if p.strip()],
    }


def imprimer(r: Rapport) -> bytes:
    """The whole report."""
    return pdf("bilans/imprime_rapport.html", _contexte(r), style=feuille(PAPIER))


def page_a_garder(r: Rapport) -> bytes:
    """The whole report as one page of HTML that stands alone: no script, no address, read on any screen."""
    texte = render_to_string("bilans/page_rapport.html", _contexte(r))
    return texte.replace("</head>", f"<style>{feuille('page.css')}</style></head>", 1).encode()


def imprimer_pour_les_elus(r: Rapport) -> bytes:
    """Four pages, whatever the figures and the comments: what does not fit is cut, and says so."""
    return pdf_qui_tient(
        "bilans/imprime_elus.html",
        ({"r": r, **essentiel(r, place)} for place in PLACES),
        pages=PAGES_DES_ELUS,
        style=feuille(PAPIER),
    )


def imprimer_pour_les_familles(lu: RapportLu) -> bytes:
    """Easy French, large."""
    return pdf(
        "bilans/imprime_familles.html",
        {"r": lu.rapport, "parties": lu.familles},
        style=feuille(PAPIER),
    )
