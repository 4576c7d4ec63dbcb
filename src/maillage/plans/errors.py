"""Refusals of the plan."""

from __future__ import annotations

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class SansParcours(ErreurMetier):
    """A plan belongs to a parcours, and there is none."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun parcours n'est ouvert pour cet enfant.",
            a_faire="Ouvrez d'abord un parcours dans le volet Parcours.",
        )


class EcritEntreTemps(ConflitDeVersion):
    """Somebody else wrote this objective or this action since the page was opened."""

    rien_perdu = "Votre texte est gardé dans le formulaire, rien n'a été remplacé."

    def __init__(self) -> None:
        super().__init__("Quelqu'un a écrit ici pendant que vous écriviez.")


class SuiteRefusee(ErreurMetier):
    """The table of the life of an action, or its guard, says no."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
        self.decision = decision


class MotsManquants(ErreurMetier):
    """Such an answer is never given without words."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)


class JourImpossible(ErreurMetier):
    """A day that is not possible here."""


class PlanVide(ErreurMetier):
    """Nothing to show to the family yet."""

    def __init__(self) -> None:
        super().__init__(
            "Le plan n'a pas encore d'objectif.",
            a_faire="Écrivez avec la famille au moins un objectif, puis présentez le plan.",
        )


class DejaClos(ErreurMetier):
    """The objective or the step is already over."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("C'était déjà fait.")
