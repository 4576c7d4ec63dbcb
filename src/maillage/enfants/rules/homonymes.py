"""Does a reader bear a surname of the family? Folded words are compared, particles and short words apart."""

from __future__ import annotations

from collections.abc import Iterable

from maillage.enfants.rules.noms import PARTICULES
from maillage.enfants.rules.pliage import plier

COURT = 3  # «Le», «Ba», «Sow» are borne by too many to say anything


def mots_de_famille(nom: str) -> frozenset[str]:
    """The words of a surname that say something."""
    return frozenset(m for m in plier(nom).split() if len(m) > COURT and m not in PARTICULES)


def homonyme(lecteur: str, noms_de_la_famille: Iterable[str]) -> bool:
    """Tell whether the reader (first name then surname, as she is shown) bears one of these surnames.

    Her first word is her first name: it is not looked at, unless she is known by one word only.
    """
    mots = plier(lecteur).split()
    siens = mots_de_famille(" ".join(mots[1:] or mots))
    return any(siens & mots_de_famille(nom) for nom in noms_de_la_famille)
