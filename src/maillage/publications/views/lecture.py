"""Pages of those who read what was released: élus, pilots, partners, and the coordination as they see it.

This module cannot import what knows a child (contract «outside-the-secret»), and its queries read the store alone.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.chiffrement.signature import cle_connue
from maillage.comptes.rules import Mission
from maillage.notions.erreurs import Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.publications import export, tableur
from maillage.publications.mur import publie_seulement
from maillage.publications.queries import lecture
from maillage.publications.rules.catalogue import LECTEURS
from maillage.publications.rules.parutions import ParutionDetaillee, TablePubliee
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.tableaux import pourquoi_masquee, tableaux

ACTE = Acte.LIRE_LES_PUBLICATIONS
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(acte=ACTE)
@publie_seulement
def liste(request: Requete) -> HttpResponse:
    """What the programme has released, the latest first."""
    programme = request.acteur.programme_id
    lues = lecture.publications(programme) if programme else ()
    contexte = {"publications": [(p, PeriodeScolaire(p.periode).libelle) for p in lues]}
    return render(request, "publications/publiees.html", contexte)


@page(acte=ACTE)
@publie_seulement
def publication(request: Requete, parution: int) -> HttpResponse:
    """One release: its tables, drawn and written, each with its definition."""
    lue = _lue(request, parution, "lue")
    montres = tableaux(lue, _mission(request))
    contexte = {
        "publication": lue,
        "periode": PeriodeScolaire(lue.parution.periode).libelle,
        "tableaux": montres,
        "masque": pourquoi_masquee(lue),
        "protection": lue.tables[0].protection if lue.tables else "",
        "a_combien": f"enfants suivis, à {lue.base - 1} près",
        "total": next((t.total.cases[-1] for t in montres if t.total), None),
    }
    return render(request, "publications/publiee.html", contexte)


@page(acte=ACTE)
@publie_seulement
def en_tableur(request: Requete, parution: int) -> HttpResponse:
    """The same figures as a spreadsheet."""
    lue = _lue(request, parution, "tableur")
    reponse = HttpResponse(tableur.classeur(lue, _siennes(request, lue)), content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="publication-{parution}.xlsx"'
    return reponse


@page(acte=ACTE)
@publie_seulement
def en_json(request: Requete, parution: int) -> HttpResponse:
    """The same figures for a machine."""
    lue = _lue(request, parution, "json")
    contenu = export.en_json(lue, _siennes(request, lue))
    reponse = JsonResponse(contenu, json_dumps_params={"ensure_ascii": False})
    reponse["Content-Disposition"] = f'attachment; filename="publication-{parution}.json"'
    return reponse


@page(acte=ACTE)
@publie_seulement
def document(request: Requete, parution: int, document: UUID) -> HttpResponse:
    """A report joined to a release."""
    if request.acteur.programme_id is None:
        raise Introuvable
    dit, octets = lecture.document(parution, document, request.acteur.programme_id)
    _noter(request, parution, "document")
    reponse = HttpResponse(octets, content_type=dit.type)
    reponse["Content-Disposition"] = (
        f'attachment; filename="publication-{parution}-{dit.nature}.{_fin(dit.nom)}"'
    )
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse


def _fin(nom: str) -> str:
    return nom.rsplit(".", 1)[-1].lower()


def _mission(request: Requete) -> str:
    """The mission under which tables are chosen; the coordination sees them all."""
    if Mission.COORDINATION in request.acteur.missions:
        return ""
    return next((m.value for m in Mission if m in request.acteur.missions & LECTEURS), "aucune")


def _siennes(request: Requete, lue: ParutionDetaillee) -> tuple[TablePubliee, ...]:
    mission = _mission(request)
    return tuple(t for t in lue.tables if not mission or mission in t.pour)


def _lue(request: Requete, numero: int, geste: str) -> ParutionDetaillee:
    """The release, its signature checked against the key of this installation; the reading is noted."""
    if request.acteur.programme_id is None:
        raise Introuvable
    lue = lecture.parution(numero, request.acteur.programme_id, cle_attendue=cle_connue())
    _noter(request, numero, geste)
    return lue


def _noter(request: Requete, numero: int, geste: str) -> None:
    decision = decide(request.acteur, ACTE, None, None, timezone.localdate())
    noter(request.acteur, ACTE, decision, objet=f"publication {numero} {geste}")
