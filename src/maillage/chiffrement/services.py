"""Making, finding and using the keys of volets."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from maillage.chiffrement import enveloppe
from maillage.chiffrement.enveloppe import Cle, Illisible, Place
from maillage.chiffrement.models import CleDeVolet, Tombe
from maillage.chiffrement.programmes import ClesDuProgramme, cles_du_programme

BASE = "cles"


def lien_volet(dossier_id: UUID | str, volet: str, generation: int) -> bytes:
    """What binds a wrapped key to its volet. The first generation keeps the link of the time when there was one."""
    suite = f"|{generation}" if generation > 1 else ""
    return f"volet|{dossier_id}|{volet}{suite}".encode()


class CleOuverte:
    """The opened key of one generation of a volet. Nothing of it shows in a trace."""

    __slots__ = ("octets", "ouvre_sans_version")

    def __init__(self, octets: Cle, *, ouvre_sans_version: bool) -> None:
        self.octets = octets
        self.ouvre_sans_version = ouvre_sans_version


Generations = dict[int, CleOuverte]


def ouvrir_avec(generations: Generations, scelle: bytes, place: Place) -> Any:
    """Open a value with the keys of its volet: the one that closed it and no other; `Illisible` when it is not there."""
    cle = generations.get(enveloppe.generation_de(scelle))
    if cle is None or (enveloppe.sans_version(scelle) and not cle.ouvre_sans_version):
        raise Illisible
    return enveloppe.ouvrir(cle.octets, scelle, place)


class Trousseau:
    """The opened keys of some dossiers of one programme, for the time of one request."""

    def __init__(self, programme_id: UUID, cles: Mapping[tuple[UUID, str], Generations]) -> None:
        self._programme_id = programme_id
        self._cles = dict(cles)

    def ouvrir(self, scelle: bytes, place: Place) -> Any:
        """Open a sealed value; `Illisible` when its key was shredded, the value moved, or an older one put back."""
        return ouvrir_avec(self._cles.get((place.dossier, place.volet), {}), scelle, place)

    def sceller(self, valeur: Any, place: Place) -> bytes:
        """Seal a value with the last key of its volet, made when it has none yet."""
        if (place.dossier, place.volet) not in self._cles:
            self.preparer([(place.dossier, place.volet)])
        generations = self._cles[place.dossier, place.volet]
        derniere = max(generations)
        return enveloppe.sceller(generations[derniere].octets, valeur, place, derniere)

    def a_resceller(self, scelle: bytes, dossier: UUID, volet: str) -> bool:
        """Tell whether a value waits for the last key of its volet, or for its version to be bound."""
        generations = self._cles.get((dossier, volet), {})
        ancienne = bool(generations) and enveloppe.generation_de(scelle) < max(generations)
        return ancienne or enveloppe.sans_version(scelle)

    def preparer(self, couples: Iterable[tuple[UUID, str]]) -> None:
        """Make the missing keys, in one write. The store keeps the first one when two requests race."""
        manquants = [c for c in dict.fromkeys(couples) if c not in self._cles]
        if not manquants:
            return
        dossiers = {d for d, _ in manquants}
        with transaction.atomic(using=BASE):
            programme = cles_du_programme(self._programme_id, verrou=True)
            if Tombe.objects.filter(dossier_id__in=dossiers).exists():
                raise Illisible  # a purged dossier is never written again
            CleDeVolet.objects.bulk_create(
                (neuve(programme, self._programme_id, d, v) for d, v in manquants),
                ignore_conflicts=True,
            )
        self._cles.update(
            _lire(self._programme_id, CleDeVolet.objects.filter(dossier_id__in=dossiers))
        )


def neuve(
    programme: ClesDuProgramme, programme_id: UUID, dossier: UUID, volet: str, generation: int = 1
) -> CleDeVolet:
    """A new key of a volet, wrapped by the present key of its programme (the row is not saved)."""
    return CleDeVolet(
        dossier_id=dossier,
        volet=volet,
        generation=generation,
        programme_id=programme_id,
        emballage=programme.generation,
        scellee=enveloppe.sceller_octets(
            programme.courante, enveloppe.cle_neuve(), lien_volet(dossier, volet, generation)
        ),
    )


COLONNES = ("dossier_id", "volet", "generation", "emballage", "scellee", "ouvre_sans_version")


def deballer(
    programme: ClesDuProgramme,
    dossier: UUID | str,
    volet: str,
    generation: int,
    emballage: int,
    scellee: bytes,
) -> bytes:
    """Open the wrapped key of a volet."""
    lien = lien_volet(dossier, volet, generation)
    return enveloppe.ouvrir_octets(programme.emballage(emballage), bytes(scellee), lien)


def _lire(
    programme_id: UUID,
    rangs: QuerySet[CleDeVolet],
    voulues: Container[tuple[UUID, str]] | None = None,
) -> dict[tuple[UUID, str], Generations]:
    """Open these keys. Those of another programme are left aside here and not by the query: found by dossier, the keys of
    one child never cost a walk through her whole programme.
    """
    programme, lus = emballees(programme_id, lambda: _du_programme(programme_id, rangs.all()))
    cles: dict[tuple[UUID, str], Generations] = {}
    for dossier, volet, generation, emballage, scellee, ancien in lus:
        if voulues is not None and (dossier, volet) not in voulues:
            continue
        octets = deballer(programme, dossier, volet, generation, emballage, scellee)
        ouverte = CleOuverte(octets, ouvre_sans_version=ancien)
        cles.setdefault((dossier, volet), {})[generation] = ouverte
    return cles


def emballees(
    programme_id: UUID, lire: Callable[[], list[Any]]
) -> tuple[ClesDuProgramme, list[Any]]:
    """Wrapped keys (rows of `COLONNES`) with what unwraps them, read again when the wrapping turned between the two."""
    lus = lire()
    programme = cles_du_programme(programme_id)
    if any(emballage not in programme.emballages for _, _, _, emballage, _, _ in lus):
        lus = lire()
    return programme, lus


def _du_programme(programme_id: UUID, rangs: QuerySet[CleDeVolet]) -> list[Any]:
    lus = rangs.values_list("programme_id", *COLONNES)
    return [suite for programme, *suite in lus if programme == programme_id]


def trousseau(
    programme_id: UUID, dossiers: Iterable[UUID], volets: Iterable[str] | None = None
) -> Trousseau:
    """Return the keys of these dossiers (and volets), in one query."""
    rangs = CleDeVolet.objects.filter(dossier_id__in=list(dossiers))
    if volets is not None:
        rangs = rangs.filter(volet__in=list(volets))
    return Trousseau(programme_id, _lire(programme_id, rangs))


def trousseau_par_volet(programme_id: UUID, dossiers: Mapping[str, Iterable[UUID]]) -> Trousseau:
    """Return the keys of each volet for the dossiers in which it is open, in one query; no other key is opened."""
    voulues = {(dossier, volet) for volet, ouverts in dossiers.items() for dossier in ouverts}
    rangs = CleDeVolet.objects.filter(
        dossier_id__in={dossier for dossier, _ in voulues}, volet__in=list(dossiers)
    )
    return Trousseau(programme_id, _lire(programme_id, rangs, voulues))


def trousseau_du_programme(programme_id: UUID, volets: Iterable[str]) -> Trousseau:
    """Return the keys of these volets for a whole programme: for searches and figures inside the scope."""
    rangs = CleDeVolet.objects.filter(programme_id=programme_id, volet__in=list(volets))
    return Trousseau(programme_id, _lire(programme_id, rangs))


def nombre_de_cles(
    programme_id: UUID, volet: str, dossiers: Iterable[UUID | str] | None = None
) -> int:
    """How many keys open this volet in these dossiers, or in the whole programme; one made or destroyed changes it."""
    rangs = CleDeVolet.objects.filter(volet=volet)
    if dossiers is None:
        return rangs.filter(programme_id=programme_id).count()
    return rangs.filter(dossier_id__in=list(dossiers)).count()


def empreinte(programme_id: UUID, texte: str) -> str:
    """Keyed digest of a text: recognises it again without keeping it. Differs from one programme to another."""
    return hmac.new(cles_du_programme(programme_id).empreinte, texte.encode(), "sha256").hexdigest()


def detruire(dossier_id: UUID, volet: str | None = None) -> int:
    """Shred every key of a dossier, or of one volet. What it closed is lost for ever, in backups too."""
    rangs = CleDeVolet.objects.filter(dossier_id=dossier_id)
    return (rangs.filter(volet=volet) if volet else rangs).delete()[0]
