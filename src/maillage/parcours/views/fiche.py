"""Pages of children: list, page of a child, note, next step."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from maillage.comptes import queries as comptes
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.parcours import presentation, presentation_fil, services
from maillage.parcours.errors import PieceJointeRefusee, SansReferent
from maillage.parcours.forms import DesignerForm, ListeForm, TacheForm
from maillage.parcours.forms_fil import NoteForm
from maillage.parcours.queries import fiche as fiches
from maillage.parcours.queries import liste as listes
from maillage.parcours.queries import notes
from maillage.parcours.queries import vie as vies
from maillage.parcours.queries.projections import Fiche
from maillage.parcours.rules.etapes import Etape, couleur
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre


@page(acte=Acte.LISTER, methodes=("GET", "POST"))
def liste(request: Requete) -> HttpResponse:
    """The children that the acteur may know of. Names searched travel by POST, never in the address."""
    postes = comptes.postes_de_reference(request.acteur.programme_id)
    form = ListeForm(request.POST or None, postes=postes)
    demande = listes.Demande()
    if request.method == "POST" and form.is_valid():
        saisie = form.cleaned_data
        demande = listes.Demande(
            recherche=saisie["q"],
            etapes=frozenset(saisie["etapes"]),
            referents=frozenset(UUID(r) for r in saisie["referents"]),
            sans_referent=saisie["sans_referent"],
            tri=saisie["tri"] or "nom",
            page=saisie["page"] or 1,
        )
    resultat = listes.liste(request.acteur, demande, at=timezone.localdate())
    if request.POST.get("direct") and demande.recherche and resultat.total == 1:
        return redirect(
            "parcours:fiche", resultat.lignes[0].dossier
        )  # sought from the top of a page
    contexte = {
        "form": form,
        "demande": demande,
        "resultat": resultat,
        "etapes": presentation.choix_etapes(demande.etapes),
        "referents": presentation.choix_referents(postes, demande.referents),
        "parametres": _parametres(demande),
        "exporte": ouvre(request.acteur, Acte.TENIR_LES_EXPORTS),
    }
    fragment = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    gabarit = "parcours/_resultats.html" if fragment else "parcours/liste.html"
    return render(request, gabarit, contexte)


def _parametres(demande: listes.Demande) -> list[tuple[str, str]]:
    """Fields sent along when a page of results follows another."""
    champs = [("q", demande.recherche), ("tri", demande.tri)]
    champs += [("etapes", e) for e in sorted(demande.etapes)]
    champs += [("referents", str(r)) for r in sorted(demande.referents)]
    if demande.sans_referent:
        champs.append(("sans_referent", "on"))
    return champs


@page(acte=Acte.LISTER)
def fiche(request: Requete, dossier: UUID, volet: str = "fil") -> HttpResponse:
    """The page of a child: banner, volets, timeline."""
    if volet != "fil" and volet not in VOLETS_DU_DOSSIER:
        raise Http404
    return _montrer(request, dossier, volet)


def _montrer(
    request: Requete,
    dossier: UUID,
    volet: str = "fil",
    *,
    note: NoteForm | None = None,
    tache: TacheForm | None = None,
    designation: DesignerForm | None = None,
    statut: int = 200,
) -> HttpResponse:
    """Draw the page; a form that was refused comes back with what was typed."""
    aujourd_hui = timezone.localdate()
    demande = Volet(volet) if volet != "fil" else None
    details = {demande} - {None}
    lue = fiches.fiche(
        request.acteur, dossier, at=aujourd_hui, demande=demande, details=details,
        avec_brouillon=demande is None,
    )  # fmt: skip
    ferme = demande is not None and demande not in lue.ouverts
    contexte = {
        **_vie(request, lue, demande, aujourd_hui),
        **_saisies(request, lue, designation, aujourd_hui),
        "fiche": lue,
        "volet": demande,
        **_du_fil(request, lue, volet, note, aujourd_hui),
        "onglets": presentation.onglets(lue, volet),
        "etat_parcours": couleur(Etape(lue.en_cours.etape_code)) if lue.en_cours else "",
        "etat_accord": presentation.etat_de_l_accord(lue.en_cours.accord_code)
        if lue.en_cours
        else "",
        "decision": lue.decisions[demande] if demande else None,
        "tache": tache or TacheForm(aujourd_hui=aujourd_hui),
        "brouillon": bool(lue.brouillon),
    }
    gabarit = "parcours/volet_ferme.html" if ferme else "parcours/fiche.html"
    if request.headers.get("HX-Target") == "fil":
        gabarit = "parcours/_fil.html"
    return render(request, gabarit, contexte, status=statut)


def _du_fil(
    request: Requete, lue: Fiche, volet: str, note: NoteForm | None, aujourd_hui: date
) -> dict[str, object]:
    """The entries shown; on the timeline, with its filters, the form of a note and its beginnings."""
    if volet != "fil":
        siennes = (e for e in lue.fil if e.volet == volet)
        return {"fil": presentation_fil.entrees(siennes, lue.dossier)}
    filtre = request.resolver_match.url_name == "filtrer"
    filtres = presentation_fil.filtres(lue.fil, request.POST if filtre else None)
    saisies: dict[str, object] = {}
    if lue.inscriptibles:
        depart = {"texte": lue.brouillon}
        saisies["note"] = note or _note_form(None, lue, aujourd_hui, initial=depart)
        saisies["modeles"] = notes.modeles(request.acteur.programme_id)
    fil = presentation_fil.entrees(filtres.garder(lue.fil), lue.dossier)
    return {"fil": fil, "filtres": filtres, "total_du_fil": len(lue.fil), **saisies}


def _note_form(donnees, lue: Fiche, aujourd_hui: date, fichiers=None, **plus) -> NoteForm:
    return NoteForm(
        donnees, fichiers, volets=lue.inscriptibles, aujourd_hui=aujourd_hui,
        planifie=lue.planifiable, **plus,
    )  # fmt: skip


@page(acte=Acte.LISTER, methodes=("POST",))
def filtrer(request: Requete, dossier: UUID) -> HttpResponse:
    """The timeline, filtered: what is asked travels in the body, never in the address."""
    return _montrer(request, dossier)


def _vie(
    request: Requete, lue: Fiche, demande: Volet | None, aujourd_hui: date
) -> dict[str, object]:
    """What may be done from here; on its own tab, with the whole life of the parcours."""
    if demande is Volet.PARCOURS and demande in lue.ouverts:
        vie = vies.vie(lue, request.acteur.programme_id, instant=timezone.now(), at=aujourd_hui)
        return {"vie": vie, "possibles": vie.possibles, "aujourd_hui": aujourd_hui}
    vus = vies.possibles_vus_de_la_fiche(lue)
    return {"vie": None, "possibles": vus, "aujourd_hui": aujourd_hui}


def _saisies(
    request: Requete, lue: Fiche, designation: DesignerForm | None, aujourd_hui: date
) -> dict[str, object]:
    """The form of référent, for whoever may use it."""
    saisies: dict[str, object] = {"ecrit": set(lue.inscriptibles)}
    if lue.designable:
        postes = comptes.postes_de_reference(request.acteur.programme_id)
        saisies["designation"] = designation or DesignerForm(postes=postes, aujourd_hui=aujourd_hui)
    return saisies


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("POST",))
def ecrire_note(request: Requete, dossier: UUID) -> HttpResponse:
    """Write a journal entry."""
    aujourd_hui = timezone.localdate()
    lue = fiches.fiche(request.acteur, dossier, at=aujourd_hui)
    form = _note_form(request.POST, lue, aujourd_hui, request.FILES)
    if not form.is_valid():
        return _montrer(request, dossier, note=form, statut=422)
    try:
        services.ecrire_note(
            acteur=request.acteur, dossier_id=dossier, at=aujourd_hui, **form.demandee()
        )
    except (PieceJointeRefusee, SansReferent) as refus:
        form.add_error("pieces" if isinstance(refus, PieceJointeRefusee) else "suite", str(refus))
        return _montrer(request, dossier, note=form, statut=422)
    volet = form.cleaned_data["volet"].libelle
    suite = " Prochaine étape prévue." if form.cleaned_data.get("suite") else ""
    messages.success(request, f"Note enregistrée dans le volet {volet}.{suite}")
    return redirect("parcours:fiche", dossier)


@sensitive_post_parameters()
@page(acte=Acte.ECRIRE, methodes=("POST",))
def garder_brouillon(request: Requete, dossier: UUID) -> HttpResponse:
    """Keep the text being typed; answers the time at which it was kept."""
    services.garder_brouillon(
        acteur=request.acteur,
        dossier_id=dossier,
        texte=request.POST.get("texte", "")[:20_000],
        at=timezone.localdate(),
    )
    return HttpResponse(f"Brouillon gardé, {timezone.localtime():%H h %M}")


@page(acte=Acte.PLANIFIER, methodes=("POST",))
def planifier(request: Requete, dossier: UUID) -> HttpResponse:
    """Plan a next step."""
    aujourd_hui = timezone.localdate()
    form = TacheForm(request.POST, aujourd_hui=aujourd_hui)
    if not form.is_valid():
        return _montrer(request, dossier, tache=form, statut=422)
    services.planifier(
        acteur=request.acteur, dossier_id=dossier, at=aujourd_hui, **form.cleaned_data
    )
    messages.success(request, "Prochaine étape notée. Elle paraît dans « Ma journée ».")
    return redirect("parcours:fiche", dossier)


@page(acte=Acte.DESIGNER, methodes=("POST",))
def designer(request: Requete, dossier: UUID) -> HttpResponse:
    """Name who leads this parcours."""
    aujourd_hui = timezone.localdate()
    postes = comptes.postes_de_reference(request.acteur.programme_id)
    form = DesignerForm(request.POST, postes=postes, aujourd_hui=aujourd_hui)
    if not form.is_valid():
        return _montrer(request, dossier, designation=form, statut=422)
    d = form.cleaned_data
    services.designer(
        acteur=request.acteur,
        dossier_id=dossier,
        poste_id=UUID(d["poste"]),
        depuis=d["depuis"],
        motif=d["motif"],
        at=aujourd_hui,
    )
    messages.success(request, "Référent désigné.")
    return redirect("parcours:fiche", dossier)


@page(acte=Acte.PLANIFIER, methodes=("POST",))
def terminer(request: Requete, dossier: UUID, tache: UUID) -> HttpResponse:
    """Mark a next step as done, then back where one was."""
    services.terminer(
        acteur=request.acteur, dossier_id=dossier, tache_id=tache, at=timezone.localdate()
    )
    messages.success(request, "Étape faite.")
    if request.POST.get("retour") == "journee":
        return redirect("coquille:journee")
    return redirect(reverse("parcours:fiche", args=[dossier]))
