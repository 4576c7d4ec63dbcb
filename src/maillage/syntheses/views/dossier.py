"""Pages of one child: her syntheses, the alerts that were transmitted; and the register of letters."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre
from maillage.syntheses.forms.alertes import AlerteForm
from maillage.syntheses.forms.syntheses import CommencerForm
from maillage.syntheses.queries import alertes as alertes_lues
from maillage.syntheses.queries import courriers, destinataires, lecture
from maillage.syntheses.services.alertes import consigner
from maillage.syntheses.services.ecriture import SyntheseVoulue, commencer


@page(acte=Acte.EXTRAIRE)
def registre(request: Requete) -> HttpResponse:
    """The letters that left, about the children whom this person may know."""
    lignes = courriers.registre(request.acteur, at=timezone.localdate())
    return render(request, "syntheses/registre.html", {"lignes": lignes})


@sensitive_post_parameters()
@page(acte=Acte.EXTRAIRE, methodes=("GET", "POST"))
def dossier(request: Requete, dossier: UUID) -> HttpResponse:
    """The syntheses of one child, and the form that begins another."""
    au = timezone.localdate()
    enfant, resumes = lecture.du_dossier(request.acteur, dossier, at=au)
    form = CommencerForm(
        request.POST if request.method == "POST" else None,
        destinataires=destinataires.possibles(request.acteur, dossier, at=au),
    )
    refus: ErreurMetier | None = None
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        voulue = SyntheseVoulue(d["gabarit"], d["objet"], d["destinataire"], d["finalite"])
        try:
            nouvelle = commencer(
                acteur=request.acteur, dossier_id=dossier, voulue=voulue,
                formulaire=d["formulaire"], at=au,
            )  # fmt: skip
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return redirect("syntheses:synthese", nouvelle)
    contexte = {
        "dossier": dossier, "enfant": enfant, "resumes": resumes, "form": form, "refus": refus,
        "consigne": ouvre(request.acteur, Acte.CONSIGNER),
    }  # fmt: skip
    statut = refus.statut if refus else 422 if form.is_bound else 200
    return render(request, "syntheses/dossier.html", contexte, status=statut)


@sensitive_post_parameters()
@page(acte=Acte.CONSIGNER, methodes=("GET", "POST"))
def alertes(request: Requete, dossier: UUID) -> HttpResponse:
    """That an information préoccupante was transmitted: the facts, and the form of three fields."""
    au = timezone.localdate()
    lues = alertes_lues.alertes(request.acteur, dossier, at=au)
    form = AlerteForm(
        request.POST if request.method == "POST" else None,
        postes=alertes_lues.postes(request.acteur), at=au,
    )  # fmt: skip
    refus: ErreurMetier | None = None
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            consigner(
                acteur=request.acteur, dossier_id=dossier, le=d["le"], poste=d["poste"],
                vers=d["vers"], formulaire=d["formulaire"], at=au,
            )  # fmt: skip
        except ErreurMetier as erreur:
            refus = erreur
        else:
            messages.success(request, "Transmission consignée.")
            return redirect("syntheses:alertes", dossier)
    contexte = {"alertes": lues, "form": form, "refus": refus}
    statut = refus.statut if refus else 422 if form.is_bound else 200
    return render(request, "syntheses/alertes.html", contexte, status=statut)
