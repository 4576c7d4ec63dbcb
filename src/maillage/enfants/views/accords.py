"""Pages of agreements: ask, write what was said, print, file back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.accords.errors import PieceRefusee
from maillage.accords.rules.examen import Sens
from maillage.enfants.forms.accords import (
    AvisForm,
    DemandeForm,
    FormulaireForm,
    InformationForm,
    NumeroForm,
    ReponseForm,
)
from maillage.enfants.queries import demande as demandes
from maillage.enfants.queries.destinataire import formulaire_d_accord
from maillage.enfants.services import accords as services
from maillage.enfants.views.volets import saisie
from maillage.notions.temps import MOIS
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def demander(request: Requete, dossier: UUID) -> HttpResponse:
    """Ask the family something, then write its answers."""
    au = timezone.localdate()
    enfant, _, _ = demandes.famille_pour_ecrire(request.acteur, dossier, at=au)
    postes, institutions = demandes.destinataires_possibles(request.acteur, au)
    form = DemandeForm(saisie(request), aujourd_hui=au, postes=postes, institutions=institutions)
    if request.method == "POST" and form.is_valid():
        institution, poste = form.a_qui()
        rang = services.demander(
            acteur=request.acteur,
            dossier_id=dossier,
            objet=form.objet(),
            institution=institution,
            poste=poste,
            contenu={"libelle": form.cleaned_data["libelle"], "langue": "fr"},
            jusqu_au=form.cleaned_data["jusqu_au"],
            formulaire=form.cleaned_data["formulaire"],
            at=au,
        )
        return redirect("enfants:demande", dossier, rang.pk)
    contexte = {"dossier": dossier, "enfant": enfant, "form": form}
    statut = 422 if form.is_bound else 200
    return render(request, "enfants/demander.html", contexte, status=statut)


Gestes = dict[str, tuple[type[forms.Form], str]]
GESTES: Gestes = {
    "reponse": (ReponseForm, "Réponse enregistrée."),
    "information": (InformationForm, "Information enregistrée."),
    "avis": (AvisForm, "Avis de l’enfant enregistré."),
    "formulaire": (FormulaireForm, "Formulaire classé."),
}


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def demande(request: Requete, dossier: UUID, demande: UUID) -> HttpResponse:
    """One request: what was said of it, and everything that can be written of it."""
    au = timezone.localdate()
    ouverte = demandes.demande_ouverte(request.acteur, dossier, demande, at=au)
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    prets = _formulaires(request, ouverte, geste)
    statut = 200
    if geste is not None:
        statut = 422
        if geste in prets and prets[geste].is_valid():
            try:
                ECRIRE[geste](request, dossier, demande, prets[geste])
            except PieceRefusee as refus:
                prets[geste].add_error("fichier", refus.message)
            else:
                messages.success(request, GESTES[geste][1])
                return redirect("enfants:demande", dossier, demande)
    contexte = {"dossier": dossier, "ouverte": ouverte, "aujourd_hui": au, **prets}
    return render(request, "enfants/demande.html", contexte, status=statut)


def _formulaires(
    request: Requete, ouverte: demandes.DemandeOuverte, geste: str | None
) -> dict[str, forms.Form]:
    """The four forms; the one that was sent holds what was typed."""
    au, prets = timezone.localdate(), {}
    for nom, (classe, _) in GESTES.items():
        plus = {"adultes": ouverte.adultes} if classe in (ReponseForm, InformationForm) else {}
        donnees = (request.POST, request.FILES) if geste == nom else ()
        prets[nom] = classe(*donnees, aujourd_hui=au, auto_id=f"id_{nom}_%s", **plus)
    return prets


def _ecrire_reponse(request: Requete, dossier: UUID, demande: UUID, form: ReponseForm) -> None:
    d = form.cleaned_data
    services.repondre(
        acteur=request.acteur, dossier_id=dossier, demande_id=demande, adulte=UUID(d["adulte"]),
        sens=Sens(d["sens"]), le=d["le"], contenu=form.contenu(), formulaire=d["formulaire"],
        at=timezone.localdate(),
    )  # fmt: skip


def _ecrire_information(
    request: Requete, dossier: UUID, demande: UUID, form: InformationForm
) -> None:
    d = form.cleaned_data
    services.informer(
        acteur=request.acteur, dossier_id=dossier, demande_id=demande, adulte=form.adulte_dit(),
        donnee=d["donnee"] == "oui", le=d["le"], precision=d["precision"], formulaire=d["formulaire"],
        at=timezone.localdate(),
    )  # fmt: skip


def _ecrire_avis(request: Requete, dossier: UUID, demande: UUID, form: AvisForm) -> None:
    d = form.cleaned_data
    services.recueillir(
        acteur=request.acteur, dossier_id=dossier, demande_id=demande, recueilli=d["recueilli"] == "oui",
        le=d["le"], paroles=d["paroles"], formulaire=d["formulaire"], at=timezone.localdate(),
    )  # fmt: skip


def _classer(request: Requete, dossier: UUID, demande: UUID, form: FormulaireForm) -> None:
    d = form.cleaned_data
    services.classer_formulaire(
        acteur=request.acteur, dossier_id=dossier, demande_id=demande, octets=d["fichier"],
        formulaire=d["formulaire"], at=timezone.localdate(),
    )  # fmt: skip


ECRIRE: dict[str, Callable[[Requete, UUID, UUID, forms.Form], None]] = {
    "reponse": _ecrire_reponse,
    "information": _ecrire_information,
    "avis": _ecrire_avis,
    "formulaire": _classer,
}


@page(acte=Acte.ECRIRE)
def imprimer(request: Requete, dossier: UUID, demande: UUID, adulte: UUID) -> HttpResponse:
    """The form to sign, for one adult: the page receives nothing but what may be said to her."""
    au = timezone.localdate()
    ouverte = demandes.demande_ouverte(request.acteur, dossier, demande, at=au)
    fin = ouverte.ligne.jusqu_au
    en_mots = f"{fin.day} {MOIS[fin.month - 1]} {fin.year}" if fin else ""
    courrier = formulaire_d_accord(
        request.acteur, dossier, demande, adulte, at=au, jusqu_au=en_mots
    )
    return render(request, "enfants/courriers/accord.html", {"courrier": courrier})


@csp_update({"sandbox": True})
@page(acte=Acte.LIRE)
def piece(request: Requete, dossier: UUID, demande: UUID, piece: UUID) -> HttpResponse:
    """A scan, as a file to keep: never opened inside the site."""
    nom, genre, octets = demandes.piece_ouverte(
        request.acteur, dossier, demande, piece, at=timezone.localdate()
    )
    reponse = HttpResponse(octets, content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    reponse["Cache-Control"] = "no-store"
    return reponse


@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def retrouver(request: Requete) -> HttpResponse:
    """From the number on a paper to the request it answers."""
    form = NumeroForm(saisie(request))
    statut = 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            trouve = demandes.retrouver(
                request.acteur, form.cleaned_data["numero"], at=timezone.localdate()
            )
            if trouve:
                return redirect("enfants:demande", *trouve)
            form.add_error(
                "numero",
                "Aucun formulaire de ce numéro dans les dossiers que vous tenez. Relisez les lettres.",
            )
    return render(request, "enfants/retrouver.html", {"form": form}, status=statut)
