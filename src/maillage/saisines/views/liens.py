"""Page of the links by which a demand may be written without account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.saisines.forms.reception import LienForm
from maillage.saisines.queries import liens as queries
from maillage.saisines.rules import NatureDeLien
from maillage.saisines.services import liens as services


@page(acte=Acte.RECEVOIR_LES_SAISINES, methodes=("GET", "POST"))
def liens(request: Requete) -> HttpResponse:
    """The links of the programme; a new one is shown once, on this page."""
    at = timezone.localdate()
    form, neuf = LienForm(), ""
    if request.method == "POST":
        form = LienForm(request.POST)
        if form.is_valid():
            d = form.cleaned_data
            jeton = services.emettre(
                acteur=request.acteur, nature=NatureDeLien(d["nature"]),
                structure=d["structure"].strip(), origine=d["origine"],
                formulaire=d["formulaire"], at=at,
            )  # fmt: skip
            neuf = request.build_absolute_uri(reverse("demander:formulaire", args=[jeton]))
            form = LienForm()
    contexte = {"form": form, "neuf": neuf, "liens": queries.liens(request.acteur, at=at)}
    statut = 422 if form.is_bound else 200
    reponse = render(request, "saisines/liens.html", contexte, status=statut)
    reponse["Cache-Control"] = "no-store"
    return reponse


@page(acte=Acte.RECEVOIR_LES_SAISINES, methodes=("POST",))
def retirer(request: Requete, lien: UUID) -> HttpResponse:
    """Take a link back."""
    services.revoquer(
        acteur=request.acteur, lien_id=lien, instant=timezone.now(), at=timezone.localdate()
    )
    messages.success(request, "Lien retiré : il ne sert plus.")
    return redirect("saisines:liens")
