"""The figures of a year, for whom the policy lets see them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.statistiques.queries.enfants import enfants_comptes
from maillage.statistiques.rules.annuelles import ChiffresAnnuels, compter


def autoriser(acteur: Acteur, acte: Acte, objet: str, at: date) -> UUID:
    """Ask the policy, note the access as a reading of the whole; return the programme, or refuse."""
    decision = decide(acteur, acte, None, None, at)
    noter(acteur, acte, decision, objet=objet)
    if not decision or acteur.programme_id is None:
        raise PermissionError(decision.motif.phrase)
    return acteur.programme_id


def chiffres(
    acteur: Acteur, annee: AnneeScolaire, *, at: date, acte: Acte = Acte.VOIR_LES_CHIFFRES
) -> ChiffresAnnuels:
    """Annual figures of the acteur's programme."""
    programme = autoriser(acteur, acte, f"annee {annee.libelle}", at)
    return compter(enfants_comptes(programme, at), annee)


def nom_du_programme(acteur: Acteur) -> str:
    """Name printed on the figures."""
    return comptes.programme(acteur.programme_id).nom if acteur.programme_id else ""
