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
    """Return the facts of several dossiers, in two queries."""
    ids = list(dossier_ids)
    etats: dict[UUID, tuple[UUID, EtatDuDossier]] = {}
    cercles: dict[UUID, list[Appartenance]] = {}
    # a dossier that nobody follows has one row, without poste
    suivis = Dossier.objects.filter(id__in=ids).order_by("cercle__depuis", "cercle__id")
    for ident, programme, etat, poste, qualite, depuis, jusqu_au in suivis.values_list(
        "id", "programme_id", "etat",
        "cercle__poste_id", "cercle__qualite", "cercle__depuis", "cercle__jusqu_au",
    ):  # fmt: skip
        etats[ident] = programme, EtatDuDossier(etat)
        if poste is not None:
            cercles.setdefault(ident, []).append(
                Appartenance(poste, Qualite(qualite), Periode(depuis, jusqu_au))
            )
    ouvertures: dict[UUID, list[Ouverture]] = {}
    en_cours = OuvertureDeVolet.objects.filter(
        OuvertureDeVolet.en_cours(timezone.now()), dossier_id__in=ids
    )
    for dossier, nature, qui, volet in en_cours.values_list(
        "dossier_id", "nature", "utilisateur_id", "volet"
    ):
        ouvertures.setdefault(dossier, []).append(
            Ouverture(NatureDOuverture(nature), qui, Volet(volet))
        )
    return [
        Faits(
            ident,
            programme,
            etat,
            tuple(cercles.get(ident, ())),
            tuple(ouvertures.get(ident, ())),
        )
        for ident, (programme, etat) in etats.items()
    ]


def nombre_suivis(poste_id: UUID, *, au: date, actifs: bool = False) -> int:
    """How many dossiers a poste follows on a civil day; `actifs`: those in use only."""
    suivis = Cercle.objects.filter(en_vigueur(au), poste_id=poste_id)
    if actifs:
        suivis = suivis.filter(dossier__etat=EtatDuDossier.ACTIF)
    return suivis.count()
