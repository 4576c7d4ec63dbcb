"""Pages of verdicts: one child and why, and those that wait for a look."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.eligibilite.forms.regles import DerogationForm
from maillage.eligibilite.queries import verdicts as queries
from maillage.eligibilite.services import derogations
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre


@page(acte=Acte.LIRE)
def enfant(request: Requete, dossier: UUID) -> HttpResponse:
    """The verdict of a child, why, those before, and its derogations."""
    return _montrer(request, dossier)


def _montrer(
    request: Requete, dossier: UUID, form: DerogationForm | None = None, statut: int = 200
) -> HttpResponse:
    at = timezone.localdate()
    lue = queries.eligibilite(request.acteur, dossier, at=at)
    contexte = {
        "lue": lue,
        "form": form or DerogationForm(initial={"formulaire": uuid4()}, aujourd_hui=at),
    }
    return render(request, "eligibilite/enfant.html", contexte, status=statut)


@sensitive_post_parameters()
@page(acte=Acte.TENIR_L_ELIGIBILITE, methodes=("POST",))
def deroger(request: Requete, dossier: UUID) -> HttpResponse:
    """Grant a derogation, with its reason."""
    at = timezone.localdate()
    form = DerogationForm(request.POST, aujourd_hui=at)
    if not form.is_valid():
        return _montrer(request, dossier, form, 422)
    derogations.accorder(acteur=request.acteur, dossier_id=dossier, at=at, **form.cleaned_data)
    messages.success(request, "Dérogation accordée. Le verdict est revu.")
    return redirect("eligibilite:enfant", dossier)


@page(acte=Acte.TENIR_L_ELIGIBILITE, methodes=("POST",))
def finir(request: Requete, dossier: UUID, derogation: UUID) -> HttpResponse:
    """End a derogation."""
    derogations.finir(
        acteur=request.acteur, dossier_id=dossier, derogation_id=derogation, at=timezone.localdate()
    )
    messages.success(request, "Dérogation finie. Le verdict est revu.")
    return redirect("eligibilite:enfant", dossier)


@page(acte=Acte.LIRE)
def a_examiner(request: Requete) -> HttpResponse:
    """Children whose verdict waits for a look."""
    attendent, comptes = queries.a_examiner(request.acteur, at=timezone.localdate())
    contexte = {
        "attendent": attendent,
        "comptes": comptes,
        "juges": sum(comptes.values()),
        "tient": ouvre(request.acteur, Acte.TENIR_L_ELIGIBILITE),
    }
    return render(request, "eligibilite/a_examiner.html", contexte)
