"""An information préoccupante, as a fact: the day, from which poste, to whom. No content: it goes by its own way."""

from __future__ import annotations

from enum import StrEnum


class DestinataireDAlerte(StrEnum):
    """To whom it was transmitted."""

    CRIP = "crip"
    PARQUET = "parquet"

    @property
    def libelle(self) -> str:
        if self is DestinataireDAlerte.CRIP:
            return "Cellule départementale (CRIP)"
        return "Procureur de la République"
