"""Pages of the annual report: begun from a release, commented, read again, approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maillage.bilans.dessins import svg_de_page
from maillage.bilans.documents import TYPES, un_document
from maillage.bilans.errors import CommentaireChange, NomDansLeTexte, RapportChange
from maillage.bilans.forms.rapports import CommentaireForm
from maillage.bilans.queries import rapports as lectures
from maillage.bilans.rules.parties import LIBRES, PARTIES
from maillage.bilans.services import rapports as services
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre

CHIFFRES = 9  # of the number of a release: the column holds no more


@page(acte=Acte.TENIR_LES_BILANS)
def liste(request: Requete) -> HttpResponse:
    """The releases, and the report of each."""
    lus = lectures.rapports(request.acteur, at=timezone.localdate())
    return render(request, "bilans/rapports.html", {"rapports": lus})


@page(acte=Acte.TENIR_LES_BILANS, methodes=("POST",))
def commencer(request: Requete) -> HttpResponse:
    """Begin the report of a release."""
    numero = request.POST.get("parution", "")
    if not numero.isdecimal() or len(numero) > CHIFFRES:
        raise Http404
    au = timezone.localdate()
    ident = services.commencer(acteur=request.acteur, parution=int(numero), at=au)
    return redirect("bilans:rapport", ident)


@page(acte=Acte.TENIR_LES_BILANS)
def rapport(request: Requete, rapport: UUID) -> HttpResponse:
    """The report as it will be read, each figure beside its source."""
    lu = lectures.rapport(request.acteur, rapport, at=timezone.localdate())
    return render(request, "bilans/rapport.html", _contexte(request, lu))


def _contexte(request: Requete, lu: lectures.RapportLu) -> dict[str, Any]:
    sections = [
        (
            s,
            lu.commentaires.get(s.code),
            [
                (b, svg_de_page(b.dessin, f"{s.code}-{i}") if b.dessin else "")
                for i, b in enumerate(s.blocs)
            ],
        )
        for s in lu.rapport.sections
    ]
    return {
        "lu": lu,
        "r": lu.rapport,
        "p": lu.parution.parution,
        "sections": sections,
        "libres": [(code, titre, lu.commentaires.get(code)) for code, titre in LIBRES.items()],
        "natures": lectures.NATURES,
        "publie": ouvre(request.acteur, Acte.PUBLIER),
    }


@page(acte=Acte.TENIR_LES_BILANS, methodes=("GET", "POST"))
def commenter(request: Requete, rapport: UUID, rubrique: str) -> HttpResponse:
    """The words of a section."""
    if rubrique not in PARTIES:
        raise Http404
    au = timezone.localdate()
    lu = lectures.rapport(request.acteur, rapport, at=au)
    if lu.approuve:
        return redirect("bilans:rapport", rapport)
    connu = lu.commentaires.get(rubrique)
    rang = lectures.dernier_rang(rapport, rubrique)
    depart = {"texte": connu.texte if connu and not connu.perdu else "", "rang_lu": rang}
    form = CommentaireForm(request.POST if request.method == "POST" else None, initial=depart)
    refus: ErreurMetier | None = None
    if form.is_bound and form.is_valid():
        try:
            services.commenter(
                acteur=request.acteur, rapport_id=rapport, rubrique=rubrique, at=au, **form.cleaned_data
            )  # fmt: skip
        except NomDansLeTexte as erreur:
            refus = erreur
        except CommentaireChange as erreur:
            refus = erreur
            form = CommentaireForm({**request.POST.dict(), "rang_lu": rang})
        else:
            messages.success(request, "Enregistré.")
            return redirect(f"{reverse('bilans:rapport', args=[rapport])}#{rubrique}")
    contexte = {
        "lu": lu, "rubrique": rubrique, "titre": PARTIES[rubrique], "form": form, "refus": refus, "connu": connu,
        "douteux": isinstance(refus, NomDansLeTexte) and not refus.trouves.certains,
        "change": isinstance(refus, CommentaireChange),
        "versions": lectures.versions(request.acteur, rapport, rubrique, at=au),
    }  # fmt: skip
    statut = refus.statut if refus else 422 if form.is_bound else 200
    return render(request, "bilans/commenter.html", contexte, status=statut)


@page(acte=Acte.TENIR_LES_BILANS)
def document(request: Requete, rapport: UUID, nature: str) -> HttpResponse:
    """A document before its approval, to read it again; once approved, the one in the store is the only one."""
    lu = lectures.rapport(request.acteur, rapport, at=timezone.localdate())
    depose = next((d for d in lu.deposes if d.nature == nature), None)
    if depose is not None:
        return redirect("publications:document", lu.parution.parution.numero, depose.id)
    fait = un_document(lu, nature)
    if fait is None:
        raise Http404
    reponse = HttpResponse(fait.octets, content_type=TYPES[fait.nom.rsplit(".", 1)[-1]])
    reponse["Content-Disposition"] = f'attachment; filename="{fait.nom}"'
    return reponse


@page(acte=Acte.PUBLIER, methodes=("GET", "POST"))
def approuver(request: Requete, rapport: UUID) -> HttpResponse:
    """Read what approving does, then do it."""
    au = timezone.localdate()
    lu = lectures.rapport(request.acteur, rapport, at=au, acte=Acte.PUBLIER)
    refus: ErreurMetier | None = None
    if request.method == "POST":
        try:
            n = services.approuver(acteur=request.acteur, rapport_id=rapport, at=au)
        except RapportChange as erreur:
            refus = erreur
        else:
            messages.success(request, f"Rapport approuvé : {n} documents remis aux lecteurs.")
            return redirect("bilans:rapport", rapport)
    vides = [
        titre
        for code, titre in PARTIES.items()
        if code not in lu.commentaires and (code in LIBRES or lu.rapport.section(code))
    ]
    contexte = {
        "lu": lu,
        "p": lu.parution.parution,
        "natures": lectures.NATURES,
        "vides": vides,
        "refus": refus,
    }
    return render(request, "bilans/approuver.html", contexte, status=409 if refus else 200)
