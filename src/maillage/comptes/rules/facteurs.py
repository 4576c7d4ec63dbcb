"""What proves who somebody is: factors told by an identity provider, codes given by hand, the wait after failures."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta

# ProConnect's documentation of `amr`: these three say that something more than a secret was shown; «pwd» may be a
# mere code by mail, which is no second factor (CNIL, délib. 2025-019).
AMR_FORTS = frozenset({"mfa", "totp", "pop"})
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which hands confuse
MOITIE = 8  # letters of each half: 40 bits; both are needed, 80 bits together
DELAI_DE_CODE = timedelta(days=7)
ESSAIS_LIBRES = 4
ATTENTE_MAXIMALE = 15 * 60


def facteurs_forts(amr: object) -> bool:
    """Tell whether the provider saw two factors. Anything that is not a list of known words says no."""
    if not isinstance(amr, list | tuple):
        return False
    return any(isinstance(mot, str) and mot in AMR_FORTS for mot in amr)


def lire_code(texte: str) -> tuple[str, str] | None:
    """The two halves of a code as it was copied by hand, or None when it is no code."""
    lettres = re.sub(r"[\s\-–.]", "", texte).upper()
    if len(lettres) != 2 * MOITIE or set(lettres) - set(ALPHABET):
        return None
    return lettres[:MOITIE], lettres[MOITIE:]


def ecrire_code(moities: Collection[str]) -> str:
    """«ABCD-EFGH-JKLM-NPQR»: by fours, as one reads it aloud."""
    lettres = "".join(moities)
    return "-".join(lettres[i : i + 4] for i in range(0, len(lettres), 4))


def attente(echecs: int) -> int:
    """Seconds to wait after so many failures in a row: none, then 15, doubling to a quarter of an hour.

    It grows and always ends: nobody can lock somebody else out for good.
    """
    if echecs <= ESSAIS_LIBRES:
        return 0
    return int(min(15 * 2 ** min(echecs - ESSAIS_LIBRES - 1, 16), ATTENTE_MAXIMALE))
