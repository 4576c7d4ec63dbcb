"""«Journal des accès»: alerts to examine, anchors to copy."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.partage import journal
from maillage.partage.forms.journal import ExamenForm
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.tracabilite.rules.signes import Conclusion


@page(acte=Acte.VOIR_LE_JOURNAL)
def alertes(request: Requete) -> HttpResponse:
    """The alerts that wait, those that were examined, the latest anchors."""
    return _montrer(request)


def _montrer(
    request: Requete, refuse: tuple[UUID, ExamenForm] | None = None, statut: int = 200
) -> HttpResponse:
    """Draw the page; a form that was refused comes back under its alert."""
    lu = journal.lire_le_journal(request.acteur, at=timezone.localdate())
    formulaires = [
        (a, refuse[1] if refuse and refuse[0] == a.lue.id else ExamenForm(prefix=a.lue.id.hex))
        for a in lu.en_attente
    ]
    contexte = {"journal": lu, "en_attente": formulaires}
    return render(request, "partage/journal.html", contexte, status=statut)


@sensitive_post_parameters()
@page(acte=Acte.TENIR_LE_JOURNAL, methodes=("POST",))
def examiner(request: Requete, alerte: UUID) -> HttpResponse:
    """Close an alert with a conclusion and a word."""
    form = ExamenForm(request.POST, prefix=alerte.hex)
    if not form.is_valid():
        return _montrer(request, (alerte, form), statut=422)
    journal.examiner_une_alerte(
        request.acteur,
        alerte,
        conclusion=Conclusion(form.cleaned_data["conclusion"]),
        mot=form.cleaned_data["mot"],
        at=timezone.localdate(),
    )
    messages.success(request, "Alerte examinée.")
    return redirect("partage:journal")


@page(acte=Acte.TENIR_LE_JOURNAL, methodes=("POST",))
def ancrer(request: Requete) -> HttpResponse:
    """Anchor the journal now."""
    phrase = journal.ancrer_le_journal(request.acteur, at=timezone.localdate())
    messages.success(
        request, f"Ancre posée : « {phrase} ». Recopiez ces huit mots au compte rendu."
    )
    return redirect("partage:journal")
