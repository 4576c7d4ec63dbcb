"""The UAI, national identifier of a school: seven digits and a key letter."""

from __future__ import annotations

import re

_CLES = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q


def uai_valide(uai: str) -> bool:
    """Tell whether the key letter fits the seven digits."""
    if not re.fullmatch(r"\d{7}[A-Z]", uai):
        return False
    return _CLES[int(uai[:7]) % len(_CLES)] == uai[7]
