"""Pages of the dashboard of a réseau."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maillage.bilans.dessins import svg_de_page
from maillage.bilans.errors import FichierNominatif, FichierRefuse
from maillage.bilans.fichiers_rep import modele
from maillage.bilans.forms.rep import ChoixForm, FichierForm, LecteurForm, MesuresForm
from maillage.bilans.queries import rep as lectures
from maillage.bilans.queries.annees import annees_proposees
from maillage.bilans.rules.graphiques import decrire_les_ecarts, ecarts_dans_le_temps
from maillage.bilans.rules.indicateurs_rep import INDICATEURS, PAR_CODE
from maillage.bilans.rules.tableau_rep import membres_de
from maillage.bilans.services import rep as services
from maillage.bilans.views.enquete import annee_lue
from maillage.comptes.queries.equipe import postes_ouverts
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre


@page(acte=Acte.VOIR_LE_TABLEAU_REP)
def liste(request: Requete) -> HttpResponse:
    """The réseaux whose dashboard this person may read."""
    contexte = {
        "reseaux": lectures.reseaux_lisibles(request.acteur, at=timezone.localdate()),
        "tient": ouvre(request.acteur, Acte.TENIR_LES_BILANS),
    }
    return render(request, "bilans/reseaux.html", contexte)


@page(acte=Acte.VOIR_LE_TABLEAU_REP)
def tableau(request: Requete, reseau: int) -> HttpResponse:
    """The dashboard of one réseau."""
    au = timezone.localdate()
    annee, _ = annee_lue(request)
    lu = lectures.tableau(request.acteur, reseau, annee, at=au)
    return render(request, "bilans/tableau.html", _contexte(request, lu))


def _contexte(request: Requete, lu: lectures.TableauRep) -> dict[str, Any]:
    au = timezone.localdate()
    tient = ouvre(request.acteur, Acte.TENIR_LES_BILANS)
    dits = decrire_les_ecarts(lu.ecarts)
    dessin = ecarts_dans_le_temps(lu.ecarts, dits) if lu.ecarts else None
    lecteurs = lectures.lecteurs(request.acteur, lu.reseau.connu.tete, at=au) if tient else ()
    return {
        "t": lu,
        "annee": lu.annee,
        "annees": annees_proposees(au),
        "tient": tient,
        "dits": dits,
        "dessin": svg_de_page(dessin, "ecart") if dessin else "",
        "choix": ChoixForm(at=au, initial={"annee": lu.annee.rentree}) if tient else None,
        "lecteurs": lecteurs,
        "lecteur": _lecteur(request) if tient else None,
    }


def _lecteur(request: Requete) -> LecteurForm:
    postes = postes_ouverts(request.acteur.programme_id, at=timezone.localdate())
    donnees = request.POST if request.method == "POST" else None
    return LecteurForm(donnees, postes=[(p.id, p.libelle) for p in postes])


@page(acte=Acte.TENIR_LES_BILANS, methodes=("GET", "POST"))
def saisir(request: Requete, reseau: int) -> HttpResponse:
    """Write the figures of one indicator and one rentrée."""
    au = timezone.localdate()
    r = lectures.le_reseau(request.acteur, reseau, at=au)
    choix = ChoixForm(request.GET if "indicateur" in request.GET else None, at=au)
    annee, _ = annee_lue(request)
    choisi = choix.is_bound and choix.is_valid()
    code = choix.cleaned_data["indicateur"] if choisi else INDICATEURS[0].code
    indicateur = PAR_CODE[code]
    dites = [
        m for m in lectures.mesures(request.acteur.programme_id, r.connu.tete)
        if m.indicateur == code and m.rentree == annee.rentree
    ]  # fmt: skip
    membres = sorted((r.noms[uai], uai) for uai in membres_de(indicateur, r.natures))
    donnees = request.POST if request.method == "POST" else None
    form = MesuresForm(
        donnees, indicateur=indicateur, rentree=annee.rentree,
        membres=[(uai, nom) for nom, uai in membres], dites=dites,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        services.ecrire_mesures(
            acteur=request.acteur, reseau_id=reseau, lues=form.lues, retirees=form.retirees, at=au
        )
        messages.success(request, "Nombres enregistrés.")
        return redirect(f"{reverse('bilans:tableau', args=[reseau])}?annee={annee.rentree}")
    contexte = {
        "r": r, "annee": annee, "indicateur": indicateur, "form": form,
        "choix": ChoixForm(initial={"indicateur": code, "annee": annee.rentree}, at=au),
    }  # fmt: skip
    statut = 422 if form.is_bound else 200
    return render(request, "bilans/saisir.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_BILANS, methodes=("GET", "POST"))
def importer(request: Requete, reseau: int) -> HttpResponse:
    """Send a file of aggregates; the whole of it is kept, or nothing."""
    au = timezone.localdate()
    r = lectures.le_reseau(request.acteur, reseau, at=au)
    recu = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FichierForm(*recu)
    refus: ErreurMetier | None = None
    if form.is_bound and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            ecrites = services.importer(
                acteur=request.acteur,
                reseau_id=reseau,
                nom=fichier.name,
                octets=fichier.read(),
                at=au,
            )
        except (FichierNominatif, FichierRefuse) as erreur:
            refus = erreur
        else:
            s = "s" if ecrites > 1 else ""
            messages.success(request, f"{ecrites} nombre{s} enregistré{s}.")
            return redirect("bilans:tableau", reseau)
    statut = 422 if form.is_bound else 200
    contexte = {"r": r, "form": form, "refus": refus, "indicateurs": INDICATEURS}
    return render(request, "bilans/importer.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_BILANS)
def modele_csv(request: Requete, reseau: int) -> HttpResponse:
    """An empty file to fill in, with the schools of this réseau."""
    r = lectures.le_reseau(request.acteur, reseau, at=timezone.localdate())
    reponse = HttpResponse(modele(dict(r.natures)), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="tableau-de-bord-modele.csv"'
    return reponse


@page(acte=Acte.TENIR_LES_BILANS, methodes=("POST",))
def lecteurs(request: Requete, reseau: int) -> HttpResponse:
    """Let a poste read the dashboard, or end it."""
    au = timezone.localdate()
    if lecture := request.POST.get("fermer", ""):
        services.fermer_la_lecture(
            acteur=request.acteur,
            reseau_id=reseau,
            lecture_id=int(lecture) if lecture.isdecimal() else 0,
            at=au,
        )
        messages.success(request, "Ce poste ne lit plus le tableau.")
        return redirect("bilans:tableau", reseau)
    lectures.le_reseau(request.acteur, reseau, at=au)
    form = _lecteur(request)
    if form.is_valid():
        services.ouvrir_la_lecture(
            acteur=request.acteur, reseau_id=reseau, poste_id=form.cleaned_data["poste"], at=au
        )
        messages.success(request, "Ce poste lit maintenant le tableau de ce réseau.")
        return redirect("bilans:tableau", reseau)
    annee, _ = annee_lue(request)
    lu = lectures.tableau(request.acteur, reseau, annee, at=au)
    return render(
        request, "bilans/tableau.html", _contexte(request, lu) | {"lecteur": form}, status=422
    )
