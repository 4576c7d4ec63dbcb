"""When a map may come into force: two maps of one kind never hold on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.notions.temps import Periode
from maillage.territoire.rules.constats import Constat, Gravite


@dataclass(frozen=True, slots=True)
class Vigueur:
    """A map and the days on which it holds."""

    code: str
    nom: str
    depuis: date
    jusqu_au: date | None = None

    @property
    def periode(self) -> Periode:
        return Periode(self.depuis, self.jusqu_au)


def a_terminer(nouvelle: Vigueur, connues: Sequence[Vigueur]) -> Vigueur | None:
    """The map without end that the new one follows; it ends on the eve, if a person says so."""
    sans_fin = [
        v
        for v in connues
        if v.code != nouvelle.code and v.jusqu_au is None and v.depuis < nouvelle.depuis
    ]
    return sans_fin[0] if sans_fin else None


def veille(nouvelle: Vigueur) -> date:
    """The last day of the map before."""
    return nouvelle.depuis - timedelta(days=1)


def empechements(
    nouvelle: Vigueur, connues: Sequence[Vigueur], *, terminer: bool
) -> tuple[Constat, ...]:
    """Why this map may not come into force on this day. Its own former version does not count."""
    if nouvelle.jusqu_au is not None and nouvelle.jusqu_au < nouvelle.depuis:
        return (Constat("dates", Gravite.REFUS, "La carte finit avant de commencer."),)
    suit = a_terminer(nouvelle, connues) if terminer else None
    constats = []
    for v in connues:
        if v.code == nouvelle.code or v == suit or not v.periode.croise(nouvelle.periode):
            continue
        fin = f"finit le {v.jusqu_au:%d/%m/%Y}" if v.jusqu_au else "n'a pas de fin"
        constats.append(
            Constat(
                "chevauchement",
                Gravite.REFUS,
                f"Cette carte commence le {nouvelle.depuis:%d/%m/%Y}, mais «\u00a0{v.nom}\u00a0» "
                f"{fin} (elle vaut depuis le {v.depuis:%d/%m/%Y}).",
            )
        )
    return tuple(constats)
