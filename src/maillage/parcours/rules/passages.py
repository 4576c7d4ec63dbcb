"""The life of a parcours as a table: from which stage to which, by which passage, under which guards (N11).

Legal ground: loi n° 2005-32, art. 128; charte de confidentialité, art. 1: nothing without the agreement of the family,
asked twice: to be presented in EPS, then on the plan. The table generates buttons, diagram and tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte
from maillage.parcours.rules.etapes import AVANT_LE_DEBUT, Etape

E = Etape
LOI = Texte("Loi n° 2005-32 du 18 janvier 2005, art. 128 ; circulaire du 13 juin 2005 (EPS)")


class Passage(StrEnum):
    """A move in the life of a parcours, as a person of the team says it."""

    RECEVOIR = "recevoir_la_sollicitation"
    CONTACTER = "contacter_la_famille"
    NOTER_ACCORD_EPS = "noter_l_accord_eps"
    INSCRIRE = "inscrire_en_eps"
    RETIRER = "retirer_de_l_ordre_du_jour"
    EXAMINER = "examiner_en_eps"
    AJOURNER = "ajourner"
    DESIGNER = "noter_le_referent"
    PROPOSER_PLAN = "proposer_le_plan"
    NOTER_ACCORD_PLAN = "noter_l_accord_plan"
    DEMARRER = "demarrer"
    REEXAMINER = "reexaminer"
    POURSUIVRE = "poursuivre"
    SUSPENDRE = "suspendre"
    REPRENDRE = "reprendre"
    PREPARER_SORTIE = "preparer_la_sortie"
    RENONCER_SORTIE = "renoncer_a_la_sortie"
    SORTIR = "sortir"
    VEILLER = "veiller"
    CLORE_VEILLE = "clore_la_veille"
    ROUVRIR = "rouvrir"
    NE_PAS_PRENDRE = "ne_pas_prendre_en_charge"

    @property
    def transition(self) -> Transition:
        return TABLE[self]

    @property
    def libelle(self) -> str:
        return TABLE[self].libelle


class Garde(StrEnum):
    """A condition that a passage asks for."""

    ACCORD_EPS = "accord_pour_presentation"
    ACCORD_PLAN = "accord_sur_le_plan"
    REFERENT = "referent_designe"
    COMMENCE = "parcours_commence"
    PAS_COMMENCE = "parcours_pas_commence"

    @property
    def manque(self) -> str:
        """What is missing, in the words of the page."""
        return {
            Garde.ACCORD_EPS: "La famille n’a pas donné son accord pour la présentation en EPS.",
            Garde.ACCORD_PLAN: "La famille n’a pas donné son accord sur le plan.",
            Garde.REFERENT: "Aucun référent n’est désigné.",
            Garde.COMMENCE: "Le parcours n’a pas commencé.",
            Garde.PAS_COMMENCE: "Le parcours a déjà commencé.",
        }[self]

    @property
    def a_faire(self) -> str:
        return {
            Garde.ACCORD_EPS: "Notez d’abord l’accord de la famille dans le volet Famille.",
            Garde.ACCORD_PLAN: "Notez d’abord l’accord de la famille dans le volet Famille.",
            Garde.REFERENT: "Désignez d’abord un référent de parcours.",
            Garde.COMMENCE: "Pour en rester là, choisissez « Ne pas prendre en charge ».",
            Garde.PAS_COMMENCE: "Pour en rester là, notez une sortie du parcours.",
        }[self]


class MotifDemande(StrEnum):
    """The list in which the reason of a passage is chosen."""

    SORTIE = "n12"
    NON_PRISE_EN_CHARGE = "n13"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table. `nouveau`: the passage opens another parcours, the former one stays as it ended."""

    depuis: frozenset[Etape]
    vers: Etape
    libelle: str
    gardes: tuple[Garde, ...] = ()
    motif: MotifDemande | None = None
    nouveau: bool = False


def _ligne(
    depuis: set[Etape],
    vers: Etape,
    libelle: str,
    *gardes: Garde,
    motif: MotifDemande | None = None,
    nouveau: bool = False,
) -> Transition:
    return Transition(frozenset(depuis), vers, libelle, gardes, motif, nouveau)


