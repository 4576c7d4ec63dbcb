"""Pages of nominative exports."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.parcours import exportation
from maillage.partage.forms.partages import ExportForm
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(acte=Acte.TENIR_LES_EXPORTS, methodes=("GET", "POST"))
def exports(request: Requete) -> HttpResponse:
    """The register, and a new export; its passphrase is on this answer and on no other."""
    au = timezone.localdate()
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        destinataires=exportation.destinataires(request.acteur, au),
        initial={"formulaire": uuid4()},
    )
    fait = None
    if form.is_bound and form.is_valid():
        d = form.cleaned_data
        exportation.effacer_les_perimes()
        fait = exportation.exporter(
            acteur=request.acteur,
            destinataire_id=d["destinataire"],
            raison=d["raison"],
            formulaire=d["formulaire"],
            at=au,
        )
    contexte = {"form": form, "fait": fait, "exports": exportation.registre(request.acteur)}
    statut = 422 if form.is_bound and not fait else 200
    return render(request, "parcours/exports.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_EXPORTS)
def fichier(request: Requete, export: UUID) -> HttpResponse:
    """The encrypted file, for its author, during a day."""
    numero, octets = exportation.fichier(request.acteur, export, at=timezone.localdate())
    reponse = HttpResponse(octets, content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="liste-{numero}.xlsx"'
    return reponse
