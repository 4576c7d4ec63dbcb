"""Pages of the cercle: who reads what of a child, extracts, emergencies."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.comptes import queries as comptes
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.parcours.queries import cercle as cercles
from maillage.parcours.queries import noms
from maillage.partage import extraits, urgences
from maillage.partage.errors import ExtraitRefuse
from maillage.partage.extraits import ExtraitEcrit, fin_du_jour
from maillage.partage.forms.partages import AvisForm, ExtraitForm, PersonneForm, UrgenceForm
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.LIRE)
def cercle(request: Requete, dossier: UUID) -> HttpResponse:
    """Who follows the child, what was shared, and, for the coordination, why anybody reads or does not."""
    return _montrer(request, dossier)


def _montrer(
    request: Requete, dossier: UUID, extrait: ExtraitForm | None = None, statut: int = 200
) -> HttpResponse:
    au = timezone.localdate()
    membres = comptes.membres(request.acteur.programme_id, au)
    qui = PersonneForm(request.GET or None, personnes=membres)
    personne = qui.cleaned_data["personne"] if qui.is_bound and qui.is_valid() else None
    lu = cercles.cercle(request.acteur, dossier, at=au, personne=personne)
    contexte = {
        "cercle": lu,
        "dossier": dossier,
        "qui": qui,
        "nom_demande": dict(membres).get(personne, ""),
        "extrait": extrait or _extrait(request, lu, None),
    }
    return render(request, "parcours/cercle.html", contexte, status=statut)


def _extrait(request: Requete, lu: cercles.CercleLu, donnees) -> ExtraitForm | None:
    """The form, for whoever holds a volet of which an extract can be written."""
    if not lu.ecrivables:
        return None
    au = timezone.localdate()
    return ExtraitForm(
        donnees,
        volets=lu.ecrivables,
        destinataires=extraits.destinataires(request.acteur, lu.ecrivables),
        aujourd_hui=au,
        jours=lu.jours,
        initial={"jusqu_au": (au + timedelta(days=min(30, lu.jours))).isoformat()},
    )


@sensitive_post_parameters()
@page(acte=Acte.EXTRAIRE, methodes=("POST",))
def extraire(request: Requete, dossier: UUID) -> HttpResponse:
    """Write an extract for one person."""
    lu = cercles.cercle(request.acteur, dossier, at=timezone.localdate())
    form = _extrait(request, lu, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _montrer(request, dossier, form, statut=422)
    d = form.cleaned_data
    ecrit = ExtraitEcrit(d["volet"], d["texte"], d["finalite"], fin_du_jour(d["jusqu_au"]))
    try:
        extraits.extraire(
            acteur=request.acteur,
            dossier_id=dossier,
            destinataire_id=d["destinataire"],
            ecrit=ecrit,
        )
    except ExtraitRefuse as refus:  # what was written stays in the form
        form.add_error("destinataire", f"{refus.message} {refus.a_faire}".replace("'", "’"))
        return _montrer(request, dossier, form, statut=422)
    messages.success(request, "Extrait écrit. La personne le lira dans « Extraits reçus ».")
    return redirect("parcours:cercle", dossier)


@page(acte=Acte.EXTRAIRE, methodes=("POST",))
def retirer(request: Requete, dossier: UUID, ouverture: UUID) -> HttpResponse:
    """End an extract now."""
    extraits.retirer(acteur=request.acteur, dossier_id=dossier, ouverture_id=ouverture)
    messages.success(request, "Extrait retiré. Il n’est plus lisible.")
    return redirect("parcours:cercle", dossier)


@sensitive_post_parameters()
@page(acte=Acte.OUVRIR_EN_URGENCE, methodes=("GET", "POST"))
def urgence(request: Requete, dossier: UUID, volet: str) -> HttpResponse:
    """Ask to open a closed volet now, with the reason."""
    if volet not in VOLETS_DU_DOSSIER:
        raise Http404
    demande = Volet(volet)
    enfant = noms.nom_pour(
        request.acteur, Acte.OUVRIR_EN_URGENCE, demande, dossier, at=timezone.localdate()
    )
    form = UrgenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        fin = urgences.ouvrir(
            acteur=request.acteur, dossier_id=dossier, volet=demande, **form.cleaned_data
        )
        fin_locale = timezone.localtime(fin)
        messages.success(
            request, f"Volet {demande.libelle} ouvert jusqu’à {fin_locale:%H h %M}. La coordination est prévenue."
        )  # fmt: skip
        return redirect("parcours:volet", dossier, demande.value)
    contexte = {"form": form, "dossier": dossier, "volet": demande, "enfant": enfant}
    return render(request, "parcours/urgence.html", contexte, status=422 if form.is_bound else 200)


@page(acte=Acte.EXAMINER_LES_URGENCES)
def liste_des_urgences(request: Requete) -> HttpResponse:
    """Emergencies of the programme, those to examine first."""
    lues = urgences.du_programme(request.acteur)
    connus = noms.noms(request.acteur, {u.dossier for u in lues}, at=timezone.localdate())
    lignes = sorted(
        ((u, connus.get(u.dossier, "")) for u in lues), key=lambda ligne: bool(ligne[0].avis)
    )
    return render(request, "parcours/urgences.html", {"lignes": lignes})


@page(acte=Acte.EXAMINER_LES_URGENCES, methodes=("POST",))
def examiner(request: Requete, urgence_id: UUID) -> HttpResponse:
    """Give an opinion on an emergency."""
    form = AvisForm(request.POST)
    if not form.is_valid():
        raise Http404
    urgences.examiner(acteur=request.acteur, urgence_id=urgence_id, avis=form.cleaned_data["avis"])
    messages.success(request, "Avis enregistré.")
    return redirect("parcours:urgences")
