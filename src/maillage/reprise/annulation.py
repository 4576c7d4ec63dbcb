"""Undoing a whole import, as long as nobody has worked on what it brought."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement import tombes
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import Qualite
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.parcours.models import JOURNAL, Brouillon, PassageEnEps, Tache
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.reprise import queries
from maillage.reprise.ecrivain import CLAIRS, TABLES, restaurer
from maillage.reprise.errors import AnnulationTardive, DejaLancee
from maillage.reprise.models import EtatDeReprise, Reprise, TraceDeReprise
from maillage.tracabilite.queries import dossiers_touches

SURVEILLEES = (*TABLES.values(), *JOURNAL.values(), Tache, Brouillon)
TRAVAIL = (Acte.ECRIRE, Acte.PLANIFIER, Acte.TRIER, Acte.DESIGNER)


@transaction.atomic
def annuler(*, acteur: Acteur, reprise_id: UUID, at: date) -> None:
    """Put the base back as it was before this import: new dossiers go with their keys, changed rows come back."""
    rang = queries.la_reprise(acteur, reprise_id)
    if rang.etat != EtatDeReprise.TERMINEE:
        raise DejaLancee
    touches = set(rang.traces.values_list("dossier_id", flat=True))
    travailles = _travailles(rang, touches)
    if travailles:
        raise AnnulationTardive(len(travailles))
    noter(
        acteur,
        Acte.IMPORTER,
        decide(acteur, Acte.IMPORTER, None, None, at),
        objet=f"annule {rang.id}",
    )
    traces: dict[str, list[TraceDeReprise]] = defaultdict(list)
    for trace in rang.traces.all():
        traces[trace.table].append(trace)
    crees = [UUID(t.ligne) for t in traces.pop("Dossier", ())]
    _rendre(traces, set(crees), rang.programme_id)
    Dossier.objects.filter(id__in=crees).delete()
    Reprise.objects.filter(id=rang.id).update(
        etat=EtatDeReprise.ANNULEE, terminee_le=timezone.now()
    )
    transaction.on_commit(lambda: _enterrer(rang.programme_id, crees, at))


def _enterrer(programme_id: UUID, dossiers: list[UUID], at: date) -> None:
    """An old backup will not bring back what was undone."""
    for dossier in dossiers:
        tombes.poser(
            programme_id=programme_id, dossier_id=dossier, le=at, motif=MotifDePurge.ANNULATION
        )
        tombes.achever(dossier, maintenant=timezone.now())


def _travailles(rang: Reprise, touches: set[UUID]) -> set[UUID]:
    """Dossiers of this import where a row was written since, a work was noted, or a later import passed."""
    depuis = {
        d
        for table in SURVEILLEES
        for d in table.objects.filter(
            dossier_id__in=touches, updated_at__gt=rang.terminee_le
        ).values_list("dossier_id", flat=True)
    }
    plus_tard = TraceDeReprise.objects.filter(
        dossier_id__in=touches, reprise__terminee_le__gt=rang.terminee_le
    ).exclude(reprise__etat=EtatDeReprise.ANNULEE)
    depuis |= dossiers_touches(touches, TRAVAIL, rang.terminee_le)
    return depuis | set(plus_tard.values_list("dossier_id", flat=True))


def _rendre(traces: dict[str, list[TraceDeReprise]], crees: set[UUID], programme_id: UUID) -> None:
    """Remove added rows and restore changed ones, in the dossiers that stay."""
    for nom, lot in traces.items():
        gardes = [t for t in lot if t.dossier_id not in crees]
        if nom == "PassageEnEps":
            for t in gardes:
                PassageEnEps.objects.filter(dossier_id=t.dossier_id, le=t.ligne).delete()
        elif nom == "Cercle":
            for t in gardes:
                _rendre_le_referent(t)
        else:
            _rendre_table(nom, gardes, programme_id)


def _rendre_le_referent(trace: TraceDeReprise) -> None:
    """Take back a designation, and give the dossier back to the one who led it."""
    suivis = Cercle.objects.filter(dossier_id=trace.dossier_id, qualite=Qualite.REFERENT)
    suivis.filter(poste_id=trace.ligne, jusqu_au=None, motif="reprise").delete()
    if trace.avant:
        avant = {"poste_id": trace.avant["poste"], "depuis": trace.avant["depuis"]}
        if not suivis.filter(**avant).update(jusqu_au=None):
            Cercle.objects.create(dossier_id=trace.dossier_id, **avant)


def _rendre_table(nom: str, gardes: list[TraceDeReprise], programme_id: UUID) -> None:
    table = TABLES[nom]
    table.objects.filter(id__in=[t.ligne for t in gardes if t.avant is None]).delete()
    avant = {UUID(t.ligne): t.avant for t in gardes if t.avant is not None}
    rangs = list(table.objects.filter(id__in=avant))
    cles = trousseau(programme_id, {r.dossier_id for r in rangs}, [table.volet])
    for rang in rangs:
        restaurer(nom, rang, avant[rang.id], cles)
    if rangs:
        table.objects.bulk_update(rangs, ["scelle", "version", *CLAIRS.get(nom, ())])
