"""Addresses of the house: one prefix per room."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from maillage.partage.pages import publique

# Accounts are opened by the coordination; a mail proves nothing about a professional (CNIL, délib. 2025-019).
# ProConnect has an address of its own, with the token checked whole: the library's are closed.
COMPTE_FERME = (
    r"^compte/(?:signup|email|confirm-email|password/reset|password/set|login/code|inactive"
    r"|3rdparty|social|oidc)/"
)


@publique
def fermee(request: HttpRequest) -> HttpResponse:
    """A page of the sign-in library that this house does not offer."""
    raise Http404(request.path)


urlpatterns = [
    re_path(COMPTE_FERME, fermee, name="compte_ferme"),
    path("", include("maillage.coquille.urls")),
    path("compte/", include("allauth.urls")),
    path("", include("maillage.partage.urls")),
    path("enfants/", include("maillage.enfants.urls")),
    path(
        "enfants/", include("maillage.plans.urls")
    ),  # before the volets, whose address takes any word
    path("enfants/", include("maillage.parcours.urls")),
    path("conservation/", include("maillage.parcours.urls_conservation")),
    path("sollicitations/", include("maillage.saisines.urls")),
    path("demander/", include("maillage.saisines.urls_publiques")),
    path("eligibilite/", include("maillage.eligibilite.urls")),
    path("evaluations/", include("maillage.evaluations.urls")),
    path("syntheses/", include("maillage.syntheses.urls")),
    path("eps/", include("maillage.eps.urls")),
    path("passations/", include("maillage.passations.urls")),
    path("territoire/", include("maillage.territoire.urls")),
    path("chiffres/", include("maillage.statistiques.urls")),
    path("bilans/", include("maillage.bilans.urls")),
    path("publications/", include("maillage.publications.urls")),
    path("reprise/", include("maillage.reprise.urls")),
]
handler400 = "maillage.coquille.erreurs.demande_incomprise"
handler403 = "maillage.coquille.erreurs.page_fermee"
handler404 = "maillage.coquille.erreurs.page_introuvable"
handler500 = "maillage.coquille.erreurs.panne"
