"""Pages of the coordination: prepare a release, look at what it hides, approve it, withdraw it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.notions.erreurs import ErreurMetier
from maillage.notions.temps import AnneeScolaire
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.publications.errors import DejaParue, PassageRefuse
from maillage.publications.forms.preparations import (
    AccordForm,
    PreparationForm,
    ReglageForm,
    RetraitForm,
)
from maillage.publications.queries import preparations as queries
from maillage.publications.services import parutions, preparations
from maillage.statistiques.rules.divulgation.demande import Mode

ACTE = Acte.PREPARER_LES_PUBLICATIONS


@page(acte=ACTE)
def liste(request: Requete) -> HttpResponse:
    """Releases of the programme, and how it protects them."""
    return _liste(request, ReglageForm(reglages=queries.reglages(request.acteur)))


def _liste(request: Requete, form: ReglageForm) -> HttpResponse:
    contexte = {"preparations": queries.preparations(request.acteur), "form": form}
    return render(
        request, "publications/preparations.html", contexte, status=422 if form.is_bound else 200
    )


@page(acte=ACTE, methodes=("POST",))
def regler(request: Requete) -> HttpResponse:
    """Decide how figures leave, once for the programme."""
    form = ReglageForm(request.POST, reglages=queries.reglages(request.acteur))
    if not form.is_valid():
        return _liste(request, form)
    d = form.cleaned_data
    preparations.regler(
        acteur=request.acteur, mode=Mode(d["mode"]), seuil=d["seuil"], at=timezone.localdate()
    )
    messages.success(request, "Réglage gardé. Il vaut pour les prochaines publications.")
    return redirect("publications:preparations")


@page(acte=ACTE, methodes=("GET", "POST"))
def nouvelle(request: Requete) -> HttpResponse:
    """Ask for a release."""
    at = timezone.localdate()
    form = PreparationForm(
        request.POST if request.method == "POST" else None,
        aujourd_hui=at,
        reglages=queries.reglages(request.acteur),
        initial={"formulaire": uuid4()},
    )
    refus = None
    if form.is_bound and form.is_valid():
        try:
            ident = preparations.preparer(acteur=request.acteur, at=at, **form.cleaned_data)
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return redirect("publications:preparation", ident)
    contexte = {"form": form, "refus": refus, "annee": AnneeScolaire.du(at)}
    statut = 422 if form.is_bound else 200
    return render(request, "publications/nouvelle.html", contexte, status=statut)


@page(acte=ACTE)
def preparation(request: Requete, preparation: UUID) -> HttpResponse:
    """One release: its progress, or what it hides and why."""
    return _montrer(request, preparation)


def _montrer(
    request: Requete,
    ident: UUID,
    refus: ErreurMetier | None = None,
    form: RetraitForm | None = None,
) -> HttpResponse:
    lue = queries.preparation(request.acteur, ident)
    vu = queries.examen(request.acteur, ident, at=timezone.localdate())
    contexte = {"preparation": lue, "examen": vu, "refus": refus, "retrait": form or RetraitForm()}
    if lue.numero is not None:
        contexte["lectures"] = queries.lectures(request.acteur, lue.numero)
        contexte["suivantes"] = queries.suivantes(request.acteur, lue.numero)
    statut = refus.statut if refus else 422 if form else 200
    return render(request, "publications/preparation.html", contexte, status=statut)


@page(acte=ACTE)
def avancement(request: Requete, preparation: UUID) -> HttpResponse:
    """The progress alone, asked every second."""
    lue = queries.preparation(request.acteur, preparation)
    reponse = render(request, "publications/_avancement.html", {"preparation": lue})
    if not lue.en_cours:
        reponse["HX-Refresh"] = "true"
    return reponse


@page(acte=ACTE, methodes=("POST",))
def arreter(request: Requete, preparation: UUID) -> HttpResponse:
    """Ask the computation to stop."""
    preparations.arreter(acteur=request.acteur, preparation_id=preparation, at=timezone.localdate())
    return redirect("publications:preparation", preparation)


@page(acte=ACTE, methodes=("POST",))
def relancer(request: Requete, preparation: UUID) -> HttpResponse:
    """Compute again."""
    try:
        preparations.relancer(
            acteur=request.acteur, preparation_id=preparation, at=timezone.localdate()
        )
    except (PassageRefuse, DejaParue) as refus:
        return _montrer(request, preparation, refus)
    return redirect("publications:preparation", preparation)


@page(acte=ACTE, methodes=("POST",))
def abandonner(request: Requete, preparation: UUID) -> HttpResponse:
    """Give up a release that did not come out."""
    try:
        preparations.abandonner(
            acteur=request.acteur, preparation_id=preparation, at=timezone.localdate()
        )
    except (PassageRefuse, DejaParue) as refus:
        return _montrer(request, preparation, refus)
    messages.success(request, "Préparation abandonnée. Rien n’est sorti.")
    return redirect("publications:preparations")


@page(acte=Acte.PUBLIER, methodes=("POST",))
def approuver(request: Requete, preparation: UUID) -> HttpResponse:
    """Sign and release: the person has just shown two factors. A form without its version approves nothing."""
    lu = AccordForm(request.POST)
    try:
        numero = parutions.approuver(
            acteur=request.acteur,
            preparation_id=preparation,
            version=lu.cleaned_data["version"] if lu.is_valid() else 0,
            at=timezone.localdate(),
        )
    except ErreurMetier as refus:
        if refus.statut == 404:
            raise
        return _montrer(request, preparation, refus)
    messages.success(request, "Publiée. Les élus, pilotes et partenaires la lisent dès maintenant.")
    return redirect("publications:publication", numero)


@page(acte=Acte.PUBLIER, methodes=("POST",))
def retirer(request: Requete, preparation: UUID) -> HttpResponse:
    """Stop showing a release; what was read stays known."""
    queries.preparation(request.acteur, preparation)
    form = RetraitForm(request.POST)
    if not form.is_valid():
        return _montrer(request, preparation, form=form)
    try:
        parutions.retirer(
            acteur=request.acteur,
            preparation_id=preparation,
            motif=form.cleaned_data["motif"],
            at=timezone.localdate(),
        )
    except (PassageRefuse, DejaParue) as refus:
        return _montrer(request, preparation, refus)
    messages.success(request, "Publication retirée. Elle reste au registre.")
    return redirect("publications:preparation", preparation)
