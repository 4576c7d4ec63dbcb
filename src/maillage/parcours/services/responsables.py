"""Who owns a next step of a child."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Qualite
from maillage.parcours.errors import SansReferent


def responsable(acteur: Acteur, faits: Faits, at: date) -> UUID:
    """The acteur's own poste in the cercle, else the référent's, else one of the acteur's."""
    en_cours = [a for a in faits.cercle if a.periode.contient(at)]
    siens = [a.poste for a in en_cours if a.poste in acteur.postes]
    referents = [a.poste for a in en_cours if a.qualite is Qualite.REFERENT]
    poste = next(iter(siens or referents or sorted(acteur.postes)), None)
    if poste is None:
        raise SansReferent
    return poste
