"""A demand for a child: opens its parcours, or another one after the former ended; one that runs is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.parcours.models import Parcours
from maillage.parcours.queries.etats import dernier
from maillage.parcours.rules.etapes import FINIES, Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import passer
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeRecue:
    """What the parcours keeps of a demand: the day, who referred (N7), why (N8). `formulaire` makes it once."""

    le: date
    origine: str
    motifs: tuple[str, ...]
    motif_principal: str
    formulaire: UUID

    def contenu(self) -> dict[str, object]:
        return {
            "origine": self.origine,
            "motifs": list(self.motifs),
            "motif_principal": self.motif_principal or None,
        }


def ouvrir_parcours(
    *, acteur: Acteur, dossier_id: UUID, demande: DemandeRecue, at: date
) -> Parcours | None:
    """Open a parcours for this demand at «Fiche de sollicitation reçue»; None when one already runs."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        rang = dernier(dossier_id)
        if rang is not None and rang.etape not in {*FINIES, Etape.REPEREE}:
            return None
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="demande"
        )
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        passage, le = Passage.RECEVOIR, demande.le
        if rang is None:
            rang = Parcours(
                dossier_id=dossier_id, etape=Etape.REPEREE, recue=demande.le.isoformat()
            )
            rang.sceller(demande.contenu(), cles)
            rang.save(force_insert=True)
        elif rang.etape != Etape.REPEREE:
            passage, le = Passage.ROUVRIR, at
        passer(
            acteur=acteur, dossier_id=dossier_id, passage=passage, le=le,
            formulaire=demande.formulaire, at=at,
        )  # fmt: skip
        ouvert = dernier(dossier_id)
        assert ouvert is not None  # noqa: S101 - the passage has just written it
        ouvert.sceller({**ouvert.ouvrir(cles), **demande.contenu()}, cles)
        ouvert.save(update_fields=["scelle", "version", "updated_at"])
    return ouvert
