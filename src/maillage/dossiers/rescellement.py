"""Sealing again what an older key closed, row by row, while people work: the second half of the turn of a volet's key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps

from maillage.chiffrement import rotation
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.dossiers.models import EnregistrementScelle

# A request or an import that began with the former key has ended since: only then is that key destroyed.
REPIT = timedelta(hours=1)
Couple = tuple[UUID, UUID, str]  # programme, dossier, volet


@dataclass(slots=True)
class Rescellement:
    """What one pass did: values sealed again, keys destroyed, keys that wait, values that no key opens."""

    valeurs: int = 0
    detruites: int = 0
    en_attente: int = 0
    illisibles: int = 0


# Sealed values kept elsewhere than in rows: each function seals them again and returns (done, unreadable).
AILLEURS: list[Callable[[UUID, str, Trousseau], tuple[int, int]]] = []


def tables(volet: str) -> Iterator[type[EnregistrementScelle]]:
    """Every table of this volet, in every room."""
    for table in apps.get_models():
        if issubclass(table, EnregistrementScelle) and table.volet == volet:
            yield table


def poursuivre(
    couples: Iterable[Couple],
    avancer: Callable[[int, int], None],
    *,
    maintenant: datetime,
    repit: timedelta = REPIT,
) -> Rescellement:
    """Seal again the rows of these volets with their last key, then destroy the keys that nothing needs.

    A row written meanwhile is left to whoever wrote it. Killed anywhere, the next run goes on.
    """
    bilan, liste = Rescellement(), list(couples)
    for rang, (programme_id, dossier, volet) in enumerate(liste, start=1):
        cles = trousseau(programme_id, [dossier], [volet])
        illisibles = 0
        for rescellees, perdues in _passes(dossier, volet, cles):
            bilan.valeurs += rescellees
            illisibles += perdues
        bilan.illisibles += illisibles
        if not illisibles and not reste(dossier, volet, cles):
            bilan.detruites += rotation.detruire_remplacees(dossier, volet, maintenant - repit)
        avancer(rang, len(liste))
    bilan.en_attente = len(rotation.couples_en_cours())
    return bilan


def _passes(dossier: UUID, volet: str, cles: Trousseau) -> Iterator[tuple[int, int]]:
    for table in tables(volet):
        yield _resceller_table(table, dossier, cles)
    for ailleurs in AILLEURS:
        yield ailleurs(dossier, volet, cles)


def _resceller_table(
    table: type[EnregistrementScelle], dossier: UUID, cles: Trousseau
) -> tuple[int, int]:
    faits = illisibles = 0
    rangs = table.objects.filter(dossier_id=dossier).values_list("id", "version", "scelle")
    for ligne, version, scelle in rangs:
        ancien = bytes(scelle)
        if not ancien or not cles.a_resceller(ancien, dossier, table.volet):
            continue
        place = table.place(ligne, dossier, version)
        try:
            neuf = cles.sceller(cles.ouvrir(ancien, place), place)
        except Illisible:
            illisibles += 1
            continue
        meme = table.objects.filter(id=ligne, version=version, scelle=ancien)
        faits += meme.update(scelle=neuf)
    return faits, illisibles


def reste(dossier: UUID, volet: str, cles: Trousseau) -> bool:
    """Tell whether a row of the volet is still closed by a former key: somebody wrote it during the pass."""
    return any(
        scelle and cles.a_resceller(bytes(scelle), dossier, volet)
        for table in tables(volet)
        for scelle in table.objects.filter(dossier_id=dossier).values_list("scelle", flat=True)
    )
