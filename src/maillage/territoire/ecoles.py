"""Page where a school without position is placed by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import placement, reperes
from maillage.territoire.forms_points import PointForm
from maillage.territoire.geocodage import geocoder
from maillage.territoire.placement import EcoleAPlacer
from maillage.territoire.rules.adresses import Geocodage


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def placer(request: Requete, uai: str) -> HttpResponse:
    """Where a school is: touch the map, or write the two numbers."""
    ecole = placement.ecole_a_placer(request.acteur, uai)
    depart = _ecrits(ecole.lon, ecole.lat)
    form = PointForm(request.POST if request.method == "POST" else None, initial=depart)
    if form.is_bound and form.is_valid():
        d = form.cleaned_data
        placement.placer(
            acteur=request.acteur, uai=uai, lon=d["lon"], lat=d["lat"], at=timezone.localdate()
        )
        messages.success(request, "La position de l’établissement est enregistrée.")
        return redirect("territoire:carte")
    lieu = f"{ecole.code_postal} {ecole.localite}"
    propose = geocoder(ecole.adresse, lieu, [ecole.commune_id or ""])
    contexte = {"form": form, "ecole": ecole, "carte": _carte(ecole, propose)}
    statut = 422 if form.is_bound else 200
    return render(request, "territoire/placer_ecole.html", contexte, status=statut)


def _ecrits(lon: float | None, lat: float | None) -> dict[str, str]:
    """Degrees as people write them here."""
    if lon is None or lat is None:
        return {}
    return {n: f"{v:.6f}".replace(".", ",") for n, v in (("lat", lat), ("lon", lon))}


def _carte(ecole: EcoleAPlacer, propose: Geocodage) -> dict[str, Any]:
    """The map around what is known: the school, else what its address may be, else the middle of its commune."""
    point = None if ecole.lon is None else {"lon": ecole.lon, "lat": ecole.lat}
    candidats = [
        {"lon": c.position.lon, "lat": c.position.lat, "nom": c.libelle} for c in propose.candidats
    ]
    centre = point or (candidats[0] if candidats else None) or reperes.milieu(ecole.commune_id)
    autour = reperes.reperes_autour((centre["lon"], centre["lat"])) if centre else []
    return {
        "tuiles": None, "placer": True, "point": point, "centre": centre, "candidats": candidats,
        "reperes": autour,
    }  # fmt: skip
