"""What every write of this room does: wait for its turn, seal, and judge again what rests on what was changed.

Everything on one dossier waits on the row of the dossier, so that a share never opens while its agreement falls. After each
write that can take an agreement away, the shares that rested on it are closed in the same transaction (property P-31).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.accords import queries
from maillage.accords.errors import MemePersonne
from maillage.accords.models import AdulteDeLaFamille, DemandeDAccord, EnFamille, PartageConsenti
from maillage.accords.rules.ensemble import Ensemble, partage_tenu
from maillage.accords.rules.natures import Nature
from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import Dossier, OuvertureDeVolet
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.notions.erreurs import Introuvable

Contenu = dict[str, Any]


def garder(rang: EnFamille, contenu: Contenu, dossier: Dossier) -> None:
    """Seal and insert one row."""
    rang.sceller(contenu, trousseau(dossier.programme_id, [dossier.pk], [Volet.FAMILLE]))
    rang.save(force_insert=True)


def de_la_famille(dossier_id: UUID, adulte: UUID) -> None:
    """Refuse an adult who is not of this family, as if she did not exist."""
    if not AdulteDeLaFamille.objects.filter(id=adulte, dossier_id=dossier_id).exists():
        raise Introuvable


def autre_que(premiere: UUID | None, seconde: UUID) -> None:
    """Refuse that one person be both."""
    if premiere is None or premiere == seconde:
        raise MemePersonne


def la_demande(dossier_id: UUID, demande_id: UUID) -> DemandeDAccord:
    """A request of this dossier, or nothing at all."""
    rang = DemandeDAccord.objects.filter(id=demande_id, dossier_id=dossier_id).first()
    if rang is None:
        raise Introuvable
    return rang


def reexaminer(dossier_id: UUID, auteur_id: UUID | None, at: date) -> None:
    """Close the shares whose agreement no longer stands; open those that now do. The dossier is held by the caller."""
    ensemble = queries.ensembles([dossier_id], at)[dossier_id]
    ouverts = PartageConsenti.objects.filter(dossier_id=dossier_id, clos_le__isnull=True)
    tenus = set()
    for partage in ouverts:
        examen = partage_tenu(ensemble, partage.demande_id, at)
        if examen and examen.decision:
            tenus.add(partage.demande_id)
            continue
        raison = examen.decision.motif.code if examen else "sans_demande"
        PartageConsenti.objects.filter(id=partage.id).update(clos_le=at, raison=raison)
        # whatever was opened to somebody on this share ends with it, at once
        OuvertureDeVolet.objects.filter(partage=partage.id, finie_le__isnull=True).update(
            finie_le=timezone.now()
        )
    _ouvrir_les_partages(dossier_id, ensemble, tenus, auteur_id, at)


def _ouvrir_les_partages(
    dossier_id: UUID, ensemble: Ensemble, ouverts: set[UUID], auteur_id: UUID | None, at: date
) -> None:
    a_partager = DemandeDAccord.objects.filter(
        dossier_id=dossier_id, nature=Nature.PARTAGE, depuis__lte=at, jusqu_au__gte=at
    )
    for d in a_partager:
        examen = partage_tenu(ensemble, d.id, at)
        if d.id in ouverts or not (examen and examen.decision):
            continue
        PartageConsenti.objects.create(
            dossier_id=dossier_id, demande=d, cible=d.cible, institution_id=d.institution_id,
            poste_id=d.poste_id, finalite=d.finalite, depuis=at, jusqu_au=d.jusqu_au, auteur_id=auteur_id,
        )  # fmt: skip


def revoir(*, dossier_ids: Iterable[UUID], at: date) -> None:
    """Judge again the open shares of these dossiers, after adults were added to their families. The caller holds the transaction."""
    ouverts = PartageConsenti.objects.filter(dossier_id__in=list(dossier_ids), clos_le__isnull=True)
    for dossier_id in set(ouverts.values_list("dossier_id", flat=True)):
        attendre_son_tour(dossier_id)
        reexaminer(dossier_id, None, at)
