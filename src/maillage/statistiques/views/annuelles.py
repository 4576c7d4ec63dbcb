"""The figures of a year, for the team only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from maillage.notions.temps import AnneeScolaire
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.statistiques import queries, tableur
from maillage.statistiques.forms import AnneeForm
from maillage.statistiques.rules.definitions import definitions
from maillage.statistiques.tableaux_du_travail import tableaux_de_l_annee

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PUBLIER = "publications:preparations"  # the room above: linked by name once it is there


def annee_demandee(request: Requete) -> tuple[AnneeScolaire, AnneeForm]:
    """The year asked, else the one that is running."""
    courante = AnneeScolaire.du(timezone.localdate())
    donnees = request.GET if "annee" in request.GET else {"annee": str(courante.rentree)}
    form = AnneeForm(donnees, courante=courante)
    return (AnneeScolaire(form.cleaned_data["annee"]) if form.is_valid() else courante), form


def lien_de_publication() -> str:
    """Where a figure is prepared to leave the team; "" in a house without this room."""
    try:
        return reverse(PUBLIER)
    except NoReverseMatch:
        return ""


def piece_jointe(octets: bytes, nom: str) -> HttpResponse:
    """A spreadsheet to download."""
    reponse = HttpResponse(octets, content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}.xlsx"'
    return reponse


@page(acte=Acte.VOIR_LES_CHIFFRES)
def annuelles(request: Requete) -> HttpResponse:
    """Annual figures of the programme, each with its definition."""
    annee, form = annee_demandee(request)
    faits = queries.faits_de_l_annee(request.acteur, annee, at=timezone.localdate())
    contexte = {
        "form": form,
        "annee": annee,
        "chiffres": faits.chiffres,
        "tableaux": tableaux_de_l_annee(faits),
        "definitions": definitions(),
        "publier": lien_de_publication(),
    }
    return render(request, "statistiques/annuelles.html", contexte)


@page(acte=Acte.EXPORTER_LES_CHIFFRES)
def annuelles_xlsx(request: Requete) -> HttpResponse:
    """The same figures as a spreadsheet."""
    annee, _ = annee_demandee(request)
    faits = queries.faits_de_l_annee(
        request.acteur, annee, at=timezone.localdate(), acte=Acte.EXPORTER_LES_CHIFFRES
    )
    octets = tableur.classeur(
        annee,
        tableaux_de_l_annee(faits),
        programme=queries.nom_du_programme(request.acteur),
        auteur=request.acteur.nom,
        le=timezone.localtime(),
    )
    return piece_jointe(octets, f"chiffres-{annee.libelle}")
