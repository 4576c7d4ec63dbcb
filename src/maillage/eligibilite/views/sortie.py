"""Pages of the exit of one child, and of a référent's own exits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.eligibilite.forms.campagne import FamilleForm, RelaisForm, SemaineForm, SuiteForm
from maillage.eligibilite.queries import lettres
from maillage.eligibilite.queries import listes_de_sorties as listes
from maillage.eligibilite.queries import sortie as sorties
from maillage.eligibilite.rules.campagne import SuiteDecidee
from maillage.eligibilite.services import sorties as services
from maillage.eligibilite.views.campagne import imprimer
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.PLANIFIER)
def les_miennes(request: Requete) -> HttpResponse:
    """The exits of the children whom this person leads, week by week."""
    lignes = listes.les_miennes(request.acteur, at=timezone.localdate())
    return render(request, "eligibilite/campagne/les_miennes.html", {"lignes": lignes})


@page(acte=Acte.PLANIFIER)
def mes_courriers(request: Requete) -> HttpResponse:
    """The letters of all of them, as one document to print."""
    return imprimer(lettres.lettres_des_miens(request.acteur, at=timezone.localdate()).lettres)


@page(acte=Acte.PLANIFIER)
def courrier(request: Requete, dossier: UUID, adulte: UUID | None = None) -> HttpResponse:
    """The letter to one adult; without adult, to the parents at the child's home."""
    return imprimer((lettres.lettre(request.acteur, dossier, adulte, at=timezone.localdate()),))


@sensitive_post_parameters()
@page(acte=Acte.PLANIFIER, methodes=("GET", "POST"))
def sortie(request: Requete, dossier: UUID) -> HttpResponse:
    """The exit of one child: continuity, week, relay, family."""
    au = timezone.localdate()
    lue = sorties.sortie(request.acteur, dossier, at=au)
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    prets = _formulaires(request, lue, geste)
    refus, statut = None, 200
    if geste is not None:
        statut = 422
        if geste in prets and prets[geste].is_valid():
            try:
                message = ECRIRE[geste](request, dossier, prets[geste].cleaned_data)
            except ErreurMetier as erreur:
                refus, statut = erreur, erreur.statut
            else:
                messages.success(request, message)
                return redirect("eligibilite:sortie", dossier)
    contexte = {"sortie": lue, "dossier": dossier, "refus": refus, **prets}
    return render(request, "eligibilite/campagne/sortie.html", contexte, status=statut)


def _formulaires(
    request: Requete, lue: sorties.SortieLue, geste: str | None
) -> dict[str, forms.Form]:
    """The four forms; the one that was sent holds what was typed."""
    depart: dict[str, dict[str, Any]] = {
        "semaine": {"lundi": lue.semaine.isoformat() if lue.semaine else ""},
        "suite": {"suite": lue.suite, "pas_avant": lue.pas_avant, "raison": lue.raison},
        "relais": {},
        "famille": {
            "informee_le": lue.informee_le,
            "parole": lue.parole,
            "texte": lue.parole_texte,
        },
    }
    classes: dict[str, tuple[type[forms.Form], dict[str, Any]]] = {
        "semaine": (SemaineForm, {"possibles": lue.possibles}),
        "suite": (SuiteForm, {}),
        "relais": (RelaisForm, {"permis": lue.permis}),
        "famille": (FamilleForm, {"aujourd_hui": timezone.localdate()}),
    }
    return {
        nom: classe(
            request.POST if geste == nom else None,
            initial={**depart[nom], "version": lue.version},
            auto_id=f"id_{nom}_%s",
            **plus,
        )
        for nom, (classe, plus) in classes.items()
    }


def _semaine(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    autres = services.deplacer(
        acteur=request.acteur, dossier_id=dossier, lundi=d["lundi"], version=d["version"],
        at=timezone.localdate(),
    )  # fmt: skip
    return "Semaine enregistrée, pour la fratrie aussi." if autres else "Semaine enregistrée."


def _suite(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    voulue = services.SuiteVoulue(SuiteDecidee(d["suite"]), d["raison"], d["pas_avant"])
    services.decider_la_suite(
        acteur=request.acteur, dossier_id=dossier, voulue=voulue, version=d["version"],
        at=timezone.localdate(),
    )  # fmt: skip
    return "Décision enregistrée."


def _relais(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    services.passer_le_relais(
        acteur=request.acteur, dossier_id=dossier,
        voulu=services.RelaisVoulu(d["vers"], d["structure"], d["texte"]), version=d["version"],
        formulaire=d["formulaire"], at=timezone.localdate(),
    )  # fmt: skip
    return "Relais enregistré."


def _famille(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    services.noter_la_famille(
        acteur=request.acteur, dossier_id=dossier, informee_le=d["informee_le"], parole=d["parole"],
        texte=d["texte"], version=d["version"], at=timezone.localdate(),
    )  # fmt: skip
    return "Parole de la famille enregistrée."


ECRIRE: dict[str, Callable[[Requete, UUID, dict[str, Any]], str]] = {
    "semaine": _semaine,
    "suite": _suite,
    "relais": _relais,
    "famille": _famille,
}
