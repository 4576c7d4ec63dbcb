"""Alphabets of text files: which one a file was written in, and accents spoilt on the way put right."""

from __future__ import annotations

import re

_ANCIENS_ALPHABETS = {"cp1252": "Windows-1252", "mac-roman": "Mac", "cp850": "DOS"}
_MOJIBAKE = re.compile(r"[ÃÂ][\u0080-\u00bf]")
_LETTRES_D_ICI = frozenset("éèêëàâäçôöîïûùüœæÉÈÊËÀÂÄÇÔÖÎÏÛÙÜŒÆ’«»°–…€\u00a0")


def utf16_nu(octets: bytes) -> bool:
    """UTF-16 without its mark: every other byte of a Latin text is zero."""
    debut = octets[:4096]
    zeros = max(debut[0::2].count(0), debut[1::2].count(0))
    return (
        len(debut) > 8
        and zeros > 0.4 * len(debut) / 2
        and min(debut[0::2].count(0), debut[1::2].count(0)) == 0
    )


def decoder(octets: bytes) -> tuple[str, str]:
    """Decode a text file: its mark, then UTF-8, then the alphabet of French Windows."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", errors="replace"), "UTF-16"
    if utf16_nu(octets):
        ordre = "utf-16-be" if octets[:2].startswith(b"\x00") else "utf-16-le"
        return octets.decode(ordre, errors="replace"), "UTF-16"
    try:
        return octets.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _ancien_alphabet(octets)


def _ancien_alphabet(octets: bytes) -> tuple[str, str]:
    """The alphabet in which the bytes beyond ASCII are mostly letters that French uses; Windows when in doubt."""

    def note(alphabet: str) -> int:
        lus = octets[:400_000].decode(alphabet, errors="replace")
        return sum(1 if c in _LETTRES_D_ICI else -1 for c in lus if ord(c) > 127)

    meilleur = max(_ANCIENS_ALPHABETS, key=note)
    return octets.decode(meilleur, errors="replace"), _ANCIENS_ALPHABETS[meilleur]


def retablir(texte: str) -> tuple[str, str]:
    """Undo a conversion that read UTF-8 in the alphabet of Windows, or in its elder."""
    for alphabet in ("cp1252", "latin-1"):
        try:
            retabli = texte.encode(alphabet).decode("utf-8")
        except UnicodeError:
            continue
        return retabli, "Les accents avaient été abîmés par une conversion : ils ont été rétablis."
    return texte, "Des accents semblent abîmés : vérifiez les noms."


def abime(texte: str) -> bool:
    """Tell whether a text was decoded with the wrong alphabet («Ã©»)."""
    return bool(_MOJIBAKE.search(texte))
