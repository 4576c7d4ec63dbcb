"""Two worlds that differ by one secret, seen by one person: the comparison itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields

from django.urls import reverse

from maillage.partage.rules.decision import ouvre
from tests.acces.interroger import Enquete
from tests.acces.memoire import Memoire
from tests.factories.preuve import parenthese
from tests.secret.caches import Secret, changer
from tests.secret.trace import Demande, Obtenu, demander, demandes, horloge_arretee

LOT = 25  # requests asked of the first world, then of the second: a difference ends the search


@dataclass
class Comparaison:
    """Answers of the first world, each asked once by each person, and the pairs compared so far."""

    enquete: Enquete
    vus: dict[tuple[str, Demande], Obtenu] = field(default_factory=dict)
    listes: dict[str, list[Demande]] = field(default_factory=dict)
    tris: dict[tuple[str, str], tuple[list[int], list[int]]] = field(default_factory=dict)
    connues: set[str] = field(default_factory=set)
    compte: Counter[str] = field(default_factory=Counter)
    demandes: int = 0  # answers compared
    memoire: Memoire = field(default_factory=lambda: Memoire(collegues=False))
    pannes: list[str] = field(default_factory=list)  # requests on which the site broke

    def liste(self, enfant: str) -> list[Demande]:
        """The whole trace about this child and the one whom everybody here follows."""
        if enfant not in self.listes:
            self.listes[enfant] = demandes(self.enquete, enfant)
        return self.listes[enfant]

    def portes(self, qui: str, enfant: str) -> tuple[list[int], list[int]]:
        """Places in the trace of what her missions open (whatever the child), and of all the rest."""
        if (qui, enfant) not in self.tris:
            acteur = self.enquete.monde.acteur(qui)
            ouvertes: list[int] = []
            autres: list[int] = []
            for n, demande in enumerate(self.liste(enfant)):
                acte = getattr(demande.arrivee.func, "acte", None)
                ouverte = demande.anonyme or (acte is not None and bool(ouvre(acteur, acte)))
                (ouvertes if ouverte else autres).append(n)
            self.tris[qui, enfant] = ouvertes, autres
        return self.tris[qui, enfant]

    def vers(self, enfant: str, noms: Collection[str]) -> list[int]:
        """Places in the trace of what goes to the routes of these names."""
        return [n for n, d in enumerate(self.liste(enfant)) if d.arrivee.view_name in noms]

    def obtenir(self, qui: str, demande: Demande) -> Obtenu:
        """Ask, then leave the world as it was: no request depends on those before it."""
        if (
            qui not in self.connues
        ):  # first readings of who asks, so that they cost no question below
            self.connues.add(qui)
            self.obtenir(qui, Demande("GET", reverse("coquille:journee")))
        client = self.enquete.client("personne" if demande.anonyme else qui)
        compte = self.enquete.monde.personnes.get(qui)
        self.memoire.qui = compte.pk if compte else None
        self.memoire.vive = demande.anonyme
        with self.memoire.ouverte(), parenthese():
            vu = demander(client, demande)
        if vu.statut >= 500:
            self.pannes.append(str(demande))
        return vu

    def premier_monde(self, qui: str, liste: Iterable[Demande]) -> None:
        """What opens is asked twice and the second answer kept: what a process remembers is then warm in both worlds."""
        with horloge_arretee():
            for demande in liste:
                if (qui, demande) not in self.vus:
                    vu = self.obtenir(qui, demande)
                    self.vus[qui, demande] = vu if ferme(vu) else self.obtenir(qui, demande)

    def difference(
        self, qui: str, secret: Secret, valeur: str, rangs: Iterable[int] | None = None
    ) -> str | None:
        """The first thing that this person sees differ, or None: she cannot tell the two worlds apart.

        `rangs` are the requests to make, by their place in the trace; all of them by default.
        """
        liste = self.liste(secret.enfant)
        if rangs is not None:
            liste = [liste[n % len(liste)] for n in rangs]
        self.compte[qui] += 1
        for debut in range(0, len(liste), LOT):
            lot = liste[debut : debut + LOT]
            self.premier_monde(qui, lot)
            with parenthese(), horloge_arretee():
                changer(secret, self.enquete.monde, valeur)
                self.demandes += len(lot)
                for demande in lot:
                    a, b = self.vus[qui, demande], self.obtenir(qui, demande)
                    if a != b:
                        return f"{qui} / {secret} / {demande}: {_ecart(a, b)}"
        return None


def ferme(vu: Obtenu) -> bool:
    """A refusal: 403, 404, 405. A form sent back (422) is a page."""
    return vu.statut >= 400 and vu.statut != 422


def _ecart(a: Obtenu, b: Obtenu) -> str:
    """Which part differs, and where it starts to."""
    for champ in fields(Obtenu):
        x, y = getattr(a, champ.name), getattr(b, champ.name)
        if x == y:
            continue
        if isinstance(x, bytes):
            n = next((i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q), 0)
            return f"corps, {x[max(0, n - 40) : n + 60]!r} / {y[max(0, n - 40) : n + 60]!r}"
        if champ.name == "entetes":
            x, y = sorted(set(x) - set(y)), sorted(set(y) - set(x))
        return f"{champ.name}, {x!r} / {y!r}"
    return ""
