"""Pages of the elimination lists: prepared by one person, visaed by the Archives, validated by another, printed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.parcours import conservation as services
from maillage.parcours import tasks
from maillage.parcours.forms_conservation import PreparerForm, VisaForm
from maillage.parcours.queries import bordereaux as queries
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.VALIDER_ELIMINATION)
def listes(request: Requete) -> HttpResponse:
    """Every elimination list of the programme."""
    return render(
        request, "parcours/eliminations.html", {"listes": queries.bordereaux(request.acteur)}
    )


@page(acte=Acte.PREPARER_ELIMINATION, methodes=("POST",))
def preparer(request: Requete) -> HttpResponse:
    """Prepare a list with every dossier that waits; nothing is destroyed."""
    form = PreparerForm(request.POST)
    if not form.is_valid():
        return redirect("conservation:accueil")
    liste = services.preparer(
        acteur=request.acteur, sort=form.cleaned_data["sort"], at=timezone.localdate()
    )
    messages.success(request, "Liste préparée. Rien n’est encore détruit.")
    return redirect("conservation:liste", liste)


@page(acte=Acte.VALIDER_ELIMINATION)
def liste(request: Requete, liste: UUID) -> HttpResponse:
    """One list: the bordereau to print, and what is left to do."""
    return _liste(request, liste)


def _liste(
    request: Requete, ident: UUID, visa: VisaForm | None = None, statut: int = 200
) -> HttpResponse:
    at = timezone.localdate()
    lue = queries.bordereau(request.acteur, ident, at=at)
    depart = {"reference": lue.visa_reference, "le": lue.visa_le}
    contexte = {"liste": lue, "visa": visa or VisaForm(initial=depart, aujourd_hui=at)}
    return render(request, "parcours/elimination.html", contexte, status=statut)


@page(acte=Acte.VALIDER_ELIMINATION)
def avancement(request: Requete, liste: UUID) -> HttpResponse:
    """The progress of the purge alone, asked every second."""
    lue = queries.bordereau(request.acteur, liste, at=timezone.localdate())
    reponse = render(request, "parcours/_elimination_avancement.html", {"liste": lue})
    if lue.etat != "valide":
        reponse["HX-Refresh"] = "true"
    return reponse


@page(acte=Acte.PREPARER_ELIMINATION, methodes=("POST",))
def viser(request: Requete, liste: UUID) -> HttpResponse:
    """Write the visa of the Archives départementales."""
    at = timezone.localdate()
    form = VisaForm(request.POST, aujourd_hui=at)
    if not form.is_valid():
        return _liste(request, liste, form, 422)
    services.viser(acteur=request.acteur, bordereau_id=liste, at=at, **form.cleaned_data)
    messages.success(request, "Visa enregistré.")
    return redirect("conservation:liste", liste)


@page(acte=Acte.PREPARER_ELIMINATION, methodes=("POST",))
def abandonner(request: Requete, liste: UUID) -> HttpResponse:
    """Give up a list that nobody validated."""
    services.abandonner(acteur=request.acteur, bordereau_id=liste, at=timezone.localdate())
    messages.success(request, "Liste abandonnée : aucun dossier n’est détruit.")
    return redirect("conservation:listes")


@page(acte=Acte.VALIDER_ELIMINATION, methodes=("POST",))
def valider(request: Requete, liste: UUID) -> HttpResponse:
    """Validate a list and start its purge."""
    nombre = services.valider(acteur=request.acteur, bordereau_id=liste, at=timezone.localdate())
    tasks.purger_la_liste.enqueue(str(liste))
    messages.success(request, f"Liste validée : {nombre} dossiers vont être détruits.")
    return redirect("conservation:liste", liste)


@page(acte=Acte.VALIDER_ELIMINATION, methodes=("POST",))
def reprendre(request: Requete, liste: UUID) -> HttpResponse:
    """Run again the purge of a validated list, if it was interrupted."""
    services.a_reprendre(acteur=request.acteur, bordereau_id=liste)
    tasks.purger_la_liste.enqueue(str(liste))
    return redirect("conservation:liste", liste)
