"""Figures that people wrote for a year, who did and when; no child is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


def valeurs_ecrites(
    programme: UUID, annee: AnneeScolaire, *, au: datetime | None = None
) -> Ecrites:
    """What is in force for this year, or what was in force at a moment: rows are added, never rewritten."""
    rangs = ValeurDEnquete.objects.filter(programme_id=programme, rentree=annee.rentree)
    rangs = rangs.filter(ecrite_le__lte=au) if au else rangs
    lu = rangs.aggregate(lu=Max("pk"))["lu"] or 0
    dites = rangs if au else rangs.filter(en_vigueur=True)
    lus = dites.order_by("pk").values_list("code", "valeur", "auteur_id", "ecrite_le")
    dernieres = {code: (v, a, le) for code, v, a, le in lus}
    noms = personnes_nommees({a for _, a, _ in dernieres.values()}, programme)
    return Ecrites(
        {
            code: ValeurEcrite(v, noms[a].nom if a in noms else "", le)
            for code, (v, a, le) in dernieres.items()
            if v is not None
        },
        lu,
    )


def envoi(programme: UUID, annee: AnneeScolaire) -> Envoi | None:
    """When the return of this year was sent, if it was."""
    rang = RetourDEnquete.objects.filter(programme_id=programme, rentree=annee.rentree).first()
    if rang is None:
        return None
    qui = personnes_nommees([rang.auteur_id], programme).get(rang.auteur_id)
    return Envoi(rang.envoye_le, qui.nom if qui else "")
