"""Pages of hand-overs for those who give and receive: the list, notes one child after another, what was received."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.passations.forms import NoteForm
from maillage.passations.queries import lettres
from maillage.passations.queries import notes as lectures
from maillage.passations.queries.liste import accueil
from maillage.passations.rules.passations import EtatDePassation, abandonner
from maillage.passations.services import notes as services
from maillage.passations.services import reprises

COULEURS = {EtatDePassation.EN_PREPARATION: "att", EtatDePassation.FAITE: "ok"}


@page(acte=Acte.SUIVRE_SES_PASSATIONS)
def liste(request: Requete) -> HttpResponse:
    """What is left to nobody, what is prepared, what is decided."""
    lu = accueil(request.acteur, at=timezone.localdate())
    lues = [(p, COULEURS[p.etat]) for p in lu.passations]
    contexte = {
        "a": lu,
        "en_cours": [d for d in lues if d[0].en_preparation],
        "decidees": [d for d in lues if not d[0].en_preparation],
    }
    return render(request, "passations/liste.html", contexte)


@page(acte=Acte.SUIVRE_SES_PASSATIONS, methodes=("POST",))
def reprendre(request: Requete) -> HttpResponse:
    """Give the steps that nobody sees to whoever leads the child."""
    nombre = reprises.reprendre(acteur=request.acteur, at=timezone.localdate())
    quoi = "1 étape reprise" if nombre == 1 else f"{nombre} étapes reprises"
    messages.success(request, f"{quoi}." if nombre else "Aucune étape n’était à reprendre.")
    return redirect("passations:liste")


@page(acte=Acte.SUIVRE_SES_PASSATIONS)
def faite(request: Requete, passation: UUID) -> HttpResponse:
    """A hand-over decided: each child whom one follows today, the note, the family."""
    at = timezone.localdate()
    lue = lectures.suivie(request.acteur, passation, at=at)
    if lue.etat is EtatDePassation.EN_PREPARATION:
        return redirect("passations:preparer" if lue.tient else "passations:notes", passation)
    contexte = {
        "p": lue,
        "abandon": lue.tient and abandonner(lue.etat, lue.depuis, at),
        "abandonnee": lue.etat is EtatDePassation.ABANDONNEE,
    }
    return render(request, "passations/faite.html", contexte)


@page(acte=Acte.SUIVRE_SES_PASSATIONS)
def notes(request: Requete, passation: UUID) -> HttpResponse:
    """The children for whom a note is to be written, and where one starts."""
    lue = lectures.suivie(request.acteur, passation, at=timezone.localdate())
    a_ecrire = next((e.dossier for e in lue.enfants if not e.note), None)
    return render(request, "passations/notes.html", {"p": lue, "a_ecrire": a_ecrire})


@sensitive_post_parameters()
@page(acte=Acte.SUIVRE_SES_PASSATIONS, methodes=("GET", "POST"))
def note(request: Requete, passation: UUID, dossier: UUID) -> HttpResponse:
    """One child; saving leads to the next one."""
    at = timezone.localdate()
    lue = lectures.fiche(request.acteur, passation, dossier, at=at)
    e = lue.enfant
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        aujourd_hui=at,
        note=lue.note_ouverte,
        initial={
            "note": e.note,
            "famille_informee_le": e.famille_informee_le,
            "moyen": lue.moyen,
            "parole": e.parole,
            "version": lue.version,
        },
    )
    refus = None
    if request.method == "POST" and form.is_valid():
        lu = form.cleaned_data
        ecrit = services.Ecrit(lu.get("note"), lu["famille_informee_le"], lu["moyen"], lu["parole"])
        try:
            services.ecrire(
                acteur=request.acteur, passation_id=passation, dossier_id=dossier, ecrit=ecrit,
                version=lu["version"], at=at,
            )  # fmt: skip
        except Introuvable:
            raise
        except ErreurMetier as erreur:
            refus = erreur
        else:
            return _suite(request, lue)
    statut = refus.statut if refus else 422 if form.is_bound else 200
    contexte = {"f": lue, "form": form, "refus": refus}
    return render(request, "passations/note.html", contexte, status=statut)


def _suite(request: Requete, lue: lectures.FicheDePassation) -> HttpResponse:
    messages.success(request, "Enregistré.")
    if lue.suivant and "suivant" in request.POST:
        # the keyboard goes on where one writes
        champ = "id_note" if lue.note_ouverte else "id_famille_informee_le"
        adresse = reverse("passations:note", args=[lue.passation.id, lue.suivant])
        return redirect(f"{adresse}#{champ}")
    retour = "notes" if lue.passation.etat is EtatDePassation.EN_PREPARATION else "faite"
    return redirect(f"passations:{retour}", lue.passation.id)


@page(acte=Acte.SUIVRE_SES_PASSATIONS)
def courriers(request: Requete, passation: UUID) -> HttpResponse:
    """The letters to the families, as one document whose name holds nobody's."""
    ecrites = lettres.lettres(request.acteur, passation, at=timezone.localdate())
    if not ecrites:
        raise Http404
    octets = pdf("passations/courriers.html", {"lettres": ecrites})
    return reponse_pdf(octets, "courriers-passation")
