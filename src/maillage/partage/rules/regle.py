"""A right, as the table writes it."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.comptes.rules import TENUS_AU_SECRET, Mission, ObligationDeSecret
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.notions.decision import Texte
from maillage.partage.rules.actes import SUR_DOSSIER, Acte, Relation

ACTIF = frozenset({EtatDuDossier.ACTIF})
# A teacher or a volunteer is bound to discretion only (CASF, art. L. 226-2-2): these volets stay closed, extracts too.
SENSIBLES = frozenset({Volet.FAMILLE, Volet.SOCIAL, Volet.SANTE, Volet.PROTECTION, Volet.MEDIATION})


@dataclass(frozen=True, slots=True)
class Rule:
    """A right. `volets` is empty for acts that touch no volet; the policy never grants by analogy."""

    nom: str
    mission: Mission
    relation: Relation
    actes: frozenset[Acte]
    volets: frozenset[Volet]
    fondement: Texte
    phrase: str
    etats: frozenset[EtatDuDossier] = ACTIF
    tenus: frozenset[ObligationDeSecret] = frozenset()  # empty: what the volet itself demands

    def exige(self, volet: Volet | None) -> frozenset[ObligationDeSecret]:
        """The kinds of secrecy of which the person must have one; empty when none is needed."""
        return self.tenus or (TENUS_AU_SECRET if volet in SENSIBLES else frozenset())

    def couvre(self, acte: Acte, volet: Volet | None) -> bool:
        """Tell whether the rule speaks of this act on this volet."""
        if acte not in self.actes:
            return False
        return volet in self.volets if acte in SUR_DOSSIER else volet is None


def rule(
    nom: str,
    mission: Mission,
    relation: Relation,
    actes: set[Acte],
    volets: set[Volet],
    fondement: Texte,
    phrase: str,
    tenus: frozenset[ObligationDeSecret] = frozenset(),
    etats: frozenset[EtatDuDossier] = ACTIF,
) -> Rule:
    return Rule(
        nom, mission, relation, frozenset(actes), frozenset(volets), fondement, phrase, etats, tenus
    )
