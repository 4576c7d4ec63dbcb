"""Pages of figures, for the team only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.notions.temps import AnneeScolaire
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.statistiques import queries, tableur
from maillage.statistiques.forms import AnneeForm
from maillage.statistiques.tableaux import tableaux

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _annee(request: Requete) -> tuple[AnneeScolaire, AnneeForm]:
    """The year asked, else the one that is running."""
    courante = AnneeScolaire.du(timezone.localdate())
    donnees = request.GET if "annee" in request.GET else {"annee": str(courante.rentree)}
    form = AnneeForm(donnees, courante=courante)
    return (AnneeScolaire(form.cleaned_data["annee"]) if form.is_valid() else courante), form


@page(acte=Acte.VOIR_LES_CHIFFRES)
def annuelles(request: Requete) -> HttpResponse:
    """Annual figures of the programme."""
    annee, form = _annee(request)
    chiffres = queries.chiffres(request.acteur, annee, at=timezone.localdate())
    contexte = {
        "form": form,
        "annee": annee,
        "chiffres": chiffres,
        "tableaux": tableaux(chiffres),
    }
    return render(request, "statistiques/annuelles.html", contexte)


@page(acte=Acte.EXPORTER_LES_CHIFFRES)
def annuelles_xlsx(request: Requete) -> HttpResponse:
    """The same figures as a spreadsheet."""
    annee, _ = _annee(request)
    chiffres = queries.chiffres(
        request.acteur, annee, at=timezone.localdate(), acte=Acte.EXPORTER_LES_CHIFFRES
    )
    octets = tableur.classeur(
        chiffres,
        programme=queries.nom_du_programme(request.acteur),
        auteur=request.acteur.nom,
        le=timezone.localtime(),
    )
    reponse = HttpResponse(octets, content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="chiffres-{annee.libelle}.xlsx"'
    return reponse
