"""What leaves with a letter: section by section, the volets that the family lets this recipient read for this purpose.

Everything else stays, and the author is told which section and why. The policy of the sender counts as much as the
agreement: nobody sends out what she may not extract.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from maillage.accords.rules.natures import PARTAGER
from maillage.dossiers.rules import Volet
from maillage.notions.decision import Decision, Motif, Texte
from maillage.syntheses.rules.rubriques import INDISPENSABLES, Rubrique

A_LA_FAMILLE = Texte(
    "RGPD, art. 15 ; code civil, art. 371-1 : les parents connaissent ce qui est écrit"
)
# A letter to an adult of the family never holds these: they are told by whoever holds them.
JAMAIS_A_LA_FAMILLE = frozenset({Volet.PROTECTION, Volet.SANTE})


@dataclass(frozen=True, slots=True)
class SectionEcrite:
    """A section as the rules look at it: no text, only whether there is one."""

    id: UUID
    rubrique: Rubrique
    volet: Volet
    ecrite: bool = True


@dataclass(frozen=True, slots=True)
class PorteeDuCourrier:
    """What the sender and the recipient may: volets that the sender extracts, volets that an agreement opens.

    `famille`: the recipient is an adult of the family, who needs no agreement of sharing.
    """

    extraits: frozenset[Volet]
    partages: frozenset[Volet] = frozenset()
    famille: bool = False


@dataclass(frozen=True, slots=True)
class SectionJugee:
    """A section with the decision: does it leave?"""

    section: SectionEcrite
    decision: Decision


def juger(sections: Iterable[SectionEcrite], portee: PorteeDuCourrier) -> tuple[SectionJugee, ...]:
    """One decision for each written section, in the order of the letter."""
    ordre = list(Rubrique)
    ecrites = sorted((s for s in sections if s.ecrite), key=lambda s: ordre.index(s.rubrique))
    return tuple(SectionJugee(s, _decider(s.volet, portee)) for s in ecrites)


def _decider(volet: Volet, portee: PorteeDuCourrier) -> Decision:
    fondement = A_LA_FAMILLE if portee.famille else PARTAGER
    if volet not in portee.extraits:
        phrase = f"Vous ne pouvez pas transmettre le volet {volet.libelle}."
        a_faire = "La personne qui tient ce volet peut écrire elle-même."
        return Decision(False, Motif("emetteur", phrase), fondement, a_faire)
    if portee.famille:
        if volet in JAMAIS_A_LA_FAMILLE:
            phrase = f"Le volet {volet.libelle} ne part pas dans un courrier à la famille."
            return Decision(False, Motif("jamais_a_la_famille", phrase), fondement)
    elif volet not in portee.partages:
        phrase = (
            f"Aucun accord de la famille ne partage le volet {volet.libelle} avec ce destinataire."
        )
        a_faire = "Demandez cet accord à la famille, ou laissez cette partie."
        return Decision(False, Motif("accord_de_partage", phrase), fondement, a_faire)
    return Decision(True, Motif("part", f"Le volet {volet.libelle} peut partir."), fondement)


def peut_partir(jugees: Iterable[SectionJugee]) -> Decision:
    """May the letter be sent with what is left of it? Strengths and a request are never missing."""
    gardees = {j.section.rubrique for j in jugees if j.decision}
    if not gardees:
        motif = Motif("rien_ne_part", "Aucune partie ne peut partir vers ce destinataire.")
        return Decision(False, motif, PARTAGER, "Demandez à la famille un accord de partage.")
    manque = [r.libelle for r in INDISPENSABLES if r not in gardees]
    if manque:
        phrase = f"Il manque dans ce qui part : {', '.join(manque).lower()}."
        return Decision(
            False, Motif("partie_indispensable", phrase), PARTAGER,
            "Écrivez cette partie dans un volet que la famille partage avec ce destinataire.",
        )  # fmt: skip
    return Decision(True, Motif("part", "Ce courrier peut partir."), PARTAGER)
