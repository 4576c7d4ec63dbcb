"""The timeline of a child: the entries of the open volets, in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Value

from maillage.chiffrement.services import Trousseau
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.rules import Volet
from maillage.parcours.models import JOURNAL
from maillage.parcours.queries.projections import EntreeDuFil, PieceLue, TexteAncien
from maillage.parcours.rules.notes import peut_corriger, plier

D_UN_FICHIER = "Reprise du fichier"


class Ecrit(NamedTuple):
    """A row of the journal, still sealed."""

    volet: str
    id: UUID
    le: date | None
    ecrit_le: datetime
    version: int
    scelle: bytes
    auteur: str | None
    auteur_id: UUID | None
    corrige: UUID | None


def fil(
    dossier_id: UUID,
    ouverts: Iterable[Volet],
    cles: Trousseau,
    *,
    pour: Acteur,
    ecrits: Collection[Volet] = (),
) -> tuple[EntreeDuFil, ...]:
    """Entries of the open volets only, the latest first: the tables of closed ones are not read.

    `pour`: who reads, and may correct in the volets `ecrits`.
    """
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
            "auteur_id",
            "corrige_id",
        )
        for volet in ouverts
    ]
    if not tables:
        return ()
    # all the open tables in one query
    rangs = [Ecrit(*r) for r in tables[0].union(*tables[1:], all=True)]
    entrees = plier(rangs, lambda r: r.id, lambda r: r.corrige)
    ordre = sorted(entrees, key=_jour_et_rang, reverse=True)
    return tuple(_entree(dossier_id, cles, pour, ecrits, *e) for e in ordre)


def _jour_et_rang(entree: tuple[Ecrit, tuple[Ecrit, ...]]) -> tuple[date, datetime]:
    """By day, then as they were first written: a correction does not move an entry within its day."""
    rang, anciens = entree
    return rang.le or date.min, (anciens[-1] if anciens else rang).ecrit_le


def _entree(
    dossier_id: UUID,
    cles: Trousseau,
    pour: Acteur,
    ecrits: Collection[Volet],
    rang: Ecrit,
    anciens: tuple[Ecrit, ...],
) -> EntreeDuFil:
    volet, premier = Volet(rang.volet), anciens[-1] if anciens else rang
    c = _contenu(dossier_id, cles, rang)
    coordination = Mission.COORDINATION in pour.missions
    corrigeable = volet in ecrits and bool(
        peut_corriger(premier.auteur_id, pour.id, coordination=coordination)
    )
    return EntreeDuFil(
        id=rang.id,
        volet=volet,
        le=rang.le,
        nature=c.get("nature") or "",
        texte=c.get("texte") or "",
        auteur=premier.auteur or D_UN_FICHIER,
        auteur_id=premier.auteur_id,
        moyen=c.get("moyen") or "",
        pieces=tuple(piece_lue(p) for p in c.get("pieces") or ()),
        anciens=tuple(_ancien(dossier_id, cles, a) for a in anciens),
        corrigee_le=rang.ecrit_le if anciens else None,
        corrigee_par=rang.auteur or "" if anciens else "",
        corrigeable=corrigeable,
    )


def _contenu(dossier_id: UUID, cles: Trousseau, rang: Ecrit) -> dict[str, Any]:
    place = JOURNAL[Volet(rang.volet)].place(rang.id, dossier_id, rang.version)
    return cles.ouvrir(rang.scelle, place)


def _ancien(dossier_id: UUID, cles: Trousseau, rang: Ecrit) -> TexteAncien:
    c = _contenu(dossier_id, cles, rang)
    return TexteAncien(
        ecrit_le=rang.ecrit_le,
        auteur=rang.auteur or D_UN_FICHIER,
        nature=c.get("nature") or "",
        le=rang.le,
        texte=c.get("texte") or "",
    )


def piece_lue(dite: dict[str, Any]) -> PieceLue:
    """What an entry says of one of its files."""
    kilos = max(1, int(dite["taille"]) // 1024)
    return PieceLue(UUID(dite["id"]), dite["type"], kilos, dite.get("libelle") or "")
