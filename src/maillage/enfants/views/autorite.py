"""The page of one adult: what she exercises, what is protected from her. What comes from a decision takes two persons."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.accords.errors import PropositionEnAttente, SansReference
from maillage.accords.rules.autorite import Exercice
from maillage.enfants.forms.autorite import AutoriteForm, ProtectionForm
from maillage.enfants.queries.adultes import AdulteLu
from maillage.enfants.queries.demande import famille_pour_ecrire
from maillage.enfants.services import accords as services
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

DITS = {
    "confirmer": "Protection confirmée.",
    "demander_la_levee": "Levée demandée. Rien ne s’ouvre avant l’accord d’une seconde personne.",
    "lever": "Protection levée.",
    "garder": "Protection gardée.",
}


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("GET", "POST"))
def adulte(request: Requete, dossier: UUID, adulte: UUID) -> HttpResponse:
    """Parental authority and protection, for one adult of the family."""
    au = timezone.localdate()
    enfant, lus, _ = famille_pour_ecrire(request.acteur, dossier, at=au)
    lu = next((a for a in lus.adultes if a.id == adulte), None)
    if lu is None:
        raise Introuvable
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    situation = AutoriteForm(
        request.POST if geste == "situation" else None,
        aujourd_hui=au,
        initial={"exercice": lu.exercice},
        auto_id="id_situation_%s",
    )
    protection = ProtectionForm(
        request.POST if geste == "voiler" else None, aujourd_hui=au, auto_id="id_protection_%s"
    )
    if geste == "situation" and situation.is_valid():
        if _declarer(request, dossier, lu, situation):
            return redirect("enfants:adulte", dossier, adulte)
    elif geste == "voiler" and protection.is_valid():
        _voiler(request, dossier, lu, protection)
        return redirect("enfants:adulte", dossier, adulte)
    elif geste is not None and _decider(request, dossier, lu, geste):
        return redirect("enfants:adulte", dossier, adulte)
    contexte = {
        "dossier": dossier,
        "enfant": enfant,
        "adulte": lu,
        "situation": situation,
        "protection": protection,
    }
    return render(request, "enfants/adulte.html", contexte, status=200 if geste is None else 422)


def _declarer(request: Requete, dossier: UUID, lu: AdulteLu, form: AutoriteForm) -> bool:
    try:
        attend = services.declarer(
            acteur=request.acteur, dossier_id=dossier, adulte=lu.id,
            exercice=Exercice(form.cleaned_data["exercice"]), contenu=form.contenu(),
            echeance=form.cleaned_data["echeance"], at=timezone.localdate(),
        )  # fmt: skip
    except (SansReference, PropositionEnAttente) as refus:
        form.add_error("reference" if isinstance(refus, SansReference) else None, refus.message)
        return False
    messages.success(
        request,
        "Changement proposé. Il prendra effet quand une autre personne l’aura confirmé."
        if attend
        else "Autorité parentale notée.",
    )
    return True


def _voiler(request: Requete, dossier: UUID, lu: AdulteLu, form: ProtectionForm) -> None:
    services.voiler(
        acteur=request.acteur, dossier_id=dossier, adulte=lu.id, contenu=form.contenu(),
        echeance=form.cleaned_data["echeance"], at=timezone.localdate(),
    )  # fmt: skip
    messages.success(
        request, "Adresse protégée dès maintenant. Une autre personne doit encore confirmer."
    )


def _decider(request: Requete, dossier: UUID, lu: AdulteLu, geste: str) -> bool:
    """The decisions on what somebody proposed; False when the page offers nothing of the kind."""
    au = timezone.localdate()
    ici = {"acteur": request.acteur, "dossier_id": dossier, "at": au}
    try:
        if geste in ("retenir", "ecarter") and lu.proposition:
            services.trancher(situation_id=lu.proposition.id, retenu=geste == "retenir", **ici)
            dit = "Changement confirmé." if geste == "retenir" else "Changement écarté."
        elif geste in DITS and lu.voile:
            services.faire_sur_le_voile(voile_id=lu.voile.id, geste=geste, **ici)
            dit = DITS[geste]
        else:
            return False
    except ErreurMetier as refus:
        if refus.statut == Introuvable.statut:
            raise
        messages.error(request, str(refus))
        return True
    messages.success(request, dit)
    return True
