"""«Ma journée», the home of each mission."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes.rules import Mission
from maillage.coquille import hors_du_secret
from maillage.dossiers.rules import Volet
from maillage.parcours.queries.journee import journee as lire_journee
from maillage.parcours.rules.echeances import Moment
from maillage.partage import urgences
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide, rules_de
from maillage.reprise import queries as reprise

TITRES = {
    Moment.EN_RETARD: "En retard",
    Moment.AUJOURD_HUI: "Aujourd’hui",
    Moment.PROCHE: "Dans les quinze jours",
    Moment.PLUS_TARD: "Plus tard",
}


def _examine(request: Requete, au: date) -> bool:
    return bool(decide(request.acteur, Acte.EXAMINER_LES_URGENCES, None, None, au))


@page(acte=Acte.ACCUEILLIR)
def journee(request: Requete) -> HttpResponse:
    """What is before the person today; for missions out of the secret, what they can and cannot get."""
    aujourd_hui = timezone.localdate()
    acteur = request.acteur
    if hors_du_secret.concerne(request):
        return hors_du_secret.accueil(request)
    if not rules_de(acteur, Acte.LISTER, Volet.PARCOURS):
        contexte = {
            "aujourd_hui": aujourd_hui,
            "decision": decide(acteur, Acte.LISTER, Volet.IDENTITE, None, aujourd_hui),
            "secretariat": Mission.SECRETARIAT in acteur.missions,
        }
        return render(request, "coquille/accueil.html", contexte)
    jour = lire_journee(acteur, at=aujourd_hui)
    contexte = {
        "aujourd_hui": aujourd_hui,
        "jour": jour,
        "groupes": [(TITRES[m], m, taches) for m, taches in jour.taches.items() if taches],
        "a_trier": reprise.nombre_a_trier(acteur, at=aujourd_hui),
        "coordination": Mission.COORDINATION in acteur.missions,
        "urgences": urgences.du_mois(acteur) if _examine(request, aujourd_hui) else None,
    }
    return render(request, "coquille/journee.html", contexte)
