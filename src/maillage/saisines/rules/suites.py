"""What the demander is told: computed from where the demand stands and from who asks. Never a reason of the family.

| what is true | professional | family not met yet | family that the team has recognised |
|---|---|---|---|
| waits to be received | received | received | received |
| given to a parcours that was running | being examined | being examined | being examined |
| its parcours, before the start | being examined | being examined | being examined, with the step |
| its parcours runs, is suspended, or ended | taken up | being examined | taken up, with the step |
| not taken up, before or after a dossier | not taken up | being examined | not taken up |

A form sent in the name of a family proves nothing: before the team has met her, whoever holds the number learns only that it
was read. A school that asks for a child already followed learns nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maillage.parcours.rules.etapes import FINIES, SUIVIES, Etape
from maillage.saisines.rules import EtatDeSaisine, Voie

E = Etape


class Demandeur(StrEnum):
    """Who asks what became of a demand."""

    PROFESSIONNEL = "professionnel"
    FAMILLE = "famille"
    FAMILLE_RECONNUE = "famille_reconnue"


class Suite(StrEnum):
    """What became of a demand, in four words at most."""

    RECUE = "recue"
    EXAMEN = "a_l_examen"
    PRISE_EN_CHARGE = "prise_en_charge"
    NON_PRISE_EN_CHARGE = "non_prise_en_charge"

    @property
    def libelle(self) -> str:
        return {
            Suite.RECUE: "Reçue",
            Suite.EXAMEN: "À l’examen",
            Suite.PRISE_EN_CHARGE: "Prise en charge",
            Suite.NON_PRISE_EN_CHARGE: "Non prise en charge",
        }[self]


@dataclass(frozen=True, slots=True)
class SuiteDite:
    """The answer: a word and a sentence. `mot`: whether the words written for the demander may be read."""

    suite: Suite
    phrase: str
    mot: bool = False


PROFESSIONNEL = {
    Suite.RECUE: "La demande est arrivée. L’équipe ne l’a pas encore étudiée.",
    Suite.EXAMEN: "L’équipe étudie la demande avec la famille.",
    Suite.PRISE_EN_CHARGE: "L’enfant est accompagné par le programme.",
    Suite.NON_PRISE_EN_CHARGE: "Le programme n’accompagnera pas cet enfant à la suite de cette demande.",
}
FAMILLE = {
    Suite.RECUE: "Nous avons bien reçu votre demande. Nous allons la lire.",
    Suite.EXAMEN: "Nous avons lu votre demande. Nous vous appelons pour en parler.",
    Suite.PRISE_EN_CHARGE: "Votre enfant est accompagné par le programme.",
    Suite.NON_PRISE_EN_CHARGE: "Le programme n’accompagnera pas votre enfant. Nous vous en parlons.",
}
PAR_ETAPE = {
    E.FAMILLE_CONTACTEE: "Nous nous sommes parlé. La suite dépend de votre accord.",
    E.ACCORD_EPS: "Vous êtes d’accord : l’équipe va parler de la situation de votre enfant.",
    E.INSCRITE_EN_EPS: "Une réunion est prévue pour parler de la situation de votre enfant.",
    E.EXAMINEE_EN_EPS: "La réunion a eu lieu. Nous vous disons ce qui est proposé.",
    E.REFERENT_DESIGNE: "Une personne de l’équipe va vous accompagner.",
    E.PLAN_PROPOSE: "Nous vous avons fait des propositions. Vous pouvez dire oui ou non.",
    E.ACCORD_PLAN: "Vous êtes d’accord avec les propositions. L’accompagnement va commencer.",
    E.SUSPENDU: "L’accompagnement est en pause.",
    E.SORTIE_PREPAREE: "Nous préparons avec vous la fin de l’accompagnement.",
    E.SORTIE: "L’accompagnement est terminé.",
    E.VEILLE: "L’accompagnement est terminé. Nous restons attentifs quelques mois.",
}


def demandeur(voie: Voie, origine: str, *, reconnue: bool) -> Demandeur:
    """Who asks: a family, by the link of families or when the team typed its demand; else a professional."""
    if voie is not Voie.FAMILLE and origine not in ("famille", "enfant"):
        return Demandeur.PROFESSIONNEL
    return Demandeur.FAMILLE_RECONNUE if reconnue else Demandeur.FAMILLE


def suite_de(etat: EtatDeSaisine, etape: Etape | None) -> Suite:
    """What became of the demand, for the team. `etape`: that of the parcours it led to, when there is one."""
    if etat is EtatDeSaisine.DEPOSEE:
        return Suite.RECUE
    if etat is EtatDeSaisine.NON_RETENUE or etape is Etape.SANS_SUITE:
        return Suite.NON_PRISE_EN_CHARGE
    if etape in SUIVIES or etape in FINIES:
        return Suite.PRISE_EN_CHARGE
    return Suite.EXAMEN


def repondre(qui: Demandeur, etat: EtatDeSaisine, etape: Etape | None) -> SuiteDite:
    """What this demander may know of this demand."""
    suite = suite_de(etat, etape)
    if qui is Demandeur.FAMILLE_RECONNUE:
        precise = PAR_ETAPE.get(etape) if etape and suite is not Suite.NON_PRISE_EN_CHARGE else None
        return SuiteDite(suite, precise or FAMILLE[suite], suite is not Suite.RECUE)
    if qui is Demandeur.FAMILLE:
        suite = Suite.RECUE if suite is Suite.RECUE else Suite.EXAMEN
        return SuiteDite(suite, FAMILLE[suite])
    if etat is EtatDeSaisine.JOINTE:
        suite = Suite.EXAMEN
    return SuiteDite(suite, PROFESSIONNEL[suite], suite is not Suite.RECUE)
