"""«Équipe et habilitations»: who works here, under which mission, until when; every change is an event."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from maillage.comptes.queries import equipe as lectures
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.rules.etats import EtatDuCompte
from maillage.comptes.services import attestations, demandes, ouverture, postes
from maillage.dossiers.queries import nombre_suivis
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.forms.habilitations import (
    AttestationForm,
    MissionForm,
    OuvrirForm,
    PosteForm,
    ReconnaitreForm,
    RetirerForm,
    TenirForm,
)
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

COULEURS = {
    EtatDuCompte.OUVERT: "ok",
    EtatDuCompte.A_ACTIVER: "inc",
    EtatDuCompte.SUSPENDU: "att",
    EtatDuCompte.ECHU: "bad",
    EtatDuCompte.FERME: "",
}


@page(acte=Acte.VOIR_L_EQUIPE)
def equipe(request: Requete) -> HttpResponse:
    """Everyone of the programme, the postes, what waits for a second person."""
    at = timezone.localdate()
    membres = lectures.equipe(request.acteur, at=at)
    contexte = {
        "membres": [(m, COULEURS[m.etat]) for m in membres],
        "a_attester": sum(m.en_retard(at) for m in membres),
        "demandes": lectures.demandes(request.acteur, at=at),
        "postes": lectures.postes_ouverts(request.acteur.programme_id, at=at),
        "form": PosteForm(),
    }
    return render(request, "partage/equipe.html", contexte)


@page(acte=Acte.VOIR_L_EQUIPE)
def personne(request: Requete, personne: UUID) -> HttpResponse:
    """One person: her missions, her postes, what was attested of her."""
    at = timezone.localdate()
    membre = lectures.membre(request.acteur, personne, at=at)
    tenus = {p.id for p in membre.postes}
    libres = lectures.postes_ouverts(request.acteur.programme_id, at=at)
    contexte = {
        "m": membre,
        "couleur": COULEURS[membre.etat],
        "etats": {e.name: e for e in EtatDuCompte},
        "form": MissionForm(),
        "postes": [p for p in libres if p.id not in tenus],
        "laisse": [
            (p.libelle, n) for p in membre.postes if (n := nombre_suivis(p.id, au=at, actifs=True))
        ],
    }
    return render(request, "partage/personne.html", contexte)


@sensitive_post_parameters()
@sensitive_variables()
@page(acte=Acte.HABILITER, methodes=("GET", "POST"))
def ouvrir(request: Requete) -> HttpResponse:
    """Open an account; its code is shown once, by this very answer."""
    at = timezone.localdate()
    form = OuvrirForm(request.POST if request.method == "POST" else None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            remis = ouverture.ouvrir_compte(par=request.acteur, personne=form.personne(), at=at)
        except ErreurMetier as refus:
            form.add_error(None, str(refus))
        else:
            return _remise(request, remis)
    statut = 422 if form.is_bound else 200
    return render(request, "partage/ouvrir.html", {"form": form}, status=statut)


@page(acte=Acte.HABILITER, methodes=("POST",))
def changer(request: Requete, personne: UUID, geste: str) -> HttpResponse:
    """One change of one person's rights: a mission, a poste, a suspension, the end."""
    faire = GESTES.get(geste)
    if faire is None:
        raise Http404
    lectures.membre(request.acteur, personne, at=timezone.localdate())
    try:
        fait = faire(request, personne)
    except Introuvable:
        raise
    except ErreurMetier as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, fait)
    return redirect("partage:equipe_personne", personne)


@sensitive_variables()
@page(acte=Acte.HABILITER, methodes=("POST",))
def code(request: Requete, personne: UUID) -> HttpResponse:
    """A new code for an account that nobody opened yet."""
    remis = ouverture.refaire_le_code(par=request.acteur, cible=personne, at=timezone.localdate())
    return _remise(request, remis)


@sensitive_variables()
@page(acte=Acte.HABILITER, methodes=("GET", "POST"))
def secours(request: Requete, personne: UUID) -> HttpResponse:
    """Recovery face to face: the coordinator recognises the person, a second member will too."""
    at = timezone.localdate()
    membre = lectures.membre(request.acteur, personne, at=at)
    form = ReconnaitreForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            remis = ouverture.demander_un_secours(
                par=request.acteur, cible=personne, nom=form.cleaned_data["nom"], at=at
            )
        except Introuvable:
            raise
        except ErreurMetier as refus:
            form.add_error(None, str(refus))
        else:
            return _remise(request, remis)
    statut = 422 if form.is_bound else 200
    return render(request, "partage/secours.html", {"m": membre, "form": form}, status=statut)


