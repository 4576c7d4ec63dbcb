"""Pages of the files of addresses: what is in service, loading a newer file, following it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import ban, imports, tasks
from maillage.territoire.forms import FichierDAdressesForm

ETATS = {
    "en_cours": ("att", "en cours"),
    "termine": ("ok", "en service"),
    "refuse": ("bad", "refusé"),
    "arrete": ("", "arrêté"),
    "echoue": ("bad", "échoué"),
}


@page(acte=Acte.TENIR_LES_ADRESSES, methodes=("GET", "POST"))
def adresses(request: Requete) -> HttpResponse:
    """What is in service; load a newer file."""
    au = timezone.localdate()
    donnees = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FichierDAdressesForm(*donnees, aujourd_hui=au)
    if form.is_bound and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        numero = imports.deposer(
            acteur=request.acteur, nom=fichier.name, octets=fichier.read(),
            au=form.cleaned_data["au"], at=au,
        )  # fmt: skip
        tasks.charger_adresses.enqueue(str(numero))
        messages.success(request, "Fichier reçu. Il est lu maintenant.")
        return redirect("territoire:adresses")
    derniers = [(i, *ETATS[i.etat]) for i in imports.derniers()]
    contexte = {
        "form": form,
        "sources": ban.en_service(Path(settings.BAN)),
        "imports": derniers,
        "en_cours": [i for i, *_ in derniers if i.etat == "en_cours"],
        "heberge": bool(settings.GEOCODEUR_HEBERGE),
    }
    statut = 422 if form.is_bound else 200
    return render(request, "territoire/adresses.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_ADRESSES)
def suivi(request: Requete, numero: UUID) -> HttpResponse:
    """The progress bar alone, asked every second."""
    lu = imports.l_import(numero)
    reponse = render(request, "territoire/_suivi_adresses.html", {"import": lu})
    if lu.etat != "en_cours":
        reponse["HX-Refresh"] = "true"
    return reponse


@page(acte=Acte.TENIR_LES_ADRESSES, methodes=("POST",))
def arreter(request: Requete, numero: UUID) -> HttpResponse:
    """Ask a loading to stop."""
    imports.arreter(import_id=numero)
    messages.info(request, "L’arrêt est demandé. Les adresses en service ne changent pas.")
    return redirect("territoire:adresses")