EPS, PLAN, REF = Garde.ACCORD_EPS, Garde.ACCORD_PLAN, Garde.REFERENT
TABLE: dict[Passage, Transition] = {
    Passage.RECEVOIR: _ligne({E.REPEREE}, E.SOLLICITATION, "Sollicitation reçue"),
    Passage.CONTACTER: _ligne({E.REPEREE, E.SOLLICITATION}, E.FAMILLE_CONTACTEE, "Famille contactée"),
    Passage.NOTER_ACCORD_EPS: _ligne({E.FAMILLE_CONTACTEE}, E.ACCORD_EPS, "La famille accepte la présentation", EPS),
    Passage.INSCRIRE: _ligne({E.ACCORD_EPS}, E.INSCRITE_EN_EPS, "Inscrire en EPS", EPS),
    Passage.RETIRER: _ligne({E.INSCRITE_EN_EPS}, E.ACCORD_EPS, "Retirer de l’ordre du jour"),
    Passage.EXAMINER: _ligne({E.INSCRITE_EN_EPS}, E.EXAMINEE_EN_EPS, "Examinée en EPS", EPS),
    Passage.AJOURNER: _ligne({E.EXAMINEE_EN_EPS}, E.ACCORD_EPS, "Ajournée : à présenter de nouveau"),
    Passage.DESIGNER: _ligne({E.EXAMINEE_EN_EPS}, E.REFERENT_DESIGNE, "Référent désigné", REF),
    Passage.PROPOSER_PLAN: _ligne(
        {E.REFERENT_DESIGNE, E.EN_COURS, E.REEXAMEN}, E.PLAN_PROPOSE, "Plan proposé à la famille", REF),
    Passage.NOTER_ACCORD_PLAN: _ligne({E.PLAN_PROPOSE}, E.ACCORD_PLAN, "La famille accepte le plan", PLAN),
    Passage.DEMARRER: _ligne({E.ACCORD_PLAN}, E.EN_COURS, "Le parcours commence", PLAN, REF),
    Passage.REEXAMINER: _ligne({E.EN_COURS}, E.REEXAMEN, "Réexaminer en EPS", EPS),
    Passage.POURSUIVRE: _ligne({E.REEXAMEN}, E.EN_COURS, "Poursuivre le parcours", PLAN),
    Passage.SUSPENDRE: _ligne({E.EN_COURS, E.REEXAMEN}, E.SUSPENDU, "Suspendre"),
    Passage.REPRENDRE: _ligne({E.SUSPENDU}, E.EN_COURS, "Reprendre le parcours", PLAN),
    Passage.PREPARER_SORTIE: _ligne({E.EN_COURS, E.REEXAMEN, E.SUSPENDU}, E.SORTIE_PREPAREE, "Préparer la sortie"),
    Passage.RENONCER_SORTIE: _ligne({E.SORTIE_PREPAREE}, E.EN_COURS, "Continuer le parcours", PLAN),
    Passage.SORTIR: _ligne(
        {E.PLAN_PROPOSE, E.ACCORD_PLAN, E.EN_COURS, E.REEXAMEN, E.SUSPENDU, E.SORTIE_PREPAREE}, E.SORTIE,
        "Sortie du parcours", Garde.COMMENCE, motif=MotifDemande.SORTIE),
    Passage.VEILLER: _ligne({E.SORTIE}, E.VEILLE, "Garder une veille"),
    Passage.CLORE_VEILLE: _ligne({E.VEILLE}, E.SORTIE, "Fin de la veille"),
    Passage.ROUVRIR: _ligne(
        {E.SORTIE, E.VEILLE, E.SANS_SUITE}, E.SOLLICITATION, "Rouvrir un parcours", nouveau=True),
    Passage.NE_PAS_PRENDRE: _ligne(
        set(AVANT_LE_DEBUT), E.SANS_SUITE, "Ne pas prendre en charge", Garde.PAS_COMMENCE,
        motif=MotifDemande.NON_PRISE_EN_CHARGE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FaitsDuPassage:
    """What the guards look at: the stage, and what is held today."""

    etape: Etape
    tenues: frozenset[Garde] = frozenset()


def depuis(etape: Etape) -> Iterator[Passage]:
    """The passages that the table knows from this stage, guards apart, in the order of the table."""
    return (p for p, ligne in TABLE.items() if etape in ligne.depuis)


def decider(passage: Passage, faits: FaitsDuPassage) -> Decision:
    """May this passage be made? With what is missing, in the order of the work, when not."""
    ligne = TABLE[passage]
    if faits.etape not in ligne.depuis:
        phrase = f"« {ligne.libelle} » ne peut pas suivre « {faits.etape.libelle} »."
        return Decision(False, Motif("passage_inconnu", phrase), LOI)
    manquantes = [g for g in ligne.gardes if g not in faits.tenues]
    if manquantes:
        phrases = " ".join(g.manque for g in manquantes)
        return Decision(
            False, Motif(f"manque_{manquantes[0]}", phrases), LOI, a_faire=manquantes[0].a_faire
        )
    phrase = f"« {ligne.libelle} » suit « {faits.etape.libelle} »."
    return Decision(True, Motif("passage_permis", phrase), LOI)
