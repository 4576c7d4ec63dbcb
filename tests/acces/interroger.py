"""Asking one cell of the real site, and telling what is wrong in the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from tests.acces.attendu import a_montrer, attendu, mots_ouverts
from tests.acces.cellules import FORMATS, Cellule, cellules, page_de
from tests.acces.declarations import SANS_OBJET, TEXTE_BRUT
from tests.acces.marche import Route, routes
from tests.acces.memoire import Memoire, Navigateur
from tests.factories.personnes import montrer_le_second_facteur
from tests.factories.preuve import QUI, MondeDePreuve, mots, parenthese

CANARI = re.compile(rb"Canari(?:[A-Z][a-z]*|[a-z_]+)De[A-Z]\w*")
DIX_JOURS = 864_000.0  # seconds: a proof that stays fresh however long the bench lasts
FAUX_ARGUMENTS = {"key": "x", "uidb36": "a", "uai": "0930648Z"}


@dataclass
class Enquete:
    """The world, one browser for each person, and what was found."""

    monde: MondeDePreuve
    clients: dict[str, Navigateur] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    ouverts: dict[str, frozenset[str]] = field(default_factory=dict)
    depots: dict[Path, bytes] = field(default_factory=dict)
    compte: Counter[str] = field(default_factory=Counter)
    memoire: Memoire = field(default_factory=Memoire)
    venus: set[tuple[str, str]] = field(default_factory=set)  # who has asked which route

    def __post_init__(self) -> None:
        self.depots = {p: p.read_bytes() for p in Path(settings.DEPOTS).glob("*.scelle")}
        for qui in QUI:
            client = self.clients[qui] = Navigateur()
            if qui in self.monde.personnes:
                client.force_login(self.monde.personnes[qui])
                if qui != "second facteur ancien" and client.cookies:
                    montrer_le_second_facteur(client, self.monde.personnes[qui], il_y_a=-DIX_JOURS)
            self.cookies[qui] = client.cookies.output(header="", sep=";")

    def client(self, qui: str) -> Navigateur:
        """The person's browser, as it was just after signing in."""
        client = self.clients[qui]
        client.cookies = SimpleCookie(self.cookies[qui])
        return client

    def lisibles(self, qui: str) -> frozenset[str]:
        if qui not in self.ouverts:
            self.ouverts[qui] = mots_ouverts(self.monde.acteur(qui), self.monde)
        return self.ouverts[qui]

    def adresse(self, c: Cellule, route: Route) -> str:
        """The address with real identifiers in it."""
        valeurs: dict[str, object] = {}
        for nom in route.porte:
            if nom == "dossier":
                valeurs[nom] = self.monde.dossier(c.objet)
            elif nom in self.monde.objets:
                valeurs[nom] = self.monde.objets[nom][c.objet]
            elif c.variante and nom == route.porte[-1]:
                valeurs[nom] = c.variante
            elif nom in SANS_OBJET:
                valeurs[nom] = SANS_OBJET[nom]
            else:
                valeurs[nom] = FAUX_ARGUMENTS[nom]
        if route.nom == "compte_ferme":
            return "/compte/signup/"
        return route.nom if route.nom.startswith("/") else reverse(route.nom, kwargs=valeurs)

    def demander(self, c: Cellule, route: Route) -> HttpResponse:
        """Ask, and leave the world as it was."""
        client, corps = self.client(c.qui), {}
        if c.envoi is not None:
            corps = page_de(route).envois[c.envoi].corps(self.monde, c.objet)
        plus = dict(FORMATS[c.format])
        compte = self.monde.personnes.get(c.qui)
        self.memoire.qui = compte.pk if compte else None
        self.memoire.vive = (c.qui, c.route) not in self.venus
        self.venus.add((c.qui, c.route))
        with self.memoire.ouverte(), parenthese():
            if c.methode == "POST":
                reponse = client.post(self.adresse(c, route), corps, **plus)
            else:
                reponse = client.generic(c.methode, self.adresse(c, route), **plus)
        if c.methode == "POST":
            self._remettre(route)
        return reponse

    def _remettre(self, route: Route) -> None:
        """What a transaction does not undo: deposited files, counts of sign-in attempts."""
        if page_de(route).objet == "reprise":
            for chemin, octets in self.depots.items():
                chemin.write_bytes(octets)
        if route.acte is None:  # public pages count attempts
            cache.clear()

    def fautes(self, c: Cellule, route: Route) -> list[str]:
        """What is wrong in this cell: the status, a word that leaked, a refusal of another kind."""
        self.compte[c.route] += 1
        reponse, voulu = self.demander(c, route), attendu(c, route, self.monde)
        fautes = []
        if reponse.status_code not in voulu:
            fautes.append(f"{c}: {reponse.status_code}, expected {sorted(voulu)}")
        lus = {m.decode() for m in CANARI.findall(_tout(reponse))}
        if perdus := lus - self.lisibles(c.qui):
            fautes.append(f"{c}: shows {sorted(perdus)}")
        if reponse.status_code >= 400 and reponse.status_code != 422 and lus:
            fautes.append(f"{c}: a refusal that speaks of {sorted(lus)}")
        montre = a_montrer(c, self.monde) if reponse.status_code == 200 else None
        if (
            montre is not None
            and lus & {m for m in mots(c.objet).values() if c.variante.title() in m} != montre
        ):
            fautes.append(f"{c}: shows {sorted(lus)}, its volet holds {sorted(montre)}")
        if reponse.status_code == 200 and route.acte and c.methode in ("GET", "POST"):
            voulus = page_de(route).type
            if route.nom not in TEXTE_BRUT and reponse.headers["Content-Type"] != voulus:
                fautes.append(f"{c}: {reponse.headers['Content-Type']}, expected {voulus}")
        return fautes


def _tout(reponse: HttpResponse) -> bytes:
    return reponse.content + str(reponse.headers).encode() + str(reponse.cookies).encode()


def parcourir(
    enquete: Enquete, route: Route, rang: int, *, entieres: bool, part: tuple[int, int] = (0, 1)
) -> list[str]:
    """Ask the cells of a route (those of rank `part[0]` modulo `part[1]`); return the faults, first ones only."""
    fautes: list[str] = []
    for n, c in enumerate(cellules(route, rang, entieres=entieres)):
        if n % part[1] == part[0]:
            fautes += enquete.fautes(c, route)
    return fautes[:20]


def taille(*, entieres: bool) -> Counter[str]:
    """Number of cells of each route, without asking any."""
    toutes: Iterable[tuple[int, Route]] = enumerate(routes())
    return Counter(
        {r.nom: sum(1 for _ in cellules(r, rang, entieres=entieres)) for rang, r in toutes}
    )
