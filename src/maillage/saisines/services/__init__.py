"""Writes of saisines: deposits, drafts, links, reception. Keyword-only, one transaction each, noted in the journal."""

from __future__ import annotations

from datetime import date

from maillage.comptes.rules import Acteur
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


def exiger_l_acte(acteur: Acteur, acte: Acte, at: date) -> Decision:
    """The grant of an act on the programme; a refusal is noted and answers as if nothing existed."""
    decision = decide(acteur, acte, None, None, at)
    if not decision or acteur.programme_id is None:
        noter(acteur, acte, decision)
        raise Introuvable
    return decision
