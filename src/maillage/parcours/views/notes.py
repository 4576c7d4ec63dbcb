"""Pages around the journal: a quick note, a correction, a file, the pinned synthesis, the templates of the programme."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours import services
from maillage.parcours.errors import CorrigeeEntreTemps, ModeleDejaNomme, SyntheseEcriteEntreTemps
from maillage.parcours.forms_fil import CorrectionForm, ModeleForm, NoteRapideForm, SyntheseForm
from maillage.parcours.queries import choix, notes, syntheses
from maillage.parcours.services import reperes
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def note_rapide(request: Requete) -> HttpResponse:
    """Write a note from anywhere: the child by a few letters of its name, the text, and it is sent."""
    au = timezone.localdate()
    volets = notes.volets_ou_ecrire(request.acteur)
    donnees = request.POST if request.method == "POST" else None
    form = NoteRapideForm(donnees, volets=volets, aujourd_hui=au)
    proposes: tuple[choix.EnfantPropose, ...] = ()
    if request.method == "POST":
        if form.is_valid() and form.cleaned_data["dossier"] and _noter(request, form):
            return _apres(request, form)
        proposes = _proposer(request, form)
    contexte = {
        "note": form,
        "proposes": proposes,
        "choisi": form["dossier"].value(),
        "retour": request.POST.get("retour", ""),
    }
    statut = 422 if form.is_bound else 200
    return render(request, "parcours/note_rapide.html", contexte, status=statut)


def _noter(request: Requete, form: NoteRapideForm) -> bool:
    """Write it, or say that this volet of this child is not open."""
    try:
        services.ecrire_note(
            acteur=request.acteur, dossier_id=form.cleaned_data["dossier"],
            at=timezone.localdate(), **form.demandee(),
        )  # fmt: skip
    except Introuvable:
        form.add_error("volet", "Vous n’écrivez pas dans ce volet de cet enfant.")
        return False
    return True


def _apres(request: Requete, form: NoteRapideForm) -> HttpResponse:
    volet = form.cleaned_data["volet"].libelle
    messages.success(request, f"Note enregistrée dans le volet {volet}.")
    if request.POST.get("retour") == "journee":
        return redirect("coquille:journee")
    return redirect("parcours:fiche", form.cleaned_data["dossier"])


def _proposer(request: Requete, form: NoteRapideForm) -> tuple[choix.EnfantPropose, ...]:
    lettres = request.POST.get("enfant", "")[:80]
    trouves = choix.enfants_proposes(request.acteur, lettres, at=timezone.localdate())
    if not form["dossier"].value():
        phrase = "Choisissez l’enfant dans la liste."
        form.add_error("enfant", phrase if trouves else "Aucun de vos enfants ne porte ce nom.")
    return trouves


@page(acte=Acte.ECRIRE, methodes=("POST",))
def proposer(request: Requete) -> HttpResponse:
    """The children whose name answers these letters: a fragment of the quick note."""
    lettres = request.POST.get("enfant", "")[:80]
    contexte = {
        "proposes": choix.enfants_proposes(request.acteur, lettres, at=timezone.localdate()),
        "lettres": len(lettres.strip()) >= choix.LETTRES_MIN,
    }
    return render(request, "parcours/_proposes.html", contexte)


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def corriger(request: Requete, dossier: UUID, volet: str, note: UUID) -> HttpResponse:
    """Write what an entry should have said. A lost race shows both texts."""
    au, lu = timezone.localdate(), _volet(volet)
    ouverte = notes.note_ouverte(request.acteur, dossier, lu, note, at=au)
    depart = {
        "texte": ouverte.texte,
        "nature": ouverte.nature,
        "moyen": ouverte.moyen,
        "le": ouverte.le,
        "vue": ouverte.derniere,
    }
    donnees = request.POST if request.method == "POST" else None
    form = CorrectionForm(donnees, initial=depart, aujourd_hui=au)
    statut, conflit = 200, None
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            d = dict(form.cleaned_data)
            try:
                services.corriger(
                    acteur=request.acteur, dossier_id=dossier, volet=lu, note_id=d.pop("vue"),
                    at=au, **d,
                )  # fmt: skip
            except CorrigeeEntreTemps as refus:
                statut, conflit = 409, refus
                form.data = {**form.data.dict(), "vue": ouverte.derniere}
            else:
                messages.success(request, "Note corrigée. Le premier texte reste lisible.")
                return redirect("parcours:fiche", dossier)
    contexte = {"dossier": dossier, "volet": lu, "ouverte": ouverte, "form": form,
                "conflit": conflit}  # fmt: skip
    return render(request, "parcours/correction.html", contexte, status=statut)


@csp_update({"sandbox": True})
@page(acte=Acte.LIRE)
def piece(request: Requete, dossier: UUID, volet: str, piece: UUID) -> HttpResponse:
    """An attachment, as a file to keep: never opened inside the site."""
    nom, genre, octets = notes.piece_ouverte(
        request.acteur, dossier, _volet(volet), piece, at=timezone.localdate()
    )
    reponse = HttpResponse(octets, content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    reponse["Cache-Control"] = "no-store"
    return reponse


def _volet(code: str) -> Volet:
    if code not in VOLETS_DU_DOSSIER:
        raise Introuvable
    return Volet(code)


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def synthese(request: Requete, dossier: UUID) -> HttpResponse:
    """Write the synthesis pinned on a child's timeline; its former versions. A lost race shows both texts."""
    au = timezone.localdate()
    ouverte = syntheses.synthese_ouverte(request.acteur, dossier, at=au)
    depart = {"texte": ouverte.courante.texte, "vue": ouverte.courante.rang}
    donnees = request.POST if request.method == "POST" else None
    form = SyntheseForm(donnees, initial=depart)
    statut, conflit = 200, None
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                reperes.epingler(
                    acteur=request.acteur, dossier_id=dossier, at=au, **form.cleaned_data
                )
            except SyntheseEcriteEntreTemps as refus:
                statut, conflit = 409, refus
                form.data = {**form.data.dict(), "vue": ouverte.courante.rang}
            else:
                messages.success(request, "Synthèse épinglée en haut du fil.")
                return redirect("parcours:fiche", dossier)
    contexte = {"dossier": dossier, "ouverte": ouverte, "form": form, "conflit": conflit}
    return render(request, "parcours/synthese.html", contexte, status=statut)


@page(acte=Acte.REGLER, methodes=("GET", "POST"))
def modeles(request: Requete) -> HttpResponse:
    """The beginnings of notes: those of the programme, which its coordination writes, and those shipped."""
    form, statut = ModeleForm(request.POST or None), 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                reperes.ajouter_modele(
                    acteur=request.acteur, at=timezone.localdate(), **form.cleaned_data
                )
            except ModeleDejaNomme as refus:
                form.add_error("libelle", str(refus))
            else:
                messages.success(request, "Modèle ajouté. Il paraît dans les notes de l’équipe.")
                return redirect("parcours:modeles")
    siens, livres = notes.modeles_ranges(request.acteur.programme_id)
    contexte = {"form": form, "siens": siens, "livres": livres}
    return render(request, "parcours/modeles.html", contexte, status=statut)


@page(acte=Acte.REGLER, methodes=("POST",))
def retirer_modele(request: Requete, modele: int) -> HttpResponse:
    """Take a template away."""
    reperes.retirer_modele(acteur=request.acteur, modele_id=modele, at=timezone.localdate())
    messages.success(request, "Modèle retiré. Les notes déjà écrites ne changent pas.")
    return redirect("parcours:modeles")
