"""When the return of a year asks for attention, and which year it is. A day in, an answer out."""

from __future__ import annotations

from datetime import date

from maillage.notions.temps import AnneeScolaire

DERNIERS_MOIS = (6, 7, 8)  # the year ends: what is missing is said
RENTREE = (9, 10, 11, 12)  # the year is over: until the return is sent


def annee_a_rappeler(jour: date) -> AnneeScolaire | None:
    """The running year from June, the past one from September to December, none from January to May."""
    courante = AnneeScolaire.du(jour)
    if jour.month in DERNIERS_MOIS:
        return courante
    if jour.month in RENTREE:
        return AnneeScolaire(courante.rentree - 1)
    return None


def annee_proposee(jour: date) -> AnneeScolaire:
    """The year that the page opens on: the past one during the first four months, when surveys are filled in."""
    courante = AnneeScolaire.du(jour)
    return AnneeScolaire(courante.rentree - 1) if jour.month in RENTREE else courante
