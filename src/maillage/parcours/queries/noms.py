"""Names of children for titles and lists of acts, through the same doors as the page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers import queries as dossiers
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.enfants.models import Identite
from maillage.partage.queries import exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


def nom_pour(acteur: Acteur, acte: Acte, volet: Volet, dossier_id: UUID, *, at: date) -> str:
    """Name of a child for the title of a page that prepares this act; refused as the act would be."""
    exiger(acteur, acte, volet, dossier_id, at)
    return identite_seule(acteur, dossier_id, at=at)


def noms(acteur: Acteur, dossier_ids: set[UUID], *, at: date) -> dict[UUID, str]:
    """Names of those of these children whom the acteur may know of, under one event."""
    visibles = [
        f.dossier
        for f in dossiers.faits_de(dossier_ids)
        if decide(acteur, Acte.LISTER, Volet.IDENTITE, f, at)
    ]
    noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, sorted(visibles), "noms")
    cles = trousseau(acteur.programme_id, visibles, [Volet.IDENTITE])
    return {d: i.nom_complet for d, i in enfants.identites(visibles, cles).items()}


def identite_seule(acteur: Acteur, dossier_id: UUID, *, at: date) -> str:
    """Name of a child for a title, through the same door as the page."""
    faits, decision = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    cles = trousseau(faits.programme, [dossier_id], [Identite.volet])
    noter(acteur, Acte.LISTER, decision, volet=Volet.IDENTITE, dossier=dossier_id)
    return enfants.identites([dossier_id], cles)[dossier_id].nom_complet
