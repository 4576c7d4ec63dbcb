"""What the points with schools bring to «Ma journée»: the schools where a child is still to be evaluated."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from maillage.comptes.rules import Acteur
from maillage.evaluations.queries.campagnes import (
    EcoleLue,
    PointLu,
    avancement,
    en_cours,
    la_campagne,
    point,
)
from maillage.evaluations.queries.enfants import portee
from maillage.evaluations.rules.grilles import FINIES, EtatDEvaluation
from maillage.evaluations.rules.rendez_vous import EtatDeRendezVous
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre

MONTREES = 6


def bloc(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """The schools that wait in the running campaign, the latest one included until everybody is seen."""
    if not ouvre(acteur, Acte.PLANIFIER):
        return None
    campagne = en_cours(acteur, at)
    if campagne is None:
        return None
    etats = avancement(la_campagne(acteur, campagne.id), portee(acteur, at))
    attendent = [d for d, etat in etats.items() if etat not in FINIES]
    if not attendent:  # the usual day: nothing is opened to find it
        return None
    lu = point(acteur, campagne.id, at=at, parmi=attendent)
    lignes = sorted((_ligne(lu, e, at) for e in lu.ecoles), key=lambda x: x.quand or date.max)
    faites = sum(etat is EtatDEvaluation.FAITE for etat in etats.values())
    return BlocDuJour(
        cle="evaluations",
        titre="Points avec les écoles",
        lignes=tuple(lignes[:MONTREES]),
        nombre=len(lu.ecoles),
        url=reverse("evaluations:campagne", args=[campagne.id]),
        phrase=f"{faites} enfants évalués sur {len(etats)}.",
    )


def _ligne(lu: PointLu, ecole: EcoleLue, at: date) -> LigneDuJour:
    fin, rdv = lu.campagne.jusqu_au, ecole.rendez_vous
    prevu = rdv.le if rdv and rdv.etat is EtatDeRendezVous.PREVU else None
    reste = f"{ecole.restent} enfant{'s' if ecole.restent > 1 else ''} à évaluer"
    if prevu and prevu < at:
        detail = "Le rendez-vous est passé : dites s’il a été tenu."
    elif ecole.sans_rendez_vous:
        detail = "Aucun rendez-vous pris."
    elif ecole.a_preciser:
        detail = "Écrivez d’abord leur école de l’année."
    else:
        detail = ""
    return LigneDuJour(
        texte=f"{ecole.nom} : {reste}",
        url=reverse("evaluations:ecole", args=[lu.campagne.id, ecole.cle]),
        quand=prevu or fin,
        detail=detail,
        retard=bool((prevu and prevu < at) or (fin and fin < at)),
    )
