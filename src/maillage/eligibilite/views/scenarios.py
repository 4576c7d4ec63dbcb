"""Pages of scenarios: for the coordination only. Small counts stay in the team."""

from __future__ import annotations

from uuid import UUID, uuid4

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from maillage.eligibilite.forms.scenarios import ScenarioForm
from maillage.eligibilite.queries import regles as jeux
from maillage.eligibilite.queries import scenarios as queries
from maillage.eligibilite.queries.cartes import cartes_connues
from maillage.eligibilite.queries.difference import difference
from maillage.eligibilite.rules.simulation import CAS, Cas
from maillage.eligibilite.services import scenarios as services
from maillage.eligibilite.tableaux import cote_a_cote, tableaux
from maillage.eligibilite.tableur import classeur
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire.carte import origine_des_tuiles, tuiles
from maillage.territoire.views_cartes import DEVENIRS

ACTE = Acte.TENIR_L_ELIGIBILITE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONCERNES = frozenset({Cas.PERDU, Cas.GAGNE, Cas.A_EXAMINER})
COLONNES = (
    "cas", "total", "par_regle", "par_ecole", "par_zone", "par_referent", "consequences", "noms",
    "avertissements",
)  # fmt: skip


@page(acte=ACTE)
def liste(request: Requete) -> HttpResponse:
    """Every scenario, and those computed side by side."""
    lus = queries.scenarios(request.acteur)
    calcules = tuple(s for s in lus if s.calcule)
    contexte = {"scenarios": lus, "comparaison": cote_a_cote(calcules) if calcules else None}
    return render(request, "eligibilite/scenarios.html", contexte)


@page(acte=ACTE, methodes=("GET", "POST"))
def nouveau(request: Requete) -> HttpResponse:
    """Ask for a simulation."""
    at = timezone.localdate()
    versions = [(str(v.id), v.nom) for v in jeux.versions(request.acteur) if v.jeu]
    cartes = cartes_connues(request.acteur.programme_id)
    form = ScenarioForm(
        request.POST if request.method == "POST" else None,
        cartes=cartes,
        regles=tuple(versions),
        initial={"bascule": at, "formulaire": uuid4()},
    )
    refus = None
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        identifiants = {c: UUID(d[c]) for c in ("regles_avant", "regles_apres")}
        try:
            ident = services.creer(acteur=request.acteur, at=at, **{**d, **identifiants})
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return redirect("eligibilite:scenario", ident)
    contexte = {"form": form, "refus": refus, "sans_carte": not cartes, "sans_regles": not versions}
    statut = 422 if form.is_bound else 200
    return render(request, "eligibilite/nouveau_scenario.html", contexte, status=statut)


@page(acte=ACTE)
def scenario(request: Requete, scenario: UUID) -> HttpResponse:
    """One scenario: its progress, or its counts and tables."""
    lu = queries.scenario(request.acteur, scenario)
    contexte = {
        "scenario": lu,
        "tableaux": tableaux(lu) if lu.calcule else (),
        "comptes": [(c.libelle, lu.resultat[c.value]) for c in CAS] if lu.calcule else (),
    }
    return render(request, "eligibilite/scenario.html", contexte)


@page(acte=ACTE)
def avancement(request: Requete, scenario: UUID) -> HttpResponse:
    """The progress alone, asked every second."""
    lu = queries.scenario(request.acteur, scenario)
    reponse = render(request, "eligibilite/_avancement.html", {"scenario": lu})
    if not lu.en_cours:
        reponse["HX-Refresh"] = "true"
    return reponse


@page(acte=ACTE, methodes=("POST",))
def arreter(request: Requete, scenario: UUID) -> HttpResponse:
    """Ask the computation to stop."""
    services.arreter(acteur=request.acteur, scenario_id=scenario, at=timezone.localdate())
    return redirect("eligibilite:scenario", scenario)


@page(acte=ACTE, methodes=("POST",))
def decider(request: Requete, scenario: UUID) -> HttpResponse:
    """Keep this scenario as decided; no dossier changes."""
    services.decider(acteur=request.acteur, scenario_id=scenario, at=timezone.localdate())
    messages.success(
        request, "Scénario décidé. Aucun dossier n’a changé : une campagne peut s’ouvrir."
    )
    return redirect("eligibilite:scenario", scenario)


@page(acte=ACTE)
def enfants(request: Requete, scenario: UUID) -> HttpResponse:
    """The children concerned, for whoever reads their volet identité."""
    lu = queries.scenario(request.acteur, scenario)
    concernes = queries.concernes(request.acteur, scenario, CONCERNES, at=timezone.localdate())
    return render(request, "eligibilite/concernes.html", {"scenario": lu, "concernes": concernes})


@page(acte=ACTE)
def carte(request: Requete, scenario: UUID) -> HttpResponse:
    """The zones before and after, drawn and in a table; never a child."""
    lu = queries.scenario(request.acteur, scenario)
    vue = difference(request.acteur, scenario)
    contexte = {
        "scenario": lu,
        "difference": vue,
        "lignes": [(*DEVENIRS[z.devenir], z) for z in vue.lignes],
        "carte": {"tuiles": tuiles(), "zones": vue.formes, "ecoles": []},
    }
    return render(request, "eligibilite/difference.html", contexte)


if origine_des_tuiles():
    carte = csp_update({"img-src": [origine_des_tuiles()]})(carte)


@page(acte=Acte.EXPORTER_LES_CHIFFRES)
def tableur(request: Requete, scenario: UUID) -> HttpResponse:
    """The counts in a spreadsheet."""
    lu = _calcule(request, scenario)
    reponse = HttpResponse(classeur(lu, auteur=request.acteur.nom), content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="scenario-{slugify(lu.nom)}.xlsx"'
    return reponse


@page(acte=Acte.EXPORTER_LES_CHIFFRES)
def en_json(request: Requete, scenario: UUID) -> HttpResponse:
    """The counts as the command line writes them, without any child."""
    lu = _calcule(request, scenario)
    comptes = {c.value: lu.resultat[c.value] for c in CAS}
    autres = {k: lu.resultat[k] for k in COLONNES if k in lu.resultat}
    reponse = JsonResponse({**comptes, **autres}, json_dumps_params={"ensure_ascii": False})
    reponse["Content-Disposition"] = f'attachment; filename="scenario-{slugify(lu.nom)}.json"'
    return reponse


def _calcule(request: Requete, scenario: UUID) -> queries.ScenarioLu:
    lu = queries.scenario(request.acteur, scenario)
    if not lu.calcule:
        raise Http404
    return lu
