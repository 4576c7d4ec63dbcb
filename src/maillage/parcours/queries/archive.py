"""An archived dossier, opened by whoever may, once she has written why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers import queries as dossiers
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, EtatDuDossier, Volet
from maillage.enfants import queries as enfants
from maillage.notions.erreurs import Introuvable
from maillage.parcours.queries.fiche import assembler
from maillage.parcours.queries.projections import Fiche
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


def nom(acteur: Acteur, dossier_id: UUID, *, at: date) -> str:
    """Name above the question «why»; only for an archived dossier."""
    faits, decision = exiger(acteur, Acte.OUVRIR_ARCHIVE, Volet.IDENTITE, dossier_id, at)
    if faits.etat is not EtatDuDossier.ARCHIVE:
        raise Introuvable
    noter(acteur, Acte.CONSERVER, decision, volet=Volet.IDENTITE, dossier=dossier_id)
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE])
    return enfants.identites([dossier_id], cles)[dossier_id].nom_complet


def ouvrir(acteur: Acteur, dossier_id: UUID, *, at: date) -> Fiche:
    """The content that the policy opens of an archive; the reason and the events are written before (`services`)."""
    faits = dossiers.faits(dossier_id)
    if faits is None or faits.etat is not EtatDuDossier.ARCHIVE:
        raise Introuvable
    prises = {v: decide(acteur, Acte.OUVRIR_ARCHIVE, v, faits, at) for v in VOLETS_DU_DOSSIER}
    return assembler(acteur, faits, prises, at=at)
