"""Pages of maps: the generations, one of them, two compared, and a file on its way to become one."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.notions.erreurs import ErreurMetier
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire import cartes, depots, queries, tasks
from maillage.territoire.forms_cartes import ImportDeCarteForm
from maillage.territoire.rules.filiation import Devenir
from maillage.territoire.rules.generations import veille

DEVENIRS = {
    Devenir.CONSERVEE: ("ok", "Conservée"),
    Devenir.MODIFIEE: ("att", "Modifiée"),
    Devenir.DIVISEE: ("att", "Divisée"),
    Devenir.FUSIONNEE: ("att", "Réunie"),
    Devenir.DISPARUE: ("bad", "Disparue"),
    Devenir.NOUVELLE: ("info", "Nouvelle"),
}
LIGNES = 300  # lines of a table of zones; the count above it says how many there are


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def liste(request: Requete) -> HttpResponse:
    """The maps known today, and the files that wait."""
    connues = cartes.generations(request.acteur.programme_id)
    contexte = {
        "generations": connues,
        "avant": connues[1] if len(connues) > 1 else None,
        "depots": depots.derniers(request.acteur),
        "au": timezone.localdate(),
    }
    return render(request, "territoire/cartes.html", contexte)


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def generation(request: Requete, generation: UUID) -> HttpResponse:
    """One map: where it comes from, its zones, what was known before."""
    lue = cartes.generation_lue(generation, request.acteur.programme_id)
    zones = cartes.zones(lue.id)
    noms = _noms_des_communes(c for z in zones for c in z.communes)
    contexte = {
        "generation": lue,
        "zones": [(z, ", ".join(noms.get(c, c) for c in z.communes)) for z in zones[:LIGNES]],
        "nombre": len(zones),
        "versions": cartes.versions(lue),
        "constats": cartes.constats(lue),
    }
    return render(request, "territoire/generation.html", contexte)


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def comparer(request: Requete) -> HttpResponse:
    """What became of each zone from one map to another."""
    programme = request.acteur.programme_id
    connues = cartes.generations(programme)
    codes = {str(g.id): g for g in connues}
    avant, apres = (codes.get(request.GET.get(c, "")) for c in ("avant", "apres"))
    contexte = {"generations": connues, "avant": avant, "apres": apres, "lignes": None}
    if avant and apres:
        cote_avant, cote_apres = (cartes.carte_lue(g.id, programme) for g in (avant, apres))
        lignes = cartes.comparaison(cote_avant, cote_apres)
        noms = {z.code: z.nom for c in (cote_avant, cote_apres) for z in c.carte.zones}
        compte = Counter(f.devenir for f in lignes)
        contexte |= {
            "lignes": [
                (
                    *DEVENIRS[f.devenir],
                    f,
                    [(c, noms[c]) for c in f.avant],
                    [(c, noms[c]) for c in f.apres],
                )
                for f in lignes[:LIGNES]
            ],
            "compte": [(libelle, compte[d]) for d, (_, libelle) in DEVENIRS.items() if compte[d]],
            "nombre": len(lignes),
            "sans_forme": [
                g for g, c in ((avant, cote_avant), (apres, cote_apres)) if c.sans_forme
            ],
        }
    return render(request, "territoire/comparaison.html", contexte)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("GET", "POST"))
def importer(request: Requete) -> HttpResponse:
    """Send a file; nothing is stored before its report is read."""
    envoye = request.method == "POST"
    form = ImportDeCarteForm(request.POST, request.FILES) if envoye else ImportDeCarteForm()
    refus = None
    if envoye and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            depot = depots.deposer(
                acteur=request.acteur,
                fichier=fichier.name,
                octets=fichier.read(),
                demande=form.demande(request.acteur.programme_id),
                at=timezone.localdate(),
            )
        except ErreurMetier as erreur:
            refus = erreur
        else:
            tasks.lire_zones.enqueue(str(depot))
            return redirect("territoire:cartes_depot", depot)
    contexte = {"form": form, "refus": refus}
    statut = 422 if envoye else 200
    return render(request, "territoire/importer_carte.html", contexte, status=statut)


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def depot(request: Requete, depot: UUID) -> HttpResponse:
    """The report of a file: progress, then everything it says, before anything is stored."""
    lu = depots.depot(request.acteur, depot)
    rapport = lu.rapport or {}
    corrige = rapport.get("corrige") or {}
    compte = corrige.get("devenirs", {})
    contexte = {
        "depot": lu,
        "rapport": rapport,
        "devenirs": [(nom.lower(), compte[d]) for d, (_, nom) in DEVENIRS.items() if d in compte],
        "derniere": veille(lu.demande.vigueur),
        "confirmation": depots.confirmation(request.acteur, lu, timezone.localdate()),
        "siens": lu.demande.programme is not None or request.acteur.id == lu.auteur,
    }
    return render(request, "territoire/depot.html", contexte)


@page(acte=Acte.TENIR_LE_TERRITOIRE)
def suivi(request: Requete, depot: UUID) -> HttpResponse:
    """The progress bar alone, asked every second."""
    lu = depots.depot(request.acteur, depot)
    reponse = render(request, "territoire/_suivi.html", {"depot": lu})
    if not lu.en_cours:
        reponse["HX-Refresh"] = "true"
    return reponse


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("POST",))
def confirmer(request: Requete, depot: UUID) -> HttpResponse:
    """Say yes to the report; the file becomes a map."""
    depots.confirmer(acteur=request.acteur, depot_id=depot, at=timezone.localdate())
    tasks.ecrire_zones.enqueue(str(depot))
    return redirect("territoire:cartes_depot", depot)


@page(acte=Acte.TENIR_LE_TERRITOIRE, methodes=("POST",))
def abandonner(request: Requete, depot: UUID) -> HttpResponse:
    """Drop a file."""
    depots.abandonner(acteur=request.acteur, depot_id=depot)
    messages.success(request, "Le fichier est abandonné. Aucune carte n’a changé.")
    return redirect("territoire:cartes")


def _noms_des_communes(codes) -> dict[str, str]:
    return {c.code: c.nom for c in queries.communes_nommees(set(codes))}
