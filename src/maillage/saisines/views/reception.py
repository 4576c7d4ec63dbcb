"""Pages of whoever receives demands: the list, one demand with its look-alikes, the demands of a child."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.enfants.queries.ressemblances import ressemblances
from maillage.notions.erreurs import ErreurMetier
from maillage.notions.nomenclatures import charger
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre
from maillage.saisines.errors import EnfantNonRetenu
from maillage.saisines.forms.reception import AccueilForm, RechercheForm, RefusForm, ReponseForm
from maillage.saisines.queries import demandes as queries
from maillage.saisines.queries import fiches as fiches_queries
from maillage.saisines.rules import EtatDeSaisine
from maillage.saisines.services import reception as services

TIROIRS = (
    ("a_recevoir", "À recevoir"),
    ("recues", "Reçues"),
    ("non_retenues", "Non retenues"),
)


@page(acte=Acte.VOIR_LES_SAISINES)
def liste(request: Requete) -> HttpResponse:
    """The demands that wait, and those that were answered."""
    tiroir = request.GET.get("tiroir", "")
    tiroir = tiroir if tiroir in queries.FILTRES else queries.A_RECEVOIR
    origine = request.GET.get("origine", "")
    origine = origine if origine in charger("n07") else ""
    lue = queries.liste(request.acteur, tiroir, origine, at=timezone.localdate())
    contexte = {
        "liste": lue,
        "tiroir": tiroir,
        "tiroirs": [(code, libelle, lue.nombres[code]) for code, libelle in TIROIRS],
        "origine": origine,
        "origines": charger("n07").choix,
        "recoit": ouvre(request.acteur, Acte.RECEVOIR_LES_SAISINES),
    }
    return render(request, "saisines/liste.html", contexte)


@page(acte=Acte.RECEVOIR_LES_SAISINES, methodes=("POST",))
def effacer(request: Requete) -> HttpResponse:
    """Erase the demands not taken up whose time is over."""
    nombre = services.effacer_les_echues(acteur=request.acteur, at=timezone.localdate())
    messages.success(
        request, f"{nombre} demande{'s' if nombre > 1 else ''} effacée{'s' if nombre > 1 else ''}."
    )
    return redirect("saisines:liste")


@sensitive_post_parameters()
@page(acte=Acte.RECEVOIR_LES_SAISINES, methodes=("GET", "POST"))
def recevoir(request: Requete, saisine: UUID) -> HttpResponse:
    """One demand: what it says, who looks like this child, and what is decided."""
    at = timezone.localdate()
    lue = queries.saisine(request.acteur, saisine, at=at)
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    prets = _formulaires(request, lue, geste)
    refus, statut = None, 200
    if geste == "chercher":
        prets["recherche"].is_valid()
    elif geste is not None:
        refus, statut = None, 422
        try:
            if message := _decider(request, lue, geste, prets):
                messages.success(request, message)
                return redirect("saisines:recevoir", saisine)
        except ErreurMetier as erreur:
            refus, statut = erreur, erreur.statut
    mots = request.POST.get("q", "")[:80] if geste == "chercher" else ""
    attend = lue.etat is EtatDeSaisine.DEPOSEE
    contexte = {
        "s": lue,
        "refus": refus,
        "attend": attend,
        "cherche": mots,
        "semblables": ressemblances(request.acteur, lue.identite, mots, at=at) if attend else (),
        "aujourd_hui": at,
        **prets,
    }
    return render(request, "saisines/recevoir.html", contexte, status=statut)


def _formulaires(
    request: Requete, lue: queries.SaisineLue, geste: str | None
) -> dict[str, forms.Form]:
    """The forms of the page; the one that was sent holds what was typed."""

    def envoye(*gestes: str) -> Any:
        return request.POST if geste in gestes else None

    famille = lue.famille or not lue.demande.motifs
    return {
        "reponse": ReponseForm(
            envoye("repondre"),
            famille=lue.famille,
            auto_id="id_reponse_%s",
            initial={"mot": lue.mot, "reconnue": lue.reconnue},
        ),
        "accueil": AccueilForm(
            envoye("creer", "rattacher"), famille=famille, auto_id="id_accueil_%s"
        ),
        "refuser": RefusForm(envoye("refuser"), auto_id="id_refus_%s"),
        "recherche": RechercheForm(envoye("chercher")),
    }


def _decider(
    request: Requete, lue: queries.SaisineLue, geste: str, prets: dict[str, forms.Form]
) -> str:
    """Do what was chosen; an empty answer is a form to put right."""
    at = timezone.localdate()
    qui: dict[str, Any] = {"acteur": request.acteur, "saisine_id": lue.id, "at": at}
    if geste == "refuser" and prets["refuser"].is_valid():
        services.refuser(**qui, **prets["refuser"].cleaned_data)
        return "Demande non retenue. Votre conseil est dans la réponse."
    if geste == "repondre" and prets["reponse"].is_valid():
        services.completer_la_reponse(**qui, **{"reconnue": False, **prets["reponse"].cleaned_data})
        return "Réponse enregistrée."
    if geste not in ("creer", "rattacher") or not prets["accueil"].is_valid():
        return ""
    accueil = services.Accueil(**prets["accueil"].cleaned_data)
    if geste == "creer":
        services.creer_dossier(**qui, accueil=accueil)
        return "Dossier créé. Le parcours est à l’étape « Fiche de sollicitation reçue »."
    try:
        dossier = UUID(request.POST.get("dossier", ""))
    except ValueError:
        raise EnfantNonRetenu from None
    etat = services.rattacher(**qui, dossier_id=dossier, accueil=accueil)
    if etat is EtatDeSaisine.JOINTE:
        return "Demande jointe au parcours en cours."
    return "Demande rattachée. Un parcours est ouvert pour cet enfant."


@page(acte=Acte.LIRE)
def enfant(request: Requete, dossier: UUID) -> HttpResponse:
    """The demands kept in the dossier of a child."""
    nom, lues = fiches_queries.fiches(request.acteur, dossier, at=timezone.localdate())
    return render(
        request, "saisines/enfant.html", {"enfant": nom, "fiches": lues, "dossier": dossier}
    )
