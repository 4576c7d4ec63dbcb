"""Pages of a hand-over that is prepared, for whoever leads them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.passations.forms import JoursForm, OuvrirForm, choix_de_receveurs
from maillage.passations.queries import notes as lectures
from maillage.passations.queries.preparation import preparation
from maillage.passations.rules.passations import EtatDePassation, MotifDePassation
from maillage.passations.services import execution
from maillage.passations.services import preparation as services


@page(acte=Acte.TENIR_LES_PASSATIONS, methodes=("GET", "POST"))
def ouvrir(request: Requete) -> HttpResponse:
    """Open a hand-over: which poste, why, from which day."""
    at = timezone.localdate()
    form = OuvrirForm(
        request.POST if request.method == "POST" else None,
        postes=lectures.postes_a_choisir(request.acteur, at=at),
        aujourd_hui=at,
        initial={"poste": request.GET.get("poste", ""), "depuis": at},
    )
    refus = None
    if request.method == "POST" and form.is_valid():
        lu = form.cleaned_data
        voulue = services.PassationVoulue(
            UUID(lu["poste"]), MotifDePassation(lu["motif"]), lu["depuis"], lu["jusqu_au"]
        )
        try:
            ouverte = services.ouvrir(
                acteur=request.acteur, voulue=voulue, formulaire=lu["formulaire"], at=at
            )
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return redirect("passations:preparer", ouverte.pk)
    statut = refus.statut if refus else 422 if form.is_bound else 200
    contexte = {"form": form, "refus": refus}
    return render(request, "passations/ouvrir.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_PASSATIONS, methodes=("GET", "POST"))
def preparer(request: Requete, passation: UUID) -> HttpResponse:
    """The table: who takes over whom. Each button saves what was chosen first; nothing typed is lost."""
    lue = preparation(request.acteur, passation, at=timezone.localdate())
    if lue.etat is not EtatDePassation.EN_PREPARATION:
        return redirect("passations:faite", passation)
    if request.method == "GET":
        return _table(request, passation)
    try:
        choix = choix_de_receveurs(request.POST, {ligne.dossier for ligne in lue.lignes})
    except ValueError:
        raise Introuvable from None
    try:
        gardes = services.choisir(
            acteur=request.acteur, passation_id=passation, choix=choix, at=timezone.localdate()
        )
        if gardes:
            return _table(request, passation, gardes=gardes)
        faire = GESTES.get(request.POST.get("geste", ""), _enregistrer)
        return faire(request, passation)
    except Introuvable:
        raise
    except ErreurMetier as refus:
        return _table(request, passation, refus=refus)


def _table(
    request: Requete,
    passation: UUID,
    *,
    refus: ErreurMetier | None = None,
    gardes: tuple[UUID, ...] = (),
    jours: JoursForm | None = None,
) -> HttpResponse:
    at = timezone.localdate()
    lue = preparation(request.acteur, passation, at=at)
    noms = [ligne.enfant for ligne in lue.lignes if ligne.dossier in gardes]
    statut = 409 if gardes else refus.statut if refus else 422 if jours else 200
    depart = {"depuis": lue.depuis, "jusqu_au": lue.jusqu_au}
    form = jours or JoursForm(aujourd_hui=at, motif=lue.motif, initial=depart)
    contexte = {"p": lue, "refus": refus, "gardes": noms, "jours": form}
    return render(request, "passations/preparer.html", contexte, status=statut)


def _enregistrer(request: Requete, passation: UUID) -> HttpResponse:
    messages.success(request, "Receveurs enregistrés. Rien n’est encore décidé.")
    return redirect("passations:preparer", passation)


def _proposer(request: Requete, passation: UUID) -> HttpResponse:
    """Ask for a proposal for the children who have no recipient."""
    faite = services.proposer(
        acteur=request.acteur, passation_id=passation, at=timezone.localdate()
    )
    nombre = len(faite.choix)
    if nombre:
        quoi = "1 enfant réparti" if nombre == 1 else f"{nombre} enfants répartis"
        fin = "" if faite.exacte else " Une meilleure répartition est peut-être possible."
        messages.success(
            request, f"{quoi}. Relisez : chaque choix dit pourquoi et peut être changé.{fin}"
        )
    else:
        messages.info(request, "Chaque enfant avait déjà un receveur : rien n’a changé.")
    return redirect("passations:preparer", passation)


def _decider(request: Requete, passation: UUID) -> HttpResponse:
    """Decide it: cercle, next steps, first meetings, in one go."""
    faite = execution.executer(
        acteur=request.acteur, passation_id=passation, at=timezone.localdate()
    )
    nombre = sum(faite.parts.values())
    quoi = "1 enfant est confié" if nombre == 1 else f"{nombre} enfants sont confiés"
    messages.success(request, f"Passation décidée : {quoi}.")
    return redirect("passations:faite", passation)


GESTES: dict[str, Callable[[Requete, UUID], HttpResponse]] = {
    "proposer": _proposer,
    "decider": _decider,
}


@page(acte=Acte.TENIR_LES_PASSATIONS, methodes=("POST",))
def jours(request: Requete, passation: UUID) -> HttpResponse:
    """Change the days; recipients and notes stay."""
    at = timezone.localdate()
    lue = preparation(request.acteur, passation, at=at)
    form = JoursForm(request.POST, aujourd_hui=at, motif=lue.motif)
    if not form.is_valid():
        return _table(request, passation, jours=form)
    services.changer_les_jours(
        acteur=request.acteur, passation_id=passation, at=at, **form.cleaned_data
    )
    messages.success(request, "Jours changés. Les receveurs et les notes restent.")
    return redirect("passations:preparer", passation)


@page(acte=Acte.TENIR_LES_PASSATIONS, methodes=("POST",))
def abandonner(request: Requete, passation: UUID) -> HttpResponse:
    """Give it up, before its first day."""
    execution.abandonner(acteur=request.acteur, passation_id=passation, at=timezone.localdate())
    messages.success(request, "Passation abandonnée. Chaque enfant reste où il était.")
    return redirect("passations:liste")
