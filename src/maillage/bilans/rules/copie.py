"""The return as plain text to paste in a form or in a sheet: one line, one figure, a tab between them."""

from __future__ import annotations

from collections.abc import Iterable

from maillage.bilans.rules.enquete import RubriqueDEnquete


def texte_a_copier(rubriques: Iterable[RubriqueDEnquete]) -> str:
    """Sections, columns, lines, totals; an empty cell stays empty."""
    blocs = []
    for r in rubriques:
        rangs = ["\t".join((r.titre, *r.colonnes))]
        for ligne in (*r.lignes, *((r.total,) if r.total else ())):
            rangs.append("\t".join((ligne.libelle, *_bruts(ligne.textes))))
        blocs.append("\n".join(rangs))
    return "\n\n".join(blocs)


def _bruts(textes: Iterable[str]) -> tuple[str, ...]:
    """Without the no-break spaces of thousands: forms read «12500», not «12 500»."""
    return tuple(t.replace("\u00a0", "").replace("−", "-") for t in textes)
