"""Refusals and breakdowns, told politely: what happened, what is not lost, what can be done.

The page of 404 is rendered once for everybody: unknown, forbidden and purged are the same bytes.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ErreurMetier

INTROUVABLE = 404  # has one page for everybody, rendered once
journal = logging.getLogger("maillage.coquille")


@dataclass(frozen=True, slots=True)
class Texte:
    """The words of one refusal."""

    titre: str
    phrase: str
    rien_perdu: str = "Rien n’a été modifié."
    a_faire: str = ""


TEXTES: dict[int, Texte] = {
    400: Texte(
        "Cette demande n’a pas été comprise",
        "L’adresse ou le formulaire est incomplet.",
        a_faire="Revenez à la page précédente et recommencez.",
    ),
    403: Texte(
        "Cette page ne vous est pas ouverte",
        "Votre mission n’ouvre pas cette page.",
        a_faire="Si votre travail la demande, parlez-en à la coordonnatrice du programme.",
    ),
    405: Texte(
        "Cette adresse ne s’ouvre pas ainsi",
        "Elle reçoit un formulaire, on n’y vient pas par un lien.",
        a_faire="Revenez à la page précédente et utilisez le bouton prévu.",
    ),
    409: Texte(
        "Quelqu’un a écrit pendant ce temps",
        "Le texte a changé depuis que vous l’avez ouvert.",
        rien_perdu="Les deux textes sont gardés.",
        a_faire="Rouvrez la page pour voir l’autre texte, puis reprenez le vôtre.",
    ),
    413: Texte(
        "Ce fichier est trop lourd",
        "La limite est de 50 Mo.",
        a_faire="Enregistrez seulement la feuille utile dans un nouveau fichier, puis envoyez-le.",
    ),
    422: Texte("Cela n’a pas pu être fait", "Une réponse ne convient pas."),
    429: Texte(
        "Trop d’essais en peu de temps",
        "Par prudence, cette page attend un peu avant de répondre.",
        a_faire="Recommencez dans quelques minutes.",
    ),
    500: Texte(
        "Quelque chose n’a pas fonctionné",
        "La panne vient de Maillage, pas de vous.",
        rien_perdu="Ce qui était enregistré est gardé.",
        a_faire="Recommencez. Si la panne revient, donnez cette référence à votre coordonnatrice.",
    ),
    503: Texte(
        "Maillage est en pause",
        "Une mise à jour est en cours.",
        rien_perdu="Ce qui était enregistré est gardé.",
        a_faire="Rouvrez cette page dans quelques minutes.",
    ),
}
JETON_PERIME = Texte(
    "Cette page était ouverte depuis longtemps",
    "Par sécurité, son formulaire n’est plus accepté.",
    a_faire="Revenez à la page précédente, rechargez-la, puis envoyez de nouveau.",
)


class Refus(HttpResponse):
    """An answer that already speaks plainly."""


def est_polie(reponse: HttpResponseBase) -> bool:
    return isinstance(reponse, Refus)


def page(
    statut: int,
    texte: Texte | None = None,
    *,
    reference: str = "",
    decision: Decision | None = None,
) -> HttpResponse:
    """Answer with a page of refusal; nothing of the visitor is read to write it."""
    if statut == INTROUVABLE:
        return introuvable()
    contenu = render_to_string(
        "coquille/erreurs/refus.html",
        {
            "statut": statut,
            "texte": texte or TEXTES.get(statut, TEXTES[422]),
            "reference": reference,
            "decision": decision,
        },
    )
    return Refus(contenu, status=statut)


@cache
def _corps_introuvable() -> bytes:
    return render_to_string("coquille/erreurs/404.html").encode()


def introuvable() -> HttpResponse:
    """The only 404 there is."""
    return Refus(_corps_introuvable(), status=INTROUVABLE)


def de_metier(erreur: ErreurMetier) -> HttpResponse:
    """Turn a refusal of the trade into its page, with its «Pourquoi ?» when a decision made it."""
    modele = TEXTES.get(erreur.statut, TEXTES[422])
    a_faire = erreur.a_faire or modele.a_faire
    texte = Texte(modele.titre, erreur.message, erreur.rien_perdu, a_faire)
    return page(erreur.statut, texte, decision=getattr(erreur, "decision", None))


def fragment(erreur: ErreurMetier) -> HttpResponse:
    """The same refusal where htmx expects a piece of page."""
    contenu = render_to_string(
        "coquille/composants/alerte.html",
        {
            "niveau": "bad",
            "titre": erreur.message,
            "texte": f"{erreur.rien_perdu} {erreur.a_faire}".strip(),
            "role": "alert",
        },
    )
    return Refus(contenu, status=422)


# Names that Django calls (urls: handler400…; settings: CSRF_FAILURE_VIEW)


def demande_incomprise(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(400)


def page_fermee(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(403)


def page_introuvable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return introuvable()


def panne(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A breakdown: the reference joins what the person says and what the log keeps."""
    reference = secrets.token_hex(3).upper()
    reference = f"{reference[:3]}-{reference[3:]}"
    journal.error("Panne, référence %s.", reference)
    return page(500, reference=reference)


def jeton_perime(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return page(403, JETON_PERIME)
