"""The purge of a dossier: one act over two databases, that a kill leaves either whole or to be finished.

1. the tombstone, in the key store and its file: the intention, and what an old backup will meet;
2. the rows of every room, with the event and the line of the bordereau, in one transaction of the data;
3. the keys, and the tombstone closed, in one transaction of the key store.
The dossier is already closed to everyone (`EtatDuDossier.PURGE`), so nobody meets it half-way; the list of children
shows the others. Rows go first and keys last (CEPD): shredding is for the backups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.chiffrement import tombes
from maillage.dossiers.models import Dossier, LigneDeBordereau
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.tracabilite import services as tracabilite

ACTE = "purger"
# What other rooms keep of a dossier elsewhere than in rows that go with it: called in the transaction, before the rows go.
AVANT: list[Callable[[UUID], None]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordre:
    """Who wants this dossier purged, under which rule, why."""

    programme: UUID
    dossier: UUID
    motif: MotifDePurge
    le: date
    acteur: UUID | None = None
    regle: str = ""
    objet: str = ""


def purger(ordre: Ordre, *, maintenant: datetime) -> int:
    """Purge one dossier; return how many rows were removed. Asked again after a kill, it finishes."""
    tombes.poser(
        programme_id=ordre.programme, dossier_id=ordre.dossier, le=ordre.le, motif=ordre.motif
    )
    with transaction.atomic():
        retires = _retirer(ordre)
    tombes.achever(ordre.dossier, maintenant=maintenant)
    return retires


def _retirer(ordre: Ordre) -> int:
    """Remove the rows of every room; the event and the line say so in the same transaction."""
    dossier = Dossier.objects.select_for_update().filter(pk=ordre.dossier).first()
    retires = 0
    if dossier is not None:
        for preparer in AVANT:
            preparer(ordre.dossier)
        retires = dossier.delete()[0]
        tracabilite.noter(
            tracabilite.Fait(
                acte=ACTE,
                acteur=ordre.acteur,
                programme=ordre.programme,
                regle=ordre.regle or ordre.motif,
                dossier=ordre.dossier,
                objet=ordre.objet,
                nombre=retires,
            )
        )
    lignes = LigneDeBordereau.objects.filter(dossier_id=ordre.dossier, ecartee="", purgee_le=None)
    lignes.filter(bordereau__etat="valide").update(purgee_le=ordre.le, enregistrements=retires)
    return retires


def reprendre(*, le: date, maintenant: datetime) -> int:
    """Finish the purges that were killed between their tombstone and their keys; return how many."""
    return _rejouer(tombes.inachevees(), "reprise", le, maintenant)


@dataclass(frozen=True, slots=True)
class Rejeu:
    """What the replay of tombstones found after a restore."""

    tombes: int
    du_fichier: int
    sceaux_faux: int
    revenus: int  # dossiers that an old backup had brought back


def verifier() -> tuple[int, int]:
    """Return (tombstones, purged dossiers that are there again or still have a key), changing nothing."""
    enterres = [d for _, d, _ in tombes.toutes()]
    enterres += [
        UUID(t.dossier) for t in tombes.lire_fichier() if t.dossier not in map(str, enterres)
    ]
    return len(enterres), len(revenants(enterres))


def revenants(dossiers: Iterable[UUID]) -> set[UUID]:
    """Those of these purged dossiers that have a row or a key."""
    ids = list(dossiers)
    rangs = set(Dossier.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return rangs | tombes.avec_une_cle(ids)


def rejouer(*, le: date, maintenant: datetime) -> Rejeu:
    """Apply every tombstone to what a restore brought back, those that only the exported file knows included."""
    prises, fausses = tombes.reprendre_du_fichier()
    enterres = tombes.toutes()
    revenus = revenants(d for _, d, _ in enterres)
    a_refaire = [t for t in enterres if t[1] in revenus]
    _rejouer(a_refaire, "restauration", le, maintenant)
    _rejouer(tombes.inachevees(), "restauration", le, maintenant)
    tombes.exporter()
    return Rejeu(len(enterres), prises, fausses, len(revenus))


def _rejouer(
    lot: Iterable[tuple[UUID, UUID, str]], regle: str, le: date, maintenant: datetime
) -> int:
    faits = 0
    for programme, dossier, motif in lot:
        purger(
            Ordre(
                programme=programme, dossier=dossier, motif=MotifDePurge(motif), le=le, regle=regle
            ),
            maintenant=maintenant,
        )
        faits += 1
    return faits
