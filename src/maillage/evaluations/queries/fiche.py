"""The evaluations of one child, for her page: what the school said, point after point. Shown in words, never summed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.evaluations.models import EvaluationDeLEnfant
from maillage.evaluations.queries.grilles import lire
from maillage.evaluations.rules.grilles import (
    EtatDEvaluation,
    MotifDeReport,
    ReponseDeLEcole,
    domaines,
)
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class EvaluationLue:
    """One point, in words: (domain, answer) pairs in the order of the grid."""

    campagne: UUID
    ecole: str
    titre: str
    etat: EtatDEvaluation
    le: date
    par: str
    lignes: tuple[tuple[str, ReponseDeLEcole], ...]
    mots: str
    motif: str
    precision: str
    famille_informee_le: date | None
    corrections: int


@dataclass(frozen=True, slots=True)
class EvaluationsDeLEnfant:
    """All points of one child, the latest first."""

    dossier: UUID
    enfant: str
    points: tuple[EvaluationLue, ...]


def evaluations(acteur: Acteur, dossier_id: UUID, *, at: date) -> EvaluationsDeLEnfant:
    """For whoever reads the volet scolarité of this child."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.SCOLARITE, dossier_id, at)
    _, liste = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.SCOLARITE, dossier=dossier_id, objet="evaluation"
    )
    noter(acteur, Acte.LISTER, liste, volet=Volet.IDENTITE, dossier=dossier_id)
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE, Volet.SCOLARITE])
    rangs = EvaluationDeLEnfant.objects.filter(dossier_id=dossier_id).select_related(
        "campagne", "auteur"
    )
    lus = [_lue(r, cles) for r in rangs.order_by("-campagne__rentree", "-campagne__rang")]
    return EvaluationsDeLEnfant(
        dossier=dossier_id,
        enfant=enfants.identites([dossier_id], cles)[dossier_id].nom_complet,
        points=tuple(lus),
    )


def _lue(rang: EvaluationDeLEnfant, cles: Trousseau) -> EvaluationLue:
    contenu = rang.ouvrir(cles)
    grille = lire(contenu)
    libelles = {d.code: d.libelle for d in domaines(rang.campagne.depuis)}
    return EvaluationLue(
        campagne=rang.campagne_id,
        ecole=rang.ecole,
        titre=rang.campagne.connue.libelle,
        etat=EtatDEvaluation(rang.etat),
        le=rang.le,
        par=rang.auteur.nom,
        lignes=tuple((libelles[c], r) for c, r in grille.domaines.items() if c in libelles),
        mots=grille.mots,
        motif=MotifDeReport(rang.motif).libelle if rang.motif else "",
        precision=contenu.get("precision") or "",
        famille_informee_le=rang.famille_informee_le,
        corrections=len(contenu.get("avant") or ()),
    )
