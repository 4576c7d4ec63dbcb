"""What the points with schools bring to «Ma journée»: the schools where a child is still to be evaluated."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from maillage.comptes.rules import Acteur
from maillage.evaluations.queries.campagnes import EcoleLue, PointLu, en_cours, point
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
    lu = point(acteur, campagne.id, at=at)
    attendent = [e for e in lu.ecoles if e.restent]
    if not attendent:
        return None
    lignes = sorted((_ligne(lu, e, at) for e in attendent), key=lambda x: x.quand or date.max)
    return BlocDuJour(
        cle="evaluations",
        titre="Points avec les écoles",
        lignes=tuple(lignes[:MONTREES]),
        nombre=len(attendent),
        url=reverse("evaluations:campagne", args=[campagne.id]),
        phrase=f"{lu.faites} enfants évalués sur {lu.enfants}.",
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
