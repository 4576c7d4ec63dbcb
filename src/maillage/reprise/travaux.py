"""The import itself, run by the job worker (or at once by the command line): prepared, written, told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement.services import trousseau_du_programme
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.reprise import depot, queries, services
from maillage.reprise.errors import ArretDemande
from maillage.reprise.importation import VOLETS, Importation
from maillage.reprise.models import EtatDeReprise, Reprise
from maillage.reprise.rules.rapport import rapporter
from maillage.tracabilite import services as tracabilite

PAS = 25  # children between two writings of the progress


def importer(reprise_id: UUID, *, at: date) -> None:
    """Run one import to its end. A refusal or a stop leaves the base untouched and the file in place."""
    rang = Reprise.objects.get(id=reprise_id)
    if rang.etat != EtatDeReprise.EN_COURS:
        return
    objet = f"import {rang.id}"
    try:
        with murs.systeme(rang.programme_id, Acte.IMPORTER, au_nom_de=rang.auteur_id, objet=objet):
            _importer(rang, at)
    except ArretDemande:
        Reprise.objects.filter(id=rang.id).update(etat=EtatDeReprise.DEPOSEE, arret_demande=False)
    except Exception:
        Reprise.objects.filter(id=rang.id).update(etat=EtatDeReprise.ECHOUEE)
        raise
    else:
        depot.retirer(rang.id)


def _importer(rang: Reprise, at: date) -> None:
    ex = queries.examen(rang, at=at)
    Reprise.objects.filter(id=rang.id).update(total=len(ex.enfants))
    cles = trousseau_du_programme(rang.programme_id, VOLETS)
    travail = Importation(rang, ex.plan, ex.enfants, ex.rattachement.connus, cles, at)
    travail.preparer(_avancement(rang.id))
    with transaction.atomic():
        travail.ecrire()
        _tracer(rang, travail)
        services.changer(rang, bilan=_bilan(ex, travail))
        Reprise.objects.filter(id=rang.id).update(
            etat=EtatDeReprise.TERMINEE, terminee_le=timezone.now(), fait=len(ex.enfants)
        )


def _avancement(reprise_id: UUID) -> Callable[[int], None]:
    """Write the progress now and then, and stop when somebody asked for it."""

    def avancer(fait: int) -> None:
        if fait % PAS:
            return
        rangs = Reprise.objects.filter(id=reprise_id)
        rangs.update(fait=fait)
        if rangs.values_list("arret_demande", flat=True).get():
            raise ArretDemande

    return avancer


def _tracer(rang: Reprise, travail: Importation) -> None:
    """One event for each dossier created or completed."""
    crees = [d.id for d in travail.ecrivain.dossiers]
    touches = [*crees, *sorted(travail.ecrivain.modifies - set(crees))]
    tracabilite.noter(
        *(
            tracabilite.Fait(
                acte=Acte.IMPORTER,
                acteur=rang.auteur_id,
                programme=rang.programme_id,
                regle="coord_import" if rang.auteur_id else "ligne_de_commande",
                dossier=d,
                objet=str(rang.id),
            )
            for d in touches
        )
    )


def _bilan(ex: queries.Examen, travail: Importation) -> dict[str, Any]:
    """What the page of the result says, and the report of the file."""
    crees = len(travail.ecrivain.dossiers)
    modifies = len(travail.ecrivain.modifies - {d.id for d in travail.ecrivain.dossiers})
    rapport = rapporter(ex.plan)
    par_raison = Counter(s.raison for s in ex.plan.sorts if s.destin == "ignoree")
    return {
        "crees": crees,
        "modifies": modifies,
        "inchanges": len(ex.rattachement.connus) - modifies,
        "textes": len(travail.ecrivain.nouveaux["TexteRepris"]),
        "refus": rapport["refus"],
        "cellules": rapport["cellules"],
        "ignorees": dict(par_raison.most_common()),
        "avertissements": len(rapport["avertissements"]),
        "doublons": len(ex.doublons) + len(ex.rattachement.ressemblances),
    }
