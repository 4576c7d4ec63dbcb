"""Page of a new school year: the schools of all children who stay, confirmed at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.evaluations.forms.rentree import RentreeForm
from maillage.evaluations.queries.rentree import sans_ecole
from maillage.evaluations.services.rentree import confirmer
from maillage.notions.temps import AnneeScolaire
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@sensitive_post_parameters()
@page(acte=Acte.PLANIFIER, methodes=("GET", "POST"))
def rentree(request: Requete) -> HttpResponse:
    """Children without a school this year, with the one of last year."""
    au = timezone.localdate()
    annee = AnneeScolaire.du(au)
    attendus = sans_ecole(request.acteur, annee.rentree, at=au)
    form = RentreeForm(request.POST if request.method == "POST" else None, attendus=attendus)
    if request.method == "POST" and form.is_valid():
        ecrits = confirmer(
            acteur=request.acteur, rentree=annee.rentree, classes=form.classes(), at=au
        )
        dit = (
            "École confirmée pour 1 enfant."
            if ecrits == 1
            else f"École confirmée pour {ecrits} enfants."
        )
        messages.success(request, dit)
        return redirect("evaluations:rentree")
    contexte = {
        "annee": annee.libelle, "avant": AnneeScolaire(annee.rentree - 1).libelle, "form": form,
        "autres": [e for e in attendus if not e.proposable],
    }  # fmt: skip
    statut = 422 if form.is_bound else 200
    return render(request, "evaluations/rentree.html", contexte, status=statut)
