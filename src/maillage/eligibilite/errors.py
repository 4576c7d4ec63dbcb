"""Refusals of eligibility."""

from __future__ import annotations

from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class ReglesChangees(ConflitDeVersion):
    """Somebody else wrote the same draft since the page was opened."""

    rien_perdu = "Rien n'a été remplacé."
    a_faire = "Rechargez la page : elle montre le brouillon d'aujourd'hui."

    def __init__(self) -> None:
        super().__init__("Quelqu'un a modifié ces règles pendant que vous les lisiez.")


class ReglesFigees(ErreurMetier):
    """Rules in force never change: another version follows them."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Ces règles ne sont plus un brouillon : elles ne changent plus.",
            a_faire="Ouvrez un nouveau brouillon, il part de celles en vigueur.",
        )


class ReglesVides(ErreurMetier):
    """A set without any rule would exclude everyone."""

    def __init__(self) -> None:
        super().__init__(
            "Ces règles sont vides : elles excluraient tout le monde.",
            a_faire="Écrivez au moins une règle.",
        )


class JourDejaPris(ErreurMetier):
    """Rules already begin that day, or later ones do."""

    def __init__(self) -> None:
        super().__init__(
            "D'autres règles entrent en vigueur ce jour-là ou plus tard.",
            a_faire="Choisissez un jour après le début des règles les plus récentes.",
        )


class SansRegles(ErreurMetier):
    """A scenario compares rules: there must be some."""

    def __init__(self) -> None:
        super().__init__(
            "Ce programme n'a pas encore de règles en vigueur.",
            a_faire="Écrivez les règles du programme, puis mettez-les en vigueur.",
        )


class ScenarioNonFait(ErreurMetier):
    """Only a computed scenario is decided, once."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Ce scénario n'est pas calculé, ou il est déjà décidé.",
            a_faire="Attendez la fin du calcul, ou ouvrez un autre scénario.",
        )
