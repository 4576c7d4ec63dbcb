"""The charte, its signatures, the matrix of rights and the refusal sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.dossiers.rules import VOLETS_DU_DOSSIER
from maillage.notions.erreurs import Introuvable
from maillage.partage import chartes
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.forms.charte import CharteForm, CosignatureForm, RefusForm, SignerForm
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.partage.rules.matrice import SIGNES, matrice
from maillage.partage.rules.refus import REFUS


@page(acte=Acte.SIGNER_LA_CHARTE, methodes=("GET", "POST"))
def charte(request: Requete) -> HttpResponse:
    """Read the charte in force, and sign it."""
    _programme(request)
    lue = chartes.charte_en_vigueur(request.acteur.programme_id)
    form = SignerForm(
        request.POST if request.method == "POST" else None, initial={"version": lue.version}
    )
    if form.is_bound and form.is_valid():
        chartes.signer(
            acteur=request.acteur,
            version=form.cleaned_data["version"],
            fonction=form.cleaned_data["fonction"],
        )
        messages.success(request, "Charte signée. Vos dossiers vous sont ouverts.")
        return redirect("coquille:journee")
    contexte = {
        "charte": lue,
        "form": form,
        "signee": request.acteur.charte_signee,
        "tient": bool(_tient(request)),
    }
    statut = 422 if form.is_bound else 200
    return render(request, "partage/charte.html", contexte, status=statut)


def _tient(request: Requete):
    return decide(request.acteur, Acte.TENIR_LA_CHARTE, None, None, timezone.localdate())


@page(acte=Acte.TENIR_LA_CHARTE, methodes=("GET", "POST"))
def modifier(request: Requete) -> HttpResponse:
    """Write and publish the next version."""
    lue = chartes.charte_en_vigueur(request.acteur.programme_id)
    depart = {
        "version": lue.version,
        "texte": lue.texte,
        "clauses": list(lue.clauses),
        "extrait": lue.bornes.extrait,
        "urgence": lue.bornes.urgence,
        "apres_seance": lue.bornes.apres_seance,
    }
    form = CharteForm(request.POST if request.method == "POST" else None, initial=depart)
    if form.is_bound and form.is_valid():
        neuve = chartes.publier(
            acteur=request.acteur,
            lue=form.cleaned_data["version"],
            texte=form.cleaned_data["texte"],
            clauses=form.choisies(),
            bornes=form.bornes(),
        )
        messages.success(
            request, f"Version {neuve.version} publiée. Chaque membre la signera avant d’ouvrir un dossier."
        )  # fmt: skip
        return redirect("partage:charte")
    statut = 422 if form.is_bound else 200
    return render(request, "partage/charte_modifier.html", {"form": form, "charte": lue}, status=statut)  # fmt: skip


@page(acte=Acte.TENIR_LA_CHARTE, methodes=("GET", "POST"))
def signatures(request: Requete) -> HttpResponse:
    """Who signed, who has not yet, which institutions did."""
    au = timezone.localdate()
    form = CosignatureForm(
        request.POST if request.method == "POST" else None,
        institutions=comptes.institutions(),
        aujourd_hui=au,
        initial={"le": au.isoformat()},
    )
    if form.is_bound and form.is_valid():
        d = form.cleaned_data
        chartes.cosigner(
            acteur=request.acteur,
            institution_id=d["institution"],
            signataire=d["signataire"],
            le=d["le"],
        )
        messages.success(request, "Signature de l’institution notée.")
        return redirect("partage:charte_signatures")
    contexte = {
        "form": form,
        "etat": chartes.signatures(request.acteur.programme_id, au),
        "charte": chartes.charte_en_vigueur(request.acteur.programme_id),
    }
    statut = 422 if form.is_bound else 200
    return render(request, "partage/signatures.html", contexte, status=statut)


@page(acte=Acte.CONNAITRE_LES_REGLES)
def charte_pdf(request: Requete) -> HttpResponse:
    """The charte to print, with room for the signature of an institution."""
    return _imprimer(request, "partage/imprime_charte.html", "charte")


@page(acte=Acte.CONNAITRE_LES_REGLES)
def habilitations(request: Requete) -> HttpResponse:
    """The matrice d'habilitation on screen."""
    _programme(request)
    return render(request, "partage/matrice.html", _matrice(request))


@page(acte=Acte.CONNAITRE_LES_REGLES)
def habilitations_pdf(request: Requete) -> HttpResponse:
    """The matrice d'habilitation to print."""
    return _imprimer(request, "partage/imprime_matrice.html", "matrice-d-habilitation")


def _matrice(request: Requete) -> dict[str, object]:
    lue = chartes.charte_en_vigueur(request.acteur.programme_id)
    return {
        "charte": lue,
        "volets": VOLETS_DU_DOSSIER,
        "lignes": matrice(lue.clauses),
        "signes": SIGNES,
    }


def _programme(request: Requete) -> str:
    """Name of the programme; who has none has neither charte nor matrix."""
    if request.acteur.programme_id is None:
        raise Introuvable
    return comptes.programme(request.acteur.programme_id).nom


def _imprimer(request: Requete, gabarit: str, nom: str) -> HttpResponse:
    contexte = {"programme": _programme(request)} | _matrice(request) | {"au": timezone.localdate()}
    return reponse_pdf(pdf(gabarit, contexte), nom)


@page(acte=Acte.CONNAITRE_LES_REGLES, methodes=("GET", "POST"))
def refus(request: Requete) -> HttpResponse:
    """The sheet to hand to whoever asks for names."""
    programme = _programme(request)
    form = RefusForm(
        request.POST if request.method == "POST" else None,
        demandeurs=[(code, r.libelle) for code, r in REFUS.items()],
    )
    if form.is_bound and form.is_valid():
        choisi = REFUS[form.cleaned_data["demandeur"]]
        contexte = {
            "refus": choisi,
            "objet": form.cleaned_data["objet"],
            "programme": programme,
            "au": timezone.localdate(),
            "par": request.acteur.nom,
        }
        return reponse_pdf(pdf("partage/imprime_refus.html", contexte), "refus-de-transmission")
    statut = 422 if form.is_bound else 200
    return render(request, "partage/refus.html", {"form": form, "refus": REFUS}, status=statut)
