"""Pages of the calendar, of a séance and of the preparation of a situation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.dossiers.rules import Volet
from maillage.eps.forms import MembreForm, MinutesForm, PreparationForm, SeanceForm
from maillage.eps.queries import preparation as lectures
from maillage.eps.queries.releves import part
from maillage.eps.queries.seances import calendrier as lire_le_calendrier
from maillage.eps.queries.seances import lire, seance_de, tient
from maillage.eps.rules.preparation import Ecrit
from maillage.eps.rules.seances import Mode
from maillage.eps.services import acces, ordre, preparation, seances
from maillage.notions.erreurs import ErreurMetier
from maillage.partage import extraits
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.ASSISTER_A_L_EPS)
def calendrier(request: Requete) -> HttpResponse:
    """The séances that this person leads, sits in, or presents a situation to."""
    at = timezone.localdate()
    a_venir, passees = lire_le_calendrier(request.acteur, at=at)
    contexte = {"a_venir": a_venir, "passees": passees, "tient": tient(request.acteur, at)}
    return render(request, "eps/calendrier.html", contexte)


@page(acte=Acte.TENIR_L_EPS, methodes=("GET", "POST"))
def nouvelle(request: Requete) -> HttpResponse:
    """Create a séance."""
    at = timezone.localdate()
    form = SeanceForm(request.POST if request.method == "POST" else None, aujourd_hui=at)
    if form.is_valid():
        ident = seances.creer(
            acteur=request.acteur, voulue=_voulue(form.cleaned_data), at=at,
            formulaire=form.cleaned_data["formulaire"],
        )  # fmt: skip
        messages.success(request, "Séance créée. Inscrivez maintenant les situations.")
        return redirect("eps:seance", ident)
    statut = 422 if form.is_bound else 200
    return render(request, "eps/nouvelle.html", {"form": form}, status=statut)


def _voulue(d: dict[str, Any]) -> seances.SeanceVoulue:
    return seances.SeanceVoulue(d["le"], d["debut"], d["duree"], d["lieu"], Mode(d["mode"]))


@page(acte=Acte.TENIR_L_EPS, methodes=("GET", "POST"))
def modifier(request: Requete, seance: UUID) -> HttpResponse:
    """Change a séance that is not open yet."""
    at = timezone.localdate()
    rang = seance_de(request.acteur, seance, at=at)
    depart = {c: getattr(rang, c) for c in ("le", "debut", "duree", "lieu", "mode", "version")}
    form = SeanceForm(
        request.POST if request.method == "POST" else None, initial=depart, aujourd_hui=at
    )
    refus, statut = None, 200
    if form.is_bound:
        statut = 422
        if form.is_valid():
            try:
                seances.modifier(
                    acteur=request.acteur, seance_id=seance, voulue=_voulue(form.cleaned_data),
                    version=form.cleaned_data["version"] or 0, at=at,
                )  # fmt: skip
            except ErreurMetier as erreur:
                refus, statut = erreur, erreur.statut
            else:
                messages.success(request, "Séance modifiée.")
                return redirect("eps:seance", seance)
    contexte = {"form": form, "seance": lire(rang), "refus": refus}
    return render(request, "eps/modifier.html", contexte, status=statut)


@page(acte=Acte.ASSISTER_A_L_EPS, methodes=("GET", "POST"))
def seance(request: Requete, seance: UUID) -> HttpResponse:
    """A séance: its preparation for who leads it, her own part for anybody else."""
    at = timezone.localdate()
    if not tient(request.acteur, at):
        if request.method == "POST":
            raise Http404
        return render(request, "eps/part.html", {"part": part(request.acteur, seance, at=at)})
    lue = lectures.preparation(request.acteur, seance, at=at)
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    membre = _form_de_membre(request, lue, geste)
    refus, statut = None, 200
    if geste is not None:
        statut = 422
        try:
            message = GESTES[geste](request, seance) if geste in GESTES else None
            if geste == "membre" and membre.is_valid():
                message = _membre(request, seance, membre.cleaned_data)
        except ErreurMetier as erreur:
            refus, statut = erreur, erreur.statut
        else:
            if message:
                return _suite(request, seance, geste, message)
    contexte = {"p": lue, "membre": membre, "refus": refus, "formulaire": uuid4()}
    return render(request, "eps/seance.html", contexte, status=statut)


def _form_de_membre(
    request: Requete, lue: lectures.SeancePreparee, geste: str | None
) -> MembreForm:
    assis = {m.utilisateur for m in lue.membres}
    possibles = extraits.destinataires(request.acteur, [Volet.PARCOURS])
    return MembreForm(
        request.POST if geste == "membre" else None,
        possibles=[(i, n) for i, n in possibles if i not in assis],
    )


def _suite(request: Requete, seance: UUID, geste: str, message: str) -> HttpResponse:
    if geste == "commencer":
        return redirect("eps:ecran", seance, 1)
    messages.success(request, message)
    return redirect("eps:seance", seance)


def numero(request: Requete, champ: str) -> UUID:
    """An identifier sent by a form; anything else is unknown."""
    try:
        return UUID(request.POST.get(champ, ""))
    except ValueError:
        raise Http404 from None


def version_lue(request: Requete) -> int:
    """The version that the page showed; a page without one is out of date."""
    lue = request.POST.get("version", "")
    return int(lue) if lue.isdecimal() else 0


def _commun(request: Requete, seance: UUID) -> dict[str, Any]:
    return {"acteur": request.acteur, "seance_id": seance, "at": timezone.localdate()}


def _inscrire(request: Requete, seance: UUID) -> str:
    ordre.inscrire(
        **_commun(request, seance), dossier_id=numero(request, "dossier"),
        formulaire=numero(request, "formulaire"),
    )  # fmt: skip
    return "Situation inscrite à l’ordre du jour."


def _proposer(request: Requete, seance: UUID) -> str:
    fait = ordre.proposer_l_ordre(
        **_commun(request, seance), formulaire=numero(request, "formulaire")
    )
    combien = len(fait.retenues)
    return f"{combien} situations inscrites." if combien > 1 else f"{combien} situation inscrite."


def _deplacer(pas: int) -> Callable[[Requete, UUID], str]:
    def geste(request: Requete, seance: UUID) -> str:
        ordre.deplacer(
            **_commun(request, seance), situation_id=numero(request, "situation"), pas=pas,
            version=version_lue(request),
        )  # fmt: skip
        return "Ordre enregistré."

    return geste


def _minutes(request: Requete, seance: UUID) -> str | None:
    form = MinutesForm(request.POST)
    if not form.is_valid():
        raise ErreurMetier("Cette durée ne peut pas être lue.", a_faire="De 1 à 120 minutes.")
    ordre.changer_les_minutes(
        **_commun(request, seance), situation_id=numero(request, "situation"),
        minutes=form.cleaned_data["minutes"], version=version_lue(request),
    )  # fmt: skip
    return "Durée enregistrée."


def _retirer(request: Requete, seance: UUID) -> str:
    ordre.retirer(
        **_commun(request, seance), situation_id=numero(request, "situation"),
        formulaire=numero(request, "formulaire"),
    )  # fmt: skip
    return "Situation retirée : elle attend une autre séance."


def _membre(request: Requete, seance: UUID, d: dict[str, Any]) -> str:
    seances.ajouter_un_membre(
        **_commun(request, seance), personne=d["personne"], qualite=d["qualite"],
        participation=d["participation"],
    )  # fmt: skip
    return "Membre ajouté."


def _retirer_un_membre(request: Requete, seance: UUID) -> str:
    seances.retirer_un_membre(
        **_commun(request, seance), participation=numero(request, "membre_id")
    )
    return "Membre retiré : ce qui lui était ouvert est fermé."


def _acces(request: Requete, seance: UUID) -> str:
    combien = acces.ouvrir_les_acces(**_commun(request, seance), version=version_lue(request))
    return f"{combien} accès ouverts." if combien > 1 else f"{combien} accès ouvert."


def _fermer(request: Requete, seance: UUID) -> str:
    acces.fermer_les_acces(**_commun(request, seance), version=version_lue(request))
    return "Accès fermés."


def _commencer(request: Requete, seance: UUID) -> str:
    seances.commencer(**_commun(request, seance), version=version_lue(request))
    return "Séance ouverte."


def _annuler(request: Requete, seance: UUID) -> str:
    seances.annuler(**_commun(request, seance), version=version_lue(request))
    return "Séance annulée : les situations attendent une autre séance."


GESTES: dict[str, Callable[[Requete, UUID], str | None]] = {
    "inscrire": _inscrire,
    "proposer": _proposer,
    "monter": _deplacer(-1),
    "descendre": _deplacer(1),
    "minutes": _minutes,
    "retirer": _retirer,
    "retirer_membre": _retirer_un_membre,
    "acces": _acces,
    "fermer": _fermer,
    "commencer": _commencer,
    "annuler": _annuler,
}


@sensitive_post_parameters()
@page(acte=Acte.ASSISTER_A_L_EPS, methodes=("GET", "POST"))
def situation(request: Requete, seance: UUID, situation: UUID) -> HttpResponse:
    """The preparation of one situation: its extract, the family, who reads what."""
    at = timezone.localdate()
    lue = lectures.situation(request.acteur, seance, situation, at=at)
    geste = request.POST.get("geste", "") if request.method == "POST" else None
    form = _form_de_preparation(request, lue, geste)
    refus, statut = None, 200
    if geste is not None:
        statut = 422
        try:
            message = _preparer(request, lue, geste, form)
        except ErreurMetier as erreur:
            refus, statut = erreur, erreur.statut
        else:
            if message:
                messages.success(request, message)
                return redirect("eps:situation", seance, situation)
    contexte = {"s": lue, "form": form, "refus": refus}
    return render(request, "eps/situation.html", contexte, status=statut)


def _form_de_preparation(
    request: Requete, lue: lectures.SituationLue, geste: str | None
) -> PreparationForm:
    p = lue.preparation
    depart = {
        "appuis": p.ecrit.appuis, "difficultes": p.ecrit.difficultes, "question": p.ecrit.question,
        "famille_informee_le": p.famille_informee_le, "version": lue.version,
    }  # fmt: skip
    return PreparationForm(
        request.POST if geste == "preparer" else None,
        initial=depart,
        invites=lue.invites,
        aujourd_hui=timezone.localdate(),
    )


def _preparer(
    request: Requete, lue: lectures.SituationLue, geste: str, form: PreparationForm
) -> str | None:
    commun = {"acteur": request.acteur, "situation_id": lue.id, "at": timezone.localdate()}
    if geste == "relire":
        preparation.relire(**commun, version=version_lue(request))
        return "Relecture confirmée."
    if geste != "preparer" or not form.is_valid():
        return None
    d = form.cleaned_data
    ecrit = Ecrit(d["appuis"], d["difficultes"], d["question"])
    voulue = preparation.PreparationVoulue(ecrit, d["famille_informee_le"], form.invitations())
    preparation.preparer(**commun, voulue=voulue, version=d["version"])
    return "Préparation enregistrée. Relisez ce que chacun verra."
