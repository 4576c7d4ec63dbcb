"""Small numbers: what may point at a child, and so does not leave the cercle as it stands."""

from __future__ import annotations

from maillage.statistiques.rules.valeurs import Valeur

SEUIL = 5  # children: what the survey asks of anything that leaves the team


def petit(v: Valeur | None) -> bool:
    """Tell whether a value speaks of 1 to 4: the count, what it is a part of, what is left, or those who have a duration."""
    if v is None:
        return False
    tous, dits = v.denominateur, v.numerateur or 0
    nombres = [dits, v.mesure.nombre if v.mesure else 0]
    if tous is not None:
        nombres += [tous, tous - dits]
    return any(0 < n < SEUIL for n in nombres)
