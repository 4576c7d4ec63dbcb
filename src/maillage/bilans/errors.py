"""Refusals of the room."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class ValeursChangees(ConflitDeVersion):
    """Somebody wrote the same figures since the page was opened."""

    def __init__(self, libelles: Sequence[str]) -> None:
        super().__init__(
            f"Quelqu'un vient d'écrire : {', '.join(libelles)}.",
            rien_perdu="Ce que vous avez écrit est encore dans la page ; rien n'a été remplacé.",
            a_faire="Comparez les deux, puis enregistrez de nouveau.",
        )


class RetourDejaEnvoye(ErreurMetier):
    """The return of this year is already marked as sent."""

    def __init__(self) -> None:
        super().__init__("Ce retour est déjà marqué comme envoyé.", rien_perdu="")
