"""The cells of the matrix: every route, whoever asks, whatever ties her to the dossier, by every method and format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.comptes.rules import Mission, ObligationDeSecret
from tests.acces.declarations import DECLARATIONS, Page
from tests.acces.marche import Route
from tests.factories.preuve import QUI, RELATIONS, SITUATIONS

METHODES = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
# what the browser says that it wants, by header or by address; `htmx` asks for a piece of page
FORMATS = {
    "html": {},
    "json": {"HTTP_ACCEPT": "application/json"},
    "csv": {"HTTP_ACCEPT": "text/csv"},
    "pdf": {"HTTP_ACCEPT": "application/pdf"},
    "xlsx": {"HTTP_ACCEPT": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    "ics": {"HTTP_ACCEPT": "text/calendar"},
    "htmx": {"HTTP_HX_REQUEST": "true"},
    "?format=json": {"QUERY_STRING": "format=json"},
    "?format=csv": {"QUERY_STRING": "format=csv"},
}
OBLIGATIONS = tuple(ObligationDeSecret)
OBJETS = {
    "": ("",),
    "dossier": RELATIONS,
    "reprise": ("ici", "ailleurs", "inconnu"),
    "reseau": ("ici", "ailleurs", "inconnu"),
    "parution": ("ici", "ailleurs", "inconnu"),
    "personne": ("ici", "ailleurs", "inconnu"),
    "inconnu": ("inconnu",),
}
SIEN = {"": "", "dossier": "sien", "reprise": "ici", "reseau": "ici", "personne": "ici", "parution": "ici",
        "inconnu": "inconnu"}  # fmt: skip
PRES = {
    "": ("",),
    "dossier": ("sien", "inconnu"),
    "reprise": ("ici", "inconnu"),
    "reseau": ("ici", "inconnu"),
    "parution": ("ici", "ailleurs", "inconnu"),
    "personne": ("ici", "inconnu"),
    "inconnu": ("inconnu",),
}


@dataclass(frozen=True, slots=True)
class Cellule:
    """One question: this person, by this method, asks for this route about this object, in this format."""

    route: str
    qui: str
    methode: str
    objet: str = ""
    variante: str = ""
    format: str = "html"
    envoi: int | None = None  # rank of the filled form; None sends an empty one


class RouteNonDeclaree(AssertionError):
    """An address holds identifiers and nobody said what they are."""


def page_de(route: Route) -> Page:
    """The declaration of a route; by default an address that holds nothing."""
    if route.nom in DECLARATIONS:
        return DECLARATIONS[route.nom]
    if route.porte and not route.publique and route.de_la_maison:
        raise RouteNonDeclaree(
            f"{route.nom} ({route.motif}): say what it holds in tests/acces/declarations.py"
        )
    return Page()


def une_obligation(rang: int) -> tuple[str, ...]:
    """Every mission once, the obligation turning with the rank of the route; and every situation."""
    tirees = (OBLIGATIONS[(rang + n) % len(OBLIGATIONS)] for n in range(len(Mission)))
    return (*(f"{m}+{o}" for m, o in zip(Mission, tirees, strict=True)), *SITUATIONS)


def cellules(route: Route, rang: int, *, entieres: bool) -> Iterator[Cellule]:
    """The cells of a route. The short matrix keeps every mission, relation and method, with one obligation each."""
    page = page_de(route)
    gens = QUI if entieres else une_obligation(rang)
    objets = OBJETS[page.objet]
    methodes = route.methodes if route.acte else METHODES
    for variante in page.variantes:
        for qui in gens:
            for objet in objets:
                yield from (Cellule(route.nom, qui, m, objet, variante) for m in methodes)
                for envoi in range(len(page.envois)):
                    yield Cellule(route.nom, qui, "POST", objet, variante, envoi=envoi)
            for m in set(METHODES) - set(methodes):
                yield Cellule(route.nom, qui, m, SIEN[page.objet], variante)
    yield from _formats(route, page, rang, entieres=entieres)


def _formats(route: Route, page: Page, rang: int, *, entieres: bool) -> Iterator[Cellule]:
    formats = tuple(FORMATS)[1:]
    for n, qui in enumerate(une_obligation(rang + 1)):
        choisis = formats if entieres else (formats[(rang + n) % len(formats)], "htmx")
        objets = PRES[page.objet] if entieres else (SIEN[page.objet],)
        for objet in objets:
            for m in route.methodes or ("GET", "POST"):
                for f in dict.fromkeys(choisis):
                    yield Cellule(route.nom, qui, m, objet, page.variantes[0], f)
