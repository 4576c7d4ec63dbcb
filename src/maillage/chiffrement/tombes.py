"""Tombstones: what is known of a purged dossier, in the key store and in a file that is exported beside it.

A tombstone comes first and the keys go last: a purge killed anywhere in between is taken up again, and a backup older
than the purge finds it when it is restored (property P-61). Its seal is a digest keyed by the programme: nobody makes a
dossier disappear by writing a line in the file.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from maillage.chiffrement.models import CleDeProgramme, CleDeVolet, Tombe
from maillage.chiffrement.services import BASE, detruire, empreinte

journal = logging.getLogger("maillage.chiffrement")


@dataclass(frozen=True, slots=True)
class TombeLue:
    """A tombstone as the file bears it: identifiers, a day, a code, a seal."""

    dossier: str
    programme: str
    le: str
    motif: str
    empreinte: str

    def ligne(self) -> str:
        return json.dumps(asdict(self), sort_keys=True) + "\n"


def poser(*, programme_id: UUID, dossier_id: UUID, le: date, motif: str) -> Tombe:
    """Write the tombstone, in the store and in the file, before anything is removed. Twice changes nothing."""
    sceau = _sceau(programme_id, dossier_id, le.isoformat(), motif)
    with transaction.atomic(using=BASE):
        tombe, neuve = Tombe.objects.get_or_create(
            dossier_id=dossier_id,
            defaults={"programme_id": programme_id, "le": le, "motif": motif, "empreinte": sceau},
        )
    if neuve:
        _ecrire([TombeLue(str(dossier_id), str(programme_id), le.isoformat(), motif, sceau)])
    else:
        exporter()
    return tombe


def achever(dossier_id: UUID, *, maintenant: datetime) -> int:
    """Shred the keys of a dossier whose rows are gone, and close its tombstone."""
    with transaction.atomic(using=BASE):
        detruites = detruire(dossier_id)
        Tombe.objects.filter(dossier_id=dossier_id, achevee_le=None).update(achevee_le=maintenant)
    return detruites


def inachevees() -> list[tuple[UUID, UUID, str]]:
    """Purges announced and not finished, as (programme, dossier, motif)."""
    rangs = Tombe.objects.filter(achevee_le=None).order_by("created_at", "dossier_id")
    return list(rangs.values_list("programme_id", "dossier_id", "motif"))


def toutes() -> list[tuple[UUID, UUID, str]]:
    """Every tombstone, as (programme, dossier, motif)."""
    rangs = Tombe.objects.order_by("created_at", "dossier_id")
    return list(rangs.values_list("programme_id", "dossier_id", "motif"))


def exporter() -> int:
    """Bring the file up to date with the store; what only the file knows stays in it."""
    connues = {t.dossier for t in lire_fichier()}
    absentes = [
        TombeLue(str(d), str(p), le.isoformat(), motif, sceau)
        for d, p, le, motif, sceau in Tombe.objects.order_by("created_at").values_list(
            "dossier_id", "programme_id", "le", "motif", "empreinte"
        )
        if str(d) not in connues
    ]
    _ecrire(absentes)
    return len(absentes)


def _ecrire(lot: list[TombeLue]) -> None:
    """Add lines to the file, on the disk before anything else is done."""
    if not lot:
        return
    chemin = Path(settings.TOMBES)
    chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with chemin.open("ab") as fichier:
        fichier.write("".join(f"\n{t.ligne()}" for t in lot).encode())  # a cut line stays alone
        fichier.flush()
        os.fsync(fichier.fileno())


def lire_fichier() -> list[TombeLue]:
    """The tombstones of the file. A line cut in the middle is passed over: the store has it."""
    chemin = Path(settings.TOMBES)
    lues = []
    texte = chemin.read_text(encoding="utf-8", errors="replace") if chemin.exists() else ""
    for ligne in filter(None, texte.splitlines()):
        try:
            lues.append(TombeLue(**json.loads(ligne)))
        except (ValueError, TypeError):
            journal.warning("Une ligne du fichier des tombes est illisible.")
    return lues


def reprendre_du_fichier() -> tuple[int, int]:
    """Write in the store the tombstones that only the file knows; return how many were taken, how many have a false seal."""
    connues = {str(d) for _, d, _ in toutes()}
    prises = fausses = 0
    for t in lire_fichier():
        if t.dossier in connues:
            continue
        if not _authentique(t):
            fausses += 1
            continue
        Tombe.objects.create(
            dossier_id=UUID(t.dossier),
            programme_id=UUID(t.programme),
            le=date.fromisoformat(t.le),
            motif=t.motif,
            empreinte=t.empreinte,
        )
        prises += 1
    return prises, fausses


def _authentique(t: TombeLue) -> bool:
    try:
        programme, dossier = UUID(t.programme), UUID(t.dossier)
        date.fromisoformat(t.le)
    except ValueError:
        return False
    if not CleDeProgramme.objects.filter(programme_id=programme).exists():
        return False
    return hmac.compare_digest(_sceau(programme, dossier, t.le, t.motif), t.empreinte)


def _sceau(programme_id: UUID, dossier_id: UUID, le: str, motif: str) -> str:
    return empreinte(programme_id, f"tombe|{dossier_id}|{le}|{motif}")


def avec_une_cle(dossiers: list[UUID]) -> set[UUID]:
    """Those of these dossiers of which the store still has a key."""
    rangs = CleDeVolet.objects.filter(dossier_id__in=dossiers)
    return set(rangs.values_list("dossier_id", flat=True))
