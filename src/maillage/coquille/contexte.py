"""What the shell of every page needs to know: who is there, which rooms she sees, how long she stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from maillage.comptes import proconnect
from maillage.comptes.rules import PERSONNE, Acteur, Mission
from maillage.comptes.sessions import DEBUT, PAS
from maillage.coquille import demonstration, navigation
from maillage.partage import chartes
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre

SANS_RACCOURCIS = "raccourcis"  # cookie: «non» refuses the one-key shortcuts (WCAG 2.1.4)


@dataclass(frozen=True, slots=True)
class Cadre:
    """What is written around the page. An empty address hides the control that needs it."""

    nom: str = ""
    fonction: str = ""
    programme: str = ""
    pied: str = ""
    recherche: str = ""
    note: str = ""
    compte: str = ""
    sortie: str = ""


def coquille(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Everything that asks the database is lazy: a fragment pays nothing."""
    acteur = SimpleLazyObject(lambda: _acteur(request))
    courante = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "cadre": SimpleLazyObject(lambda: _cadre(acteur)),
        "navigation": SimpleLazyObject(lambda: _navigation(request, acteur, courante)),
        "barre": SimpleLazyObject(lambda: _barre(acteur.missions, courante) if acteur.id else ()),
        "raccourcis": request.COOKIES.get(SANS_RACCOURCIS) != "non",
        "session_fin": secondes_restantes(request),
        "demo": settings.DEMO,
        "proconnect": proconnect.configure(),
        "personas": demonstration.portes(),
    }


def _acteur(request: HttpRequest) -> Acteur:
    """The acteur that the page already asked for, or the one of the session."""
    deja = getattr(request, "acteur", None)
    if deja is not None:
        return deja
    utilisateur = getattr(request, "user", None)
    if utilisateur is None or not utilisateur.is_authenticated:
        return PERSONNE
    return chartes.acteur(utilisateur.pk, au=timezone.localdate())


def _navigation(request: HttpRequest, acteur: Acteur, courante: str) -> tuple[Any, ...]:
    if not acteur.id:
        return ()
    comptes_par_route = getattr(request, "comptes_navigation", None)
    if not comptes_par_route:
        return _sans_nombres(acteur.missions, courante, demo=settings.DEMO)
    return navigation.construire(
        acteur.missions,
        reverse,
        courante=courante,
        comptes=comptes_par_route,
        demo=settings.DEMO,
    )


@cache
def _barre(missions: frozenset[Mission], courante: str) -> tuple[Any, ...]:
    """The same for all who hold these missions: drawn once."""
    return navigation.barre(missions, reverse, courante=courante)


@cache
def _sans_nombres(missions: frozenset[Mission], courante: str, *, demo: bool) -> tuple[Any, ...]:
    return navigation.construire(missions, reverse, courante=courante, demo=demo)


def _cadre(acteur: Acteur) -> Cadre:
    if not acteur.id:
        return Cadre()
    voit_les_enfants = any(
        s.route == "parcours:liste" for s in navigation.visibles(acteur.missions, demo=False)
    )
    enfants = reverse("parcours:liste") if voit_les_enfants else ""
    return Cadre(
        nom=acteur.nom,
        fonction=acteur.mission_affichee,
        programme=acteur.programme,
        recherche=enfants,
        note=reverse("parcours:note_rapide") if ouvre(acteur, Acte.ECRIRE) else "",
        compte=_adresse_si_elle_existe("mfa_index"),
        sortie=_adresse_si_elle_existe("account_logout"),
    )


def _adresse_si_elle_existe(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def secondes_restantes(request: HttpRequest) -> int:
    """Seconds before the session ends if nothing more is asked; 0 when nobody is signed in."""
    utilisateur = getattr(request, "user", None)
    if utilisateur is None or not utilisateur.is_authenticated:
        return 0
    # the last act is noted once a PAS: the shortest life that remains is announced, never a longer one
    inactivite = timedelta(minutes=settings.SESSION_INACTIVITE_MINUTES) - PAS
    fin = timezone.now() + inactivite
    debut = request.session.get(DEBUT)
    if debut:
        absolue = datetime.fromisoformat(debut) + timedelta(hours=settings.SESSION_ABSOLUE_HEURES)
        fin = min(fin, absolue)
    return max(int((fin - timezone.now()).total_seconds()), 1)
