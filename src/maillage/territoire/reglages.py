"""«Réglages du programme»: its name, its communes, its school zone, after how many days a silence is said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from maillage.comptes import queries as comptes
from maillage.comptes.services import programmes
from maillage.notions.erreurs import Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import queries
from maillage.territoire.forms import ReglagesForm


@page(acte=Acte.REGLER, methodes=("GET", "POST"))
def reglages(request: Requete) -> HttpResponse:
    """Read and change the settings; a commune is found by its name or its postcode."""
    programme = comptes.programme(request.acteur.programme_id)
    depart = {
        "nom": programme.nom,
        "zone": programme.zone_scolaire,
        "jours": programme.jours_sans_nouvelles,
    }
    form = ReglagesForm(initial=depart)
    if request.method == "POST":
        if "ajouter" in request.POST or "retirer" in request.POST:
            return _communes(request)
        form = ReglagesForm(request.POST, initial=depart)
        if form.is_valid():
            programmes.regler(par=request.acteur, **form.cleaned_data)
            messages.success(request, "Réglages enregistrés.")
            return redirect("territoire:reglages")
    cherche = request.GET.get("commune", "").strip()[:80]
    choisies = queries.communes_nommees(programme.communes)
    trouvees = [c for c in queries.chercher_communes(cherche) if c not in choisies]
    contexte = {
        "form": form,
        "choisies": choisies,
        "cherche": cherche,
        "trouvees": trouvees,
    }
    statut = 422 if form.is_bound else 200
    return render(request, "territoire/reglages.html", contexte, status=statut)


def _communes(request: Requete) -> HttpResponse:
    code = request.POST.get("ajouter") or request.POST.get("retirer") or ""
    if not queries.communes_nommees([code]):
        raise Introuvable
    if "ajouter" in request.POST:
        programmes.ajouter_commune(par=request.acteur, code=code)
        messages.success(request, "Commune ajoutée.")
    else:
        programmes.retirer_commune(par=request.acteur, code=code)
        messages.success(request, "Commune retirée. Les dossiers ne changent pas.")
    return redirect("territoire:reglages")
