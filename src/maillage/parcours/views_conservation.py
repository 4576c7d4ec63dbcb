"""Pages of the retention of dossiers: what becomes due, one dossier, an archive opened with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.dossiers.conservation import durees
from maillage.dossiers.rules.conservation import ACTIVE_LEGALE, BASE_ACTIVE
from maillage.parcours import conservation as services
from maillage.parcours import presentation_fil
from maillage.parcours.forms_conservation import (
    ContactForm,
    GelForm,
    PreparerForm,
    RaisonForm,
    ReglageForm,
)
from maillage.parcours.queries import archive as archives
from maillage.parcours.queries import conservation as queries
from maillage.parcours.queries.bordereaux import bordereaux
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.CONSERVER)
def accueil(request: Requete) -> HttpResponse:
    """What becomes due, what is archived, what waits for elimination, what is frozen, what was done."""
    return _accueil(request)


def _accueil(
    request: Requete, reglage: ReglageForm | None = None, statut: int = 200
) -> HttpResponse:
    at, acteur = timezone.localdate(), request.acteur
    voulues = durees(acteur.programme_id)
    depart = {
        "active_mois": voulues.active_mois,
        "archive_mois": voulues.archive_mois,
        "justification": voulues.justification,
    }
    contexte = {
        "groupes": queries.tableau(acteur, at=at),
        "durees": voulues,
        "legale": ACTIVE_LEGALE,
        "fondement": str(BASE_ACTIVE),
        "reglage": reglage or ReglageForm(initial=depart),
        "preparer": PreparerForm(),
        "bordereaux": bordereaux(acteur)[:5],
        "montres": queries.MONTRES,
    }
    return render(request, "parcours/conservation.html", contexte, status=statut)


@page(acte=Acte.CONSERVER, methodes=("POST",))
def archiver(request: Requete) -> HttpResponse:
    """Archive every dossier whose active time is over."""
    nombre = services.archiver_les_echus(acteur=request.acteur, at=timezone.localdate())
    accord = "dossiers archivés" if nombre > 1 else "dossier archivé"
    messages.success(
        request, f"{nombre} {accord}. Ils ne paraissent plus dans la liste des enfants."
    )
    return redirect("conservation:accueil")


@page(acte=Acte.PREPARER_ELIMINATION, methodes=("POST",))
def regler(request: Requete) -> HttpResponse:
    """Set how long dossiers are kept."""
    form = ReglageForm(request.POST)
    if not form.is_valid():
        return _accueil(request, form, 422)
    services.regler(acteur=request.acteur, at=timezone.localdate(), **form.cleaned_data)
    messages.success(request, "Durées de conservation enregistrées.")
    return redirect("conservation:accueil")


@page(acte=Acte.CONSERVER)
def dossier(request: Requete, dossier: UUID) -> HttpResponse:
    """The retention of one dossier."""
    return _dossier(request, dossier)


def _dossier(
    request: Requete,
    dossier: UUID,
    *,
    gel: GelForm | None = None,
    contact: ContactForm | None = None,
    statut: int = 200,
) -> HttpResponse:
    at = timezone.localdate()
    lu = queries.dossier(request.acteur, dossier, at=at)
    contexte = {
        "lu": lu,
        "phrase": queries.dire(lu.ligne),
        "gel": gel or GelForm(aujourd_hui=at),
        "contact": contact or ContactForm(aujourd_hui=at),
        "aujourd_hui": at,
    }
    return render(request, "parcours/conservation_dossier.html", contexte, status=statut)


@sensitive_post_parameters()
@page(acte=Acte.CONSERVER, methodes=("POST",))
def geler(request: Requete, dossier: UUID) -> HttpResponse:
    """Forbid any destruction of a dossier until a day."""
    at = timezone.localdate()
    form = GelForm(request.POST, aujourd_hui=at)
    if not form.is_valid():
        return _dossier(request, dossier, gel=form, statut=422)
    services.geler(acteur=request.acteur, dossier_id=dossier, at=at, **form.cleaned_data)
    messages.success(request, "Dossier gelé : rien n’en sera détruit avant cette date.")
    return redirect("conservation:dossier", dossier)


@page(acte=Acte.CONSERVER, methodes=("POST",))
def lever(request: Requete, dossier: UUID, gel: UUID) -> HttpResponse:
    """End a gel."""
    services.lever(acteur=request.acteur, dossier_id=dossier, gel_id=gel, at=timezone.localdate())
    messages.success(request, "Gel levé.")
    return redirect("conservation:dossier", dossier)


@page(acte=Acte.CONSERVER, methodes=("POST",))
def dire_contact(request: Requete, dossier: UUID) -> HttpResponse:
    """State the last contact."""
    at = timezone.localdate()
    form = ContactForm(request.POST, aujourd_hui=at)
    if not form.is_valid():
        return _dossier(request, dossier, contact=form, statut=422)
    services.dire_contact(
        acteur=request.acteur, dossier_id=dossier, le=form.cleaned_data["le"], at=at
    )
    messages.success(request, "Dernier contact enregistré.")
    return redirect("conservation:dossier", dossier)


@page(acte=Acte.CONSERVER, methodes=("POST",))
def archiver_un(request: Requete, dossier: UUID) -> HttpResponse:
    """Archive one dossier before its time."""
    services.archiver(acteur=request.acteur, dossier_id=dossier, at=timezone.localdate())
    messages.success(request, "Dossier archivé : seule la coordination peut le rouvrir.")
    return redirect("conservation:dossier", dossier)


@page(acte=Acte.CONSERVER, methodes=("POST",))
def reactiver(request: Requete, dossier: UUID) -> HttpResponse:
    """Bring a dossier back because the family came back."""
    services.reactiver(acteur=request.acteur, dossier_id=dossier, at=timezone.localdate())
    messages.success(request, "Dossier réactivé : l’équipe peut de nouveau y travailler.")
    return redirect("parcours:fiche", dossier)


@page(acte=Acte.PREPARER_ELIMINATION, methodes=("POST",))
def supprimer(request: Requete, dossier: UUID) -> HttpResponse:
    """Start the elimination of one dossier opened by mistake."""
    liste = services.preparer_une_erreur(
        acteur=request.acteur, dossier_id=dossier, at=timezone.localdate()
    )
    messages.info(
        request, "Rien n’est encore supprimé : une autre personne doit valider cette liste."
    )
    return redirect("conservation:liste", liste)


@sensitive_post_parameters()
@page(acte=Acte.OUVRIR_ARCHIVE, methodes=("GET", "POST"))
def archive(request: Requete, dossier: UUID) -> HttpResponse:
    """Ask why, then show the archive, once; nothing of it is kept in the address."""
    at = timezone.localdate()
    form = RaisonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        contexte = {
            "form": form,
            "dossier": dossier,
            "nom": archives.nom(request.acteur, dossier, at=at),
        }
        statut = 422 if request.method == "POST" else 200
        return render(request, "parcours/archive_raison.html", contexte, status=statut)
    services.retenir_l_ouverture(
        acteur=request.acteur, dossier_id=dossier, raison=form.cleaned_data["raison"], at=at
    )
    fiche = archives.ouvrir(request.acteur, dossier, at=at)
    contexte = {
        "fiche": fiche,
        "fil": presentation_fil.entrees(fiche.fil),
        "ecrit": set(),
        "volets": [(v, fiche.decisions[v]) for v in fiche.ouverts],
    }
    return render(request, "parcours/archive.html", contexte)
