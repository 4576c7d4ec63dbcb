"""«Qui a ouvert ce dossier ?»: the account of accesses, on screen and as a document for the family."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.parcours.queries.noms import identite_seule
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.journal import CompteDesAcces, compte_des_acces
from maillage.partage.pages import Requete, page
from maillage.partage.remises import a_remettre, adresse_protegee
from maillage.partage.rules.actes import Acte


def _compte(request: Requete, dossier: UUID) -> tuple[CompteDesAcces, str]:
    """The account, then the name: both doors are asked, and the account holds the reading itself."""
    aujourd_hui = timezone.localdate()
    compte = compte_des_acces(request.acteur, dossier, at=aujourd_hui)
    return compte, identite_seule(request.acteur, dossier, at=aujourd_hui)


@page(acte=Acte.VOIR_LES_ACCES)
def acces(request: Requete, dossier: UUID) -> HttpResponse:
    """Who opened this dossier, day by day."""
    compte, enfant = _compte(request, dossier)
    protegee = adresse_protegee(dossier, timezone.localdate())
    contexte = {"compte": compte, "enfant": enfant, "dossier": dossier, "protegee": protegee}
    return render(request, "parcours/acces.html", contexte)


@page(acte=Acte.VOIR_LES_ACCES)
def acces_pdf(request: Requete, dossier: UUID) -> HttpResponse:
    """The same visits as a document to give to the family, without the refused attempts."""
    compte, enfant = _compte(request, dossier)
    nom = comptes.programme(request.acteur.programme_id).nom
    compte, programme = a_remettre(request.acteur, dossier, compte, nom, at=timezone.localdate())
    contexte = {
        "compte": compte,
        "enfant": enfant,
        "programme": programme,
        "auteur": request.acteur.nom,
        "le": timezone.localdate(),
    }
    return reponse_pdf(pdf("parcours/acces_imprime.html", contexte), "qui-a-ouvert-le-dossier")
