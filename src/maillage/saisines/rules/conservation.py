"""How long a demand that was not taken up is kept. One that became a dossier lives and ends with it."""

from __future__ import annotations

from datetime import date, timedelta

from maillage.saisines.rules import EtatDeSaisine

NON_RETENUE_JOURS = 183  # half a year: time for the demander to come back, and for an objection
BROUILLON_JOURS = 60


def est_a_effacer(etat: EtatDeSaisine, close_le: date | None, at: date) -> bool:
    """Tell whether nothing justifies keeping this demand any longer."""
    if etat is not EtatDeSaisine.NON_RETENUE or close_le is None:
        return False
    return at - close_le > timedelta(days=NON_RETENUE_JOURS)


def limite(at: date) -> date:
    """Demands closed before this day are to be erased."""
    return at - timedelta(days=NON_RETENUE_JOURS)
