"""Pages of the territory: the réseaux of the programme's communes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import queries, reseaux
from maillage.territoire.forms import FermetureForm, ReseauForm
from maillage.territoire.queries import ReseauConnu


def _communes(request: Requete) -> list[str]:
    return comptes.programme(request.acteur.programme_id).communes


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def liste(request: Requete) -> HttpResponse:
    """The réseaux as they stand today, and the collèges REP or REP+ that have none yet."""
    au = timezone.localdate()
    communes = _communes(request)
    connus = queries.reseaux(communes, au)
    possibles = queries.composables(communes, au)
    tetes = {r.tete for r in connus}
    sans = [
        (uai, possibles.colleges[uai], label == "rep_plus")
        for uai, label in possibles.labels.items()
        if label in {"rep", "rep_plus"} and uai not in tetes
    ]
    contexte = {"reseaux": connus, "sans_reseau": sorted(sans, key=lambda s: s[1]), "au": au}
    return render(request, "territoire/reseaux.html", contexte)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def nouveau(request: Requete) -> HttpResponse:
    """Make the réseau of a collège; `?tete=` chooses it beforehand."""
    au = timezone.localdate()
    label = queries.label_au(request.GET.get("tete", ""), au)
    depart = {"tete": request.GET.get("tete"), "label": label, "depuis": au}
    return _composition(request, None, depart)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def modifier(request: Requete, reseau: int) -> HttpResponse:
    """Change the name, the label or the écoles of a réseau from a day on."""
    au = timezone.localdate()
    connu = _connu(request, reseau)
    depart = {
        "tete": connu.tete,
        "nom": connu.nom,
        "label": connu.label,
        "ecoles": [uai for uai, *_ in connu.ecoles],
        "depuis": au,
    }
    return _composition(request, connu, depart)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def fermer(request: Requete, reseau: int) -> HttpResponse:
    """End a réseau: its past is kept."""
    au = timezone.localdate()
    connu = _connu(request, reseau)
    donnees = request.POST if request.method == "POST" else None
    form = FermetureForm(donnees, initial={"dernier_jour": au}, aujourd_hui=au)
    refus = None
    if form.is_bound and form.is_valid():
        jour = form.cleaned_data["dernier_jour"]
        try:
            reseaux.fermer(acteur=request.acteur, reseau_id=connu.id, dernier_jour=jour)
        except ErreurMetier as erreur:
            refus = erreur
        else:
            messages.success(request, f"Réseau {connu.nom} fermé.")
            return redirect("territoire:liste")
    contexte = {"form": form, "reseau": connu, "refus": refus}
    statut = 422 if form.is_bound else 200
    return render(request, "territoire/fermer.html", contexte, status=statut)


def _connu(request: Requete, reseau: int) -> ReseauConnu:
    connus = queries.reseaux(_communes(request), timezone.localdate())
    trouve = next((r for r in connus if r.id == reseau), None)
    if trouve is None:
        raise Introuvable
    return trouve


def _composition(request: Requete, connu: ReseauConnu | None, depart: dict) -> HttpResponse:
    au = timezone.localdate()
    communes = _communes(request)
    form = ReseauForm(
        request.POST if request.method == "POST" else None,
        initial=depart,
        composables=queries.composables(communes, au),
        reseaux=queries.reseaux(communes, au),
        le_meme=connu,
        aujourd_hui=au,
    )
    refus = None
    if form.is_bound and form.is_valid():
        d = form.cleaned_data
        voulu = reseaux.Composition(
            d["tete"], d["label"], form.nom_retenu(), frozenset(d["ecoles"]), d["depuis"]
        )
        try:
            reseaux.composer(acteur=request.acteur, voulu=voulu)
        except ErreurMetier as erreur:
            refus = erreur
        else:
            messages.success(request, f"Réseau {voulu.nom} enregistré.")
            return redirect("territoire:liste")
    contexte = {"form": form, "reseau": connu, "refus": refus}
    statut = 422 if form.is_bound else 200
    return render(request, "territoire/composition.html", contexte, status=statut)
