"""Who the base is told it works for, on PostgreSQL, when the second wall is up. Nobody told: no row, no write.

On SQLite, or without `MURS_POSTGRESQL`, the same code runs and tells nothing (docs/decisions/0012).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from maillage.comptes.rules import Acteur
from maillage.partage.rules.actes import Acte
from maillage.tracabilite import services as tracabilite

journal = logging.getLogger("maillage.murs")
ANNONCER = "SELECT set_config('maillage.identite', %s, %s)"
_annoncee: ContextVar[str] = ContextVar("identite_annoncee", default="")


def actifs() -> bool:
    """Tell whether identities are announced to the base."""
    return settings.MURS_POSTGRESQL and connection.vendor == "postgresql"


@contextmanager
def identite(acteur: Acteur, acte: Acte, *, at: date) -> Iterator[None]:
    """Run this block as this person, under this act, on this civil day; what was announced before comes back after, whatever happens."""
    with _annoncant(
        {
            "id": acteur.id and str(acteur.id),
            "programme": acteur.programme_id and str(acteur.programme_id),
            "jour": at.isoformat(),
            "titre": acte,
            "systeme": False,
            "partout": False,
            "signee": acteur.charte_signee,
            "missions": sorted(acteur.missions),
            "postes": sorted(map(str, acteur.postes)),
            "obligations": sorted(acteur.obligations),
            "clauses": sorted(acteur.clauses),
        }
    ):
        yield


@contextmanager
def systeme(
    programme_id: UUID | None, acte: str, *, au_nom_de: UUID | None, objet: str
) -> Iterator[None]:
    """Run this block as a declared job on one whole programme, or on the whole installation (None).

    Its entry is an event of the journal.
    """
    if actifs():
        journal.info("Travail du système : %s.", acte)
        tracabilite.noter(
            tracabilite.Fait(
                acte=acte, acteur=au_nom_de, programme=programme_id, regle="systeme", objet=objet
            )
        )
    vide: list[str] = []
    with _annoncant(
        {
            "id": au_nom_de and str(au_nom_de),
            "programme": programme_id and str(programme_id),
            "jour": None,  # every dossier of the programme, whatever ties or days
            "titre": acte,
            "systeme": True,
            "partout": programme_id is None,
            "signee": True,
            **dict.fromkeys(("missions", "postes", "obligations", "clauses"), vide),
        }
    ):
        yield


@contextmanager
def elargie(quoi: str) -> Iterator[None]:
    """Count on the whole programme of the person announced what she may not read row by row: days, states; no content.

    Nobody announced, nothing widened.
    """
    if not _annoncee.get():
        yield
        return
    journal.info("Lecture élargie : %s.", quoi)
    with _annoncant({**json.loads(_annoncee.get()), "systeme": True}):
        yield


@contextmanager
def _annoncant(qui: dict[str, Any]) -> Iterator[None]:
    if not actifs():
        yield
        return
    avant = _annoncee.get()
    jeton = _annoncee.set(json.dumps(qui))
    locale = connection.in_atomic_block
    try:
        _dire(_annoncee.get(), locale=locale)
        yield
    finally:
        _annoncee.reset(jeton)
        try:
            _dire(avant, locale=locale)
        except DatabaseError:
            # Inside a broken transaction its rollback takes the identity back; outside, the connection goes with it.
            if not locale:
                connection.close()


def _dire(texte: str, *, locale: bool) -> None:
    with connection.cursor() as curseur:
        curseur.execute(ANNONCER, [texte, locale])
