"""The account of accesses as it is handed to a family: nobody knows which adult will read the paper (property P-20).

So it says what the most protected of its readers may learn. No closed value is opened to do so: what could tell a place is
left out whole, institutions first, then whoever is not of the team and the name of the programme, which often names a town.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.ensemble import Ensemble
from maillage.accords.rules.voile import voile
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.partage.journal import CompteDesAcces, LigneDuCompte
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte

SANS_VILLE = "Programme de réussite éducative"
DU_DEHORS = "Une personne extérieure à l'équipe"


def adresse_protegee(dossier_id: UUID, at: date) -> bool:
    """Tell whether somebody's address is protected over this child."""
    return bool(accords.cloaks(dossier_id, at))


def a_remettre(
    acteur: Acteur, dossier_id: UUID, compte: CompteDesAcces, programme: str, *, at: date
) -> tuple[CompteDesAcces, str]:
    """The account and the name of the programme, as they may be printed."""
    protegee = adresse_protegee(dossier_id, at)
    if not protegee and _tous_sont_connus(acteur, dossier_id, at):
        return compte, programme
    lignes = tuple(_sans_lieu(ligne, protegee=protegee) for ligne in compte.lignes)
    return replace(compte, lignes=lignes, refus=None), SANS_VILLE if protegee else programme


def _tous_sont_connus(acteur: Acteur, dossier_id: UUID, at: date) -> bool:
    """No adult of this family from whom coordinates are kept. Whoever cannot read it does not learn it from the paper."""
    lisible = dossiers_visibles(acteur, Acte.LIRE, Volet.FAMILLE, at).filter(pk=dossier_id)
    if not lisible.exists():
        return False
    famille = accords.ensembles([dossier_id], at).get(dossier_id, Ensemble()).titulaires
    return bool(famille) and not any(voile(t.adulte, t.exercice, (), at).champs for t in famille)


def _sans_lieu(ligne: LigneDuCompte, *, protegee: bool) -> LigneDuCompte:
    if protegee and not ligne.de_l_equipe:
        return replace(ligne, personne=DU_DEHORS, mission="", institution="")
    return replace(ligne, institution="")
