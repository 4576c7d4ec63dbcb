"""Viewpoints: said once, on a day, by somebody, never rewritten."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.dossiers.services import numero_d_envoi
from maillage.plans.errors import MotsManquants
from maillage.plans.models import Objectif, RegardPorte
from maillage.plans.rules.regards import Evolution, Regard, mots_manquants
from maillage.plans.services.ecriture import (
    dossier_de,
    ecriture,
    inserer,
    pas_plus_tard,
)


def noter_regard(
    *,
    acteur: Acteur,
    objectif_id: UUID,
    regard: Regard,
    evolution: Evolution,
    mots: str,
    le: date,
    formulaire: UUID,
    at: date,
) -> RegardPorte:
    """Record what one viewpoint sees change. The same form sent twice records one.

    `MotsManquants`: a degradation is told with a fact, «non évaluable» with its reason. Whoever records is the author;
    `regard` says whose viewpoint it is.
    """
    if phrase := mots_manquants(evolution, mots):
        raise MotsManquants(phrase)
    pas_plus_tard(le, at)
    dossier_id = dossier_de(Objectif, objectif_id)
    cle = numero_d_envoi(formulaire, objectif_id, regard, evolution, mots, le)
    with ecriture(acteur, dossier_id, at) as e:
        if deja := RegardPorte.objects.filter(formulaire=cle).first():
            return deja
        objectif = Objectif.objects.get(pk=objectif_id)
        e.noter("regard")
        rang = RegardPorte(
            dossier_id=dossier_id, objectif=objectif, le=le, auteur_id=acteur.id, formulaire=cle
        )
        contenu = {
            "regard": Regard(regard).value,
            "evolution": Evolution(evolution).value,
            "mots": mots,
        }
        inserer(rang, contenu, e, objectif.parcours_id)
    return rang
