"""Refusals of exit campaigns."""

from __future__ import annotations

from datetime import date

from maillage.eligibilite.rules.campagne import EtatDeCampagne
from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class CampagneChangee(ConflitDeVersion):
    """Somebody else wrote the same campaign, or the same exit, since the page was opened."""

    rien_perdu = "Rien n'a été remplacé."
    a_faire = "Rechargez la page : elle montre ce qui est enregistré aujourd'hui."

    def __init__(self) -> None:
        super().__init__("Quelqu'un a modifié cette page pendant que vous la lisiez.")


class CampagneDejaOuverte(ErreurMetier):
    """One campaign at a time: a child cannot have two exits."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Une campagne de sorties est déjà en cours dans ce programme.",
            a_faire="Terminez-la ou abandonnez-la avant d'en ouvrir une autre.",
        )


class PersonneNeSort(ErreurMetier):
    """The decided scenario leaves nobody out."""

    def __init__(self) -> None:
        super().__init__(
            "Ce scénario ne fait sortir aucun enfant dont le parcours est ouvert.",
            a_faire="Choisissez un autre scénario décidé.",
        )


class ScenarioNonDecide(ErreurMetier):
    """A campaign stands on a decided scenario only."""

    def __init__(self) -> None:
        super().__init__(
            "Ce scénario n'est pas décidé.",
            a_faire="Décidez-le d'abord, depuis la page de la simulation.",
        )


class DateLegalePassee(ErreurMetier):
    """The legal date leaves no day to accompany anybody."""

    def __init__(self, date_legale: date) -> None:
        super().__init__(
            f"La date légale du {date_legale:%d/%m/%Y} est passée.",
            a_faire="Choisissez une date à venir.",
        )


class EtatImpossible(ErreurMetier):
    """A campaign does not pass from its state to that one."""

    statut = 409

    def __init__(self, de: EtatDeCampagne, vers: EtatDeCampagne) -> None:
        super().__init__(
            f"Une campagne « {de.libelle.lower()} » ne devient pas « {vers.libelle.lower()} »."
        )


class SortieFigee(ErreurMetier):
    """The exit is done, or its campaign is over."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette sortie est faite ou sa campagne est finie : elle ne change plus.")


class SemaineImpossible(ErreurMetier):
    """The child, or one of the fratrie, cannot leave in that week."""


class RelaisImpossible(ErreurMetier):
    """The table of relays does not allow this passage, or something is missing to write it."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
