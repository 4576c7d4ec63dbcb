"""What the reprise keeps sealed elsewhere than in rows of volets, when their key turns: memories for the undo, deposits."""

from __future__ import annotations

import base64
from uuid import UUID

from maillage.chiffrement.enveloppe import Illisible, sans_version
from maillage.chiffrement.services import Trousseau
from maillage.reprise import depot
from maillage.reprise.ecrivain import TABLES
from maillage.reprise.models import Reprise, TraceDeReprise


def resceller(dossier_id: UUID, volet: str, cles: Trousseau) -> tuple[int, int]:
    """Seal again what this key closes; return (done, unreadable)."""
    if volet in (depot.FICHIER, depot.SUIVI):
        return _resceller_depot(dossier_id, volet, cles)
    faits = illisibles = 0
    noms = [nom for nom, table in TABLES.items() if table.volet == volet]
    traces = TraceDeReprise.objects.filter(dossier_id=dossier_id, table__in=noms)
    for trace in traces.exclude(avant=None):
        avant = trace.avant
        scelle = base64.b64decode(str(avant["scelle"]))
        if not cles.a_resceller(scelle, dossier_id, volet):
            continue
        version = avant.get("version", 0)
        place = TABLES[trace.table].place(UUID(trace.ligne), dossier_id, version)
        try:
            neuf = cles.sceller(cles.ouvrir(scelle, place), place)
        except Illisible:
            illisibles += 1
            continue
        garde = {**avant, "version": version, "scelle": base64.b64encode(neuf).decode()}
        faits += TraceDeReprise.objects.filter(pk=trace.pk).update(avant=garde)
    return faits, illisibles


def _resceller_depot(reprise_id: UUID, volet: str, cles: Trousseau) -> tuple[int, int]:
    rang = Reprise.objects.filter(id=reprise_id).first()
    if rang is None:
        return 0, 0
    fichiers = depot.resceller_fichier(reprise_id, cles) if volet == depot.FICHIER else 0
    # the first versions closed the follow-up with the key of the file
    sienne = depot.FICHIER if sans_version(rang.scelle) else depot.SUIVI
    if sienne != volet or not rang.scelle or not cles.a_resceller(rang.scelle, reprise_id, volet):
        return fichiers, 0
    try:
        contenu = depot.ouvrir_suivi(rang.programme_id, rang.id, rang.scelle)
    except Illisible:
        return fichiers, 1
    neuf = depot.sceller_suivi(rang.programme_id, rang.id, contenu)
    garde = Reprise.objects.filter(id=rang.id, scelle=bytes(rang.scelle)).update(scelle=neuf)
    return fichiers + garde, 0


def oublier_les_refus(dossier_id: UUID) -> None:
    """The reports of the imports that touched a purged dossier keep their counts, no longer what the rows said."""
    for rang in Reprise.objects.filter(traces__dossier_id=dossier_id).distinct():
        contenu = depot.ouvrir_suivi(rang.programme_id, rang.id, rang.scelle)
        if (contenu.get("bilan") or {}).get("refus"):
            contenu["bilan"] = {**contenu["bilan"], "refus": []}
            rang.scelle = depot.sceller_suivi(rang.programme_id, rang.id, contenu)
            rang.save(update_fields=["scelle"])
