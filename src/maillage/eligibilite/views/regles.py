"""Pages of the local rules: what holds, the draft being chosen, and what it would change in counts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.eligibilite import tasks
from maillage.eligibilite.forms.regles import RegleForm, VigueurForm
from maillage.eligibilite.queries import regles as queries
from maillage.eligibilite.queries.apercu import apercu
from maillage.eligibilite.queries.cartes import zones_connues
from maillage.eligibilite.rules.criteres import JeuDeRegles
from maillage.eligibilite.rules.mots import en_mots
from maillage.eligibilite.services import jeux
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte

ACTE = Acte.TENIR_L_ELIGIBILITE
GESTES = ("monter", "descendre", "retirer")


@page(acte=ACTE)
def regles(request: Requete) -> HttpResponse:
    """The rules in force, the draft, and the versions before."""
    connues = queries.versions(request.acteur)
    actuelle = queries.en_vigueur_au(request.acteur.programme_id, timezone.localdate())
    contexte = {
        "actuelle": actuelle,
        "regles": _en_mots(actuelle.jeu if actuelle else None),
        "brouillon": next((v for v in connues if v.depuis is None), None),
        "versions": [v for v in connues if v.depuis is not None],
    }
    return render(request, "eligibilite/regles.html", contexte)


def _en_mots(jeu: JeuDeRegles | None) -> list[tuple[int, str, str, str]]:
    """Rank, sentence, criterion in words, ages."""
    return [
        (
            rang,
            r.texte,
            en_mots(r.critere),
            f"{r.ages.au_moins} à {r.ages.au_plus} ans, sans empêcher" if r.ages else "",
        )
        for rang, r in enumerate(jeu.regles if jeu else ())
    ]


@page(acte=ACTE, methodes=("POST",))
def ouvrir(request: Requete) -> HttpResponse:
    """Open the draft, from the rules in force."""
    ident = jeux.ouvrir_brouillon(acteur=request.acteur, at=timezone.localdate())
    return redirect("eligibilite:brouillon", ident)


@page(acte=ACTE, methodes=("GET", "POST"))
def brouillon(request: Requete, regles: UUID) -> HttpResponse:
    """Choose the criteria of one more rule."""
    lu = queries.version_de(request.acteur, regles)
    zones = zones_connues(timezone.localdate(), request.acteur.programme_id)
    form = RegleForm(request.POST if request.method == "POST" else None, zones=zones)
    if request.method == "POST" and form.is_valid():
        jeux.ecrire(
            acteur=request.acteur,
            regles_id=lu.id,
            jeu=form.ajouter_a(lu.jeu),
            version=lu.version,
            at=timezone.localdate(),
        )
        messages.success(request, "Règle ajoutée au brouillon.")
        return redirect("eligibilite:brouillon", lu.id)
    return _montrer(request, lu, form, 422 if form.is_bound else 200)


def _montrer(
    request: Requete,
    lu: queries.VersionDesRegles,
    form: RegleForm,
    statut: int = 200,
    vigueur: VigueurForm | None = None,
) -> HttpResponse:
    depart = {"depuis": timezone.localdate(), "version": lu.version}
    contexte = {
        "version": lu,
        "regles": _en_mots(lu.jeu),
        "form": form,
        "vigueur": vigueur or VigueurForm(initial=depart),
    }
    return render(request, "eligibilite/brouillon.html", contexte, status=statut)


@page(acte=ACTE, methodes=("POST",))
def geste(request: Requete, regles: UUID, rang: int, geste: str) -> HttpResponse:
    """Move a rule of the draft up or down, or take it out."""
    lu = queries.version_de(request.acteur, regles)
    ordre = list(lu.jeu.regles) if lu.jeu else []
    if geste not in GESTES or rang >= len(ordre):
        raise Http404
    une = ordre.pop(rang)
    if geste != "retirer":
        ordre.insert(max(0, rang - 1) if geste == "monter" else rang + 1, une)
    jeux.ecrire(
        acteur=request.acteur,
        regles_id=lu.id,
        jeu=JeuDeRegles(tuple(ordre)),
        version=lu.version,
        at=timezone.localdate(),
    )
    return redirect("eligibilite:brouillon", lu.id)


@page(acte=ACTE)
def apercevoir(request: Requete, regles: UUID) -> HttpResponse:
    """How many children these rules would admit today, in counts; nothing is stored."""
    lu = queries.version_de(request.acteur, regles)
    vu = apercu(request.acteur, lu.jeu, at=timezone.localdate()) if lu.jeu else None
    return render(request, "eligibilite/apercu.html", {"version": lu, "apercu": vu})


@page(acte=ACTE, methodes=("POST",))
def vigueur(request: Requete, regles: UUID) -> HttpResponse:
    """Put the draft in force from a day on; every child is judged again."""
    form = VigueurForm(request.POST)
    if not form.is_valid():
        lu = queries.version_de(request.acteur, regles)
        zones = zones_connues(timezone.localdate(), request.acteur.programme_id)
        return _montrer(request, lu, RegleForm(zones=zones), 422, form)
    jeux.mettre_en_vigueur(
        acteur=request.acteur, regles_id=regles, at=timezone.localdate(), **form.cleaned_data
    )
    messages.success(request, "Règles en vigueur. Les verdicts sont revus.")
    return redirect("eligibilite:regles")


@page(acte=ACTE, methodes=("POST",))
def abandonner(request: Requete, regles: UUID) -> HttpResponse:
    """Give up the draft."""
    jeux.abandonner(acteur=request.acteur, regles_id=regles, at=timezone.localdate())
    messages.success(request, "Brouillon abandonné.")
    return redirect("eligibilite:regles")


@page(acte=ACTE, methodes=("POST",))
def revoir(request: Requete) -> HttpResponse:
    """Judge every child again, after a new map for instance."""
    tasks.revoir_les_verdicts.enqueue(str(request.acteur.programme_id), None)
    messages.success(request, "Les verdicts vont être revus.")
    return redirect("eligibilite:a_examiner")
