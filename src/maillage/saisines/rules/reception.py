"""What is worth a look when a demand is received: age, territory, an unknown. Warnings only, nothing is ever blocked.

Ages: 2 to 16 years (loi n° 2005-32, art. 128), to 18 for some programmes; a limit is a warning, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.notions.temps import DatePartielle, age_au

DE, A_JUSQUE, AU_PLUS = 2, 16, 18


@dataclass(frozen=True, slots=True)
class AlerteDeReception:
    """Something to check. `grave`: outside the public of every programme."""

    code: str
    phrase: str
    grave: bool = False


def avertir_de_l_age(naissance: DatePartielle | None, at: date) -> tuple[AlerteDeReception, ...]:
    """The age against that of the public; a date known in part is judged only when both its ends agree."""
    if naissance is None:
        return (AlerteDeReception("age_inconnu", "Âge à vérifier : la date de naissance manque."),)
    ages = {age_au(j, at) for j in (naissance.premier_jour, naissance.dernier_jour) if j <= at}
    if ages and min(ages) >= AU_PLUS:
        return (
            AlerteDeReception(
                "majeur", f"{AU_PLUS} ans ou plus : hors du public du programme.", True
            ),
        )
    if ages and min(ages) > A_JUSQUE:
        return (
            AlerteDeReception(
                "age_haut", f"Plus de {A_JUSQUE} ans : à vérifier avec la règle du programme."
            ),
        )
    if not ages or max(ages) < DE:
        return (AlerteDeReception("age_bas", f"Moins de {DE} ans : avant l’âge du programme."),)
    return ()


def avertir_de_l_ecole(
    ecole: str, *, reconnue: bool, prioritaire: bool
) -> tuple[AlerteDeReception, ...]:
    """`reconnue`: the school is one of the programme's, for certain; `prioritaire`: it is REP or REP+ that day."""
    if not ecole.strip():
        return (
            AlerteDeReception("ecole_absente", "École à vérifier : la demande n’en dit aucune."),
        )
    if not reconnue:
        phrase = "École à vérifier : ce nom n’est pas reconnu sur le territoire du programme."
        return (AlerteDeReception("ecole_a_verifier", phrase),)
    if not prioritaire:
        phrase = "Cette école n’est pas en éducation prioritaire : l’adresse de l’enfant décidera."
        return (AlerteDeReception("hors_reseau", phrase),)
    return ()
