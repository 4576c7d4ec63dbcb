"""From a signed-in account to the acteur that the policy knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from maillage.comptes.models import MissionConfiee, Occupation, Poste, Programme, Utilisateur
from maillage.comptes.rules import PERSONNE, Acteur, Mission
from maillage.notions.temps import Periode


def en_vigueur(au: date) -> Q:
    """Rows whose period holds this civil day."""
    return Q(depuis__lte=au) & (Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=au))


def acteur(utilisateur_id: UUID | None, *, au: date) -> Acteur:
    """Return the acteur of an account on a civil day; nobody when the account is closed or over.

    A person works for one programme at a time: the one of her latest mission.
    """
    compte = Utilisateur.objects.filter(id=utilisateur_id, is_active=True).first()
    if compte is None or (compte.jusqu_au and compte.jusqu_au < au):
        return PERSONNE
    if compte.est_demo and not settings.DEMO:  # a persona has no right anywhere else
        return PERSONNE
    confiees = list(
        MissionConfiee.objects.filter(en_vigueur(au), utilisateur=compte).order_by("-depuis", "-id")
    )
    if not confiees:
        return Acteur(id=compte.id, nom=compte.nom, programme_id=None)
    programme_id = confiees[0].programme_id
    postes = Occupation.objects.filter(
        en_vigueur(au), utilisateur=compte, poste__programme_id=programme_id
    ).values_list("poste_id", flat=True)
    return Acteur(
        id=compte.id,
        nom=compte.nom,
        programme_id=programme_id,
        missions=frozenset(Mission(c.mission) for c in confiees if c.programme_id == programme_id),
        postes=frozenset(postes),
    )


def programme(programme_id: UUID) -> Programme:
    """Return a programme by its identifier."""
    return Programme.objects.get(id=programme_id)


def programme_par_code(code: str) -> Programme | None:
    """Return a programme by the short code used on the command line."""
    return Programme.objects.filter(code=code).first()


def postes_de_reference(programme_id: UUID) -> list[tuple[UUID, str]]:
    """Identifiers and names of the postes that can lead a parcours, by name."""
    return list(
        Poste.objects.filter(programme_id=programme_id, metier="referent_de_parcours").values_list(
            "id", "libelle"
        )
    )


def postes_nommes(poste_ids: set[UUID]) -> dict[UUID, str]:
    """Names shown for postes: the holder's poste label."""
    return dict(Poste.objects.filter(id__in=poste_ids).values_list("id", "libelle"))


@dataclass(frozen=True, slots=True)
class PersonneNommee:
    """Who somebody is, for an account of accesses: her name, her missions over time, her institution when known."""

    nom: str
    missions: tuple[tuple[Mission, Periode], ...]
    institution: str

    def mission_au(self, jour: date) -> str:
        """The mission that she held that day, in words."""
        return next((m.libelle for m, p in self.missions if p.contient(jour)), "")


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
