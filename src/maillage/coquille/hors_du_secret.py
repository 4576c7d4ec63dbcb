"""The home of missions out of the secret: élus, pilots, data protection, technical administration.

This module cannot import what knows a child (contract «outside-the-secret»): whatever is written here one day, no
nominative datum can come with it (security rule P-04; loi n° 2005-32, art. 128).
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes.rules import HORS_DU_SECRET
from maillage.dossiers.rules import Volet
from maillage.partage import journal
from maillage.partage.pages import Requete
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide, ouvre
from maillage.publications.queries import lecture

MONTREES = 3  # releases named on the home


def concerne(request: Requete) -> bool:
    """Tell whether one of the person's missions is out of the secret: it silences the others."""
    return bool(request.acteur.missions & HORS_DU_SECRET)


def accueil(request: Requete) -> HttpResponse:
    """What was published, and why nothing else comes."""
    au = timezone.localdate()
    lit = ouvre(request.acteur, Acte.LIRE_LES_PUBLICATIONS)
    parues = lecture.publications(request.acteur.programme_id) if lit else ()
    contexte = {
        "lit": lit,
        "publications": parues[:MONTREES],
        "aujourd_hui": au,
        "decision": decide(request.acteur, Acte.LISTER, Volet.IDENTITE, None, au),
        "alertes": journal.alertes_a_examiner(request.acteur, at=au),
    }
    return render(request, "coquille/hors_du_secret.html", contexte)
