"""Numbers as people type them and as French writes them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum

INSECABLE = "\u00a0"
MILLIERS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


class Unite(StrEnum):
    """What a figure counts."""

    ENFANTS = "enfants"
    ETP = "etp"
    EUROS = "euros"
    STRUCTURES = "structures"
    POSTES = "postes"
    SEANCES = "seances"
    SITUATIONS = "situations"
    TAUX = "taux"
    ELEVES = "eleves"
    DIVERS = "divers"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]

    @property
    def decimales(self) -> int:
        """How many figures after the comma are kept."""
        return 2 if self in (Unite.ETP, Unite.EUROS, Unite.TAUX) else 0


LIBELLES = {
    Unite.ENFANTS: "enfants",
    Unite.ETP: "ETP",
    Unite.EUROS: "€",
    Unite.STRUCTURES: "structures",
    Unite.POSTES: "postes",
    Unite.SEANCES: "séances",
    Unite.SITUATIONS: "situations",
    Unite.TAUX: "%",
    Unite.ELEVES: "élèves",
    Unite.DIVERS: "valeur",
}
AU_PLUS = {
    Unite.ETP: Decimal(500),
    Unite.EUROS: Decimal(100_000_000),
    Unite.TAUX: Decimal(1000),
    Unite.ELEVES: Decimal(5_000_000),
}
AUTRE_PLAFOND = Decimal(10_000)


def lire_nombre(texte: str, unite: Unite) -> Decimal | None:
    """A number as it is typed: «3,6», «12 500,00 €», «0». None when nothing is written.

    Raises ValueError, with the sentence to show, on anything else.
    """
    net = re.sub(r"[\s\u00a0\u202f]|€|%|ETP", "", texte, flags=re.IGNORECASE).replace(",", ".")
    if not net:
        return None
    try:
        nombre = Decimal(net) if re.fullmatch(r"-?\d+(\.\d+)?", net) else None
    except InvalidOperation:  # pragma: no cover - the pattern leaves numbers only
        nombre = None
    if nombre is None:
        raise ValueError("Écrivez un nombre, par exemple 3,5 ou 12 500.")
    if nombre < 0:
        raise ValueError("Un nombre négatif ne peut pas entrer ici.")
    if nombre > AU_PLUS.get(unite, AUTRE_PLAFOND):
        raise ValueError("Ce nombre est trop grand : vérifiez les zéros.")
    exposant = nombre.normalize().as_tuple().exponent
    if isinstance(exposant, int) and -exposant > unite.decimales:
        raise ValueError(
            "Deux chiffres après la virgule, au plus."
            if unite.decimales
            else "Écrivez un nombre entier."
        )
    return nombre


def ecrire_nombre(nombre: int | Decimal) -> str:
    """«1 234,5»: thousands apart, a comma, no useless zero."""
    valeur = Decimal(nombre)
    entier, _, reste = f"{abs(valeur):f}".partition(".")
    reste = reste.rstrip("0")
    signe = "−" if valeur < 0 and (reste or entier.strip("0")) else ""
    groupes = MILLIERS.sub(INSECABLE, entier)
    return f"{signe}{groupes}{',' + reste if reste else ''}"
