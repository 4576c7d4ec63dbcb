"""What each poste of the team carries, to share the work out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.parcours.forms_fil import ChargeForm
from maillage.parcours.queries.charge import charge_de_l_equipe
from maillage.parcours.services import reperes
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.VOIR_L_EQUIPE)
def charge(request: Requete) -> HttpResponse:
    """Counts by poste, in the order of the team: nothing here is sorted by what people do."""
    equipe = charge_de_l_equipe(request.acteur, at=timezone.localdate())
    return _montrer(request, equipe, _form(equipe, None))


@page(acte=Acte.REGLER, methodes=("POST",))
def dire_la_charge(request: Requete) -> HttpResponse:
    """Say how many children each poste usually follows."""
    au = timezone.localdate()
    equipe = charge_de_l_equipe(request.acteur, at=au)
    form = _form(equipe, request.POST)
    if not form.is_valid():
        return _montrer(request, equipe, form, 422)
    reperes.dire_la_charge(acteur=request.acteur, habituelles=form.demandees(), at=au)
    messages.success(request, "Charges habituelles enregistrées.")
    return redirect("parcours:charge")


def _form(equipe, donnees) -> ChargeForm:
    postes = [(c.poste, c.libelle, c.habituelle) for c in equipe.postes]
    return ChargeForm(donnees, postes=postes)


def _montrer(request: Requete, equipe, form: ChargeForm, statut: int = 200) -> HttpResponse:
    etapes = [(e, e.libelle) for e in equipe.totaux.par_etape]
    lignes = [
        (c, [c.par_etape.get(e, 0) for e, _ in etapes], max(0, -(c.places or 0)))
        for c in equipe.postes
    ]
    contexte = {
        "equipe": equipe,
        "etapes": [libelle for _, libelle in etapes],
        "lignes": lignes,
        "par_etape": [equipe.totaux.par_etape[e] for e, _ in etapes],
        "form": form,
    }
    return render(request, "parcours/charge.html", contexte, status=statut)
