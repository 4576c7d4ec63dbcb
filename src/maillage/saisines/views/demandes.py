"""Pages of a demander signed in: write a demand, keep it while it is typed, follow one's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.comptes.rules import Mission
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.saisines.forms import SollicitationForm
from maillage.saisines.queries import brouillons, suites
from maillage.saisines.services import depots


@sensitive_post_parameters()
@page(acte=Acte.SOLLICITER, methodes=("GET", "POST"))
def nouvelle(request: Requete) -> HttpResponse:
    """Write a demand; what was being typed comes back."""
    at, acteur = timezone.localdate(), request.acteur
    if request.method == "POST":
        form = SollicitationForm(request.POST, aujourd_hui=at)
        if form.is_valid():
            recu = depots.deposer(
                acteur=acteur, demande=form.demande(), origine=form.cleaned_data["origine"],
                formulaire=form.cleaned_data["formulaire"], at=at,
            )  # fmt: skip
            messages.success(request, f"Demande {recu.numero} envoyée. Voici son reçu.")
            return redirect("saisines:mienne", recu.saisine)
    else:
        garde = brouillons.brouillon(acteur)
        depart = garde or {"demandeur": acteur.nom}
        form = SollicitationForm(initial=depart, aujourd_hui=at)
    contexte = {
        "form": form,
        "brouillon": request.method == "GET" and bool(garde),
        "equipe": bool(acteur.missions & {Mission.COORDINATION, Mission.SECRETARIAT}),
    }
    statut = 422 if form.is_bound else 200
    return render(request, "saisines/nouvelle.html", contexte, status=statut)


@sensitive_post_parameters()
@page(acte=Acte.SOLLICITER, methodes=("POST",))
def brouillon(request: Requete) -> HttpResponse:
    """Keep what is being typed, right or wrong."""
    at = timezone.localdate()
    form = SollicitationForm(request.POST, aujourd_hui=at)
    depots.garder_brouillon(acteur=request.acteur, champs=form.champs(), at=at)
    return HttpResponse("Brouillon gardé")


@page(acte=Acte.SOLLICITER)
def miennes(request: Requete) -> HttpResponse:
    """The demands that this person wrote, and what she may know of them."""
    lues = suites.miennes(request.acteur, at=timezone.localdate())
    return render(request, "saisines/miennes.html", {"lues": lues})


@page(acte=Acte.SOLLICITER)
def mienne(request: Requete, saisine: UUID) -> HttpResponse:
    """One of them: the receipt, and the answer."""
    lue = suites.mienne(request.acteur, saisine, at=timezone.localdate())
    return render(request, "saisines/mienne.html", {"lue": lue})
