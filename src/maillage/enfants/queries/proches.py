"""Which readers bear a surname of the family whose dossier they opened. Nothing that is opened here is given out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite, Responsable
from maillage.enfants.rules.homonymes import homonyme


def proches(
    programme: UUID, noms: Mapping[UUID, str], lus: Collection[tuple[UUID, UUID]]
) -> set[tuple[UUID, UUID]]:
    """Pairs (reader, dossier) in which the reader bears a surname of the child or of an adult of the family."""
    familles = _noms_des_familles(programme, {d for _, d in lus})
    return {(q, d) for q, d in lus if q in noms and homonyme(noms[q], familles[d])}


def _noms_des_familles(programme: UUID, dossiers: Collection[UUID]) -> dict[UUID, set[str]]:
    cles = trousseau(programme, dossiers, [Volet.IDENTITE, Volet.FAMILLE])
    noms: dict[UUID, set[str]] = defaultdict(set)
    tables: tuple[type[EnregistrementScelle], ...] = (Identite, Responsable)
    for table in tables:
        for rang in table.objects.filter(dossier_id__in=list(dossiers)):
            try:
                noms[rang.dossier_id].add(rang.ouvrir(cles).get("nom") or "")
            except Illisible:  # purged meanwhile
                continue
    return noms
