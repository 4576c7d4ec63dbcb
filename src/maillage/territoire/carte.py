"""The map of the territory: schools with their label, réseaux, zones of a generation. Never a child. Its table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.notions.nomenclatures import charger
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import cartes, reperes
from maillage.territoire.cartes import GenerationConnue
from maillage.territoire.queries import communes_actuelles
from maillage.territoire.reperes import INCONNU, EcoleSurLaCarte

POSITIONS = (("placee", "Sur la carte"), ("a_placer", "À placer"))
LABELS = ("rep_plus", "rep", "hors_education_prioritaire", INCONNU)


def tuiles() -> dict[str, str] | None:
    """The source of tiles that the administrator chose; None by default. Only for maps without any child."""
    if not settings.TUILES:
        return None
    return {"adresse": settings.TUILES, "mention": settings.TUILES_MENTION}


def origine_des_tuiles() -> str:
    """What the page lets images come from: the origin of the tiles and nothing else."""
    parties = urlsplit(settings.TUILES)
    hote = parties.netloc.replace("{s}", "*")
    return f"{parties.scheme}://{hote}" if parties.scheme == "https" and hote else ""


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def carte(request: Requete) -> HttpResponse:
    """Schools and réseaux of the programme's communes, filtered in the address: nothing here is about anybody."""
    programme = comptes.programme(request.acteur.programme_id)
    toutes = reperes.ecoles(programme.communes, timezone.localdate())
    choix = {nom: request.GET.getlist(nom) for nom in ("label", "nature", "reseau", "position")}
    retenues = [e for e in toutes if _garde(e, choix)]
    generations = cartes.generations(request.acteur.programme_id)
    choisie = _generation(request, generations)
    zones = _zones(request, choisie)
    contexte = {
        "ecoles": retenues,
        "generations": generations,
        "choisie": choisie,
        "zones": zones[0],
        "toutes": len(toutes),
        "sans_point": sum(1 for e in retenues if e.lon is None),
        "filtres": _filtres(toutes, choix),
        "carte": {
            "tuiles": tuiles(),
            "zones": zones[1],
            "ecoles": [_point(e) for e in retenues if e.lon is not None],
        },
        "au": timezone.localdate(),
    }
    return render(request, "territoire/carte.html", contexte)


def _generation(request: Requete, connues: Sequence[GenerationConnue]) -> GenerationConnue | None:
    """The map asked for; the priority one in force today when nothing is asked; none when «none» is."""
    if "generation" not in request.GET:
        return cartes.en_vigueur_au(timezone.localdate(), programme=request.acteur.programme_id)
    return next((g for g in connues if str(g.id) == request.GET["generation"]), None)


def _zones(
    request: Requete, choisie: GenerationConnue | None
) -> tuple[list[cartes.ZoneMontree], list[dict[str, Any]]]:
    """The zones of the programme's communes: lines of the table, and shapes of those that have one."""
    if choisie is None:
        return [], []
    communes = communes_actuelles(comptes.programme(request.acteur.programme_id).communes)
    lignes = [z for z in cartes.zones(choisie.id) if communes & set(z.communes)]
    datee = cartes.carte(choisie.code, programme=request.acteur.programme_id)
    return lignes, reperes.zones_dessinees(datee, communes)


def _garde(e: EcoleSurLaCarte, choix: dict[str, list[str]]) -> bool:
    position = "a_placer" if e.lon is None else "placee"
    vus = {"label": e.label, "nature": e.nature, "reseau": e.reseau or "-", "position": position}
    return all(not voulus or vus[nom] in voulus for nom, voulus in choix.items())


def _filtres(
    toutes: tuple[EcoleSurLaCarte, ...], choix: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """The filters, each with the values that exist here."""
    labels = {e.label: e.label_dit for e in toutes}
    natures = {e.nature: e.nature_dite for e in toutes}
    reseaux = {e.reseau or "-": e.reseau or "Hors réseau connu" for e in toutes}
    ordre = {code: rang for rang, code in enumerate(LABELS)}
    return [
        _filtre("label", "Label", sorted(labels.items(), key=lambda x: ordre.get(x[0], 9)), choix),
        _filtre(
            "nature",
            "Type",
            sorted(natures.items(), key=lambda x: charger("n03").codes.index(x[0])),
            choix,
        ),
        _filtre("reseau", "Réseau", sorted(reseaux.items(), key=lambda x: x[1]), choix),
        _filtre("position", "Position", POSITIONS, choix),
    ]


def _filtre(nom: str, libelle: str, valeurs: Any, choix: dict[str, list[str]]) -> dict[str, Any]:
    cochees = choix[nom]
    liste = [{"valeur": v, "libelle": lib, "coche": v in cochees} for v, lib in valeurs]
    return {
        "nom": nom,
        "libelle": libelle,
        "choix": liste,
        "actifs": sum(c["coche"] for c in liste),
    }


def _point(e: EcoleSurLaCarte) -> dict[str, Any]:
    return {
        "uai": e.uai, "nom": e.nom, "lon": e.lon, "lat": e.lat, "label": e.label,
        "college": e.nature in {"college", "lycee"}, "dit": f"{e.nature_dite}, {e.label_dit}",
    }  # fmt: skip


# An image from the tiles' origin on this page only, when somebody configured one.
if origine_des_tuiles():
    carte = csp_update({"img-src": [origine_des_tuiles()]})(carte)
