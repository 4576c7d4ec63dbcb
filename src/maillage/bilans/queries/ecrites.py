"""Figures that people wrote for a year, who did and when; no child is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from maillage.bilans.models import RetourDEnquete, ValeurDEnquete
from maillage.bilans.rules.enquete import ValeurEcrite
from maillage.comptes.personnes import personnes_nommees
from maillage.notions.temps import AnneeScolaire


@dataclass(frozen=True, slots=True)
class Ecrites:
    """The figures in force, and the number of the last row read (a form says what it had seen)."""

    valeurs: dict[str, ValeurEcrite]
    lu: int


@dataclass(frozen=True, slots=True)
class Envoi:
    """The return was sent that day, says this person."""

    le: date
    par: str


def valeurs_ecrites(programme: UUID, annee: AnneeScolaire) -> Ecrites:
    """What is in force for this year."""
    rangs = ValeurDEnquete.objects.filter(programme_id=programme, rentree=annee.rentree)
    lu = rangs.aggregate(lu=Max("pk"))["lu"] or 0
    dites = rangs.filter(en_vigueur=True, valeur__isnull=False).values_list(
        "code", "valeur", "auteur_id", "ecrite_le"
    )
    lignes = list(dites)
    noms = personnes_nommees({a for _, _, a, _ in lignes}, programme)
    return Ecrites(
        {code: ValeurEcrite(v, noms[a].nom if a in noms else "", le) for code, v, a, le in lignes},
        lu,
    )


def envoi(programme: UUID, annee: AnneeScolaire) -> Envoi | None:
    """When the return of this year was sent, if it was."""
    rang = RetourDEnquete.objects.filter(programme_id=programme, rentree=annee.rentree).first()
    if rang is None:
        return None
    qui = personnes_nommees([rang.auteur_id], programme).get(rang.auteur_id)
    return Envoi(rang.envoye_le, qui.nom if qui else "")
