"""Pages of headcounts: what is known of each school, figures typed, a file read and told before it is stored."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import tenue_effectifs as tenue
from maillage.territoire.forms_effectifs import EffectifsForm, FichierDEffectifsForm


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def effectifs(request: Requete) -> HttpResponse:
    """The headcount of each school of the communes, and a field to write it."""
    au = timezone.localdate()
    ecoles = tenue.ecoles_a_compter(request.acteur.programme_id, au)
    donnees = request.POST if request.method == "POST" else None
    form = EffectifsForm(donnees, ecoles=ecoles, aujourd_hui=au)
    if form.is_bound and form.is_valid():
        ecrits = tenue.saisir(
            acteur=request.acteur, effectifs=form.saisis, rentree=form.cleaned_data["rentree"],
            source=form.cleaned_data["source"], at=au,
        )  # fmt: skip
        messages.success(request, f"Effectifs enregistrés : {ecrits}.")
        return redirect("territoire:effectifs")
    contexte = {
        "form": form,
        "ecoles": ecoles,
        "renseignees": sum(e.effectif is not None for e in ecoles),
        "au": au,
    }
    statut = 422 if form.is_bound else 200
    return render(request, "territoire/effectifs.html", contexte, status=statut)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def importer(request: Requete) -> HttpResponse:
    """Send a file; nothing is stored before its report is read."""
    au = timezone.localdate()
    donnees = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FichierDEffectifsForm(*donnees, aujourd_hui=au)
    refus = None
    if form.is_bound and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            depot_id = tenue.deposer(
                acteur=request.acteur, nom=fichier.name, octets=fichier.read(), at=au,
                source=form.cleaned_data["source"], rentree=form.cleaned_data["rentree"],
            )  # fmt: skip
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return redirect("territoire:effectifs_depot", depot_id)
    statut = 422 if form.is_bound else 200
    contexte = {"form": form, "refus": refus}
    return render(request, "territoire/effectifs_importer.html", contexte, status=statut)


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def depot(request: Requete, depot: UUID) -> HttpResponse:
    """What a file would write, and every line that is refused."""
    rang = tenue.depot(request.acteur, depot)
    return render(request, "territoire/effectifs_depot.html", {"depot": rang, "r": rang.rapport})


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("POST",))
def confirmer(request: Requete, depot: UUID) -> HttpResponse:
    """Say yes to the report."""
    ecrits = tenue.confirmer(acteur=request.acteur, depot_id=depot, at=timezone.localdate())
    messages.success(request, f"Effectifs enregistrés : {ecrits}.")
    return redirect("territoire:effectifs")


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("POST",))
def abandonner(request: Requete, depot: UUID) -> HttpResponse:
    """Drop a file."""
    tenue.abandonner(acteur=request.acteur, depot_id=depot)
    messages.success(request, "Le fichier est abandonné. Aucun effectif n’a changé.")
    return redirect("territoire:effectifs")
