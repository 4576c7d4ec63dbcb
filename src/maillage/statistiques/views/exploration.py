"""Exploration: an indicator, filters, one or two groupings. For the coordination, inside the cercle."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.statistiques import queries, tableur
from maillage.statistiques.cases import ranger_en_cases
from maillage.statistiques.forms import PAR_DEFAUT, ExplorationForm
from maillage.statistiques.graphique import dessiner
from maillage.statistiques.rules.axes import Axe
from maillage.statistiques.rules.definitions import definition
from maillage.statistiques.rules.exploration import ReponseCroisee
from maillage.statistiques.views.annuelles import (
    annee_demandee,
    lien_de_publication,
    piece_jointe,
)


@page(acte=Acte.VOIR_LES_CHIFFRES)
def explorer(request: Requete) -> HttpResponse:
    """The question, kept in the address; its table and its chart."""
    contexte = _repondre(request, Acte.VOIR_LES_CHIFFRES)
    c: ReponseCroisee = contexte["croisement"]
    d = definition(c.exploration.indicateur)
    selon = f"selon {c.axe_lignes.libelle.lower()}"
    if c.axe_colonnes:
        selon += f" et {c.axe_colonnes.libelle.lower()}"
    contexte |= {
        "d": d,
        "graphique": dessiner(c, f"{d.libelle}, {selon}", _sous_titre(contexte)),
        "publier": lien_de_publication(),
        "le": timezone.localtime(),
        "parametres": request.GET.urlencode(),
    }
    return render(request, "statistiques/explorer.html", contexte)


@page(acte=Acte.EXPORTER_LES_CHIFFRES)
def explorer_xlsx(request: Requete) -> HttpResponse:
    """The same table as a spreadsheet, its filters printed on it."""
    contexte = _repondre(request, Acte.EXPORTER_LES_CHIFFRES)
    octets = tableur.classeur_d_exploration(
        contexte["croisement"],
        contexte["tableau"],
        filtres=contexte["filtres_dits"],
        annee=contexte["annee"],
        programme=queries.nom_du_programme(request.acteur),
        auteur=request.acteur.nom,
        le=timezone.localtime(),
    )
    return piece_jointe(octets, f"exploration-{contexte['annee'].libelle}")


def _repondre(request: Requete, acte: Acte) -> dict[str, Any]:
    annee, choix = annee_demandee(request)
    lue = queries.matiere(request.acteur, annee, at=timezone.localdate(), acte=acte)
    demande = "indicateur" in request.GET
    form = ExplorationForm(request.GET if demande else _premiere(), axes=lue.axes)
    croisement = lue.repondre(form.question)
    return {
        "annee": annee,
        "choix": choix,
        "form": form,
        "croisement": croisement,
        "tableau": ranger_en_cases(croisement),
        "filtres": [_filtre(a, croisement) for a in lue.axes if len(a.modalites) > 1],
        "filtres_dits": _filtres_dits(lue.axes, croisement),
    }


def _premiere() -> dict[str, str]:
    return {
        "indicateur": PAR_DEFAUT.indicateur,
        "lignes": PAR_DEFAUT.lignes,
        "colonnes": PAR_DEFAUT.colonnes,
    }


def _filtre(axe: Axe, c: ReponseCroisee) -> dict[str, Any]:
    coches = c.exploration.filtres.get(axe.nom, ())
    return {
        "nom": f"f_{axe.nom}",
        "libelle": axe.libelle,
        "actifs": len(coches),
        "choix": [
            {"valeur": m.code, "libelle": m.libelle, "coche": m.code in coches}
            for m in axe.modalites
        ],
    }


def _filtres_dits(axes: tuple[Axe, ...], c: ReponseCroisee) -> tuple[tuple[str, str], ...]:
    """The filters in words, for the page and for every export."""
    filtres = c.exploration.filtres
    return tuple(
        (a.libelle, ", ".join(a.dit(code) for code in filtres[a.nom]))
        for a in axes
        if filtres.get(a.nom)
    )


def _sous_titre(contexte: dict[str, Any]) -> str:
    dits = "".join(f" {axe} : {codes}." for axe, codes in contexte["filtres_dits"])
    return f"Année {contexte['annee'].libelle}.{dits}"
