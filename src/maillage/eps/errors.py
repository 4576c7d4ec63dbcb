"""Refusals of the EPS."""

from __future__ import annotations

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class SeanceChangee(ConflitDeVersion):
    """Somebody else wrote the same séance or the same situation since the page was opened."""

    rien_perdu = "Rien n'a été remplacé."
    a_faire = "Rechargez la page : elle montre ce qui est écrit maintenant."

    def __init__(self) -> None:
        super().__init__("Quelqu'un a modifié cette séance pendant que vous la lisiez.")


class SeanceFigee(ErreurMetier):
    """A closed or cancelled séance never changes; some gestures also wait for its opening."""

    statut = 409

    def __init__(self, etat: str) -> None:
        super().__init__(f"Ce geste ne se fait pas : la séance est « {etat.lower()} ».")


class SituationNonPrete(ErreurMetier):
    """What is missing is said by the decision."""

    statut = 409

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)


class DejaInscrite(ErreurMetier):
    """One séance at a time."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette situation est déjà à l'ordre du jour d'une séance.")


class TexteNominatif(ErreurMetier):
    """An anonymised situation bears neither name, nor school, nor address."""

    rien_perdu = "Votre texte est gardé dans la page."
    a_faire = "Écrivez « l'enfant », « son école » : la séance est anonymisée."

    def __init__(self) -> None:
        super().__init__("Ce texte nomme l'enfant, un proche, son école ou son adresse.")


class MembreImpossible(ErreurMetier):
    """Only a member of the programme who may read what is written for her sits in an EPS."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne ne peut pas être membre de la séance.",
            a_faire="Choisissez un membre du programme dans la liste.",
        )


class DecisionsContraires(ErreurMetier):
    """Two decisions that exclude each other."""

    def __init__(self, un: str, autre: str) -> None:
        super().__init__(
            f"« {un} » et « {autre} » ne vont pas ensemble.", a_faire="Gardez l'une des deux."
        )


class SansDecision(ErreurMetier):
    """An examined situation has a decision."""

    def __init__(self) -> None:
        super().__init__(
            "Aucune décision n'est choisie.", a_faire="Choisissez au moins une décision."
        )
