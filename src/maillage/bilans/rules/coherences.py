"""What the figures say together: costs and loads, and what does not agree. Told, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from maillage.bilans.rules.enquete import ValeurEcrite
from maillage.bilans.rules.nombres import ecrire_nombre
from maillage.bilans.rules.rubriques import rubrique_ecrite

ECART_TOLERE = Decimal("0.01")  # of the larger of the two sums
REFERENTS = "equipe.referent_de_parcours"


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """Two figures put together. `valeur` is empty when one of them is not known yet."""

    code: str
    libelle: str
    valeur: str
    explication: str
    alerte: bool = False


def somme(ecrites: Mapping[str, ValeurEcrite], rubrique: str) -> Decimal | None:
    """What was written in this section; None when nothing was."""
    connue = rubrique_ecrite(rubrique)
    dites = [ecrites[c].valeur for c in connue.codes if c in ecrites] if connue else []
    return sum(dites, Decimal(0)) if dites else None


def rapprochements(enfants: int, ecrites: Mapping[str, ValeurEcrite]) -> tuple[Rapprochement, ...]:
    """Cost per child, children per référent, resources against expenses."""
    ressources, depenses = somme(ecrites, "ressources"), somme(ecrites, "depenses")
    referents = ecrites[REFERENTS].valeur if REFERENTS in ecrites else None
    cout = _quotient(ressources, Decimal(enfants))
    charge = _quotient(Decimal(enfants), referents)
    dits = [
        Rapprochement(
            "cout_par_enfant", "Financement direct par enfant suivi",
            f"{ecrire_nombre(cout)} €" if cout is not None else "",
            "Ensemble des financements, divisé par le nombre d’enfants suivis au moins un jour.",
        ),
        Rapprochement(
            "enfants_par_referent", "Enfants par équivalent temps plein de référent",
            ecrire_nombre(charge) if charge is not None else "",
            "Enfants suivis dans l’année, divisés par les ETP de référents. Ce n’est pas le nombre suivi un jour donné.",
        ),
    ]  # fmt: skip
    if ressources is not None and depenses is not None:
        dits.append(_solde(ressources, depenses))
    return tuple(dits)


def _quotient(dividende: Decimal | None, diviseur: Decimal | None) -> Decimal | None:
    if dividende is None or not diviseur:
        return None
    return (dividende / diviseur).quantize(Decimal(1), ROUND_HALF_UP)


def _solde(ressources: Decimal, depenses: Decimal) -> Rapprochement:
    ecart = ressources - depenses
    loin = abs(ecart) > ECART_TOLERE * max(ressources, depenses)
    return Rapprochement(
        "solde", "Financements moins dépenses", f"{ecrire_nombre(ecart)} €",
        "L’écart dépasse 1 % : vérifiez qu’il ne manque rien, ou expliquez-le dans l’enquête."
        if loin else "Les deux sommes s’accordent à 1 % près.",
        alerte=loin,
    )  # fmt: skip
