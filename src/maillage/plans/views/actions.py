"""Pages that write actions and lead them from one «suite» to the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.plans import queries, services
from maillage.plans.forms import ActionForm, SuiteForm
from maillage.plans.queries.projections import ActionLue
from maillage.plans.rules.suites import Suite
from maillage.plans.views.saisie import Page, saisir


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def nouvelle(request: Requete, dossier: UUID) -> HttpResponse:
    """Propose an action."""
    au = timezone.localdate()
    lu = queries.plan_a_ecrire(request.acteur, dossier, at=au)
    depart = {"objectif": request.GET.get("objectif", "")}
    form = ActionForm(request.POST or None, objectifs=lu.objectifs, initial=depart)
    ecran = Page(lu, "Proposer une action", "Ajouter l’action", "Action proposée.", "actions")

    def ecrire(d: dict[str, Any]) -> object:
        return services.proposer_action(
            acteur=request.acteur, dossier_id=dossier,
            objectif_id=UUID(d["objectif"]) if d["objectif"] else None, ecrite=form.ecrite(),
            debut=d["debut"], fin=d["fin"], formulaire=d["formulaire"], at=au,
        )  # fmt: skip

    return saisir(request, ecran, form, ecrire)


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def action(request: Requete, dossier: UUID, action: UUID) -> HttpResponse:
    """Correct the words and the days of an action."""
    au = timezone.localdate()
    lu = queries.plan_a_ecrire(request.acteur, dossier, at=au)
    a = lu.action(action)
    form = ActionForm(
        request.POST or None, objectifs=(*lu.objectifs, *lu.clos), initial=ActionForm.depart(a)
    )
    del form.fields["objectif"]
    ecran = Page(lu, "Corriger l’action", "Enregistrer l’action", "Action corrigée.", "actions")
    ecran.autre, ecran.version = _en_mots(a), a.version
    return saisir(
        request, ecran, form,
        lambda d: services.corriger_action(
            acteur=request.acteur, action_id=action, ecrite=form.ecrite(), debut=d["debut"],
            fin=d["fin"], version=d["version"] or 0, at=au,
        ),
    )  # fmt: skip


def _en_mots(a: ActionLue) -> tuple[tuple[str, str], ...]:
    jours = tuple(
        (n, f"{j:%d/%m/%Y}") for n, j in (("À partir du", a.debut), ("Jusqu’au", a.fin)) if j
    )
    return (
        ("Action", a.libelle), ("Qui la mène", a.operateur_en_mots), ("Structure", a.structure),
        ("Personne", a.qui), ("Où elle en est", a.suite.libelle), *jours,
    )  # fmt: skip


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def suite(request: Requete, dossier: UUID, action: UUID, vers: str) -> HttpResponse:
    """Lead the action to its next «suite»; the table and the agreement of the family decide."""
    au = timezone.localdate()
    lu = queries.plan_a_ecrire(request.acteur, dossier, at=au)
    a = lu.action(action)
    if vers not in set(Suite):
        raise Http404
    geste = next((g for g in a.gestes if g.ligne.vers == vers), None)
    form = SuiteForm(request.POST or None, initial={"le": au.isoformat(), "version": a.version})
    titre = geste.ligne.verbe if geste else f"Passer à « {Suite(vers).libelle} »"
    ecran = Page(lu, titre, "Enregistrer", "Action mise à jour.", "actions")
    ecran.autre, ecran.version = _en_mots(a), a.version
    ecran.plus |= {"action": a, "geste": geste}
    return saisir(
        request, ecran, form,
        lambda d: services.donner_suite(
            acteur=request.acteur, action_id=action, vers=Suite(vers), mots=d["mots"], le=d["le"],
            version=d["version"] or 0, formulaire=d["formulaire"], at=au,
        ),
    )  # fmt: skip
