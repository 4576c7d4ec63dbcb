"""Age and territory of a child at a passage: said to whoever decides, never a reason to refuse (loi 2005-32, art. 128).

Unknown is not false: an unknown birth, or no verdict, is said as such or not at all, and filters nobody out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.notions.temps import DatePartielle, age_au

AGE_MIN, AGE_MAX = 2, 16  # PRE: «de 2 à 16 ans»
AGE_TOLERE = 18  # ANCT: «de 2 à 18 ans» for the parcours


@dataclass(frozen=True, slots=True)
class Vigilance:
    """What deserves a look: a code and a sentence."""

    code: str
    phrase: str


def _age(naissance: DatePartielle | None, le: date) -> Vigilance | None:
    """Outside 2 to 16 whatever the day of a birth known in part; nothing when one reading is inside."""
    if naissance is None:
        return Vigilance(
            "age_inconnu", "La date de naissance n’est pas connue : l’âge est à vérifier."
        )
    plus_jeune, plus_age = (
        max(0, age_au(j, le)) for j in (naissance.dernier_jour, naissance.premier_jour)
    )
    if plus_age < AGE_MIN:
        return Vigilance(
            "trop_jeune",
            f"Moins de {AGE_MIN} ans : le programme s’adresse aux {AGE_MIN}-{AGE_MAX} ans.",
        )
    if plus_jeune <= AGE_MAX:
        return None
    if plus_jeune <= AGE_TOLERE:
        phrase = f"Plus de {AGE_MAX} ans : c’est toléré jusqu’à {AGE_TOLERE} ans, pour finir un parcours ou quand rien d’autre n’existe."
        return Vigilance("age_tolere", phrase)
    return Vigilance(
        "trop_age",
        f"Plus de {AGE_TOLERE} ans : cherchez avec la famille qui peut prendre la suite.",
    )


def _territoire(verdict: str) -> Vigilance | None:
    """`verdict`: code of the verdict of eligibility, empty when there is none."""
    phrases = {
        "non_eligible": "Selon les règles du programme, cet enfant n’est pas éligible aujourd’hui. Une dérogation motivée reste possible.",
        "a_examiner": "L’éligibilité de cet enfant est à examiner.",
    }
    return Vigilance(verdict, phrases[verdict]) if verdict in phrases else None


def vigilances(naissance: DatePartielle | None, verdict: str, le: date) -> tuple[Vigilance, ...]:
    """Everything to be said at this passage, on this day."""
    dits = (_age(naissance, le), _territoire(verdict))
    return tuple(a for a in dits if a)
