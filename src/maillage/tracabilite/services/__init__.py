"""Writes of the journal. `noter` is the only way in; `Fait` is what is noted."""

from __future__ import annotations

from maillage.tracabilite.services.ecriture import SANS_PROGRAMME, Fait, noter

__all__ = ["SANS_PROGRAMME", "Fait", "noter"]
