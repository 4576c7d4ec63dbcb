"""Refusals on dossiers."""

from __future__ import annotations

from datetime import date

from maillage.notions.erreurs import ErreurMetier


class DesignationAnterieure(ErreurMetier):
    """The new référent would start before the present one did."""

    def __init__(self, depuis: date) -> None:
        super().__init__(
            f"Le référent actuel suit cet enfant depuis le {depuis:%d/%m/%Y}.",
            a_faire="Choisissez ce jour-là ou un jour plus tard.",
        )
