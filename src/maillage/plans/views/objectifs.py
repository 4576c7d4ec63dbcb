"""Pages that write needs, objectives, steps and viewpoints."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.plans import queries, services
from maillage.plans.forms import BesoinForm, ClotureForm, EtapeForm, ObjectifForm, RegardForm
from maillage.plans.queries.projections import EcritureLue
from maillage.plans.views.saisie import Page, retour, saisir, sans_formulaire

ecrite = page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
envoyee = page(acte=Acte.ECRIRE, methodes=("POST",))


def ancre(objectif: UUID) -> str:
    """Where an objective is on the page of the plan."""
    return f"o-{objectif}"


def _lu(request: Requete, dossier: UUID) -> tuple[queries.PlanLu, date]:
    au = timezone.localdate()
    return queries.plan_a_ecrire(request.acteur, dossier, at=au), au


@sensitive_post_parameters()
@ecrite
def besoin(request: Requete, dossier: UUID) -> HttpResponse:
    """Write a need."""
    lu, au = _lu(request, dossier)
    ecran = Page(
        lu, "Un besoin de l’enfant", "Enregistrer le besoin", "Besoin enregistré.", "besoins"
    )
    return saisir(
        request, ecran, BesoinForm(request.POST or None),
        lambda d: services.noter_besoin(acteur=request.acteur, dossier_id=dossier, at=au, **d),
    )  # fmt: skip


@envoyee
def clore_besoin(request: Requete, dossier: UUID, besoin: UUID) -> HttpResponse:
    """The need is no longer one."""
    au = timezone.localdate()
    services.clore_besoin(acteur=request.acteur, dossier_id=dossier, besoin_id=besoin, at=au)
    messages.success(request, "Besoin rangé : il n’est plus d’actualité.")
    return retour(dossier, "besoins")


@sensitive_post_parameters()
@ecrite
def nouvel_objectif(request: Requete, dossier: UUID) -> HttpResponse:
    """Write an objective with the family."""
    lu, au = _lu(request, dossier)
    ecran = Page(
        lu,
        "Un objectif, écrit avec la famille",
        "Enregistrer l’objectif",
        "Objectif enregistré.",
        "objectifs",
    )
    ecran.plus["avertissement"] = queries.trop_d_objectifs(len(lu.objectifs) + 1)
    return saisir(
        request, ecran, ObjectifForm(request.POST or None),
        lambda d: services.ecrire_objectif(
            acteur=request.acteur, dossier_id=dossier, at=au, **sans_formulaire(d, "version")
        ),
    )  # fmt: skip


@sensitive_post_parameters()
@ecrite
def objectif(request: Requete, dossier: UUID, objectif: UUID) -> HttpResponse:
    """Write it in other words; two who write at once see both texts."""
    lu, au = _lu(request, dossier)
    o = lu.objectif(objectif)
    form = ObjectifForm(request.POST or None, initial=ObjectifForm.depart(o.courante, o.version))
    ecran = Page(
        lu,
        "Récrire l’objectif",
        "Enregistrer ces mots",
        "Objectif récrit. Les mots d’avant sont gardés.",
        ancre(objectif),
    )
    ecran.autre, ecran.version = _en_mots(o.courante), o.version
    return saisir(
        request, ecran, form,
        lambda d: services.reecrire_objectif(
            acteur=request.acteur, objectif_id=objectif, at=au, **_avec_version(d)
        ),
    )  # fmt: skip


def _en_mots(e: EcritureLue) -> tuple[tuple[str, str], ...]:
    return (
        ("Objectif", e.texte), ("Dans les mots de", e.mots_de.libelle), ("Qui était là", e.presents),
        ("Domaine", e.domaine_en_mots), ("Écrit par", e.auteur),
    )  # fmt: skip


def _avec_version(donnees: dict[str, Any]) -> dict[str, Any]:
    """A page without its version is a page that nobody drew: it never wins a race."""
    return {**sans_formulaire(donnees, "formulaire"), "version": donnees["version"] or 0}


@sensitive_post_parameters()
@ecrite
def clore(request: Requete, dossier: UUID, objectif: UUID) -> HttpResponse:
    """The objective is reached, left aside, or open again."""
    lu, au = _lu(request, dossier)
    o = lu.objectif(objectif)
    depart = {"etat": o.etat.value, "issue": o.issue, "le": au.isoformat(), "version": o.version}
    form = ClotureForm(request.POST or None, initial=depart)
    ecran = Page(lu, "Où en est cet objectif", "Enregistrer", "Objectif mis à jour.", "objectifs")
    ecran.autre = (("Où il en est", o.etat.libelle), ("En quelques mots", o.issue))
    ecran.version, ecran.plus["objectif"] = o.version, o
    return saisir(
        request, ecran, form,
        lambda d: services.clore_objectif(
            acteur=request.acteur, objectif_id=objectif, at=au, **_avec_version(d)
        ),
    )  # fmt: skip


@sensitive_post_parameters()
@ecrite
def etape(request: Requete, dossier: UUID, objectif: UUID) -> HttpResponse:
    """Write a step."""
    lu, au = _lu(request, dossier)
    ecran = Page(
        lu, "Une étape vers l’objectif", "Ajouter l’étape", "Étape ajoutée.", ancre(objectif)
    )
    ecran.plus["objectif"] = lu.objectif(objectif)
    return saisir(
        request, ecran, EtapeForm(request.POST or None),
        lambda d: services.ajouter_etape(
            acteur=request.acteur, objectif_id=objectif, at=au, **d
        ),
    )  # fmt: skip


@envoyee
def etape_faite(request: Requete, dossier: UUID, objectif: UUID, etape: UUID) -> HttpResponse:
    """Mark a step as done."""
    au = timezone.localdate()
    services.faire_etape(acteur=request.acteur, dossier_id=dossier, etape_id=etape, le=au, at=au)
    messages.success(request, "Étape faite.")
    return retour(dossier, ancre(objectif))


@sensitive_post_parameters()
@ecrite
def regard(request: Requete, dossier: UUID, objectif: UUID) -> HttpResponse:
    """Record what somebody sees change."""
    lu, au = _lu(request, dossier)
    ecran = Page(
        lu,
        "Un regard sur l’objectif",
        "Enregistrer ce regard",
        "Regard enregistré.",
        ancre(objectif),
    )
    ecran.plus["objectif"] = lu.objectif(objectif)
    return saisir(
        request, ecran, RegardForm(request.POST or None, initial={"le": au.isoformat()}),
        lambda d: services.noter_regard(
            acteur=request.acteur, objectif_id=objectif, at=au, **d
        ),
    )  # fmt: skip
