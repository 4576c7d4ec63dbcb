"""Pages of the reprise: deposit, columns, checking, import, result, texts to sort."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.reprise import (
    annulation,
    presentation,
    presentation_examen,
    queries,
    services,
    tasks,
)
from maillage.reprise.base import codes_du_territoire
from maillage.reprise.errors import TropLourd
from maillage.reprise.forms import ColonnesForm, DepotForm, DoublonForm, EcoleForm, RangerForm
from maillage.reprise.rules.alertes import alertes


@page(acte=Acte.IMPORTER, methodes=("GET", "POST"))
def accueil(request: Requete) -> HttpResponse:
    """Deposit a file; see the latest ones."""
    form = DepotForm(
        request.POST or None, request.FILES or None, modeles=queries.modeles(request.acteur)
    )
    if request.method == "POST" and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        if fichier.size > settings.TAILLE_MAX_DEPOT:
            raise TropLourd(settings.TAILLE_MAX_DEPOT // services.MEGA)
        reprise = services.deposer(
            acteur=request.acteur,
            nom=fichier.name,
            octets=fichier.read(),
            modele_id=form.cleaned_data["modele"],
            at=timezone.localdate(),
        )
        return redirect("reprise:colonnes", reprise)
    contexte = {"form": form, "reprises": presentation.depots(queries.dernieres(request.acteur))}
    statut = 422 if form.is_bound else 200
    return render(request, "reprise/accueil.html", contexte, status=statut)


@page(acte=Acte.IMPORTER, methodes=("GET", "POST"))
def colonnes(request: Requete, reprise: UUID) -> HttpResponse:
    """What each column becomes: proposed, corrected by hand."""
    rang = queries.la_reprise(request.acteur, reprise)
    tables = queries.colonnes(rang)
    form = ColonnesForm(request.POST or None, tables=tables)
    if request.method == "POST" and form.is_valid():
        services.corriger(
            acteur=request.acteur,
            reprise_id=reprise,
            modele=form.modele(),
            nom_du_modele=form.cleaned_data["nom_du_modele"],
        )
        return redirect("reprise:verifier", reprise)
    contexte = {
        "reprise": queries.lue(rang),
        "form": form,
        "tables": presentation.tables(tables, form),
        "nombre": sum(len(t.colonnes) for t in tables),
    }
    return render(request, "reprise/colonnes.html", contexte, status=422 if form.is_bound else 200)


@page(acte=Acte.IMPORTER)
def verifier(request: Requete, reprise: UUID) -> HttpResponse:
    """The dry run: the fate of every row, what waits for a decision. Nothing is written."""
    rang = queries.la_reprise(request.acteur, reprise)
    if rang.etat not in ("deposee", "echouee"):
        return redirect("reprise:resultat", reprise)
    attendu = request.headers.get("HX-Request") or "direct" in request.GET
    if queries.long_a_lire(rang) and not attendu:
        return render(request, "reprise/lecture.html", {"reprise": queries.lue(rang)})
    ex = queries.examen(rang, at=timezone.localdate())
    contexte = {
        "reprise": queries.lue(rang),
        "examen": presentation_examen.examen(ex),
        "doublons": presentation_examen.doublons(ex),
        "ressemblances": presentation_examen.ressemblances(
            queries.ressemblances(request.acteur, ex)
        ),
        "ecoles": presentation_examen.ecoles(queries.ecoles_a_preciser(ex)),
        "alertes": alertes(ex.enfants, codes_du_territoire(request.acteur), timezone.localdate()),
        "lignes": presentation_examen.lignes(ex),
    }
    return render(request, "reprise/verifier.html", contexte)


@sensitive_post_parameters()
@page(acte=Acte.IMPORTER, methodes=("POST",))
def decider(request: Requete, reprise: UUID) -> HttpResponse:
    """Keep a decision on two look-alikes."""
    queries.la_reprise(request.acteur, reprise)
    form = DoublonForm(request.POST)
    if form.is_valid():
        d = form.cleaned_data
        services.decider(
            acteur=request.acteur,
            reprise_id=reprise,
            a=(d["nom_a"], d["naissance_a"]),
            b=(d["nom_b"], d["naissance_b"]),
            meme=d["avis"] == "meme",
        )
    return _retour(reprise, "ressemblances")


@page(acte=Acte.IMPORTER, methodes=("POST",))
def retenir_ecole(request: Requete, reprise: UUID) -> HttpResponse:
    """Keep which school a written name means."""
    queries.la_reprise(request.acteur, reprise)
    form = EcoleForm(request.POST)
    if form.is_valid():
        d = form.cleaned_data
        services.retenir_ecole(
            acteur=request.acteur,
            reprise_id=reprise,
            texte=d["texte"],
            niveau=d["niveau"] or None,
            uai=d["uai"] or None,
        )
    return _retour(reprise, "etablissements")


def _retour(reprise: UUID, ou: str) -> HttpResponse:
    """Back to the part of the checking page where one was."""
    return redirect(f"{reverse('reprise:verifier', args=[reprise])}#{ou}")


@page(acte=Acte.IMPORTER, methodes=("POST",))
def lancer(request: Requete, reprise: UUID) -> HttpResponse:
    """Start the import."""
    services.lancer(acteur=request.acteur, reprise_id=reprise, at=timezone.localdate())
    tasks.importer.enqueue(str(reprise))
    return redirect("reprise:resultat", reprise)


@page(acte=Acte.IMPORTER)
def resultat(request: Requete, reprise: UUID) -> HttpResponse:
    """Progress, then result: where every cell went."""
    lue = queries.lue(queries.la_reprise(request.acteur, reprise))
    contexte = {"reprise": lue, "bilan": presentation.bilan(lue)}
    return render(request, "reprise/resultat.html", contexte)


@page(acte=Acte.IMPORTER)
def suivi(request: Requete, reprise: UUID) -> HttpResponse:
    """The progress bar alone, asked every second."""
    lue = queries.lue(queries.la_reprise(request.acteur, reprise))
    reponse = render(request, "reprise/_suivi.html", {"reprise": lue})
    if lue.etat != "en_cours":
        reponse["HX-Refresh"] = "true"
    return reponse


@page(acte=Acte.IMPORTER, methodes=("POST",))
def arreter(request: Requete, reprise: UUID) -> HttpResponse:
    """Ask a running import to stop."""
    services.arreter(acteur=request.acteur, reprise_id=reprise)
    messages.info(
        request, "L'arrêt est demandé. Rien n'est écrit tant que l'import n'est pas fini."
    )
    return redirect("reprise:resultat", reprise)


@page(acte=Acte.IMPORTER, methodes=("POST",))
def abandonner(request: Requete, reprise: UUID) -> HttpResponse:
    """Drop a deposit."""
    services.abandonner(acteur=request.acteur, reprise_id=reprise)
    messages.success(request, "Le dépôt est abandonné, le fichier est effacé.")
    return redirect("reprise:accueil")


@page(acte=Acte.IMPORTER, methodes=("POST",))
def annuler(request: Requete, reprise: UUID) -> HttpResponse:
    """Undo a whole import."""
    annulation.annuler(acteur=request.acteur, reprise_id=reprise, at=timezone.localdate())
    messages.success(request, "L'import est annulé : les dossiers sont comme avant lui.")
    return redirect("reprise:accueil")


@sensitive_post_parameters()
@page(acte=Acte.TRIER, methodes=("GET", "POST"))
def quarantaine(request: Requete) -> HttpResponse:
    """Texts of the old file that wait to be placed in a volet."""
    aujourd_hui = timezone.localdate()
    if request.method == "POST":
        form = RangerForm(request.POST)
        if form.is_valid():
            services.ranger_texte(
                acteur=request.acteur,
                texte_id=form.cleaned_data["texte"],
                volet=form.cleaned_data["volet"],
                at=aujourd_hui,
            )
            messages.success(
                request, "Texte rangé." if form.cleaned_data["volet"] else "Texte écarté."
            )
            return redirect("reprise:quarantaine")
        messages.error(request, "Choisissez un volet de la liste. Le texte n'a pas bougé.")
    contexte = {
        "nombre": queries.nombre_a_trier(request.acteur, at=aujourd_hui),
        "textes": presentation.textes(queries.textes_a_trier(request.acteur, at=aujourd_hui)),
        "volets": presentation.VOLETS_DE_TRI,
    }
    return render(request, "reprise/quarantaine.html", contexte)
