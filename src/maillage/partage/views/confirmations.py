"""What takes two persons: the page of the second one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from maillage.comptes.queries import equipe as lectures
from maillage.comptes.services import demandes
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.forms.habilitations import ReconnaitreForm
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.CONFIRMER)
def attendues(request: Requete) -> HttpResponse:
    """The demands that wait, and whether one may be their second person."""
    lues = lectures.demandes(request.acteur, at=timezone.localdate())
    return render(request, "partage/confirmations.html", {"demandes": lues})


@sensitive_variables()
@page(acte=Acte.CONFIRMER, methodes=("GET", "POST"))
def confirmer(request: Requete, demande: UUID) -> HttpResponse:
    """Confirm: for a recovery, type the name of the person in front of you, and hand over the second half."""
    at = timezone.localdate()
    lue = lectures.demande(request.acteur, demande, at=at)
    form = ReconnaitreForm(request.POST if request.method == "POST" and lue.secours else None)
    if request.method == "POST" and (not lue.secours or form.is_valid()):
        try:
            moitie = demandes.confirmer(
                par=request.acteur,
                demande_id=demande,
                nom=form.cleaned_data["nom"] if lue.secours else "",
                at=at,
            )
        except Introuvable:
            raise
        except ErreurMetier as refus:
            if not lue.secours:
                raise
            form.add_error(None, str(refus))
        else:
            if moitie:
                return render(request, "partage/moitie.html", {"demande": lue, "moitie": moitie})
            messages.success(request, "Confirmé : la mission est donnée.")
            return redirect("partage:equipe_confirmations")
    statut = 422 if form.is_bound else 200
    contexte = {"demande": lue, "form": form}
    return render(request, "partage/confirmer.html", contexte, status=statut)


@page(acte=Acte.CONFIRMER, methodes=("POST",))
def refuser(request: Requete, demande: UUID) -> HttpResponse:
    """Say no, or take one's own demand back."""
    lectures.demande(request.acteur, demande, at=timezone.localdate())
    demandes.refuser(par=request.acteur, demande_id=demande)
    messages.success(request, "Demande écartée.")
    return redirect("partage:equipe_confirmations")
