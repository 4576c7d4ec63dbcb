"""The plan of a child, the versions shown to the family, the paper for an adult."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.parcours.presentation import PLAN, onglets
from maillage.parcours.rules.passages import Passage
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.plans import queries, services
from maillage.plans.forms import AccordForm, DemarrageForm, PresentationForm
from maillage.plans.queries import famille
from maillage.plans.rules.multiples import HAUTEUR, LARGEUR, LIGNES
from maillage.plans.rules.regards import Evolution
from maillage.plans.views.saisie import Page, saisir

ADRESSES = {
    Passage.PROPOSER_PLAN: ("plans:presenter", "Présenter le plan à la famille"),
    Passage.NOTER_ACCORD_PLAN: ("plans:accord", "La famille accepte le plan"),
    Passage.DEMARRER: ("plans:demarrer", "Le parcours commence"),
}


@page(acte=Acte.LIRE)
def plan(request: Requete, dossier: UUID) -> HttpResponse:
    """The plan: needs, objectives seen by each one, actions, where it stands with the family."""
    au = timezone.localdate()
    lu = queries.plan(request.acteur, dossier, at=au)
    contexte = {
        "plan": lu,
        "onglets": onglets(lu, PLAN),
        "adultes": famille.adultes(request.acteur, dossier, at=au),
        "gestes": [(g, *ADRESSES[g.passage]) for g in lu.gestes],
        "echelle": LIGNES,
        "cadre_svg": f"0 0 {LARGEUR} {HAUTEUR}",
        "stable": Evolution.STABLE,
        "degradation": Evolution.DEGRADATION,
    }
    return render(request, "plans/plan.html", contexte)


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def presenter(request: Requete, dossier: UUID) -> HttpResponse:
    """The plan was shown to the family: freeze what it says."""
    au = timezone.localdate()
    lu = queries.plan_a_ecrire(request.acteur, dossier, at=au)
    form = PresentationForm(request.POST or None, initial={"le": au.isoformat()})
    ecran = Page(lu, "Présenter le plan à la famille", "Le plan a été présenté", "Plan présenté.")
    ecran.plus["presente"] = True
    return saisir(
        request, ecran, form,
        lambda d: services.proposer_le_plan(acteur=request.acteur, dossier_id=dossier, at=au, **d),
    )  # fmt: skip


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def accord(request: Requete, dossier: UUID) -> HttpResponse:
    """The family accepts the version shown."""
    au = timezone.localdate()
    lu = queries.plan_a_ecrire(request.acteur, dossier, at=au)
    form = AccordForm(request.POST or None, initial={"le": au.isoformat()})
    ecran = Page(lu, "La famille accepte le plan", "Noter l’accord sur le plan", "Accord noté.")
    return saisir(
        request, ecran, form,
        lambda d: services.noter_l_accord(acteur=request.acteur, dossier_id=dossier, at=au, **d),
    )  # fmt: skip


@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def demarrer(request: Requete, dossier: UUID) -> HttpResponse:
    """The parcours begins."""
    au = timezone.localdate()
    lu = queries.plan_a_ecrire(request.acteur, dossier, at=au)
    form = DemarrageForm(request.POST or None, initial={"le": au.isoformat()})
    ecran = Page(
        lu, "Le parcours commence", "Noter le début du parcours", "Le parcours a commencé."
    )
    return saisir(
        request, ecran, form,
        lambda d: services.demarrer(acteur=request.acteur, dossier_id=dossier, at=au, **d),
    )  # fmt: skip


@page(acte=Acte.LIRE)
def version(request: Requete, dossier: UUID, version: UUID) -> HttpResponse:
    """A version as the family saw it."""
    au = timezone.localdate()
    lu = queries.plan(request.acteur, dossier, at=au)
    figee = famille.version(request.acteur, dossier, version, at=au)
    return render(request, "plans/version.html", {"plan": lu, "version": figee})


@page(acte=Acte.ECRIRE)
def imprimer(request: Requete, dossier: UUID, adulte: UUID) -> HttpResponse:
    """The plan of today on paper, for one adult of the family: only what may be said to her."""
    dit = famille.plan_pour(request.acteur, dossier, adulte, at=timezone.localdate())
    return reponse_pdf(pdf("plans/plan_imprime.html", {"plan": dit}), "notre-plan")
