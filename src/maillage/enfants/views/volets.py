"""Pages that correct or complete the volets of a child. Each leads back to the volet."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.comptes import queries as comptes
from maillage.dossiers.rules import Volet
from maillage.enfants import queries, services
from maillage.enfants.errors import EcritEntreTemps
from maillage.enfants.forms import (
    AutreEnfantForm,
    DomicileForm,
    FratrieForm,
    IdentiteForm,
    ResponsableForm,
    ScolariteForm,
    ecrire_naissance,
)
from maillage.enfants.services import domiciles
from maillage.notions.erreurs import Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import queries as territoire
from maillage.territoire.rules import memoire


def formulaire(
    request: Requete, dossier: UUID, volet: Volet, titre: str, form: forms.Form, verbe: str, **plus
) -> HttpResponse:
    """The page of a form; the name of the child is read through the policy of the volet written to."""
    enfant = queries.nom_pour_ecrire(request.acteur, volet, dossier, at=timezone.localdate())
    contexte = {
        "dossier": dossier,
        "enfant": enfant,
        "volet": volet,
        "titre": titre,
        "form": form,
        "verbe": verbe,
        **plus,
    }
    statut = plus.get("statut") or (422 if form.is_bound and not form.is_valid() else 200)
    return render(request, "enfants/formulaire.html", contexte, status=statut)


def saisie(request: Requete) -> QueryDict | None:
    """What was sent, even when it is empty: an empty form is refused, not taken for a first visit."""
    return request.POST if request.method == "POST" else None


def retour(request: Requete, dossier: UUID, volet: Volet, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("parcours:volet", dossier, volet.value)


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def identite(request: Requete, dossier: UUID) -> HttpResponse:
    """Correct names, birth and sex. A lost race shows the values of both persons."""
    au = timezone.localdate()
    connue, version = queries.identite_a_corriger(request.acteur, dossier, at=au)
    depart = {
        "nom": connue.nom,
        "prenom": connue.prenom,
        "naissance": ecrire_naissance(connue.naissance),
        "sexe": connue.sexe or "",
        "version": version,
    }
    form = IdentiteForm(saisie(request), initial=depart, aujourd_hui=au)
    conflit = None
    if request.method == "POST" and form.is_valid():
        try:
            services.corriger_identite(
                acteur=request.acteur,
                dossier_id=dossier,
                identite=form.identite(),
                version=form.cleaned_data["version"],
                at=au,
            )
        except EcritEntreTemps as refus:
            conflit = (refus, connue)
            form.data = {**form.data.dict(), "version": version}
        else:
            return retour(request, dossier, Volet.IDENTITE, "Identité corrigée.")
    plus = {"conflit": conflit, "statut": 409} if conflit else {}
    return formulaire(
        request, dossier, Volet.IDENTITE, "Corriger l’identité", form, "Enregistrer", **plus
    )


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def domicile(request: Requete, dossier: UUID) -> HttpResponse:
    """Write a new home."""
    au = timezone.localdate()
    form = DomicileForm(saisie(request), aujourd_hui=au)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        ecrit = {k: d[k] for k in ("adresse", "ville", "quartier")}
        contenu, trouve = domiciles.situer(ecrit, _communes_du_programme(request))
        services.ajouter_domicile(
            acteur=request.acteur, dossier_id=dossier, contenu=contenu, depuis=d["depuis"], at=au
        )
        if trouve.retenu and not trouve.decision:
            messages.success(request, "Adresse ajoutée, l’ancienne est gardée. Dites où elle est.")
            return redirect("enfants:position", dossier)
        return retour(request, dossier, Volet.IDENTITE, "Adresse ajoutée, l’ancienne est gardée.")
    return formulaire(
        request, dossier, Volet.IDENTITE, "Nouvelle adresse", form, "Ajouter l’adresse"
    )


def _communes_du_programme(request: Requete) -> list[str]:
    return comptes.programme(request.acteur.programme_id).communes


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def responsable(request: Requete, dossier: UUID) -> HttpResponse:
    """Write an adult of the family."""
    form = ResponsableForm(saisie(request))
    if request.method == "POST" and form.is_valid():
        services.ajouter_responsable(
            acteur=request.acteur,
            dossier_id=dossier,
            contenu=form.contenu(),
            exercice=form.exercice_dit(),
            at=timezone.localdate(),
        )
        return retour(request, dossier, Volet.FAMILLE, "Responsable ajouté.")
    return formulaire(
        request, dossier, Volet.FAMILLE, "Ajouter un responsable", form, "Ajouter ce responsable"
    )


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def scolarite(request: Requete, dossier: UUID) -> HttpResponse:
    """Write a school year; the school is recognised when its name is certain."""
    au = timezone.localdate()
    form = ScolariteForm(saisie(request), aujourd_hui=au)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        niveau = d["niveau"] or None
        uai = _uai(request, d["etablissement"], niveau)
        services.ajouter_scolarite(
            acteur=request.acteur,
            dossier_id=dossier,
            contenu={
                "etablissement": d["etablissement"],
                "uai": uai,
                "niveau": niveau,
                "classe": "",
            },
            rentree=d["rentree"],
            at=au,
        )
        return retour(request, dossier, Volet.SCOLARITE, "Scolarité enregistrée.")
    return formulaire(
        request, dossier, Volet.SCOLARITE, "Scolarité d’une année", form, "Enregistrer la scolarité"
    )


def _uai(request: Requete, texte: str, niveau: str | None) -> str | None:
    programme = comptes.programme(request.acteur.programme_id)
    communes = territoire.communes_actuelles(programme.communes)
    retenus = territoire.noms_retenus(programme.id)
    repertoire = territoire.repertoire(communes)
    return memoire.rapprocher(texte, repertoire, retenus, communes, niveau).uai


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def fratrie(request: Requete, dossier: UUID) -> HttpResponse:
    """Find a sibling among the children one may know of, then link both dossiers."""
    au = timezone.localdate()
    if request.POST.get("autre"):
        choix = AutreEnfantForm(request.POST)
        if not choix.is_valid():
            raise Introuvable
        autre = choix.cleaned_data["autre"]
        services.lier_fratrie(acteur=request.acteur, dossier_id=dossier, autre_id=autre, at=au)
        return retour(
            request, dossier, Volet.FAMILLE, "Lien de fratrie ajouté dans les deux dossiers."
        )
    form = FratrieForm(saisie(request))
    candidats = None
    if form.is_bound and form.is_valid():
        candidats = queries.candidats_fratrie(
            request.acteur, dossier, form.cleaned_data["q"], at=au
        )
    return formulaire(
        request, dossier, Volet.FAMILLE, "Lier un frère ou une sœur", form, "Chercher",
        candidats=candidats, cherche=candidats is not None,
    )  # fmt: skip
