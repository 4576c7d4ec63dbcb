"""Naming persons to others: who did something, under which mission, for which institution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.comptes.models import MissionConfiee, Occupation, Utilisateur
from maillage.comptes.rules import Mission
from maillage.comptes.rules.habilitations import EQUIPE
from maillage.notions.temps import Periode


@dataclass(frozen=True, slots=True)
class PersonneNommee:
    """Who somebody is, for an account of accesses: her name, her missions over time, her institution when known."""

    nom: str
    missions: tuple[tuple[Mission, Periode], ...]
    institution: str

    def mission_au(self, jour: date) -> str:
        """The mission that she held that day, in words."""
        return next((m.libelle for m, p in self.missions if p.contient(jour)), "")

    def de_l_equipe_au(self, jour: date) -> bool:
        """Whether she was of the team of the programme that day."""
        return any(m in EQUIPE and p.contient(jour) for m, p in self.missions)


def personnes_nommees(ids: Iterable[UUID], programme_id: UUID) -> dict[UUID, PersonneNommee]:
    """Names, missions and institutions of these accounts in a programme, in three queries."""
    connus = dict(Utilisateur.objects.filter(id__in=set(ids)).values_list("id", "nom"))
    missions: dict[UUID, list[tuple[Mission, Periode]]] = {}
    confiees = MissionConfiee.objects.filter(utilisateur_id__in=connus, programme_id=programme_id)
    for qui, mission, depuis, jusqu_au in confiees.order_by("-depuis", "-id").values_list(
        "utilisateur_id", "mission", "depuis", "jusqu_au"
    ):
        missions.setdefault(qui, []).append((Mission(mission), Periode(depuis, jusqu_au)))
    institutions = dict(
        Occupation.objects.filter(
            utilisateur_id__in=connus,
            poste__programme_id=programme_id,
            poste__institution__isnull=False,
        )
        .order_by("depuis")
        .values_list("utilisateur_id", "poste__institution__nom")
    )
    return {
        qui: PersonneNommee(nom, tuple(missions.get(qui, ())), institutions.get(qui, ""))
        for qui, nom in connus.items()
    }
