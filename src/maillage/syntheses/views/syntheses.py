"""The page of a synthesis: its sections, its co-authors, what would leave; and the letter as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.documents import pdf, reponse_pdf
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.syntheses.courriers_docx import DOCX, docx
from maillage.syntheses.errors import PartieChangee
from maillage.syntheses.forms.syntheses import AvisForm, CoauteurForm, EnvoiForm, PartieForm
from maillage.syntheses.queries import courriers, lecture
from maillage.syntheses.queries import depart as departs
from maillage.syntheses.queries.lecture import SyntheseLue
from maillage.syntheses.rules.etats import EtatDeSynthese
from maillage.syntheses.rules.rubriques import Rubrique
from maillage.syntheses.services import ecriture as services
from maillage.syntheses.services.courriers import emettre


@sensitive_post_parameters()
@page(acte=Acte.EXTRAIRE, methodes=("GET", "POST"))
def synthese(request: Requete, synthese: UUID) -> HttpResponse:
    """A synthesis in front of one of those who work on it."""
    lue = lecture.synthese(request.acteur, synthese, at=timezone.localdate())
    if request.method == "GET":
        return _page(request, lue)
    geste = request.POST.get("geste", "")
    if geste not in GESTES:
        return _page(request, lue, statut=422)
    forme, ecrire, message = GESTES[geste]
    form = forme(request, lue)
    if form is not None and not form.is_valid():
        return _page(request, lue, form=form, statut=422)
    try:
        ecrire(request, lue.id, form.cleaned_data if form is not None else {})
    except Introuvable:
        raise
    except PartieChangee as erreur:
        return _page(request, lue, form=_repris(request, lue, erreur), refus=erreur)
    except ErreurMetier as erreur:
        return _page(request, lue, form=form, refus=erreur)
    messages.success(request, message)
    return redirect("syntheses:synthese", synthese)


def _repris(request: Requete, lue: SyntheseLue, erreur: PartieChangee) -> PartieForm:
    """What was typed, on top of the version kept now."""
    recu = request.POST.copy()
    recu["numero"] = str(erreur.numero)
    return PartieForm(recu, volets=lue.volets_ecrits)


def _page(
    request: Requete,
    lue: SyntheseLue,
    *,
    form: forms.Form | None = None,
    refus: ErreurMetier | None = None,
    statut: int = 200,
) -> HttpResponse:
    au = timezone.localdate()
    partie = form if isinstance(form, PartieForm) else None
    ouverte = str(partie.data.get("cle") or "") if partie is not None else ""
    if lue.conduit and lue.vivante:
        possibles = lecture.coauteurs_de_la(request.acteur, lue.id, at=au)
    else:
        possibles = []
    contexte: dict[str, Any] = {
        "s": lue,
        "rubriques": [
            (r, [(p, _forme_de(lue, p, partie, ouverte)) for p in lue.parties if p.rubrique is r])
            for r in Rubrique
        ],
        "nouvelle": partie if partie is not None and not ouverte else _nouvelle(lue),
        "coauteur": form if isinstance(form, CoauteurForm) else CoauteurForm(personnes=possibles),
        "avis": form
        if isinstance(form, AvisForm)
        else AvisForm(initial={"revision": lue.revision}),
        "depart": departs.depart(request.acteur, lue.id, at=au) if lue.conduit else None,
        "refus": refus,
        "conflit": refus.texte if isinstance(refus, PartieChangee) else None,
        "possibles": bool(possibles),
    }
    return render(
        request, "syntheses/synthese.html", contexte, status=refus.statut if refus else statut
    )


def _nouvelle(lue: SyntheseLue) -> PartieForm:
    """An empty section, at the first part that nobody wrote."""
    ecrites = {p.rubrique for p in lue.parties}
    suivante = next((r for r in Rubrique if r not in ecrites), Rubrique.SITUATION)
    return PartieForm(volets=lue.volets_ecrits, initial={"rubrique": suivante})


def _forme_de(
    lue: SyntheseLue, p: Any, envoyee: PartieForm | None, ouverte: str
) -> PartieForm | None:
    """The form of a section that this person may change; the one that was sent holds what was typed."""
    if not p.modifiable:
        return None
    if envoyee is not None and ouverte == str(p.cle):
        return envoyee
    depart = {
        "rubrique": p.rubrique, "volet": p.volet, "texte": p.texte, "cle": p.cle, "numero": p.numero,
    }  # fmt: skip
    return PartieForm(volets=lue.volets_ecrits, initial=depart, auto_id=f"id_{p.cle}_%s")


def _ecrire_la_partie(request: Requete, synthese: UUID, d: dict[str, Any]) -> None:
    services.ecrire_une_partie(
        acteur=request.acteur, synthese_id=synthese,
        voulue=services.PartieVoulue(
            d["rubrique"], d["volet"], d["texte"], d["cle"], d["numero"] or 0
        ),
        formulaire=d["formulaire"], at=timezone.localdate(),
    )  # fmt: skip


def _convier(request: Requete, synthese: UUID, d: dict[str, Any]) -> None:
    services.convier(
        acteur=request.acteur, synthese_id=synthese, personne=d["personne"], at=timezone.localdate()
    )


def _relire(request: Requete, synthese: UUID, d: dict[str, Any]) -> None:
    services.relire(acteur=request.acteur, synthese_id=synthese, **d, at=timezone.localdate())


def _emettre(request: Requete, synthese: UUID, d: dict[str, Any]) -> None:
    emettre(acteur=request.acteur, synthese_id=synthese, **d, at=timezone.localdate())


def _passer(vers: EtatDeSynthese) -> Callable[[Requete, UUID, dict[str, Any]], None]:
    def ecrire(request: Requete, synthese: UUID, _d: dict[str, Any]) -> None:
        services.changer_d_etat(
            acteur=request.acteur, synthese_id=synthese, vers=vers, at=timezone.localdate()
        )

    return ecrire


def _personnes(request: Requete, lue: SyntheseLue) -> CoauteurForm:
    au = timezone.localdate()
    possibles = lecture.coauteurs_de_la(request.acteur, lue.id, at=au) if lue.conduit else []
    return CoauteurForm(request.POST, personnes=possibles)


Forme = Callable[[Requete, SyntheseLue], forms.Form | None]
Ecrire = Callable[[Requete, UUID, dict[str, Any]], None]
GESTES: dict[str, tuple[Forme, Ecrire, str]] = {
    "partie": (
        lambda r, lue: PartieForm(r.POST, volets=lue.volets_ecrits),
        _ecrire_la_partie,
        "Partie gardée. Les relectures déjà données sont à refaire.",
    ),
    "convier": (_personnes, _convier, "Personne invitée à écrire et à relire."),
    "relire": (lambda r, _: AvisForm(r.POST), _relire, "Votre avis est noté sur ce texte."),
    "emettre": (lambda r, _: EnvoiForm(r.POST), _emettre, "Courrier enregistré. Imprimez-le."),
    "relecture": (lambda *_: None, _passer(EtatDeSynthese.RELECTURE), "Relecture demandée."),
    "ecriture": (lambda *_: None, _passer(EtatDeSynthese.ECRITURE), "Le texte se reprend."),
    "abandonner": (lambda *_: None, _passer(EtatDeSynthese.ABANDONNEE), "Synthèse abandonnée."),
}


@page(acte=Acte.EXTRAIRE)
def versions(request: Requete, synthese: UUID, volet: str, partie: UUID) -> HttpResponse:
    """Every version of one section, for whoever reads its volet."""
    if volet not in set(Volet):
        raise Introuvable
    lues = lecture.anciennes_versions(
        request.acteur, synthese, Volet(volet), partie, at=timezone.localdate()
    )
    return render(request, "syntheses/versions.html", {"versions": lues, "synthese": synthese})


@page(acte=Acte.EXTRAIRE)
def courrier_pdf(request: Requete, synthese: UUID) -> HttpResponse:
    """The letter that was sent, to print; each copy says who took it."""
    lu = courriers.courrier(request.acteur, synthese, at=timezone.localdate())
    return reponse_pdf(pdf("syntheses/courrier_imprime.html", {"c": lu}), f"courrier-{lu.numero}")


@page(acte=Acte.EXTRAIRE)
def courrier_docx(request: Requete, synthese: UUID) -> HttpResponse:
    """The same, as a document for the programme's own letterhead."""
    lu = courriers.courrier(request.acteur, synthese, at=timezone.localdate())
    reponse = HttpResponse(docx(lu), content_type=DOCX)
    reponse["Content-Disposition"] = f'attachment; filename="courrier-{lu.numero}.docx"'
    return reponse
