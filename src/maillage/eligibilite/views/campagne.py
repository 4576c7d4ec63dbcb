"""Pages of exit campaigns for whoever leads them: open, propose, launch, follow."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.eligibilite.forms.campagne import (
    CampagneForm,
    GesteForm,
    ReglesForm,
    regles_choisies,
)
from maillage.eligibilite.queries import campagne as campagnes
from maillage.eligibilite.queries import lettres
from maillage.eligibilite.queries import listes_de_sorties as listes
from maillage.eligibilite.queries.scenarios_decides import scenarios_decides
from maillage.eligibilite.rules.campagne import SUITES_DE_CAMPAGNE, EtatDeCampagne
from maillage.eligibilite.services import campagne as services
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

VERBES = {
    EtatDeCampagne.LANCEE: "Lancer la campagne",
    EtatDeCampagne.CLOSE: "Clore la campagne",
    EtatDeCampagne.ABANDONNEE: "Abandonner la campagne",
}
FAIT = {
    EtatDeCampagne.LANCEE: "Campagne lancée. Chaque référent voit ses enfants dans « Ma journée ».",
    EtatDeCampagne.CLOSE: "Campagne close.",
    EtatDeCampagne.ABANDONNEE: "Campagne abandonnée. Aucun parcours n’a changé.",
}
COULEURS = {
    EtatDeCampagne.PREPAREE: "att",
    EtatDeCampagne.LANCEE: "info",
    EtatDeCampagne.CLOSE: "ok",
    EtatDeCampagne.ABANDONNEE: "inc",
}


@page(acte=Acte.CONDUIRE_LES_SORTIES)
def liste(request: Requete) -> HttpResponse:
    """The campaigns of the programme."""
    lues = [(c, COULEURS[c.etat]) for c in campagnes.campagnes(request.acteur)]
    return render(request, "eligibilite/campagne/liste.html", {"campagnes": lues})


@page(acte=Acte.CONDUIRE_LES_SORTIES, methodes=("GET", "POST"))
def ouvrir(request: Requete) -> HttpResponse:
    """Open a campaign from a decided scenario."""
    au = timezone.localdate()
    decides = scenarios_decides(request.acteur)
    form = CampagneForm(
        request.POST if request.method == "POST" else None,
        scenarios=decides,
        aujourd_hui=au,
        initial={"scenario": request.GET.get("scenario", "")},
    )
    refus = None
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        scenario = UUID(d["scenario"])
        voulue = services.CampagneVoulue(
            scenario, au, d["date_legale"], regles_choisies(d), d["telephone"]
        )
        try:
            ouverte = services.ouvrir(
                acteur=request.acteur,
                voulue=voulue,
                formulaire=d["formulaire"],
                at=au,
            )
        except ErreurMetier as erreur:
            refus = erreur
        else:
            messages.success(request, "Calendrier proposé. Relisez-le avant de lancer la campagne.")
            return redirect("eligibilite:campagne", ouverte.pk)
    statut = refus.statut if refus else 422 if form.is_bound else 200
    contexte = {"form": form, "refus": refus, "decides": decides}
    return render(request, "eligibilite/campagne/ouvrir.html", contexte, status=statut)


@page(acte=Acte.CONDUIRE_LES_SORTIES)
def campagne(request: Requete, campagne: UUID) -> HttpResponse:
    """The board of a campaign, in counts; its calendar while it is prepared."""
    return _tableau(request, campagne)


def _tableau(
    request: Requete, campagne: UUID, *, regles: ReglesForm | None = None, statut: int = 200
) -> HttpResponse:
    lu = campagnes.tableau(request.acteur, campagne, at=timezone.localdate())
    c = lu.campagne
    depart = {"regles": sorted(c.regles), "version": c.version}
    contexte = {
        "tableau": lu,
        "couleur": COULEURS[c.etat],
        "preparee": c.etat is EtatDeCampagne.PREPAREE,
        "regles": regles or ReglesForm(initial=depart),
        "suites": [
            (v.value, VERBES[v], v is EtatDeCampagne.LANCEE)
            for v in EtatDeCampagne
            if v in SUITES_DE_CAMPAGNE[c.etat]
        ],
        "libelles_de_regles": [r.libelle for r in sorted(c.regles)],
    }
    return render(request, "eligibilite/campagne/tableau.html", contexte, status=statut)


@page(acte=Acte.CONDUIRE_LES_SORTIES, methodes=("POST",))
def reproposer(request: Requete, campagne: UUID) -> HttpResponse:
    """Propose the calendar again under other rules."""
    form = ReglesForm(request.POST)
    if not form.is_valid():
        return _tableau(request, campagne, regles=form, statut=422)
    services.reproposer(
        acteur=request.acteur,
        campagne_id=campagne,
        regles=regles_choisies(form.cleaned_data),
        version=form.cleaned_data["version"],
        at=timezone.localdate(),
    )
    messages.success(
        request, "Calendrier proposé de nouveau. Les semaines choisies à la main restent."
    )
    return redirect("eligibilite:campagne", campagne)


@page(acte=Acte.CONDUIRE_LES_SORTIES, methodes=("POST",))
def changer_d_etat(request: Requete, campagne: UUID, vers: str) -> HttpResponse:
    """Launch, close or give up."""
    if vers not in set(EtatDeCampagne):
        raise Http404
    form = GesteForm(request.POST)
    if not form.is_valid():
        return _tableau(request, campagne, statut=422)
    etat = EtatDeCampagne(vers)
    services.changer_d_etat(
        acteur=request.acteur,
        campagne_id=campagne,
        vers=etat,
        version=form.cleaned_data["version"],
        at=timezone.localdate(),
    )
    messages.success(request, FAIT[etat])
    return redirect("eligibilite:campagne", campagne)


@page(acte=Acte.CONDUIRE_LES_SORTIES)
def enfants(request: Requete, campagne: UUID) -> HttpResponse:
    """The children of a campaign, by name, week by week."""
    au = timezone.localdate()
    lignes = listes.lignes(request.acteur, campagne, at=au)
    rang = campagnes.lire(campagnes.une_campagne(request.acteur, campagne, au))
    contexte = {"lignes": lignes, "campagne": rang}
    return render(request, "eligibilite/campagne/enfants.html", contexte)


@page(acte=Acte.CONDUIRE_LES_SORTIES)
def courriers(request: Requete, campagne: UUID, poste: UUID) -> HttpResponse:
    """The letters of one référent's children, as one document to print."""
    envoi = lettres.lettres_de_la_campagne(request.acteur, campagne, poste, at=timezone.localdate())
    return imprimer(envoi.lettres)


def imprimer(ecrites: tuple[lettres.Lettre, ...]) -> HttpResponse:
    """Letters as a PDF whose name holds nobody's."""
    if not ecrites:
        raise Http404
    octets = pdf("eligibilite/campagne/courriers.html", {"lettres": ecrites})
    return reponse_pdf(octets, "courriers-fin-d-accompagnement")
