"""The life of an action as a table: from which «suite» to which, by whose word, under which guard (N15).

Legal ground: loi n° 2005-32, art. 128; charte de confidentialité, art. 1: no solution is put in place without the
agreement of the family. A place on a waiting list already gives the name of the child to somebody: it waits too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

CHARTE = Texte(
    "Loi n° 2005-32 du 18 janvier 2005, art. 128 ; charte de confidentialité, art. 1 :"
    " « Aucune solution ne pourra être mise en œuvre sans accord de la famille »"
)
MANQUE = "La famille n’a pas donné son accord sur le plan."
A_FAIRE = "Présentez le plan à la famille, puis notez son accord dans le volet Famille."


class Suite(StrEnum):
    """Where an action stands. Codes of nomenclature N15."""

    PROPOSEE = "proposee"
    ACCEPTEE = "acceptee"
    ATTENTE = "liste_d_attente"
    EN_COURS = "en_cours"
    TERMINEE = "terminee"
    INTERROMPUE = "interrompue"
    REFUSEE = "refusee"

    @property
    def libelle(self) -> str:
        return {
            Suite.PROPOSEE: "Proposée",
            Suite.ACCEPTEE: "Acceptée",
            Suite.ATTENTE: "Liste d’attente",
            Suite.EN_COURS: "En cours",
            Suite.TERMINEE: "Terminée",
            Suite.INTERROMPUE: "Interrompue",
            Suite.REFUSEE: "Refusée",
        }[self]


@dataclass(frozen=True, slots=True)
class LigneDeVie:
    """An allowed change: the words of its button, what it waits for, what must be said with it."""

    de: Suite
    vers: Suite
    verbe: str
    attend_l_accord: bool = False
    dit_pourquoi: bool = False
    dit_le_resultat: bool = False

    @property
    def demande_des_mots(self) -> bool:
        return self.dit_pourquoi or self.dit_le_resultat


S = Suite
VIE: tuple[LigneDeVie, ...] = (
    LigneDeVie(S.PROPOSEE, S.ACCEPTEE, "La famille accepte"),
    LigneDeVie(S.PROPOSEE, S.REFUSEE, "La famille refuse", dit_pourquoi=True),
    LigneDeVie(S.ACCEPTEE, S.ATTENTE, "Inscrire sur une liste d’attente", attend_l_accord=True),
    LigneDeVie(S.ACCEPTEE, S.EN_COURS, "L’action commence", attend_l_accord=True),
    LigneDeVie(S.ACCEPTEE, S.REFUSEE, "Elle ne se fera pas", dit_pourquoi=True),
    LigneDeVie(S.ATTENTE, S.EN_COURS, "L’action commence", attend_l_accord=True),
    LigneDeVie(S.ATTENTE, S.ACCEPTEE, "Chercher une autre place", dit_pourquoi=True),
    LigneDeVie(S.ATTENTE, S.REFUSEE, "Elle ne se fera pas", dit_pourquoi=True),
    LigneDeVie(S.EN_COURS, S.TERMINEE, "L’action est terminée", dit_le_resultat=True),
    LigneDeVie(S.EN_COURS, S.INTERROMPUE, "L’action s’arrête avant la fin", dit_pourquoi=True),
    LigneDeVie(S.INTERROMPUE, S.EN_COURS, "L’action reprend", attend_l_accord=True),
    LigneDeVie(S.REFUSEE, S.PROPOSEE, "Proposer de nouveau"),
)
_TABLE = {(ligne.de, ligne.vers): ligne for ligne in VIE}
VIVANTES = frozenset({S.PROPOSEE, S.ACCEPTEE, S.ATTENTE, S.EN_COURS})
# what makes a «plan d’actions» for the annual survey: a proposal alone, or a refusal, is no action
RETENUES = frozenset(S) - {S.PROPOSEE, S.REFUSEE}


def suites_possibles(de: Suite) -> Iterator[LigneDeVie]:
    """The changes that the table knows from here, guard apart, in the order of the table."""
    return (ligne for ligne in VIE if ligne.de is de)


def decider_la_suite(de: Suite, vers: Suite, *, accord: bool) -> Decision:
    """May this action go from here to there? `accord`: the family agrees to the plan, today."""
    ligne = _TABLE.get((de, vers))
    if ligne is None:
        phrase = f"« {vers.libelle} » ne peut pas suivre « {de.libelle} »."
        return Decision(False, Motif("suite_inconnue", phrase), CHARTE)
    if ligne.attend_l_accord and not accord:
        return Decision(False, Motif("manque_accord_plan", MANQUE), CHARTE, a_faire=A_FAIRE)
    return Decision(
        True,
        Motif("suite_permise", f"« {vers.libelle} » suit « {de.libelle} »."),
        CHARTE,
    )


def ligne_de_vie(de: Suite, vers: Suite) -> LigneDeVie:
    """The line of the table; KeyError when there is none."""
    return _TABLE[(de, vers)]
