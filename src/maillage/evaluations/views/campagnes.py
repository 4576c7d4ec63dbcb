"""Pages of the campaigns: the year and its coverage, one campaign, one school."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.evaluations.forms.campagnes import (
    CampagneForm,
    RendezVousForm,
    ReportDuRendezVousForm,
)
from maillage.evaluations.queries import campagnes, fiche, saisie
from maillage.evaluations.queries.enfants import A_PRECISER
from maillage.evaluations.queries.rentree import combien_sans_ecole
from maillage.evaluations.rules.rendez_vous import EtatDeRendezVous
from maillage.evaluations.services import campagnes as services
from maillage.notions.erreurs import ErreurMetier
from maillage.notions.temps import AnneeScolaire
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre


@page(acte=Acte.PLANIFIER)
def accueil(request: Requete) -> HttpResponse:
    """The points of the year, and how many children were seen twice."""
    au = timezone.localdate()
    annee = AnneeScolaire.du(au)
    contexte = {
        "annee": annee.libelle,
        "campagnes": [
            (c, _couleur(c, au)) for c in campagnes.campagnes(request.acteur)
        ],
        "couverture": campagnes.couverture(request.acteur, annee, at=au),
        "conduit": ouvre(request.acteur, Acte.CONDUIRE_LES_EVALUATIONS),
        "sans_ecole": combien_sans_ecole(request.acteur, annee.rentree, at=au),
    }  # fmt: skip
    return render(request, "evaluations/accueil.html", contexte)


def _couleur(c: campagnes.CampagneLue, au: Any) -> tuple[str, str]:
    if c.connue.en_cours(au):
        return "info", "En cours"
    return ("inc", "Période finie") if c.connue.finie(au) else ("att", "À venir")


@page(acte=Acte.CONDUIRE_LES_EVALUATIONS, methodes=("GET", "POST"))
def ouvrir(request: Requete) -> HttpResponse:
    """Open the first or the second point of a year."""
    au = timezone.localdate()
    form = CampagneForm(request.POST if request.method == "POST" else None, at=au)
    refus: ErreurMetier | None = None
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            ouverte = services.ouvrir(
                acteur=request.acteur, rentree=d["annee"], rang=d["rang"], depuis=d["depuis"],
                jusqu_au=d["jusqu_au"], formulaire=d["formulaire"], at=au,
            )  # fmt: skip
        except ErreurMetier as erreur:
            refus = erreur
        else:
            messages.success(request, "Point ouvert. Chaque référent voit ses écoles.")
            return redirect("evaluations:campagne", ouverte)
    statut = refus.statut if refus else 422 if form.is_bound else 200
    return render(request, "evaluations/ouvrir.html", {"form": form, "refus": refus}, status=statut)


@page(acte=Acte.PLANIFIER)
def campagne(request: Requete, campagne: UUID) -> HttpResponse:
    """One campaign, school by school, by name of school."""
    lu = campagnes.point(request.acteur, campagne, at=timezone.localdate())
    return render(request, "evaluations/campagne.html", {"point": lu})


@page(acte=Acte.PLANIFIER, methodes=("GET", "POST"))
def ecole(request: Requete, campagne: UUID, ecole: str) -> HttpResponse:
    """One school: its appointment, its children, what is missing of each."""
    au = timezone.localdate()
    lu = saisie.point_d_ecole(request.acteur, campagne, ecole, at=au)
    geste = request.POST.get("geste", "") if request.method == "POST" else ""
    recu = request.POST if request.method == "POST" else None
    prets: dict[str, forms.Form] = {
        "prendre": RendezVousForm(
            recu if geste == "prendre" else None, postes=campagnes.postes_d_ecole(request.acteur)
        ),
        "reporter": ReportDuRendezVousForm(recu if geste == "reporter" else None),
    }
    refus: ErreurMetier | None = None
    if recu is not None:
        try:
            message = _geste_d_ecole(request, lu, geste, prets)
        except ErreurMetier as erreur:
            refus = erreur
        else:
            if message:
                messages.success(request, message)
                return redirect("evaluations:ecole", campagne, ecole)
    prevu = next((r for r in lu.rendez_vous if r.etat is EtatDeRendezVous.PREVU), None)
    contexte = {
        "point": lu, "prevu": prevu, "refus": refus, "a_preciser": ecole == A_PRECISER, **prets,
    }  # fmt: skip
    statut = refus.statut if refus else 422 if recu is not None else 200
    return render(request, "evaluations/ecole.html", contexte, status=statut)


def _geste_d_ecole(
    request: Requete, lu: saisie.PointDEcole, geste: str, prets: dict[str, forms.Form]
) -> str:
    """Write what was asked; nothing when the form is to be corrected."""
    au = timezone.localdate()
    commun: dict[str, Any] = {
        "acteur": request.acteur, "campagne_id": lu.campagne.id, "ecole": lu.cle, "at": au,
    }  # fmt: skip
    if geste == "prendre" and prets["prendre"].is_valid():
        d = prets["prendre"].cleaned_data
        voulu = services.RendezVousVoulu(d["le"], d["lieu"], d["heure"], d["poste"])
        services.prendre_rendez_vous(**commun, voulu=voulu, formulaire=d["formulaire"])
        return "Rendez-vous noté."
    prevu = next((r for r in lu.rendez_vous if r.etat is EtatDeRendezVous.PREVU), None)
    if prevu is None:
        return ""
    if geste == "tenu":
        services.dire_du_rendez_vous(
            **commun, rendez_vous_id=prevu.id, vers=EtatDeRendezVous.TENU, raison=None
        )
        return "Rendez-vous tenu."
    if geste == "reporter" and prets["reporter"].is_valid():
        services.dire_du_rendez_vous(
            **commun, rendez_vous_id=prevu.id, vers=EtatDeRendezVous.REPORTE,
            raison=prets["reporter"].cleaned_data["raison"],
        )  # fmt: skip
        return "Rendez-vous reporté. Prenez-en un autre."
    return ""


@page(acte=Acte.LIRE)
def enfant(request: Requete, dossier: UUID) -> HttpResponse:
    """What the school said of one child, point after point."""
    lues = fiche.evaluations(request.acteur, dossier, at=timezone.localdate())
    return render(request, "evaluations/enfant.html", {"evaluations": lues})
