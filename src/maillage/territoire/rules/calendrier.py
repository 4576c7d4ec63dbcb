"""School time: the zone of a département, what kind of day a civil day is, the next day of class.

Zones A, B and C follow the académies (arrêté fixing the calendar each year). Corsica and the overseas
académies keep calendars of their own: no zone is answered for them, and an unknown day stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maillage.notions.temps import Periode

SAMEDI = 5
_ACADEMIES: Mapping[str, tuple[str, str]] = {
    "besancon": ("A", "25 39 70 90"),
    "bordeaux": ("A", "24 33 40 47 64"),
    "clermont_ferrand": ("A", "03 15 43 63"),
    "dijon": ("A", "21 58 71 89"),
    "grenoble": ("A", "07 26 38 73 74"),
    "limoges": ("A", "19 23 87"),
    "lyon": ("A", "01 42 69"),
    "poitiers": ("A", "16 17 79 86"),
    "aix_marseille": ("B", "04 05 13 84"),
    "amiens": ("B", "02 60 80"),
    "lille": ("B", "59 62"),
    "nancy_metz": ("B", "54 55 57 88"),
    "nantes": ("B", "44 49 53 72 85"),
    "nice": ("B", "06 83"),
    "normandie": ("B", "14 27 50 61 76"),
    "orleans_tours": ("B", "18 28 36 37 41 45"),
    "reims": ("B", "08 10 51 52"),
    "rennes": ("B", "22 29 35 56"),
    "strasbourg": ("B", "67 68"),
    "creteil": ("C", "77 93 94"),
    "montpellier": ("C", "11 30 34 48 66"),
    "paris": ("C", "75"),
    "toulouse": ("C", "09 12 31 32 46 65 81 82"),
    "versailles": ("C", "78 91 92 95"),
}
_ZONES = {departement: zone for zone, liste in _ACADEMIES.values() for departement in liste.split()}


class NatureDuJour(StrEnum):
    """What a civil day is for a pupil."""

    CLASSE = "classe"
    FIN_DE_SEMAINE = "fin_de_semaine"
    VACANCES = "vacances"
    FERIE = "ferie"
    INCONNUE = "inconnue"


@dataclass(frozen=True, slots=True)
class Vacances:
    """A period without class, both days included."""

    nom: str
    periode: Periode


@dataclass(frozen=True, slots=True)
class Calendrier:
    """The calendar of one zone, as far as it is published (`connu`)."""

    zone: str
    connu: Periode
    vacances: Sequence[Vacances]
    feries: Mapping[date, str]


def zone_de(departement: str) -> str | None:
    """Return the zone of a département, None for Corsica, overseas and unknown codes."""
    return _ZONES.get(departement.strip().upper().zfill(2))


def zone_de_l_academie(academie: str) -> str | None:
    """Return the zone of an académie by its code (`creteil`)."""
    trouvee = _ACADEMIES.get(academie)
    return trouvee[0] if trouvee else None


def nature_du_jour(jour: date, calendrier: Calendrier) -> NatureDuJour:
    """Tell what this civil day is. Wednesday counts as a day of class."""
    if not calendrier.connu.contient(jour):
        return NatureDuJour.INCONNUE
    if jour in calendrier.feries:
        return NatureDuJour.FERIE
    if any(v.periode.contient(jour) for v in calendrier.vacances):
        return NatureDuJour.VACANCES
    return NatureDuJour.FIN_DE_SEMAINE if jour.weekday() >= SAMEDI else NatureDuJour.CLASSE


def prochain_jour_de_classe(jour: date, calendrier: Calendrier) -> date | None:
    """Return the first day of class after `jour`; None when the calendar does not reach it."""
    suivant = jour + timedelta(days=1)
    while (nature := nature_du_jour(suivant, calendrier)) is not NatureDuJour.CLASSE:
        if nature is NatureDuJour.INCONNUE:
            return None
        suivant += timedelta(days=1)
    return suivant
