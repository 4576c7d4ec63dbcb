"""Facts of dossiers, for the policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from maillage.comptes.queries import en_vigueur
from maillage.dossiers.models import Cercle, Dossier, OuvertureDeVolet
from maillage.dossiers.rules import (
    Appartenance,
    EtatDuDossier,
    Faits,
    NatureDOuverture,
    Ouverture,
    Qualite,
    Volet,
)
from maillage.notions.temps import Periode


def faits(dossier_id: UUID) -> Faits | None:
    """Return the facts of one dossier, or None when it does not exist."""
    return next(iter(faits_de([dossier_id])), None)


def faits_de(dossier_ids: Iterable[UUID]) -> list[Faits]:
    """Return the facts of several dossiers, in three queries."""
    ids = list(dossier_ids)
    cercles: dict[UUID, list[Appartenance]] = {}
    suivis = Cercle.objects.filter(dossier_id__in=ids).order_by("depuis", "id")
    for dossier, poste, qualite, depuis, jusqu_au in suivis.values_list(
        "dossier_id", "poste_id", "qualite", "depuis", "jusqu_au"
    ):
        cercles.setdefault(dossier, []).append(
            Appartenance(poste, Qualite(qualite), Periode(depuis, jusqu_au))
        )
    ouvertures: dict[UUID, list[Ouverture]] = {}
    en_cours = OuvertureDeVolet.objects.filter(
        OuvertureDeVolet.en_cours(timezone.now()), dossier_id__in=ids
    )
    for o in en_cours:
        ouvertures.setdefault(o.dossier_id, []).append(
            Ouverture(NatureDOuverture(o.nature), o.utilisateur_id, Volet(o.volet))
        )
    rangs = Dossier.objects.filter(id__in=ids).values_list("id", "programme_id", "etat")
    return [
        Faits(
            ident,
            programme,
            EtatDuDossier(etat),
            tuple(cercles.get(ident, ())),
            tuple(ouvertures.get(ident, ())),
        )
        for ident, programme, etat in rangs
    ]


def nombre_suivis(poste_id: UUID, *, au: date) -> int:
    """How many dossiers a poste follows on a civil day."""
    return Cercle.objects.filter(en_vigueur(au), poste_id=poste_id).count()
