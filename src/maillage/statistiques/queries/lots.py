"""The sealed rows of a programme, lot of dossiers after lot: what is in memory in clear does not grow with the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.chiffrement.lots import Chiffres, ClesDuLot, dans, lot_du_programme, tranches
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import EtatDuDossier

DOSSIER = Chiffres("dossier_id")


def dossiers_comptes(programme_id: UUID) -> QuerySet[Dossier]:
    """The dossiers that the figures see: those of the active base."""
    return Dossier.objects.filter(programme_id=programme_id, etat=EtatDuDossier.ACTIF)


def lots(programme_id: UUID, volets: Iterable[str]) -> Iterator[tuple[QuerySet, ClesDuLot]]:
    """The numbers of the dossiers of each lot, as a query, and the keys of these volets. One lot for up to `LOT` dossiers."""
    comptes = dossiers_comptes(programme_id)
    for tranche in tranches(comptes.count()):
        ids = comptes.filter(dans("pk", tranche)).values("pk")
        yield ids, lot_du_programme(programme_id, volets, tranche)


def ouverts(
    cles: ClesDuLot, table: type[EnregistrementScelle], ids: QuerySet, *champs: Any,
    garder: Q | None = None, ordre: Iterable[str] = (),
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    """The rows of a table in these dossiers: number of the dossier (32 digits), content, and these columns."""
    rangs = table.objects.filter(garder or Q(), dossier_id__in=ids).order_by(*ordre)
    lus = rangs.values_list(DOSSIER, Chiffres("id"), "version", "scelle", *champs)
    return ouvrir(cles, table, lus)


def ouvrir(
    cles: ClesDuLot, table: type[EnregistrementScelle], rangs: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """The same, of rows already chosen: dossier, row, version, sealed value, other columns."""
    return cles.ouvrir_rangs(table._meta.db_table, table.volet, rangs)  # noqa: SLF001
