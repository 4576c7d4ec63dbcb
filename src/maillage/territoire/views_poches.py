"""Pages where a poche is made by hand: drawn on the map, or typed street by street. Nothing is stored before the report is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import ban, cartes, poches, queries, reperes, tasks
from maillage.territoire.forms_poches import DessinForm, RuesForm, depart


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def dessiner(request: Requete) -> HttpResponse:
    """Draw a poche by touching the map, or write its points."""
    return _poche(request, DessinForm, "territoire/dessiner.html", carte=True)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def rues(request: Requete) -> HttpResponse:
    """Type the streets of a poche, one on each line."""
    return _poche(request, RuesForm, "territoire/rues.html", carte=False)


def _poche(
    request: Requete, formulaire: type[DessinForm | RuesForm], gabarit: str, *, carte: bool
) -> HttpResponse:
    au = timezone.localdate()
    communes = queries.communes_nommees(comptes.programme(request.acteur.programme_id).communes)
    donnees = request.POST if request.method == "POST" else None
    form = formulaire(donnees, communes=communes, initial=depart(au))
    refus = None
    if form.is_bound and form.is_valid():
        try:
            depot = poches.deposer(acteur=request.acteur, voulue=form.voulue(), at=au)
        except ErreurMetier as erreur:
            refus = erreur
        else:
            tasks.lire_zones.enqueue(str(depot))
            return redirect("territoire:cartes_depot", depot)
    contexte = {
        "form": form,
        "refus": refus,
        "communes": communes,
        "en_vigueur": poches.poches_au(request.acteur.programme_id, au),
        "adresses": ban.en_service(Path(settings.BAN)),
    }
    if carte:
        contexte["carte"] = _fond(request)
    return render(request, gabarit, contexte, status=422 if form.is_bound else 200)


def _fond(request: Requete) -> dict[str, Any]:
    """What to find one's way by: zones in force, schools, names of streets; no tile, no child."""
    au, programme = timezone.localdate(), comptes.programme(request.acteur.programme_id)
    communes = queries.communes_actuelles(programme.communes)
    zones = []
    for genre, cote in ((cartes.Genre.PRIORITAIRE, ""), (cartes.Genre.POCHE, "apres")):
        lue = cartes.en_vigueur_au(au, genre, programme=programme.id)
        if lue is not None:
            datee = cartes.carte(lue.code, programme=programme.id)
            zones += [z | {"cote": cote} for z in reperes.zones_dessinees(datee, communes)]
    return {
        "tuiles": None, "tracer": True, "zones": zones, "voies": reperes.voies_de(communes),
        "ecoles": [
            {"lon": e.lon, "lat": e.lat, "nom": e.nom}
            for e in reperes.ecoles(programme.communes, au) if e.lon is not None
        ],
    }  # fmt: skip
