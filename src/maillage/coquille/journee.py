"""«Ma journée», the home of each mission."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes.queries import equipe
from maillage.comptes.rules import Acteur, Mission
from maillage.coquille import hors_du_secret
from maillage.coquille.blocs import blocs_du_jour
from maillage.dossiers.rules import Volet
from maillage.eligibilite.queries.listes_de_sorties import sorties_du_jour
from maillage.parcours.forms_fil import NoteRapideForm
from maillage.parcours.queries.journee import journee as lire_journee
from maillage.parcours.queries.notes import volets_ou_ecrire
from maillage.parcours.rules.echeances import Moment
from maillage.partage import journal, urgences
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide, ouvre, rules_de
from maillage.reprise import queries as reprise

ANNONCE = timedelta(days=15)  # an attestation is announced that long before its day
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
            "blocs": blocs_du_jour(acteur, at=aujourd_hui) if acteur.charte_signee else (),
            **_habilitations(request, aujourd_hui),
        }
        return render(request, "coquille/accueil.html", contexte)
    jour = lire_journee(acteur, at=aujourd_hui)
    contexte = {
        "aujourd_hui": aujourd_hui,
        "jour": jour,
        "groupes": [(TITRES[m], m, taches) for m, taches in jour.taches.items() if taches],
        "a_trier": reprise.nombre_a_trier(acteur, at=aujourd_hui),
        "alertes": journal.alertes_a_examiner(acteur, at=aujourd_hui),
        "coordination": Mission.COORDINATION in acteur.missions,
        **_habilitations(request, aujourd_hui),
        "blocs": blocs_du_jour(acteur, at=aujourd_hui),
        **_note_rapide(acteur, aujourd_hui),
        "sorties": sorties_du_jour(acteur, at=aujourd_hui),
        "urgences": urgences.du_mois(acteur) if _examine(request, aujourd_hui) else None,
    }
    return render(request, "coquille/journee.html", contexte)


def _note_rapide(acteur: Acteur, at: date) -> dict[str, Any]:
    """The form of a quick note, for whoever writes somewhere."""
    volets = volets_ou_ecrire(acteur)
    note = NoteRapideForm(volets=volets, aujourd_hui=at) if volets else None
    return {"note": note, "retour": "journee"}


def _habilitations(request: Requete, at: date) -> dict[str, Any]:
    """What waits for this person among the rights of others: a confirmation, the quarterly attestation."""
    acteur = request.acteur
    peut_confirmer = ouvre(acteur, Acte.CONFIRMER)
    peut_attester = ouvre(acteur, Acte.HABILITER)
    dues = equipe.a_attester(acteur, at=at) if peut_attester else ()
    return {
        "a_confirmer": [d for d in equipe.demandes(acteur, at=at) if d.decision]
        if peut_confirmer
        else [],
        "attestations": sum(m.en_retard(at) for m in dues),
        "attester_le": next((m.a_attester_le for m in dues if m.en_retard(at + ANNONCE)), None),
    }
