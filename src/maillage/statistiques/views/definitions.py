"""What each figure means: read by anyone who reads a figure, it shows none."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.statistiques.rules.definitions import definition, definitions


@page(acte=Acte.CONNAITRE_LES_REGLES)
def liste(request: Requete) -> HttpResponse:
    """Every indicator."""
    contexte = {"definitions": tuple(definitions().values())}
    return render(request, "statistiques/definitions.html", contexte)


@page(acte=Acte.CONNAITRE_LES_REGLES)
def une(request: Requete, code: str) -> HttpResponse:
    """One indicator."""
    return render(request, "statistiques/definition.html", {"d": definition(code)})
