"""Refusals of the journal and of the tasks."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class SansReferent(ErreurMetier):
    """A task needs an owner, and nobody leads this parcours."""

    def __init__(self) -> None:
        super().__init__(
            "Cette étape n'a pas de responsable : personne ne suit cet enfant aujourd'hui.",
            rien_perdu="Votre texte est gardé.",
            a_faire="Désignez d'abord un référent de parcours.",
        )


class PosteInconnu(ErreurMetier):
    """The poste is not one of this programme that leads parcours."""

    def __init__(self) -> None:
        super().__init__("Ce référent n'est pas de votre programme.")


class TacheDejaFaite(ErreurMetier):
    """Somebody else ended this task since the page was opened."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette étape était déjà faite.")
