"""The demonstration: invented people at the door, one click each, no second factor. Refused anywhere else."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from maillage.comptes.models import Utilisateur
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.partage.pages import publique

SAINT_DENIS, NEUILLY = "saint-denis", "neuilly-sur-marne"
MOTEUR = "maillage.comptes.moteur.ComptesOuverts"


@dataclass(frozen=True, slots=True)
class Personnage:
    """An invented professional of the demonstration. `poste` names the référent post that she holds, if any.

    `programme` is the code of hers: the first one, or Neuilly-sur-Marne, where the map went from three neighbourhoods to one.
    """

    cle: str
    nom: str
    metier: str
    phrase: str
    mission: Mission
    obligation: ObligationDeSecret
    poste: str = ""
    programme: str = SAINT_DENIS

    @property
    def email(self) -> str:
        return f"{self.cle}@demo.example"


M, S = Mission, ObligationDeSecret
PERSONNAGES = (
    Personnage("leila", "Leïla Marchand", "Coordonnatrice du PRE",
               "Reprend le tableau de l'équipe, voit tout le programme et ses chiffres.",
               M.COORDINATION, S.MISSION),
    Personnage("nadia", "Nadia Benali", "Référente de parcours",
               "Suit ses enfants, écrit ses notes, prévoit la suite.", M.REFERENCE, S.MISSION,
               poste="Nadia Benali"),
    Personnage("karim", "Karim Haddad", "Référent de parcours",
               "Suit d'autres enfants que Nadia : comparez ce que chacun voit.", M.REFERENCE, S.MISSION,
               poste="Karim Haddad"),
    Personnage("bruno", "Bruno Lefèvre", "Enseignant, membre de l'EPS",
               "Signe la charte, puis ne lit que ce qui a été écrit pour lui.", M.EPS, S.DISCRETION),
    Personnage("claire", "Claire Vasseur", "Élue à l'éducation",
               "Rien de nominatif ne lui parvient, par aucune page.", M.ELU, S.DISCRETION),
    Personnage("odile", "Odile Ferrand", "Coordonnatrice à Neuilly-sur-Marne",
               "Sa ville passe de trois quartiers à un : un scénario calculé attend sa décision.",
               M.COORDINATION, S.MISSION, programme=NEUILLY),
    Personnage("helene", "Hélène Dupuis", "Référente à Neuilly-sur-Marne",
               "Suit ses enfants pendant que la carte change.", M.REFERENCE, S.MISSION,
               poste="Hélène Dupuis", programme=NEUILLY),
    Personnage("thilaka", "Thilaka Raman", "Référente à Neuilly-sur-Marne",
               "Suit d'autres enfants de la même ville.", M.REFERENCE, S.MISSION,
               poste="Thilaka Raman", programme=NEUILLY),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Porte:
    """A persona as the sign-in page shows it."""

    nom: str
    metier: str
    phrase: str
    url: str


def portes() -> tuple[Porte, ...]:
    """The personas to show; none outside the demonstration."""
    if not settings.DEMO:
        return ()
    return tuple(
        Porte(p.nom, p.metier, p.phrase, reverse("coquille:entrer", args=[p.cle]))
        for p in PERSONNAGES
    )


@publique
@require_POST
def entrer(request: HttpRequest, cle: str) -> HttpResponse:
    """Sign in as a persona."""
    connus = {p.cle: p for p in PERSONNAGES}
    if not settings.DEMO or cle not in connus:
        raise Http404
    compte = Utilisateur.objects.filter(email=connus[cle].email, est_demo=True).first()
    if compte is None:
        raise Http404
    login(request, compte, backend=MOTEUR)
    UserSession.objects.create_from_request(request)  # as a sign-in by the library does
    return redirect("coquille:journee")


@publique
def sante(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Tell a supervisor that the service answers. Nothing else."""
    return HttpResponse("ok", content_type="text/plain")
