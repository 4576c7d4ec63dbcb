"""The next steps of a child. The caller asked the policy and noted the reading."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau
from maillage.parcours.models import Tache
from maillage.parcours.queries.projections import TacheLue


def taches_de(dossier_id: UUID, cles: Trousseau, at: date) -> tuple[TacheLue, ...]:
    """What is to be done first, by date, then what was done."""
    rangs = Tache.objects.filter(dossier_id=dossier_id).select_related("poste")
    return tuple(
        TacheLue(
            id=t.id,
            dossier=dossier_id,
            libelle=t.ouvrir(cles)["libelle"],
            echeance=t.echeance,
            faite_le=t.faite_le,
            poste=t.poste.libelle,
            retard=max(0, (at - t.echeance).days) if t.faite_le is None else 0,
        )
        for t in rangs.order_by("faite_le", "echeance")
    )
