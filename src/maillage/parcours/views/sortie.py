"""The page of an exit: what remains, who takes over, what was said, the letter, the watch."""

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

from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.parcours.forms_vie import FinForm, RelaisForm, VeilleForm
from maillage.parcours.queries import lettre_de_sortie as lettres
from maillage.parcours.queries import sortie as sorties
from maillage.parcours.queries import vie as vies
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services import sortie as services
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

FIN = ("prevue_le", "entretien_le", "avec", "bilan", "parole_famille", "parole_enfant")
DE_SORTIE = (
    Passage.PREPARER_SORTIE, Passage.RENONCER_SORTIE, Passage.SORTIR, Passage.VEILLER,
    Passage.CLORE_VEILLE, Passage.ROUVRIR,
)  # fmt: skip


@sensitive_post_parameters()
@page(acte=Acte.LIRE, methodes=("GET", "POST"))
def sortie(request: Requete, dossier: UUID) -> HttpResponse:
    """The exit of one child; a form that was refused comes back with what was typed."""
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    au = timezone.localdate()
    lue = sorties.sortie_du_parcours(request.acteur, dossier, at=au)
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
                return redirect("parcours:sortie", dossier)
    la_vie = vies.vie(lue.fiche, request.acteur.programme_id, instant=timezone.now(), at=au)
    contexte = {
        "sortie": lue,
        "fiche": lue.fiche,
        "refus": refus,
        "possibles": [p for p in la_vie.possibles if p.passage in DE_SORTIE],
        "change": refus is not None and refus.statut == 409,
        **prets,
    }
    return render(request, "parcours/sortie.html", contexte, status=statut)


def _formulaires(
    request: Requete, lue: sorties.SortieDuParcours, geste: str | None
) -> dict[str, forms.Form]:
    """The three forms; the one that was sent holds what was typed."""
    au = timezone.localdate()
    fin = {n: getattr(lue.fin, n) for n in (*FIN, "version")}
    classes: dict[str, tuple[type[forms.Form], dict[str, Any]]] = {
        "fin": (FinForm, {"initial": fin}),
        "relais": (RelaisForm, {}),
        "veille": (VeilleForm, {"veilles": lue.veilles}),
    }
    return {
        nom: classe(
            request.POST if geste == nom else None,
            aujourd_hui=au,
            auto_id=f"id_{nom}_%s",
            **plus,
        )
        for nom, (classe, plus) in classes.items()
    }


def _fin(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    services.preparer(
        acteur=request.acteur, dossier_id=dossier,
        voulue=services.FinVoulue(**{n: d[n] for n in FIN}), version=d["version"],
        at=timezone.localdate(),
    )  # fmt: skip
    return "Fin de parcours enregistrée."


def _relais(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    services.noter_relais(
        acteur=request.acteur, dossier_id=dossier, voulu=_voulu(d), formulaire=d["formulaire"],
        at=timezone.localdate(),
    )  # fmt: skip
    return "Relais enregistré."


def _voulu(d: dict[str, Any]) -> services.RelaisVoulu:
    return services.RelaisVoulu(
        d["structure"], d["qui"], d["contact_le"], d["reponse"], d["precision"]
    )


def _veille(request: Requete, dossier: UUID, d: dict[str, Any]) -> str:
    services.noter_la_veille(
        acteur=request.acteur, dossier_id=dossier, texte=d["texte"], le=d["le"],
        tache_id=d["tache"], formulaire=d["formulaire"], at=timezone.localdate(),
    )  # fmt: skip
    return "Nouvelles notées. Elles sont dans le Fil."


ECRIRE: dict[str, Callable[[Requete, UUID, dict[str, Any]], str]] = {
    "fin": _fin,
    "relais": _relais,
    "veille": _veille,
}


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def relais(request: Requete, dossier: UUID, relais: UUID) -> HttpResponse:
    """What became of one relay."""
    au = timezone.localdate()
    lue = sorties.sortie_du_parcours(request.acteur, dossier, at=au)
    lu = next((r for r in lue.relais if r.id == relais), None)
    if lu is None or not lue.ecrit:
        raise Introuvable
    depart = {
        "structure": lu.structure_code, "qui": lu.qui, "contact_le": lu.contact_le,
        "reponse": lu.reponse, "precision": lu.precision, "version": lu.version,
    }  # fmt: skip
    form = RelaisForm(request.POST or None, aujourd_hui=au, initial=depart)
    refus, statut = None, 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            d = form.cleaned_data
            try:
                services.noter_relais(
                    acteur=request.acteur, dossier_id=dossier, voulu=_voulu(d), relais_id=relais,
                    version=d["version"], formulaire=d["formulaire"], at=au,
                )  # fmt: skip
            except ErreurMetier as erreur:
                refus, statut = erreur, erreur.statut
            else:
                messages.success(request, "Relais enregistré.")
                return redirect("parcours:sortie", dossier)
    contexte = {"fiche": lue.fiche, "lu": lu, "form": form, "refus": refus}
    return render(request, "parcours/relais.html", contexte, status=statut)


@page(acte=Acte.ECRIRE)
def courrier(request: Requete, dossier: UUID, adulte: UUID | None = None) -> HttpResponse:
    """The letter to one adult; without adult, to the parents, given by hand."""
    lettre = lettres.lettre_de_sortie(request.acteur, dossier, adulte, at=timezone.localdate())
    octets = pdf("parcours/courrier_de_sortie.html", {"l": lettre})
    return reponse_pdf(octets, "courrier-fin-de-parcours")