@page(acte=Acte.HABILITER, methodes=("GET", "POST"))
def attestation(request: Requete) -> HttpResponse:
    """The quarterly page: one person, one line, one minute."""
    at = timezone.localdate()
    refusee, statut = None, 200
    if request.method == "POST":
        form = AttestationForm(request.POST, at=at)
        if form.is_valid():
            lu = form.cleaned_data
            try:
                attestations.attester(
                    par=request.acteur, cible=lu["personne"], jusqu_au=lu["jusqu_au"], at=at
                )
            except Introuvable:
                raise
            except ErreurMetier as refus:
                form.add_error(None, str(refus))
            else:
                messages.success(request, "Attestation gardée.")
                return redirect("partage:equipe_attestation")
        refusee, statut = form, 422
    membres = lectures.a_attester(request.acteur, at=at)
    contexte = {
        "lignes": [(m, _ligne(m, at), m.en_retard(at)) for m in membres],
        "restent": sum(m.en_retard(at) for m in membres),
        "refusee": refusee,
    }
    return render(request, "partage/attestation.html", contexte, status=statut)


@page(acte=Acte.HABILITER, methodes=("POST",))
def poste(request: Requete) -> HttpResponse:
    """Open a poste."""
    form = PosteForm(request.POST)
    if form.is_valid():
        postes.creer_poste(par=request.acteur, **form.cleaned_data)
        messages.success(request, "Poste ouvert.")
    else:
        messages.error(request, "Écrivez le nom du poste et choisissez son métier.")
    return redirect("partage:equipe")


@page(acte=Acte.HABILITER, methodes=("POST",))
def fermer_poste(request: Requete, poste: UUID) -> HttpResponse:
    """Close a poste that nobody holds and that follows no child."""
    at = timezone.localdate()
    try:
        postes.fermer_poste(
            par=request.acteur,
            poste_id=poste,
            enfants_suivis=nombre_suivis(poste, au=at),
            at=at,
        )
    except Introuvable:
        raise
    except ErreurMetier as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "Poste fermé.")
    return redirect("partage:equipe")


def _remise(request: Requete, remis: ouverture.CompteRemis) -> HttpResponse:
    """The only page that ever shows a code."""
    adresse = request.build_absolute_uri(reverse("partage:activer"))
    return render(request, "partage/code.html", {"remis": remis, "adresse": adresse})


def _ligne(membre: lectures.Membre, at) -> AttestationForm:
    depart = {"personne": membre.id}
    form = AttestationForm(initial=depart, at=at, auto_id=f"a_{membre.id.hex[:8]}_%s")
    form.fields["jusqu_au"].help_text = ""
    return form


def _lu(form) -> dict:
    if not form.is_valid():
        raise ErreurMetier("Il manque une réponse.", a_faire="Choisissez dans la liste.")
    return form.cleaned_data


def _mission(request: Requete, personne: UUID) -> str:
    lu = _lu(MissionForm(request.POST))
    donnee = demandes.donner_mission(
        par=request.acteur,
        cible=personne,
        mission=Mission(lu["mission"]),
        obligation=ObligationDeSecret(lu["obligation"]),
        at=timezone.localdate(),
    )
    if donnee:
        return "Mission confiée."
    return "Demande notée : une seconde personne de la coordination doit la confirmer."


def _retirer(request: Requete, personne: UUID) -> str:
    lu = _lu(RetirerForm(request.POST))
    demandes.retirer_mission(
        par=request.acteur, cible=personne, mission_id=lu["mission"], at=timezone.localdate()
    )
    return "Mission retirée."


def _tenir(request: Requete, personne: UUID) -> str:
    lu = _lu(TenirForm(request.POST))
    postes.tenir_poste(
        par=request.acteur, cible=personne, poste_id=lu["poste"], at=timezone.localdate()
    )
    return "Poste confié."


def _quitter(request: Requete, personne: UUID) -> str:
    lu = _lu(TenirForm(request.POST))
    postes.quitter_poste(
        par=request.acteur, cible=personne, poste_id=lu["poste"], at=timezone.localdate()
    )
    return "Poste retiré."


def _lever(request: Requete, personne: UUID) -> str:
    ouverture.lever_la_suspension(par=request.acteur, cible=personne, at=timezone.localdate())
    return "Suspension levée : la personne peut se connecter."


def _finir(request: Requete, personne: UUID) -> str:
    attestations.attester(
        par=request.acteur, cible=personne, jusqu_au=None, at=timezone.localdate()
    )
    return "C'est fini : ses sessions sont fermées."


GESTES: dict[str, Callable[[Requete, UUID], str]] = {
    "mission": _mission,
    "retirer": _retirer,
    "poste": _tenir,
    "quitter": _quitter,
    "lever": _lever,
    "fin": _finir,
}
