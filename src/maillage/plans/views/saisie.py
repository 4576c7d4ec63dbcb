"""A page with one form: refused, it comes back with what was typed; a lost race shows both texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier, Introuvable
from maillage.partage.pages import Requete
from maillage.plans.queries.projections import PlanLu

Geste = Callable[[dict[str, Any]], object]


@dataclass(slots=True)
class Page:
    """What a page with one form says. `autre`: what stands in the base now, told when a race is lost."""

    plan: PlanLu
    titre: str
    verbe: str
    message: str
    ancre: str = ""
    autre: tuple[tuple[str, str], ...] = ()
    version: int | None = None
    plus: dict[str, Any] = field(default_factory=dict)


def saisir(request: Requete, page: Page, form: forms.Form, geste: Geste) -> HttpResponse:
    """Draw the form, or do what it asks."""
    if request.method != "POST":
        return _montrer(request, page, form, 200)
    if not form.is_valid():
        return _montrer(request, page, form, 422)
    try:
        geste(form.cleaned_data)
    except Introuvable:
        raise
    except ConflitDeVersion as refus:
        form.data = {**form.data.dict(), "version": page.version}
        page.plus["conflit"] = refus
        return _montrer(request, page, form, 409)
    except ErreurMetier as refus:
        phrase = f"{refus.message} {refus.a_faire}".strip().replace("'", "’")
        form.add_error(None, phrase)
        return _montrer(request, page, form, 422)
    messages.success(request, page.message)
    return retour(page.plan.dossier, page.ancre)


def retour(dossier: UUID, ancre: str = "") -> HttpResponse:
    """Back to the plan, where one was."""
    reponse = redirect("plans:plan", dossier)
    if ancre:
        reponse["Location"] += f"#{ancre}"
    return reponse


def _montrer(request: Requete, page: Page, form: forms.Form, statut: int) -> HttpResponse:
    contexte = {"page": page, "plan": page.plan, "form": form, "conflit": None, **page.plus}
    return render(request, "plans/formulaire.html", contexte, status=statut)


def sans_formulaire(donnees: dict[str, Any], *champs: str) -> dict[str, Any]:
    """What was typed, without these fields."""
    return {c: v for c, v in donnees.items() if c not in champs}
