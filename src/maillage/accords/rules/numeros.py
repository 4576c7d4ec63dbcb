"""The number printed on a form: nine consonants in threes, the last one checks the others.

Letters only, in threes, so that a number never looks like a word, a telephone or a postcode.
"""

from __future__ import annotations

LETTRES = "BCDFGHJKLMNPQRSTVWX"  # nineteen: a prime, so that one wrong letter or two exchanged always show
TIREES = 8


def numero_complet(tirees: str) -> str:
    """«BCDFGHJK» reads «BCD-FGH-JKJ» with its check letter."""
    poids = sum((rang + 2) * LETTRES.index(lettre) for rang, lettre in enumerate(tirees))
    toutes = tirees + LETTRES[poids % len(LETTRES)]
    return "-".join(toutes[i : i + 3] for i in range(0, len(toutes), 3))


def lire_numero(texte: str) -> str | None:
    """The number as it is kept, whatever the case and signs typed; None when a letter is wrong."""
    lettres = "".join(c for c in texte.upper() if c.isalpha())
    if len(lettres) != TIREES + 1 or set(lettres) - set(LETTRES):
        return None
    lu = numero_complet(lettres[:TIREES])
    return lu if lu.replace("-", "") == lettres else None
