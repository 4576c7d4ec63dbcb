"""Pages of the annual survey: the return, a section to write, what leaves."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maillage.bilans import exports_enquete
from maillage.bilans.errors import ValeursChangees
from maillage.bilans.forms.enquete import ExportForm, RubriqueForm
from maillage.bilans.queries.annees import annees_proposees
from maillage.bilans.queries.enquete import ecrites_de, retour
from maillage.bilans.rules.rappels import annee_proposee
from maillage.bilans.rules.rubriques import rubrique_ecrite
from maillage.bilans.services import enquete as services
from maillage.notions.temps import AnneeScolaire
from maillage.partage.pages import Requete, page
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def annee_lue(request: Requete) -> tuple[AnneeScolaire, bool]:
    """The year asked among those proposed, else the one to fill in; and whether the one asked was refused."""
    au = timezone.localdate()
    demandee = request.GET.get("annee", "")
    connue = next((a for a in annees_proposees(au) if str(a.rentree) == demandee), None)
    return connue or annee_proposee(au), bool(demandee) and connue is None


def annee_de(rentree: int) -> AnneeScolaire:
    """The year of an address; 404 for one that is not proposed."""
    if AnneeScolaire(rentree) not in annees_proposees(timezone.localdate()):
        raise Http404
    return AnneeScolaire(rentree)


@page(acte=Acte.VOIR_LES_CHIFFRES)
def enquete(request: Requete) -> HttpResponse:
    """The figures of the year, ready to copy, and what is missing."""
    au = timezone.localdate()
    annee, refusee = annee_lue(request)
    contexte = {
        "annee": annee,
        "annees": annees_proposees(au),
        "refusee": refusee,
        "retour": retour(request.acteur, annee, at=au),
    }
    return render(request, "bilans/enquete.html", contexte)


@page(acte=Acte.TENIR_LES_BILANS, methodes=("GET", "POST"))
def ecrire(request: Requete, rentree: int, rubrique: str) -> HttpResponse:
    """One section to write."""
    annee, connue = annee_de(rentree), rubrique_ecrite(rubrique)
    if connue is None:
        raise Http404
    ecrites = ecrites_de(request.acteur, annee)
    donnees = request.POST if request.method == "POST" else None
    form = RubriqueForm(donnees, rubrique=connue, ecrites=ecrites.valeurs, lu=ecrites.lu)
    refus = None
    if form.is_bound and form.is_valid():
        try:
            services.ecrire_valeurs(
                acteur=request.acteur, annee=annee, valeurs=form.valeurs, lu=form.cleaned_data["lu"],
                at=timezone.localdate(),
            )  # fmt: skip
        except ValeursChangees as erreur:
            refus = erreur
            form = RubriqueForm(
                {**request.POST.dict(), "lu": ecrites.lu},
                rubrique=connue,
                ecrites=ecrites.valeurs,
                lu=ecrites.lu,
            )
        else:
            messages.success(request, "Enregistré.")
            return redirect(f"{reverse('bilans:enquete')}?annee={rentree}#{connue.code}")
    statut = refus.statut if refus else 422 if form.is_bound else 200
    contexte = {
        "annee": annee,
        "rubrique": connue,
        "form": form,
        "refus": refus,
        "ecrites": ecrites.valeurs,
    }
    return render(request, "bilans/ecrire.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_BILANS, methodes=("POST",))
def envoyer(request: Requete, rentree: int) -> HttpResponse:
    """Say that the return was sent, or that it is to be sent again."""
    annee, au = annee_de(rentree), timezone.localdate()
    if request.POST.get("geste") == "rouvrir":
        services.rouvrir(acteur=request.acteur, annee=annee, at=au)
        messages.success(request, "Le retour est à renvoyer.")
    else:
        services.marquer_envoye(acteur=request.acteur, annee=annee, at=au)
        messages.success(request, "Retour marqué comme envoyé.")
    return redirect(f"{reverse('bilans:enquete')}?annee={rentree}")


@page(acte=Acte.EXPORTER_LES_CHIFFRES)
def enquete_xlsx(request: Requete) -> HttpResponse:
    """The figures alone, as a workbook."""
    annee, _ = annee_lue(request)
    octets = exports_enquete.chiffres_seuls(request.acteur, annee, at=timezone.localdate())
    reponse = HttpResponse(octets, content_type=XLSX)
    reponse["Content-Disposition"] = f'attachment; filename="enquete-{annee.libelle}.xlsx"'
    return reponse


@page(acte=Acte.EXPORTER_LES_CHIFFRES, methodes=("GET", "POST"))
def enquete_table(request: Requete, rentree: int) -> HttpResponse:
    """The three tabs, encrypted; the passphrase is on this answer and on no other."""
    annee, au = annee_de(rentree), timezone.localdate()
    decision = decide(request.acteur, Acte.EXPORTER_LES_CHIFFRES, None, None, au)
    noter(request.acteur, Acte.EXPORTER_LES_CHIFFRES, decision, objet=f"export {annee.libelle}")
    donnees = request.POST if request.method == "POST" else None
    form = ExportForm(donnees, initial={"formulaire": uuid4()})
    fait = None
    if form.is_bound and form.is_valid():
        fait = exports_enquete.avec_la_table(
            acteur=request.acteur, annee=annee, raison=form.cleaned_data["raison"],
            formulaire=form.cleaned_data["formulaire"], at=au,
        )  # fmt: skip
    statut = 422 if form.is_bound and not fait else 200
    contexte = {"annee": annee, "form": form, "fait": fait}
    return render(request, "bilans/enquete_table.html", contexte, status=statut)
