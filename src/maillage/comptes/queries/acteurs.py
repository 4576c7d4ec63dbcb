"""From a signed-in account to the acteur that the policy knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from maillage.comptes.models import (
    Institution,
    MissionConfiee,
    Occupation,
    Poste,
    Programme,
    Utilisateur,
)
from maillage.comptes.rules import PERSONNE, Acteur, Mission, ObligationDeSecret
from maillage.comptes.rules.etats import EtatDuCompte, FaitsDuCompte, etat_du_compte


def en_vigueur(au: date) -> Q:
    """Rows whose period holds this civil day."""
    return Q(depuis__lte=au) & (Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=au))


def faits_du_compte(compte: Utilisateur) -> FaitsDuCompte:
    """What the rules of accounts look at."""
    return FaitsDuCompte(
        ouvert_le=compte.ouvert_le or timezone.localdate(compte.created_at),
        jusqu_au=compte.jusqu_au,
        dernier_acces=timezone.localdate(compte.last_login) if compte.last_login else None,
        repris_le=compte.repris_le,
        ferme=not compte.is_active,
        # a persona has no password and needs none
        active=bool(compte.last_login)
        or compte.has_usable_password()
        or (compte.est_demo and compte.ouvert_par_id is None),
        permanent=compte.est_demo and settings.DEMO,
    )


def etat(compte: Utilisateur, *, au: date) -> EtatDuCompte:
    """State of an account on a civil day."""
    return etat_du_compte(faits_du_compte(compte), au)


def acteur(utilisateur_id: UUID | None, *, au: date) -> Acteur:
    """Return the acteur of an account on a civil day; nobody when the account is closed or over.

    A person works for one programme at a time: the one of her latest mission.
    """
    return acteurs([utilisateur_id], au=au)[utilisateur_id] if utilisateur_id else PERSONNE


def acteurs(utilisateur_ids: Iterable[UUID], *, au: date) -> dict[UUID, Acteur]:
    """The same for several accounts, in two queries; a third when some hold no mission."""
    ids = set(utilisateur_ids)
    confiees = _confiees(ids, au)
    comptes = {ident: siennes[0].utilisateur for ident, siennes in confiees.items()}
    if sans := ids - comptes.keys():
        comptes |= Utilisateur.objects.filter(is_active=True).in_bulk(sans)
    entres = {i for i, compte in comptes.items() if _entre(compte, au)}
    postes = _postes(entres & confiees.keys(), au)
    return {
        i: _acteur(comptes[i], confiees.get(i, ()), postes) if i in entres else PERSONNE
        for i in ids
    }


def _entre(compte: Utilisateur, au: date) -> bool:
    # a persona has no right anywhere else than in a demonstration
    return etat(compte, au=au).laisse_entrer and (settings.DEMO or not compte.est_demo)


def _acteur(
    compte: Utilisateur,
    confiees: Sequence[MissionConfiee],
    postes: Mapping[tuple[UUID, UUID], set[UUID]],
) -> Acteur:
    if not confiees:
        return Acteur(id=compte.id, nom=compte.nom, programme_id=None)
    programme_id = confiees[0].programme_id
    siennes = [c for c in confiees if c.programme_id == programme_id]
    return Acteur(
        id=compte.id,
        nom=compte.nom,
        programme_id=programme_id,
        missions=frozenset(Mission(c.mission) for c in siennes),
        postes=frozenset(postes.get((compte.id, programme_id), ())),
        obligations=frozenset(ObligationDeSecret(c.obligation) for c in siennes),
        programme=confiees[0].programme.nom,
    )


def _confiees(utilisateur_ids: Iterable[UUID], au: date) -> dict[UUID, list[MissionConfiee]]:
    """Missions of a day with their account, the latest first, in one query: they are read at each request."""
    rangs = MissionConfiee.objects.filter(
        en_vigueur(au),
        utilisateur__in=list(utilisateur_ids),
        utilisateur__is_active=True,
        retiree_le__isnull=True,
    )
    confiees: dict[UUID, list[MissionConfiee]] = {}
    for rang in rangs.select_related("utilisateur", "programme").order_by("-depuis", "-id"):
        confiees.setdefault(rang.utilisateur_id, []).append(rang)
    return confiees


def _postes(utilisateur_ids: Iterable[UUID], au: date) -> dict[tuple[UUID, UUID], set[UUID]]:
    """Postes held on a day, by person and programme."""
    tenus: dict[tuple[UUID, UUID], set[UUID]] = {}
    rangs = Occupation.objects.filter(
        en_vigueur(au), utilisateur__in=list(utilisateur_ids), retiree_le__isnull=True
    )
    for qui, programme_id, poste in rangs.values_list(
        "utilisateur_id", "poste__programme_id", "poste_id"
    ):
        tenus.setdefault((qui, programme_id), set()).add(poste)
    return tenus


def programme(programme_id: UUID) -> Programme:
    """Return a programme by its identifier."""
    return Programme.objects.get(id=programme_id)


def programme_par_code(code: str) -> Programme | None:
    """Return a programme by the short code used on the command line."""
    return Programme.objects.filter(code=code).first()


def membres(programme_id: UUID, au: date) -> list[tuple[UUID, str]]:
    """Identifiers and names of those who hold a mission of this programme today, by name."""
    confiees = MissionConfiee.objects.filter(
        en_vigueur(au),
        programme_id=programme_id,
        utilisateur__is_active=True,
        retiree_le__isnull=True,
    )
    return list(
        confiees.order_by("utilisateur__nom")
        .values_list("utilisateur_id", "utilisateur__nom")
        .distinct()
    )


def occupants(poste_ids: set[UUID], au: date) -> dict[UUID, list[tuple[UUID, str]]]:
    """Who holds each of these postes on this day."""
    tenus: dict[UUID, list[tuple[UUID, str]]] = {}
    rangs = Occupation.objects.filter(
        en_vigueur(au), poste_id__in=poste_ids, retiree_le__isnull=True
    )
    for poste, ident, nom in rangs.order_by("utilisateur__nom").values_list(
        "poste_id", "utilisateur_id", "utilisateur__nom"
    ):
        tenus.setdefault(poste, []).append((ident, nom))
    return tenus


def institutions_de(poste_ids: Iterable[UUID]) -> set[UUID]:
    """Institutions to which these postes belong."""
    rangs = Poste.objects.filter(id__in=list(poste_ids), institution__isnull=False)
    return set(rangs.values_list("institution_id", flat=True))


def institutions() -> list[tuple[UUID, str]]:
    """Identifiers and names of institutions, by name."""
    return list(Institution.objects.order_by("nom").values_list("id", "nom"))


def postes_de_reference(programme_id: UUID) -> list[tuple[UUID, str]]:
    """Identifiers and names of the postes that can lead a parcours, by name."""
    return list(
        Poste.objects.filter(
            programme_id=programme_id, metier="referent_de_parcours", ferme_le__isnull=True
        ).values_list("id", "libelle")
    )


def postes_nommes(poste_ids: set[UUID]) -> dict[UUID, str]:
    """Names shown for postes: the holder's poste label."""
    return dict(Poste.objects.filter(id__in=poste_ids).values_list("id", "libelle"))
