"""French sentences made from figures: agreements, «environ» for what is rounded, words for what is hidden. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.bilans.rules.nombres import ecrire_nombre

UN_PEU = "moins de {base} enfants"
# what XML cannot hold, pasted with a text that comes from a PDF or a word processor
INVISIBLES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MASQUE = "Un nombre d’enfants que la protection masque"


@dataclass(frozen=True, slots=True)
class Precision:
    """How figures of a release are: rounded to a base, or exact."""

    arrondie: bool
    base: int = 5

    def nombre(self, n: int | None) -> str:
        """In a table or on a plot: «145», «moins de 5», «masqué»."""
        if n is None:
            return "masqué"
        if self.arrondie and n == 0:
            return f"moins de {self.base}"
        return ecrire_nombre(n)

    def enfants(self, n: int | None) -> str:
        """«environ 145 enfants», «un enfant», «aucun enfant»."""
        if n is None:
            return MASQUE[0].lower() + MASQUE[1:]
        if self.arrondie:
            return (
                UN_PEU.format(base=self.base) if n == 0 else f"environ {ecrire_nombre(n)} enfants"
            )
        if n == 0:
            return "aucun enfant"
        return "un enfant" if n == 1 else f"{ecrire_nombre(n)} enfants"

    def sujet(self, n: int | None, singulier: str, pluriel: str, negatif: str = "") -> str:
        """A whole sentence: the subject, and its verb agreed. `negatif`: the verb after «aucun enfant»."""
        if n is None:
            return f"{MASQUE} {singulier}."
        if n == 0 and not self.arrondie:
            return f"Aucun enfant {negatif or 'n’' + singulier}."
        verbe = singulier if n == 1 and not self.arrondie else pluriel
        return f"{majuscule(self.enfants(n))} {verbe}."


def majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def minuscule(texte: str) -> str:
    """The first letter small, unless the word is a sigle («REP»), a class («2-5 ans») or a name in quotes."""
    return texte if texte[:2].upper() == texte[:2] else texte[:1].lower() + texte[1:]


def liste(mots: Sequence[str]) -> str:
    """«a, b et c»."""
    if not mots:
        return ""
    return mots[0] if len(mots) == 1 else f"{', '.join(mots[:-1])} et {mots[-1]}"


def parts_sur_cent(valeurs: Sequence[int]) -> tuple[int, ...]:
    """Whole percentages that make 100 (largest remainders); zeros when there is nothing to divide."""
    total = sum(valeurs)
    if not total:
        return (0,) * len(valeurs)
    entieres = [100 * v // total for v in valeurs]
    restes = sorted(range(len(valeurs)), key=lambda i: (-(100 * valeurs[i] % total), i))
    for i in restes[: 100 - sum(entieres)]:
        entieres[i] += 1
    return tuple(entieres)


def sans_invisible(texte: str) -> str:
    """The same text for the eye, which every document can hold."""
    return INVISIBLES.sub("", texte).strip()
