"""Reading a whole programme: its dossiers in lots, the keys of one lot at a time, numbers as the base writes them.

What opens, and what does not, is decided where a single value is opened (`services.ouvrir_avec`). Only the numbers differ:
32 digits instead of an object for each, which costs more than opening what it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.db.models import Expression, F

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.models import CleDeVolet
from maillage.chiffrement.services import (
    CleOuverte,
    Generations,
    deballer,
    emballees,
    ouvrir_avec,
)

LOT = 2000  # dossiers whose keys are in memory together: 15 MB
NUMEROS = 1 << 128
SANS_CLE: tuple[str, Generations] = ("", {})


class Chiffres(models.Func):
    """A number (UUID) as its 32 digits, on both bases."""

    output_field = models.CharField()
    arity = 1

    def as_sqlite(self, compiler: Any, _connection: Any, **_: Any) -> Any:
        """They are kept so."""
        return compiler.compile(self.source_expressions[0])

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        return self.as_sql(compiler, connection, template="REPLACE(%(expressions)s::text, '-', '')")


class Tel(models.ExpressionWrapper):
    """A column as the base gives it: nothing of Django is called for each value."""

    def __init__(self, champ: str) -> None:
        super().__init__(F(champ), output_field=models.Field())


def tranches(dossiers: int) -> list[tuple[UUID, UUID | None]]:
    """Cut all numbers there can be into lots (from, before): as many as these dossiers need, numbers being drawn evenly."""
    combien = max(1, -(-dossiers // LOT))
    bornes = [UUID(int=NUMEROS * i // combien) for i in range(combien)]
    return list(zip(bornes, [*bornes[1:], None], strict=True))


def dans(champ: str, tranche: tuple[UUID, UUID | None]) -> models.Q:
    """The rows whose number is in this lot."""
    depuis, avant = tranche
    fin = models.Q(**{f"{champ}__lt": avant}) if avant else models.Q()
    return models.Q(**{f"{champ}__gte": depuis}) & fin


def tirets(chiffres: str) -> str:
    """A number as places write it."""
    c = chiffres
    return f"{c[:8]}-{c[8:12]}-{c[12:16]}-{c[16:20]}-{c[20:]}"


class ClesDuLot:
    """The opened keys of one lot: by volet, by dossier (32 digits), with its number as places write it.

    Reads only; nothing of it shows in a trace.
    """

    def __init__(self, cles: dict[str, dict[str, tuple[str, Generations]]]) -> None:
        self._cles = cles

    def ouvrir(self, scelle: bytes, place: Place) -> Any:
        """Open one value, as a `Trousseau` does."""
        chiffres = str(place.dossier).replace("-", "")
        _, generations = self._cles.get(place.volet, {}).get(chiffres, SANS_CLE)
        return ouvrir_avec(generations, scelle, place)

    def ouvrir_rangs(
        self, table: str, volet: str, rangs: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of a table (dossier, row, version, sealed value, what follows) as (dossier, content, what follows).

        Each opens at its own place, or raises `Illisible`.
        """
        cles = self._cles.get(volet, {})
        for dossier, ligne, version, scelle, *suite in rangs:
            numero, generations = cles.get(dossier, SANS_CLE)
            place = Place(table, tirets(ligne), numero, volet, version)
            yield dossier, ouvrir_avec(generations, scelle, place), *suite


COLONNES: tuple[str | Expression, ...] = (
    Chiffres("dossier_id"), "volet", "generation", "emballage", "scellee", Tel("ouvre_sans_version"),
)  # fmt: skip


def lot_du_programme(
    programme_id: UUID, volets: Iterable[str], tranche: tuple[UUID, UUID | None]
) -> ClesDuLot:
    """The keys of these volets in one lot of a programme, in one query."""
    rangs = CleDeVolet.objects.filter(
        dans("dossier_id", tranche), programme_id=programme_id, volet__in=list(volets)
    ).values_list(*COLONNES)
    programme, lus = emballees(programme_id, lambda: list(rangs.all()))
    cles: dict[str, dict[str, tuple[str, Generations]]] = defaultdict(dict)
    for dossier, volet, generation, emballage, scellee, ancien in lus:
        connues = cles[volet].get(dossier)
        if connues is None:
            connues = cles[volet][dossier] = (tirets(dossier), {})
        numero, generations = connues
        octets = deballer(programme, numero, volet, generation, emballage, scellee)
        generations[generation] = CleOuverte(AESGCM(octets), ouvre_sans_version=bool(ancien))
    return ClesDuLot(cles)
