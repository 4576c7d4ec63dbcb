"""Pages that say where a home is: the address found, the others, a point placed by hand, and the homes still to be checked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.dossiers.rules import Volet
from maillage.enfants import queries, reperage, tasks
from maillage.enfants.errors import EcritEntreTemps
from maillage.enfants.forms.positions import PointForm
from maillage.enfants.queries.positions import (
    DomicileASituer,
    candidat_propose,
    domicile_a_situer,
)
from maillage.enfants.queries.reperage import domiciles_a_verifier
from maillage.enfants.rules.reperage import placee
from maillage.enfants.services import domiciles
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import possibles
from maillage.territoire.reperes import reperes_autour
from maillage.territoire.rules.adresses import NatureDePosition

AFFICHES = 100


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def position(request: Requete, dossier: UUID) -> HttpResponse:
    """Where the home of today is: keep what is proposed, choose, place by hand, or ask outside when it is allowed."""
    au = timezone.localdate()
    domicile = domicile_a_situer(request.acteur, dossier, at=au)
    form = PointForm(
        request.POST if "lon" in request.POST else None, initial=_ecrits(_depart(domicile))
    )
    refus = None
    if request.method == "POST":
        try:
            if _repondre(request, dossier, domicile, form):
                messages.success(request, "La position du domicile est enregistrée.")
                return redirect("parcours:volet", dossier, Volet.IDENTITE.value)
        except (EcritEntreTemps, ErreurMetier) as erreur:
            refus = erreur
    enfant = queries.nom_pour_ecrire(request.acteur, Volet.IDENTITE, dossier, at=au)
    contexte = {
        "dossier": dossier, "enfant": enfant, "volet": Volet.IDENTITE, "domicile": domicile, "form": form,
        "refus": refus, "type": _type(domicile), "carte": None if domicile.protege else _carte(domicile),
        "heberge": bool(settings.GEOCODEUR_HEBERGE) and not domicile.protege,
    }  # fmt: skip
    statut = 422 if request.method == "POST" else 200
    return render(request, "enfants/position.html", contexte, status=statut)


def _repondre(request: Requete, dossier: UUID, domicile: DomicileASituer, form: PointForm) -> bool:
    """Write what was answered; False when the form must be shown again."""
    version = request.POST.get("version", "")
    qui: dict[str, Any] = {
        "acteur": request.acteur, "dossier_id": dossier, "domicile_id": domicile.id,
        "version": int(version) if version.isdigit() else -1, "at": timezone.localdate(),
    }  # fmt: skip
    if "heberge" in request.POST:
        domiciles.demander_au_service(**qui)
        return True
    if request.POST.get("candidat"):
        candidat = candidat_propose(request.acteur, request.POST["candidat"])
        if candidat is None:
            raise Introuvable
        domiciles.choisir(candidat=candidat, **qui)
        return True
    if form.is_bound and form.is_valid():
        d = form.cleaned_data
        domiciles.placer(position=placee(d["lon"], d["lat"], timezone.localdate()), **qui)
        return True
    return False


def _depart(domicile: DomicileASituer) -> dict[str, Any]:
    ici = domicile.position or (domicile.geocodage.retenu and domicile.geocodage.retenu.position)
    return {"lon": ici.lon, "lat": ici.lat} if ici else {}


def _ecrits(depart: dict[str, Any]) -> dict[str, str]:
    """Degrees as people write them here."""
    return {nom: f"{degres:.6f}".replace(".", ",") for nom, degres in depart.items()}


def _type(domicile: DomicileASituer) -> str:
    return NatureDePosition(domicile.position.type_position).libelle if domicile.position else ""


def _carte(domicile: DomicileASituer) -> dict[str, Any]:
    """What the map of this page draws. No tile ever: asking for them would tell where the child lives."""
    candidats = [
        {"lon": c.position.lon, "lat": c.position.lat, "nom": c.libelle}
        for c in domicile.geocodage.candidats
    ]
    depart = _depart(domicile)
    centre = (depart["lon"], depart["lat"]) if depart else None
    return {
        "tuiles": None, "placer": True, "point": depart or None, "candidats": candidats,
        "reperes": reperes_autour(centre) if centre else [],
    }  # fmt: skip


@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def a_verifier(request: Requete) -> HttpResponse:
    """Homes whose position somebody must check, among the children one may write about; look for them all again."""
    if request.method == "POST":
        if not possibles(request.acteur, Acte.ECRIRE, Volet.IDENTITE):
            messages.info(request, "Votre mission n’écrit pas les domiciles.")
        elif "arreter" in request.POST:
            reperage.arreter(request.acteur)
        else:
            tasks.reperer_les_domiciles.enqueue(str(reperage.ouvrir(request.acteur.programme_id)))
        return redirect("enfants:positions")
    lignes = domiciles_a_verifier(request.acteur, at=timezone.localdate())
    contexte = {
        "lignes": lignes.a_verifier[:AFFICHES], "nombre": len(lignes.a_verifier), "surs": lignes.surs,
        "reperage": reperage.dernier(request.acteur),
    }  # fmt: skip
    return render(request, "enfants/positions.html", contexte)


@page(acte=Acte.ECRIRE)
def suivi(request: Requete) -> HttpResponse:
    """The progress bar alone, asked every second."""
    lu = reperage.dernier(request.acteur)
    if lu is None:
        raise Introuvable
    reponse = render(request, "enfants/_reperage.html", {"reperage": lu})
    if lu.etat != "en_cours":
        reponse["HX-Refresh"] = "true"
    return reponse
