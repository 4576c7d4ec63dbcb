"""Who may give a right, who must confirm it, and when each right is looked at again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from maillage.comptes.rules.acteur import HORS_DU_SECRET, Acteur, Mission
from maillage.notions.decision import Decision, Motif, Texte
from maillage.notions.temps import DatePartielle

HABILITATION = Texte("CNIL, délib. n° 2022-008 : habilitation selon les attributions")
AUTHENTIFICATION = Texte("CNIL, délib. n° 2025-019 : authentification multifacteur")
# Who can look a colleague in the face and say «it is she»: those who work in the programme, inside the secret.
EQUIPE = frozenset(
    {
        Mission.COORDINATION,
        Mission.REFERENCE,
        Mission.SOIN,
        Mission.TRAVAIL_SOCIAL,
        Mission.SECRETARIAT,
    }
)
RECUL = timedelta(days=30)  # an account opened by the one who asks is no second person before this
DELAI_DE_DEMANDE = timedelta(days=7)
MOIS_ENTRE_ATTESTATIONS = 3


class NatureDeDemande(StrEnum):
    """What one person alone cannot do."""

    MISSION = "mission"
    SECOURS = "secours"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeFaite:
    """A demand that waits for its second person. `expire_le`: the last day on which it can be confirmed."""

    nature: NatureDeDemande
    cible: UUID
    demandee_par: UUID
    expire_le: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondePersonne:
    """What must be known of the account of the one who confirms: who opened it, and when."""

    ouvert_par: UUID | None
    ouvert_le: date


def se_heurtent(missions: Collection[Mission]) -> bool:
    """A mission out of the secret goes with no mission inside it."""
    ensemble = frozenset(missions)
    return bool(ensemble & HORS_DU_SECRET and ensemble - HORS_DU_SECRET)


def exige_deux_personnes(mission: Mission, portees: Collection[Mission]) -> bool:
    """Coordination is never given by one person alone; nor is a mission inside the secret to somebody who ever

    had one out of it: no sequence of acts of one person opens dossiers to an élu (P-02).
    """
    if mission is Mission.COORDINATION:
        return True
    return mission not in HORS_DU_SECRET and bool(frozenset(portees) & HORS_DU_SECRET)


def peut_habiliter(par: Acteur, cible: UUID) -> Decision:
    """May this person change the rights of that account? Never her own."""
    if par.id == cible:
        return _non(
            "soi_meme",
            "Personne ne change ses propres droits.",
            "Une autre coordinatrice ou un autre coordinateur le fait pour vous.",
        )
    if Mission.COORDINATION not in par.missions:
        return _non(
            "mission",
            "Seule la coordination habilite.",
            "Parlez-en à la coordination du programme.",
        )
    return Decision(
        True, Motif("coordination", "La coordination habilite son équipe."), HABILITATION
    )


def peut_confirmer(
    par: Acteur, compte: SecondePersonne, demande: DemandeFaite, au: date
) -> Decision:
    """May this person be the second of two?"""
    if par.id in (demande.demandee_par, demande.cible):
        return _non(
            "meme_personne",
            "Il faut une seconde personne : ni celle qui demande, ni celle qui reçoit.",
            "Demandez à une autre personne de l'équipe.",
        )
    attendues = (
        EQUIPE if demande.nature is NatureDeDemande.SECOURS else frozenset({Mission.COORDINATION})
    )
    if not par.missions & attendues:
        return _non(
            "seconde_mission",
            "Votre mission ne permet pas de confirmer cette demande.",
            "Une personne de la coordination peut le faire.",
        )
    if compte.ouvert_par == demande.demandee_par and au < compte.ouvert_le + RECUL:
        return _non(
            "compte_trop_recent",
            f"Votre compte a été ouvert par la même personne il y a moins de {RECUL.days} jours.",
            "Demandez à un membre plus ancien de l'équipe.",
        )
    if demande.expire_le < au:
        return _non("demande_expiree", "Cette demande a plus de sept jours.", "Elle est à refaire.")
    motif = Motif("deux_personnes", "Deux personnes ont décidé ensemble.")
    return Decision(True, motif, AUTHENTIFICATION)


def prochaine_attestation(derniere: date | None, ouvert_le: date) -> date:
    """The day by which somebody must say again that this person needs her rights: three months, to the day."""
    depuis = derniere or ouvert_le
    rang = depuis.month - 1 + MOIS_ENTRE_ATTESTATIONS
    annee, mois = depuis.year + rang // 12, rang % 12 + 1
    dernier = DatePartielle(annee, mois).dernier_jour
    return dernier.replace(day=min(depuis.day, dernier.day))


def _non(code: str, phrase: str, a_faire: str) -> Decision:
    return Decision(False, Motif(code, phrase), HABILITATION, a_faire)
