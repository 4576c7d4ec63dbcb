"""The family of errors that speak to people."""

from __future__ import annotations


class ErreurMetier(Exception):
    """A refusal with good manners: what happened, what is not lost, what can be done.

    The web shows the three parts; a command line prints them on one line each.
    """

    rien_perdu = "Rien n'a été modifié."
    a_faire = ""
    statut = 422

    def __init__(self, message: str, *, rien_perdu: str | None = None, a_faire: str | None = None):
        super().__init__(message)
        self.message = message
        if rien_perdu is not None:
            self.rien_perdu = rien_perdu
        if a_faire is not None:
            self.a_faire = a_faire

    def __str__(self) -> str:
        return " ".join(p for p in (self.message, self.rien_perdu, self.a_faire) if p)


class Introuvable(ErreurMetier):
    """Unknown, forbidden and purged give the same answer: the existence of a dossier is itself a secret."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette page n'existe pas, ou vous n'y avez pas accès.", rien_perdu="")


class ConflitDeVersion(ErreurMetier):
    """Somebody else wrote the same object since it was opened."""

    statut = 409
