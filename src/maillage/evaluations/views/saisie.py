"""The page of the meeting: one child after another, each kept as it is typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.evaluations.errors import EvaluationChangee, EvaluationIncomplete
from maillage.evaluations.forms.saisie import FamilleForm, ReportForm, SaisieForm
from maillage.evaluations.queries import saisie as lectures
from maillage.evaluations.services import evaluations as services
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@sensitive_post_parameters()
@page(acte=Acte.PLANIFIER, methodes=("GET", "POST"))
def saisie(request: Requete, campagne: UUID, ecole: str, dossier: UUID) -> HttpResponse:
    """The grid of one child. `geste`: garder (while typing), suivant, terminer, reporter, famille."""
    geste = request.POST.get("geste", "") if request.method == "POST" else ""
    garde = geste == "garder"  # every second and a half: the other children stay closed
    au = timezone.localdate()
    lue = lectures.saisie(request.acteur, campagne, ecole, dossier, at=au, seul=garde)
    if garde:
        return _garder(request, lue)
    if geste in ("reporter", "famille"):
        return _a_cote(request, lue, geste)
    form = _form(request, lue, geste)
    if request.method == "GET":
        return _page(request, lue, form)
    refus: ErreurMetier | None = None
    if form.is_valid() and geste in ("suivant", "terminer"):
        try:
            _ecrire(request, lue, form, geste)
        except EvaluationIncomplete as erreur:
            refus, lue = erreur, _relue(request, lue)
            form = _corrige(request, lue)
            form.dire_les_manques(lue.ligne.manque)
        except EvaluationChangee as erreur:
            refus, lue = erreur, _relue(request, lue)
            form = _corrige(request, lue)
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return _plus_loin(request, lue, geste)
    return _page(request, lue, form, refus=refus, statut=refus.statut if refus else 422)


def _form(request: Requete, lue: lectures.SaisieLue, geste: str) -> SaisieForm:
    return SaisieForm(
        request.POST if geste in ("garder", "suivant", "terminer") else None,
        domaines=lue.domaines, objectifs=lue.objectifs, grille=lue.grille,
        initial={"version": lue.version},
    )  # fmt: skip


def _corrige(request: Requete, lue: lectures.SaisieLue) -> SaisieForm:
    """What was typed, on top of what is kept now: sending it again replaces it knowingly."""
    recu = request.POST.copy()
    recu["version"] = str(lue.version)
    form = SaisieForm(recu, domaines=lue.domaines, objectifs=lue.objectifs, grille=lue.grille)
    form.is_valid()
    return form


def _relue(request: Requete, lue: lectures.SaisieLue, *, seul: bool = False) -> lectures.SaisieLue:
    e, au = lue.ecole, timezone.localdate()
    return lectures.saisie(
        request.acteur, e.campagne.id, e.cle, lue.ligne.enfant.dossier, at=au, seul=seul
    )


def _commun(request: Requete, lue: lectures.SaisieLue) -> dict[str, Any]:
    return {
        "acteur": request.acteur, "campagne_id": lue.ecole.campagne.id,
        "dossier_id": lue.ligne.enfant.dossier, "at": timezone.localdate(),
    }  # fmt: skip


def _ecrire(request: Requete, lue: lectures.SaisieLue, form: SaisieForm, geste: str) -> None:
    ecrire = services.terminer if geste == "terminer" else services.enregistrer
    version = form.cleaned_data["version"] or 0
    ecrire(**_commun(request, lue), grille=form.grille(), version=version)


def _garder(request: Requete, lue: lectures.SaisieLue) -> HttpResponse:
    """Answer to the page while one types: the version to send next, the hour, what is missing."""
    form = _form(request, lue, "garder")
    contexte: dict[str, Any] = {"conflit": False, "version": lue.version}
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        contexte["version"] = services.enregistrer(
            **_commun(request, lue), grille=form.grille(), version=form.cleaned_data["version"] or 0
        )
    except EvaluationChangee:
        contexte |= {"conflit": True, "version": form.cleaned_data["version"] or 0}
    contexte |= {"saisie": _relue(request, lue, seul=True), "heure": timezone.localtime()}
    return render(request, "evaluations/_garde.html", contexte)


def _a_cote(request: Requete, lue: lectures.SaisieLue, geste: str) -> HttpResponse:
    """The child is put off, or her family was told."""
    au = timezone.localdate()
    report = ReportForm(request.POST if geste == "reporter" else None)
    famille = FamilleForm(request.POST if geste == "famille" else None, at=au)
    form = report if geste == "reporter" else famille
    refus: ErreurMetier | None = None
    if form.is_valid():
        try:
            if geste == "reporter":
                services.reporter(**_commun(request, lue), **form.cleaned_data)
            else:
                services.noter_la_famille(**_commun(request, lue), le=form.cleaned_data["le"])
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return _plus_loin(request, lue, geste)
    return _page(
        request, lue, _form(request, lue, ""), refus=refus, report=report, famille=famille,
        statut=refus.statut if refus else 422,
    )  # fmt: skip


FAIT = {
    "suivant": "Gardé. Ce qui manque reste affiché jusqu’à la fin.",
    "terminer": "Évaluation terminée.",
    "reporter": "Report noté.",
    "famille": "Famille informée.",
}


def _plus_loin(request: Requete, lue: lectures.SaisieLue, geste: str) -> HttpResponse:
    """The next child of the list; the school when there is none."""
    messages.success(request, FAIT[geste])
    e = lue.ecole
    vers = lue.ligne.enfant.dossier if geste == "famille" else lue.suivant
    if vers is None:
        return redirect("evaluations:ecole", e.campagne.id, e.cle)
    return redirect("evaluations:saisie", e.campagne.id, e.cle, vers)


def _page(
    request: Requete,
    lue: lectures.SaisieLue,
    form: SaisieForm,
    *,
    refus: ErreurMetier | None = None,
    report: ReportForm | None = None,
    famille: FamilleForm | None = None,
    statut: int = 200,
) -> HttpResponse:
    au = timezone.localdate()
    contexte = {
        "saisie": lue,
        "form": form,
        "refus": refus,
        "conflit": isinstance(refus, EvaluationChangee),
        "report": report or ReportForm(),
        "famille": famille or FamilleForm(at=au, initial={"le": au}),
    }
    return render(request, "evaluations/saisie.html", contexte, status=statut)
