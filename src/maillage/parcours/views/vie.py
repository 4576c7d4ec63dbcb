"""Pages of the life of a parcours: one passage, its undo, a stage that is corrected."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import ErreurMetier
from maillage.parcours.forms_vie import PassageForm, RectifierForm
from maillage.parcours.queries import vie as vies
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services import passages as services
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

VOLET = Volet.PARCOURS.value
VERS_LA_SORTIE = {Passage.PREPARER_SORTIE, Passage.SORTIR, Passage.VEILLER}


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def passer(request: Requete, dossier: UUID, passage: str) -> HttpResponse:
    """One passage: what it asks, what deserves a look, then the next stage."""
    if passage not in set(Passage):
        raise Http404
    au, voulu = timezone.localdate(), Passage(passage)
    lu = vies.passage_a_faire(request.acteur, dossier, voulu, at=au)
    form = PassageForm(request.POST or None, passage=voulu, aujourd_hui=au)
    refus, statut = None, 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                services.passer(
                    acteur=request.acteur, dossier_id=dossier, passage=voulu, at=au,
                    **form.cleaned_data,
                )  # fmt: skip
            except ErreurMetier as erreur:
                refus, statut = erreur, erreur.statut
            else:
                messages.success(
                    request,
                    f"{voulu.libelle} : c’est noté. Vous pouvez l’annuler pendant 24 heures.",
                )
                return _suite(voulu, dossier)
    contexte = {"passage": lu, "fiche": lu.fiche, "form": form, "refus": refus}
    return render(request, "parcours/passer.html", contexte, status=statut)


def _suite(passage: Passage, dossier: UUID) -> HttpResponse:
    """Where the work goes on: an exit has its own page."""
    if passage in VERS_LA_SORTIE:
        return redirect("parcours:sortie", dossier)
    return redirect("parcours:volet", dossier, VOLET)


@page(acte=Acte.ECRIRE, methodes=("POST",))
def annuler_le_passage(request: Requete, dossier: UUID, passage_id: UUID) -> HttpResponse:
    """Undo the last passage; its trace stays."""
    services.annuler(
        acteur=request.acteur, dossier_id=dossier, passage_id=passage_id, instant=timezone.now(),
        at=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, "Passage annulé. Sa trace reste dans la vie du parcours.")
    return redirect("parcours:volet", dossier, VOLET)


@sensitive_post_parameters()
@page(acte=Acte.DESIGNER, methodes=("GET", "POST"))
def rectifier(request: Requete, dossier: UUID) -> HttpResponse:
    """Correct a stage that was wrong."""
    au = timezone.localdate()
    lue = vies.etape_a_rectifier(request.acteur, dossier, at=au)
    form = RectifierForm(request.POST or None, possibles=lue.possibles)
    refus, statut = None, 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                services.rectifier(
                    acteur=request.acteur, dossier_id=dossier, at=au, **form.cleaned_data
                )
            except ErreurMetier as erreur:
                refus, statut = erreur, erreur.statut
            else:
                messages.success(
                    request, "Étape rectifiée. La correction reste dans la vie du parcours."
                )
                return redirect("parcours:volet", dossier, VOLET)
    contexte = {"lue": lue, "fiche": lue.fiche, "form": form, "refus": refus}
    return render(request, "parcours/rectifier.html", contexte, status=statut)
