"""The acteur: who asks, for which programme, under which missions, holding which postes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Mission(StrEnum):
    """What a person is there for. Rights come from missions, never from a grade or an employer."""

    COORDINATION = "coordination"
    REFERENCE = "reference_de_parcours"
    SOIN = "soin"
    TRAVAIL_SOCIAL = "travail_social"
    SECRETARIAT = "secretariat"
    EPS = "participation_eps"
    ECOLE = "ecole"
    PARTENARIAT = "partenariat"
    PILOTAGE = "pilotage"
    ELU = "mandat_elu"
    DPO = "protection_des_donnees"
    TECHNIQUE = "technique"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES: dict[Mission, str] = {
    Mission.COORDINATION: "Coordonnatrice ou coordonnateur",
    Mission.REFERENCE: "Référente ou référent de parcours",
    Mission.SOIN: "Professionnel de santé de l'équipe",
    Mission.TRAVAIL_SOCIAL: "Travailleur social de l'équipe",
    Mission.SECRETARIAT: "Secrétariat",
    Mission.EPS: "Membre de l'EPS",
    Mission.ECOLE: "École ou collège",
    Mission.PARTENARIAT: "Partenaire",
    Mission.PILOTAGE: "Pilote institutionnel",
    Mission.ELU: "Élue ou élu",
    Mission.DPO: "Délégué à la protection des données",
    Mission.TECHNIQUE: "Administration technique",
}


# Article 128 of the law of 18 January 2005: nothing nominative to the board of the bearing structure. Such a mission
# goes with no other, and would silence the others if it did.
# Those who lead or accompany: what they share among themselves is the work; beyond them, the family says.
EQUIPE = frozenset({Mission.COORDINATION, Mission.REFERENCE, Mission.SOIN, Mission.TRAVAIL_SOCIAL})
HORS_DU_SECRET = frozenset({Mission.ELU, Mission.PILOTAGE, Mission.DPO, Mission.TECHNIQUE})


class ObligationDeSecret(StrEnum):
    """Why a person must keep silent (nomenclature N24; code pénal, art. 226-13)."""

    PROFESSION = "profession"
    MISSION = "mission"
    FONCTION = "fonction"
    DISCRETION = "discretion"

    @property
    def libelle(self) -> str:
        return {
            ObligationDeSecret.PROFESSION: "Secret professionnel, par profession",
            ObligationDeSecret.MISSION: "Secret professionnel, par mission",
            ObligationDeSecret.FONCTION: "Secret professionnel, par fonction",
            ObligationDeSecret.DISCRETION: "Discrétion professionnelle seule",
        }[self]


TENUS_AU_SECRET = frozenset(
    {ObligationDeSecret.PROFESSION, ObligationDeSecret.MISSION, ObligationDeSecret.FONCTION}
)


@dataclass(frozen=True, slots=True)
class Acteur:
    """The person in front of the page, as the policy sees her. `id` is None for nobody signed in.

    `charte_signee`: she signed the charte in force of her programme; `clauses`: what that charte takes away from the
    table of rights (codes of `partage.rules.charte.Clause`). Both are filled by `partage.queries.acteur`.
    """

    id: UUID | None
    nom: str
    programme_id: UUID | None
    missions: frozenset[Mission] = frozenset()
    postes: frozenset[UUID] = frozenset()
    obligations: frozenset[ObligationDeSecret] = frozenset()
    charte_signee: bool = False
    clauses: frozenset[str] = frozenset()
    programme: str = ""  # its name, for the head of the page

    @property
    def mission_affichee(self) -> str:
        """The mission named under the person's name on screen: the first in the order of the table."""
        return next((m.libelle for m in Mission if m in self.missions), "Aucune mission en cours")


PERSONNE = Acteur(id=None, nom="", programme_id=None)
