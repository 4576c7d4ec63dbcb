"""The mode séance: one situation on the screen, decisions typed live, and the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.eps.forms import DecisionForm, PresencesForm, TacheForm
from maillage.eps.queries.ecran import Ecran
from maillage.eps.queries.ecran import ecran as lire_l_ecran
from maillage.eps.rules.seances import EtatDeSeance
from maillage.eps.services import cloture, decisions, seances
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@sensitive_post_parameters()
@page(acte=Acte.TENIR_L_EPS, methodes=("GET", "POST"))
def ecran(request: Requete, seance: UUID, place: int) -> HttpResponse:
    """One situation of the séance, safe to share on a screen."""
    lu = lire_l_ecran(request.acteur, seance, place, at=timezone.localdate())
    if lu.seance.etat is not EtatDeSeance.OUVERTE:
        return redirect("eps:seance", seance)
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    prets = _formulaires(request, lu, geste)
    refus, statut = None, 200
    if geste is not None:
        statut = 422
        try:
            vers = _ecrire(request, lu, geste, prets)
        except ErreurMetier as erreur:
            refus, statut = erreur, erreur.statut
        else:
            if vers is not None:
                return redirect(_adresse(request, seance, vers))
    contexte = {"e": lu, "sans_nom": _sans_nom(request), "refus": refus, **prets}
    return render(request, "eps/ecran.html", contexte, status=statut)


def _sans_nom(request: Requete) -> bool:
    return request.GET.get("sans_nom") == "1"


def _adresse(request: Requete, seance: UUID, numero: int) -> str:
    return reverse("eps:ecran", args=[seance, numero]) + "?sans_nom=1" * _sans_nom(request)


def _formulaires(request: Requete, lu: Ecran, geste: str | None) -> dict[str, Any]:
    """The three forms; the one that was sent holds what was typed."""
    depart = {
        "decisions": list(lu.decidee.codes), "precision": lu.decidee.precision,
        "a_tous": lu.decidee.a_tous, "version": lu.version,
    }  # fmt: skip

    def envoyee(nom: str) -> Any:
        return request.POST if geste == nom else None

    au = timezone.localdate()
    return {
        "decision": DecisionForm(envoyee("decider"), initial=depart, auto_id="id_decision_%s"),
        "tache": TacheForm(
            envoyee("tache"), postes=lu.postes, aujourd_hui=au, auto_id="id_tache_%s"
        ),
        "presences": PresencesForm(
            envoyee("presences"), membres=[i.membre for i in lu.invites], auto_id="id_presences_%s"
        ),
    }


def _ecrire(request: Requete, lu: Ecran, geste: str, prets: dict[str, Any]) -> int | None:
    """Do what was asked; return the number of the situation to show, None when a form must be put right."""
    commun = {"acteur": request.acteur, "at": timezone.localdate()}
    if geste == "chrono":
        decisions.regler_le_chrono(
            **commun, seance_id=lu.seance.id, situation_id=lu.id, tourne=not lu.tourne
        )
        return lu.numero
    if geste == "presences" and prets["presences"].is_valid():
        seances.noter_les_presences(
            **commun, seance_id=lu.seance.id, presences=prets["presences"].presences()
        )
        messages.success(request, "Présences enregistrées.")
        return lu.numero
    if geste == "tache" and prets["tache"].is_valid():
        d = prets["tache"].cleaned_data
        voulue = decisions.TacheVoulue(d["libelle"], d["poste"], d["echeance"], d["a_tous"])
        decisions.ajouter_une_tache(
            **commun, situation_id=lu.id, voulue=voulue, formulaire=d["formulaire"]
        )
        return lu.numero
    if geste == "decider" and prets["decision"].is_valid():
        return _decider(lu, commun, prets["decision"].cleaned_data)
    return None


def _decider(lu: Ecran, commun: dict[str, Any], d: dict[str, Any]) -> int:
    """Record, then start the timer of the next one."""
    voulue = decisions.DecisionVoulue(tuple(d["decisions"]), d["precision"], d["a_tous"])
    decisions.decider(
        **commun, situation_id=lu.id, voulue=voulue, version=d["version"],
        formulaire=d["formulaire"],
    )  # fmt: skip
    if lu.suivante is None:
        return lu.numero
    decisions.lancer_le_chrono(**commun, seance_id=lu.seance.id, numero=lu.suivante)
    return lu.suivante


@page(acte=Acte.TENIR_L_EPS, methodes=("POST",))
def clore(request: Requete, seance: UUID) -> HttpResponse:
    """End the séance: the relevé is ready."""
    cloture.clore(acteur=request.acteur, seance_id=seance, version=None, at=timezone.localdate())
    messages.success(request, "Séance close. Le relevé est prêt, il ne change plus.")
    return redirect("eps:releve", seance)
