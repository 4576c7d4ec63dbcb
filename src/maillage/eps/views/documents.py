"""What is kept of a séance: relevé and parts, pages and PDF; invitations and calendar; attendance."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.eps.queries import convocations
from maillage.eps.queries import presences as attendance
from maillage.eps.queries.releves import part as lire_la_part
from maillage.eps.queries.releves import releve as lire_le_releve
from maillage.notions.temps import AnneeScolaire
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.ASSISTER_A_L_EPS)
def releve(request: Requete, seance: UUID) -> HttpResponse:
    """Decisions of a closed séance, those that this person may read."""
    lu = lire_le_releve(request.acteur, seance, at=timezone.localdate())
    return render(request, "eps/releve.html", {"r": lu})


@page(acte=Acte.ASSISTER_A_L_EPS)
def releve_pdf(request: Requete, seance: UUID) -> HttpResponse:
    """The same, to keep on paper as long as the charte says."""
    lu = lire_le_releve(request.acteur, seance, at=timezone.localdate())
    octets = pdf("eps/releve_imprime.html", {"r": lu, "lecteur": request.acteur.nom})
    return reponse_pdf(octets, f"releve-eps-{lu.seance.le:%Y-%m-%d}")


@page(acte=Acte.ASSISTER_A_L_EPS)
def part_pdf(request: Requete, seance: UUID) -> HttpResponse:
    """A member's own part of a closed séance."""
    lue = lire_la_part(request.acteur, seance, at=timezone.localdate())
    if not lue.decisions:
        raise Http404
    octets = pdf("eps/part_imprimee.html", {"part": lue, "lecteur": request.acteur.nom})
    return reponse_pdf(octets, f"ma-part-eps-{lue.seance.le:%Y-%m-%d}")


@page(acte=Acte.ASSISTER_A_L_EPS)
def ics(request: Requete, seance: UUID) -> HttpResponse:
    """The séance for one's own calendar."""
    lien = request.build_absolute_uri(reverse("eps:seance", args=[seance]))
    lue = convocations.la_mienne(request.acteur, seance, lien, at=timezone.localdate())
    return _fichier(convocations.calendrier_ics(lue), "text/calendar", "seance-eps.ics")


@page(acte=Acte.TENIR_L_EPS)
def convocation(request: Requete, seance: UUID, membre: UUID) -> HttpResponse:
    """The message to one member, to open in one's own mail: this software sends nothing."""
    lien = request.build_absolute_uri(reverse("eps:seance", args=[seance]))
    lue, adresse = convocations.d_un_membre(
        request.acteur, seance, membre, lien, at=timezone.localdate()
    )
    octets = convocations.message_eml(lue, adresse)
    return _fichier(octets, "message/rfc822", "convocation-eps.eml")


def _fichier(octets: bytes, nature: str, nom: str) -> HttpResponse:
    reponse = HttpResponse(octets, content_type=nature)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


@page(acte=Acte.TENIR_L_EPS)
def presences(request: Requete) -> HttpResponse:
    """Attendance of institutions over a school year."""
    at = timezone.localdate()
    courante = AnneeScolaire.du(at)
    voulue = request.GET.get("annee", "")
    annee = AnneeScolaire(int(voulue)) if voulue in _annees(courante) else courante
    lues = attendance.presences(request.acteur, annee, at=at)
    contexte = {"p": lues, "annees": [AnneeScolaire(int(a)) for a in _annees(courante)]}
    return render(request, "eps/presences.html", contexte)


def _annees(courante: AnneeScolaire) -> list[str]:
    return [str(courante.rentree - n) for n in range(3)]
