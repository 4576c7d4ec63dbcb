"""Alerts transmitted about a child: facts, for whoever may log one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.models import Poste
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.syntheses.models import AlerteTransmise
from maillage.syntheses.rules.alertes import DestinataireDAlerte


@dataclass(frozen=True, slots=True)
class AlerteLue:
    """The fact, and who wrote it down."""

    le: date
    poste: str
    vers: DestinataireDAlerte
    notee_par: str


@dataclass(frozen=True, slots=True)
class AlertesDeLEnfant:
    """Everything known: no content exists."""

    dossier: UUID
    enfant: str
    alertes: tuple[AlerteLue, ...]


def alertes(acteur: Acteur, dossier_id: UUID, *, at: date) -> AlertesDeLEnfant:
    """The facts logged about this child, the latest first."""
    faits, decision = exiger(acteur, Acte.CONSIGNER, Volet.PROTECTION, dossier_id, at)
    _, nom = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    noter(
        acteur,
        Acte.CONSIGNER,
        decision,
        volet=Volet.PROTECTION,
        dossier=dossier_id,
        objet="lecture",
    )
    noter(acteur, Acte.LISTER, nom, volet=Volet.IDENTITE, dossier=dossier_id)
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE, Volet.PROTECTION])
    rangs = AlerteTransmise.objects.filter(dossier_id=dossier_id).select_related("auteur")
    lus = [(r, r.ouvrir(cles)) for r in rangs]
    noms = comptes.postes_nommes({UUID(c["poste"]) for _, c in lus})
    faits_lus = [
        AlerteLue(
            date.fromisoformat(c["le"]), noms.get(UUID(c["poste"]), ""), DestinataireDAlerte(c["vers"]),
            r.auteur.nom,
        )
        for r, c in lus
    ]  # fmt: skip
    return AlertesDeLEnfant(
        dossier_id,
        enfants.identites([dossier_id], cles)[dossier_id].nom_complet,
        tuple(sorted(faits_lus, key=lambda a: a.le, reverse=True)),
    )


def postes(acteur: Acteur) -> list[tuple[UUID, str]]:
    """Open postes of the programme, the acteur's own first."""
    rangs = Poste.objects.filter(programme_id=acteur.programme_id, ferme_le=None)
    return sorted(
        rangs.values_list("id", "libelle"), key=lambda p: (p[0] not in acteur.postes, p[1])
    )
