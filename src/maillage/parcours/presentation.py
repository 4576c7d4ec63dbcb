"""From projections to what components draw: tabs, timeline entries, filters. No access is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.urls import reverse

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.parcours.rules.etapes import Etape

PLAN = "plan"
ICONES: dict[Volet, str] = {
    Volet.IDENTITE: "person-vcard",
    Volet.FAMILLE: "people",
    Volet.SCOLARITE: "backpack",
    Volet.SOCIAL: "house-heart",
    Volet.SANTE: "heart-pulse",
    Volet.PROTECTION: "shield-lock",
    Volet.PARCOURS: "signpost-split",
    Volet.MEDIATION: "chat-square-quote",
}


@dataclass(frozen=True, slots=True)
class Onglet:
    """A tab of the child's page; a closed one leads to the explanation."""

    libelle: str
    icone: str
    volet: str
    url: str
    active: bool
    ferme: bool


class AOnglets(Protocol):
    """What the tabs of a child need: whose they are, and which volets are closed."""

    @property
    def dossier(self) -> UUID: ...
    @property
    def fermes(self) -> tuple[Volet, ...]: ...


def onglets(fiche: AOnglets, courant: str) -> tuple[Onglet, ...]:
    """The timeline and the plan first, then open volets, then closed ones, in the order of the charter."""
    adresse = reverse("parcours:fiche", args=[fiche.dossier])
    debut = Onglet("Fil", "bezier2", "", adresse, courant == "fil", ferme=False)
    plan = ()
    if Volet.PARCOURS not in fiche.fermes:  # page of a room above, reached by its name
        adresse = reverse("plans:plan", args=[fiche.dossier])
        plan = (Onglet("Plan", "flag", "", adresse, courant == PLAN, ferme=False),)
    volets = [
        Onglet(
            v.libelle,
            ICONES[v],
            v.value,
            reverse("parcours:volet", args=[fiche.dossier, v.value]),
            courant == v.value,
            ferme=v in fiche.fermes,
        )
        for v in VOLETS_DU_DOSSIER
    ]
    return (debut, *plan, *sorted(volets, key=lambda o: o.ferme))


@dataclass(frozen=True, slots=True)
class Choix:
    """One answer of a filter."""

    valeur: str
    libelle: str
    coche: bool


def choix_etapes(cochees: frozenset[str]) -> tuple[Choix, ...]:
    return tuple(Choix(e.value, e.libelle, e.value in cochees) for e in Etape)


def choix_referents(
    postes: Sequence[tuple[UUID, str]], coches: frozenset[UUID]
) -> tuple[Choix, ...]:
    return tuple(Choix(str(i), nom, i in coches) for i, nom in postes)


def etat_de_l_accord(code: str) -> str:
    """State of the badge for what the former tracker said: its yes, that nobody signed here, is never shown as one."""
    if code in ("refuse", "retire", "desaccord_de_l_autre_titulaire"):
        return "bad"
    return "inc"
