"""The timeline of a child: the entries of the open volets, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, Value

from maillage.chiffrement.services import Trousseau
from maillage.dossiers.rules import Volet
from maillage.parcours.models import JOURNAL
from maillage.parcours.queries.projections import EntreeDuFil


def fil(dossier_id: UUID, ouverts: Iterable[Volet], cles: Trousseau) -> tuple[EntreeDuFil, ...]:
    """Entries of the open volets only, the latest first: the tables of closed ones are not read."""
    tables = [
        JOURNAL[volet]
        .objects.filter(dossier_id=dossier_id)
        .values_list(
            Value(volet.value, CharField()),
            "id",
            "le",
            "created_at",
            "version",
            "scelle",
            "auteur__nom",
        )
        for volet in ouverts
    ]
    if not tables:
        return ()
    rangs = sorted(  # all the open tables in one query
        tables[0].union(*tables[1:], all=True), key=lambda r: (r[2] or date.min, r[3]), reverse=True
    )
    return tuple(_entree(dossier_id, cles, *rang) for rang in rangs)


def _entree(
    dossier_id: UUID,
    cles: Trousseau,
    volet: str,
    ident: UUID,
    le: date | None,
    _cree: datetime,
    version: int,
    scelle: bytes,
    auteur: str | None,
) -> EntreeDuFil:
    lu = Volet(volet)
    c = cles.ouvrir(scelle, JOURNAL[lu].place(ident, dossier_id, version))
    return EntreeDuFil(
        id=ident,
        volet=lu,
        le=le,
        nature=c.get("nature") or "",
        texte=c.get("texte") or "",
        auteur=auteur or "Reprise du fichier",
    )
