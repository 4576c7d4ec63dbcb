"""Refusals of the points with schools."""

from __future__ import annotations

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class CampagneImpossible(ErreurMetier):
    """The dates or the rank of a campaign do not fit its year."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
        self.decision = decision


class EvaluationChangee(ConflitDeVersion):
    """Somebody else wrote the same child's evaluation since the page was opened."""

    rien_perdu = (
        "Rien n'a été remplacé : votre texte est encore à l'écran, avec celui qui est enregistré."
    )
    a_faire = "Reprenez ce qu'il faut garder, puis enregistrez."

    def __init__(self, version: int) -> None:
        super().__init__("Quelqu'un d'autre a écrit l'évaluation de cet enfant entre-temps.")
        self.version = version


class EvaluationIncomplete(ErreurMetier):
    """An evaluation is done when every line has an answer."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        super().__init__(
            "Il manque encore : " + " ".join(phrases),
            rien_perdu="Ce qui est écrit est gardé.",
            a_faire="Répondez, ou dites « Non évaluable » et pourquoi.",
        )
        self.phrases = phrases


class ReportSansMotif(ErreurMetier):
    """A postponement says its reason."""

    def __init__(self) -> None:
        super().__init__("Un report dit sa raison.", a_faire="Choisissez une raison.")


class ReportImpossible(ErreurMetier):
    """An evaluation that is finished is not put off."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette évaluation est terminée : elle ne se reporte plus.")


class RendezVousImpossible(ErreurMetier):
    """The appointment cannot become this."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)


class PosteDEcoleInconnu(ErreurMetier):
    """A poste that is not of a school of the programme."""

    def __init__(self) -> None:
        super().__init__(
            "Ce poste n'est pas celui d'une école du programme.",
            a_faire="Choisissez un poste de la liste, ou aucun.",
        )
