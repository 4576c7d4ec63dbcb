"""The trace: everything that a person can ask of the house, in one order, and everything that she gets back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest import mock
from uuid import UUID

from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone

from maillage.comptes.rules import Mission
from maillage.dossiers.rules import VOLETS_DU_DOSSIER
from tests.acces.cellules import une_obligation
from tests.acces.declarations import DECLARATIONS, SANS_OBJET
from tests.acces.interroger import Enquete
from tests.acces.marche import Route, routes
from tests.factories.preuve import BASES, mots
from tests.secret.caches import ADRESSE_DU_COMPTE
from tests.secret.normal import corps, entetes

# one person for each mission: fewer persons, quicker pages
GENS = une_obligation(1)[: len(Mission)]
DEBUT = timezone.now()
RECHERCHES = ("canari", "dupont", "")


@dataclass(frozen=True, slots=True)
class Demande:
    """One request of the trace."""

    methode: str
    adresse: str
    donnees: tuple[tuple[str, Any], ...] = ()
    anonyme: bool = False

    @property
    def arrivee(self) -> ResolverMatch:
        """Where this address leads."""
        return resolve(self.adresse.partition("?")[0])

    def __str__(self) -> str:
        return f"{self.methode} {self.adresse} {dict(self.donnees) if self.donnees else ''}".strip()


@dataclass(frozen=True, slots=True)
class Obtenu:
    """What came back: all that an observer can tell, the number of questions to the database standing for time."""

    statut: int
    entetes: tuple[str, ...]
    corps: bytes
    requetes: int
    courriels: tuple[str, ...]


@contextmanager
def horloge_arretee() -> Iterator[None]:
    """Both worlds are seen at the same instant."""
    with mock.patch.object(timezone, "now", return_value=DEBUT):
        yield


def demandes(enquete: Enquete, enfant: str) -> list[Demande]:
    """Every address that opens, about the child one follows and about `enfant`; searches, exports, forms."""
    vises = dict.fromkeys(("sien", enfant))
    liste: list[Demande] = []
    for route in routes():
        if route.publique or (route.de_la_maison and not route.porte):
            liste += _simples(route)
        elif "dossier" in route.porte:
            for vise in vises:
                liste += _du_dossier(enquete, route, vise, enfant)
        elif route.porte and route.porte[0] in enquete.monde.objets and "GET" in route.methodes:
            for objet in enquete.monde.objets[route.porte[0]].values():
                autres = {n: SANS_OBJET[n] for n in route.porte[1:]}
                porte = {route.porte[0]: objet, **autres}
                liste += [Demande("GET", reverse(route.nom, kwargs=porte))]
    return [*liste, *_recherches(enquete, enfant), *_formulaires(enquete, enfant), *_connexion()]


def _simples(route: Route) -> Iterator[Demande]:
    if route.porte or route.nom.startswith("/") or route.nom == "compte_ferme":
        return
    for methode in route.methodes or ("GET",):
        yield Demande(methode, reverse(route.nom))
    if route.acte and "chiffres" in route.acte:
        yield Demande("GET", f"{reverse(route.nom)}?annee=2024")


def _du_dossier(enquete: Enquete, route: Route, vise: str, enfant: str) -> Iterator[Demande]:
    porte: dict[str, Any] = {n: SANS_OBJET[n] for n in route.porte if n in SANS_OBJET}
    porte["dossier"] = enquete.monde.dossier(vise)
    if "tache" in route.porte:
        porte["tache"] = enquete.monde.objets["tache"][enfant]
    if "passage" in route.porte:
        porte["passage"] = DECLARATIONS[route.nom].variantes[0]
    variantes = VOLETS_DU_DOSSIER if "volet" in route.porte else (None,)
    for variante in variantes:
        if variante:
            porte["volet"] = variante.value
        for methode in route.methodes:
            yield Demande(methode, reverse(route.nom, kwargs=porte))


def _recherches(enquete: Enquete, enfant: str) -> Iterator[Demande]:
    """Names of the list, and siblings offered to whoever writes a name."""
    liste = reverse("parcours:liste")
    fratrie = reverse("enfants:fratrie", args=[enquete.monde.dossier("sien")])
    for mot in (*RECHERCHES, mots(enfant)["nom"]):
        yield Demande("POST", liste, (("q", mot),))
        yield Demande("POST", fratrie, (("q", mot),))
    second = str(enquete.monde.postes["second"].pk)
    for filtre in (("sans_referent", "on"), ("referents", second), ("tri", "age"), ("page", "2"),
                   ("etapes", "parcours_en_cours")):  # fmt: skip
        yield Demande("POST", liste, (filtre,))


def _formulaires(enquete: Enquete, enfant: str) -> Iterator[Demande]:
    """Forms filled, about the child followed and about the other, with the other's own words in them."""
    monde, m = enquete.monde, mots(enfant)
    for nom, page in DECLARATIONS.items():
        if page.objet != "dossier" or not page.envois:
            continue
        envoi = page.envois[-1] if nom != "parcours:note" else page.envois[3]
        for vise in dict.fromkeys(("sien", enfant)):
            donnees = {**envoi.corps(monde, vise)}
            for champ, mot in (("nom", "nom"), ("prenom", "prenom"), ("libelle", "tache"),
                               ("adresse", "adresse"), ("etablissement", "ecole")):  # fmt: skip
                if champ in donnees:
                    donnees[champ] = m[mot]
            plus = page.variantes[:1] if nom == "parcours:passer" else ()
            adresse = reverse(nom, args=[monde.dossier(vise), *plus])
            yield Demande("POST", adresse, tuple(donnees.items()))
    fratrie = reverse("enfants:fratrie", args=[monde.dossier("sien")])
    for autre in (monde.dossier(enfant), UUID(int=6)):
        yield Demande("POST", fratrie, (("autre", autre),))


def _connexion() -> Iterator[Demande]:
    for adresse in (ADRESSE_DU_COMPTE, "personne@exemple.test"):
        donnees = (("login", adresse), ("password", "pas le bon mot de passe"))
        yield Demande("POST", reverse("account_login"), donnees, anonyme=True)


def demander(client: Client, demande: Demande) -> Obtenu:
    """Ask once, following where a form leads; count the questions put to both databases and the mails that leave."""
    cache.clear()
    nombre = [0]

    def compter(execute: Any, *reste: Any) -> Any:
        nombre[0] += 1
        return execute(*reste)

    partis = len(mail.outbox)
    with ExitStack() as pile:
        # identifiers made by a form are the same in both worlds
        pile.enter_context(mock.patch.object(os, "urandom", Random(7).randbytes))  # noqa: S311
        for base in BASES:
            pile.enter_context(connections[base].execute_wrapper(compter))
        reponse: HttpResponse = getattr(client, demande.methode.lower())(
            demande.adresse, dict(demande.donnees), follow=demande.methode == "POST"
        )
    courriels = tuple(f"{m.to} {m.subject} {m.body} {m.attachments}" for m in mail.outbox[partis:])
    suivis = tuple(f"{statut} {ou}" for ou, statut in getattr(reponse, "redirect_chain", ()))
    return Obtenu(
        reponse.status_code, (*entetes(reponse), *suivis), corps(reponse), nombre[0], courriels
    )
