"""The documents of a report: printed whole, printed in four pages, in easy French, to edit, its figures, a page to keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.bilans.dessins import svg_imprime
from maillage.bilans.queries.rapports import RapportLu
from maillage.bilans.rapport_docx import docx
from maillage.bilans.rapport_xlsx import xlsx
from maillage.bilans.rules.rapport import Bloc, Rapport, Section
from maillage.partage.documents import pdf

EDITO, COMMENTAIRE = 700, 420  # signs kept in four pages
Dessines = list[tuple[Bloc, SafeString | str]]


@dataclass(frozen=True, slots=True)
class Document:
    """A file ready to be kept."""

    nom: str
    nature: str
    octets: bytes


def documents(lu: RapportLu) -> tuple[Document, ...]:
    """All of them, made before any is deposited."""
    r, fin = lu.rapport, lu.rapport.annee
    return (
        Document(f"rapport-{fin}.pdf", "rapport", imprimer(r)),
        Document(f"essentiel-{fin}.pdf", "rapport_elus", imprimer_pour_les_elus(r)),
        Document(f"familles-{fin}.pdf", "rapport_familles", imprimer_pour_les_familles(lu)),
        Document(f"rapport-{fin}.docx", "rapport_docx", docx(r)),
        Document(f"chiffres-{fin}.xlsx", "rapport_chiffres", xlsx(r)),
        Document(f"rapport-{fin}.html", "rapport_web", page_a_garder(r)),
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
def style() -> str:
    return (resources.files("maillage.bilans") / "data" / "rapport.css").read_text("utf-8")


def dessiner(blocs: Iterable[Bloc]) -> Dessines:
    return [(b, svg_imprime(b.dessin) if b.dessin else "") for b in blocs]


def _contexte(r: Rapport) -> dict[str, Any]:
    edito = r.commentaires.get("edito", "")
    return {
        "r": r,
        "sections": [(s, dessiner(s.blocs)) for s in r.sections],
        "edito": [p for p in edito.split("\n") if p.strip()],
    }


def imprimer(r: Rapport) -> bytes:
    """The whole report."""
    return pdf("bilans/imprime_rapport.html", _contexte(r), style=style())


def page_a_garder(r: Rapport) -> bytes:
    """The whole report as one page of HTML that stands alone."""
    texte = render_to_string("bilans/imprime_rapport.html", _contexte(r))
    return texte.replace("</head>", f"<style>{style()}</style></head>", 1).encode()


def imprimer_pour_les_elus(r: Rapport) -> bytes:
    """Four pages, whatever the figures: the plots that answer the first questions, words cut to fit."""
    edito = couper(r.commentaires.get("edito", ""), EDITO)
    contexte = {
        "r": r,
        "edito": [p for p in edito.split("\n") if p.strip()],
        "une": dessiner(_choisis(r, (("public", 0, 2),))),
        "pages": [
            _page(r, "Pourquoi, et quels parcours", "Ce qui inquiétait, et ce que deviennent les enfants.",
                  (("motifs", 0, 2), ("parcours", 1, 2)), ("motifs", "parcours")),
            _page(r, "Le travail à plusieurs", "Les situations regardées ensemble, et le lien avec l’école.",
                  (("eps", 0, 2), ("reseaux", 0, 1)), ("eps", "reseaux", "actions", "manques")),
            _page(r, "Les moyens et les partenaires", "Avec qui, et avec quoi ?",
                  (("moyens", 0, 3), ("gouvernance", 0, 1)), ("moyens", "gouvernance")),
        ],
    }  # fmt: skip
    return pdf("bilans/imprime_elus.html", contexte, style=style())


def _page(
    r: Rapport,
    titre: str,
    question: str,
    choix: tuple[tuple[str, int, int], ...],
    commentees: tuple[str, ...],
) -> tuple[str, str, Dessines, list[str]]:
    dits = [
        couper(s.commentaire, COMMENTAIRE)
        for c in commentees
        if (s := r.section(c)) and s.commentaire
    ]
    return titre, question, dessiner(_choisis(r, choix)), dits[:2]


def _choisis(r: Rapport, choix: Iterable[tuple[str, int, int]]) -> list[Bloc]:
    """Blocks of these sections, from one rank to another."""
    lues: list[tuple[Section | None, int, int]] = [(r.section(c), a, b) for c, a, b in choix]
    return [bloc for s, a, b in lues if s for bloc in s.blocs[a:b]]


def couper(texte: str, signes: int) -> str:
    """The first signs of a text, cut at a word, with a word that says so."""
    if len(texte) <= signes:
        return texte
    return f"{texte[:signes].rsplit(' ', 1)[0].rstrip(' ,;:.')}… (suite dans le rapport)"


def imprimer_pour_les_familles(lu: RapportLu) -> bytes:
    """Easy French, large."""
    return pdf(
        "bilans/imprime_familles.html", {"r": lu.rapport, "parties": lu.familles}, style=style()
    )
