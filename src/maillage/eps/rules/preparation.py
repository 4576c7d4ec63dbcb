"""What must be there before a situation is shown to somebody, and the text that each one reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maillage.enfants.rules.identite import nom_propre
from maillage.enfants.rules.pliage import plier
from maillage.eps.rules.seances import Portee
from maillage.notions.decision import Decision, Motif, Texte

PARTAGER = Texte(
    "CASF, art. L. 226-2-2 : strictement nécessaire, famille informée ; charte de confidentialité, art. 2 bis"
)
# What half of the schools are called tells nothing of one of them.
BANALS = frozenset(
    [
        "ecole",
        "college",
        "lycee",
        "maternelle",
        "elementaire",
        "primaire",
        "groupe",
        "scolaire",
        "publique",
        "publique",
        "prive",
        "privee",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "rue",
        "avenue",
        "allee",
        "boulevard",
        "place",
        "impasse",
        "chemin",
    ]
)
# How an adult is called, and what she is to the child, name nobody.
CIVILITES = frozenset(["mme", "mlle", "madame", "monsieur", "pere", "mere", "parent", "parents"])
LETTRES = "BCDFGHJKLMNPQRSTVWXZ"  # no vowel: a code spells no word
COURT = 3


@dataclass(frozen=True, slots=True)
class Ecrit:
    """What is written for the séance. Strengths are asked as much as worries (charte, art. 2 bis)."""

    appuis: str = ""
    difficultes: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class FaitsDePreparation:
    """What is known of the preparation of one situation."""

    accord: bool
    ecrit: Ecrit
    famille_informee_le: date | None = None
    relue: bool = False


MANQUES = {
    "accord": "La famille n’a pas d’accord en cours pour la présentation.",
    "appuis": "Les points d’appui ne sont pas écrits.",
    "difficultes": "Ce qui inquiète n’est pas écrit.",
    "question": "La question posée à l’équipe n’est pas écrite.",
    "famille": "La famille n’a pas été informée de la séance et de qui y vient.",
    "relecture": "L’extrait n’est pas relu.",
}
A_FAIRE = {
    "accord": "Notez l’accord dans le volet Famille, ou retirez la situation.",
    "famille": "Informez la famille, puis notez la date.",
    "relecture": "Relisez ce que chacun verra, puis confirmez.",
}


def manques(faits: FaitsDePreparation) -> tuple[str, ...]:
    """Codes of what is missing, in the order of the work."""
    tenus = {
        "accord": faits.accord,
        "appuis": bool(faits.ecrit.appuis.strip()),
        "difficultes": bool(faits.ecrit.difficultes.strip()),
        "question": bool(faits.ecrit.question.strip()),
        "famille": faits.famille_informee_le is not None,
        "relecture": faits.relue,
    }
    return tuple(code for code, tenu in tenus.items() if not tenu)


def prete(faits: FaitsDePreparation) -> Decision:
    """May this situation be shown to its members?"""
    absents = manques(faits)
    if absents:
        phrase = " ".join(MANQUES[code] for code in absents)
        a_faire = A_FAIRE.get(absents[0], "Écrivez l’extrait de la situation.")
        return Decision(False, Motif(f"manque_{absents[0]}", phrase), PARTAGER, a_faire)
    return Decision(
        True,
        Motif("situation_prete", "L’extrait est écrit et relu, la famille est informée."),
        PARTAGER,
    )


def composer(titre: str, ecrit: Ecrit, portee: Portee) -> str:
    """The extract as one member reads it: strengths first."""
    parties = [("Points d’appui", ecrit.appuis)]
    if portee is Portee.EXTRAIT:
        parties.append(("Ce qui inquiète", ecrit.difficultes))
    parties.append(("Question posée à l’équipe", ecrit.question))
    return "\n\n".join([titre, *(f"{nom}\n{texte.strip()}" for nom, texte in parties)])


def nom_de_seance(prenom: str, nom: str) -> str:
    """How a child is named in a séance: given name and one letter, no more."""
    initiale = f"{nom.strip()[:1].upper()}." if nom.strip() else ""
    return f"{nom_propre(prenom.strip())} {initiale}".strip() or "Nom à vérifier"


def code_de_situation(alea: Iterable[int]) -> str:
    """A code drawn at random: nothing of the child is in it."""
    return "".join(LETTRES[n % len(LETTRES)] for n in alea)


def noms_ecrits(texte: str, propres: Iterable[str], lieux: Iterable[str] = ()) -> tuple[str, ...]:
    """What would name the child in a text that must not: each word of her names, each place by its own words.

    Initials and very short words are not looked for: they would be found everywhere.
    """
    phrase = f" {plier(texte)} "
    mots = [m for nom in propres for m in plier(nom).split() if m not in CIVILITES]
    trouves = [m for m in mots if len(m) >= COURT and f" {m} " in phrase]
    for lieu in lieux:
        mots = [m for m in plier(lieu).split() if m not in BANALS and not m.isdigit()]
        propre = " ".join(mots)
        if len(propre) >= COURT and f" {propre} " in phrase:
            trouves.append(propre)
    return tuple(dict.fromkeys(trouves))
