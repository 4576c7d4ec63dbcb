"""When a child or the family was last in contact with the programme, as far as what is written tells it.

Any dated entry of the journal counts, whatever its nature: the nature is sealed in volets that the coordination does not
all read, and doubt keeps a dossier longer, never shorter. What an import wrote on the day it made the dossier is not a
contact; the dates that the old file bears are. Only clear columns are read: nothing is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.utils import timezone

from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules.conservation import dernier_contact
from maillage.enfants.models import Domicile, Identite, Responsable, Scolarite
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import JOURNAL, Parcours, PassageEnEps, Tache

NE_D_UN_IMPORT = timedelta(days=1)  # written later than this after its dossier: somebody worked
Signaux = dict[UUID, list[DatePartielle]]


def derniers_contacts(dossiers: Iterable[UUID] | QuerySet, at: date) -> dict[UUID, date | None]:
    """The last contact of each dossier, None when nothing tells it; in three queries."""
    ids = dossiers if isinstance(dossiers, QuerySet) else list(dossiers)
    signaux: Signaux = {}
    for dossier, jour in _jours(ids):
        if jour is not None:
            signaux.setdefault(dossier, []).append(DatePartielle.du(jour))
    for dossier, instant in _instants(ids):
        if instant is not None:
            jour = timezone.localtime(instant).date()
            signaux.setdefault(dossier, []).append(DatePartielle.du(jour))
    for dossier, texte in _textes(ids):
        if texte:
            signaux.setdefault(dossier, []).append(DatePartielle.lire(texte))
    return {d: dernier_contact(lot, at) for d, lot in signaux.items()}


def _union(premiere: QuerySet, *autres: QuerySet) -> QuerySet:
    return premiere.union(*autres, all=True)


def _jours(ids: Iterable[UUID] | QuerySet) -> QuerySet:
    """Days: entries of the journal, tasks done, homes, designations made by a person, contacts stated."""
    return _union(
        Dossier.objects.filter(pk__in=ids).values_list("pk", "contact_dit"),
        *(_dernier(t.objects.filter(dossier_id__in=ids), "le") for t in JOURNAL.values()),
        _dernier(Tache.objects.filter(dossier_id__in=ids), "faite_le"),
        _dernier(Domicile.objects.filter(dossier_id__in=ids), "depuis"),
        _dernier(Cercle.objects.filter(dossier_id__in=ids).exclude(motif="reprise"), "depuis"),
    )


def _instants(ids: Iterable[UUID] | QuerySet) -> QuerySet:
    """Instants: entries signed by somebody, and updates of the volets after the dossier was made."""
    notes = (
        _dernier(t.objects.filter(dossier_id__in=ids, auteur__isnull=False), "created_at")
        for t in JOURNAL.values()
    )
    plus_tard = F("dossier__created_at") + NE_D_UN_IMPORT
    return _union(
        *notes,
        *(
            _dernier(t.objects.filter(dossier_id__in=ids, updated_at__gt=plus_tard), "updated_at")
            for t in (Identite, Domicile, Responsable, Scolarite, Parcours)
        ),
    )


def _textes(ids: Iterable[UUID] | QuerySet) -> QuerySet:
    """Partial dates: demand, entry and exit of the parcours, passages en EPS."""
    parcours = Parcours.objects.filter(dossier_id__in=ids)
    return _union(
        *(parcours.values_list("dossier_id", champ) for champ in ("recue", "entree", "sortie")),
        PassageEnEps.objects.filter(dossier_id__in=ids).values_list("dossier_id", "le"),
    )


def _dernier(rangs: QuerySet, champ: str) -> QuerySet:
    return (
        rangs.order_by()
        .values("dossier_id")
        .annotate(jour=Max(champ))
        .values_list("dossier_id", "jour")
    )
