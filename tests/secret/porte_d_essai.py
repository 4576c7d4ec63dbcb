"""Two addresses that the house does not have yet, a PDF and a calendar, through the same door as its pages.

They serve to plant leaks in media that do not exist today; without a leak, they are part of the trace and show none.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import include, path
from django.utils import timezone

from maillage.parcours.queries import fiche as fiches
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


def mots_cles(_dossier: UUID) -> str:
    """What goes in the properties of the document. A leak replaces it."""
    return "Maillage"


def titre(_dossier: UUID) -> str:
    """What a calendar shows of an appointment. A leak replaces it."""
    return "Rendez-vous"


@page(acte=Acte.LIRE)
def bilan(request: Requete, dossier: UUID) -> HttpResponse:
    lue = fiches.fiche(request.acteur, dossier, at=timezone.localdate())
    document = (
        f"%PDF-1.7\n<< /Title ({lue.identite.nom_complet}) /Keywords ({mots_cles(dossier)}) >>"
    )
    return HttpResponse(document.encode(), content_type="application/pdf")


@page(acte=Acte.LIRE)
def agenda(request: Requete, dossier: UUID) -> HttpResponse:
    lue = fiches.fiche(request.acteur, dossier, at=timezone.localdate())
    dates = "".join(f"DTSTART:{t.echeance:%Y%m%d}\nSUMMARY:{titre(dossier)}\n" for t in lue.taches)
    return HttpResponse(f"BEGIN:VCALENDAR\n{dates}END:VCALENDAR", content_type="text/calendar")


ESSAI = (
    [
        path("<uuid:dossier>/bilan.pdf", bilan, name="bilan"),
        path("<uuid:dossier>/agenda.ics", agenda, name="agenda"),
    ],
    "essai",
)
urlpatterns = [path("essai/", include(ESSAI)), path("", include("maillage.config.urls"))]
handler400 = "maillage.coquille.erreurs.demande_incomprise"
handler403 = "maillage.coquille.erreurs.page_fermee"
handler404 = "maillage.coquille.erreurs.page_introuvable"
handler500 = "maillage.coquille.erreurs.panne"
