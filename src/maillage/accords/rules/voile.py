"""The cloak: what of the child and of the other adults one adult may not learn.

`voile` is the only place where that is decided. An output addressed to an adult shows no closed field, and any free text that
may carry a piece of one is taken out whole: rather too much than too little (properties P-20 and P-21).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from maillage.accords.rules.autorite import Exercice
from maillage.notions.decision import Decision, Motif, Texte

PIECE = 4  # a piece of this many characters is enough to recognise a place
RETIRE = "[passage retiré]"
GENERIQUES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "et",
        "au",
        "aux",
        "rue",
        "avenue",
        "av",
        "bd",
        "boulevard",
        "allee",
        "allees",
        "place",
        "chemin",
        "impasse",
        "square",
        "quai",
        "cours",
        "route",
        "passage",
        "cite",
        "residence",
        "batiment",
        "bat",
        "appartement",
        "appt",
        "apt",
        "etage",
        "escalier",
        "porte",
        "bis",
        "ter",
        "ecole",
        "college",
        "lycee",
        "maternelle",
        "elementaire",
        "primaire",
        "groupe",
        "scolaire",
        "chez",
        "com",
        "net",
        "org",
        "www",
    ]
)
PROTECTION = Texte(
    "Code civil, art. 515-9 à 515-13 et 378-2 ; ordonnance ou décision versée au dossier"
)
PRUDENCE = Texte("CNIL, délib. n° 2022-008 ; code civil, art. 371-1 : intérêt de l'enfant")
FERMES_PAR_PRUDENCE = frozenset({Exercice.INCONNU, Exercice.RETIRE, Exercice.TIERS})


class Coordonnee(StrEnum):
    """What tells where somebody is."""

    ADRESSE = "adresse"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    ECOLE = "ecole"
    TRAVAIL = "travail"


TOUTES = frozenset(Coordonnee)


@dataclass(frozen=True, slots=True)
class Voile:
    """A cloak on a child towards one adult. `echeance` is that of the decision: it warns and opens nothing."""

    adulte: UUID
    depuis: date
    leve_le: date | None = None
    echeance: date | None = None
    confirme: bool = True

    def tient(self, at: date) -> bool:
        """Tell whether it is closed on this day. The end of the decision changes nothing."""
        return self.depuis <= at and (self.leve_le is None or at < self.leve_le)


@dataclass(frozen=True, slots=True)
class Fermeture:
    """The fields closed to an addressee, and why (a decision that grants what is asked when nothing is closed)."""

    champs: frozenset[Coordonnee]
    decision: Decision


def voile(
    destinataire: UUID | None, exercice: Exercice, voiles: Iterable[Voile], at: date
) -> Fermeture:
    """Which fields of the child and of everybody else are closed for this addressee.

    An addressee whom nobody identified is cloaked from as soon as anyone is.
    """
    tenus = [v for v in voiles if v.tient(at)]
    if any(destinataire is None or v.adulte == destinataire for v in tenus):
        return _ferme("adresse_protegee", "Une adresse est protégée de cette personne.", PROTECTION)
    if destinataire is None or exercice in FERMES_PAR_PRUDENCE:
        phrase = f"Situation de cet adulte : {exercice.libelle.lower()}. Les coordonnées ne lui sont pas écrites."
        return _ferme("coordonnees_reservees", phrase, PRUDENCE)
    oui = Motif("coordonnees_ouvertes", "Rien n’est protégé de cette personne.")
    return Fermeture(frozenset(), Decision(True, oui, PRUDENCE))


def _ferme(code: str, phrase: str, fondement: Texte) -> Fermeture:
    a_faire = "La loi peut donner des droits à ce parent : la coordination décide de ce qui lui est remis."
    return Fermeture(TOUTES, Decision(False, Motif(code, phrase), fondement, a_faire))


def lisse(texte: str) -> str:
    """Lower case, without accents, one space between words: how pieces are compared."""
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", nu.casefold()).strip()


def pieces(valeur: str) -> frozenset[str]:
    """Every run of four characters by which a value is recognised, spaces and signs left out.

    Words that every address has («rue», «avenue», «école») say nothing alone. A short word counts with its neighbours,
    a number with the digits around it, a value shorter than four characters whole.
    """
    mots = lisse(valeur).split()
    serre = "".join(mots)
    if len(serre) < PIECE:
        return frozenset({serre} - {""})
    trouvees, debut = _fenetres("".join(c for c in serre if c.isdigit())), 0
    for mot in mots:
        fin = debut + len(mot)
        if mot not in GENERIQUES and not mot.isdigit():
            trouvees |= _fenetres(mot)
            if 1 < len(mot) < PIECE:
                trouvees |= _fenetres(serre[max(0, fin - PIECE) : debut + PIECE])
        debut = fin
    return frozenset(trouvees) or frozenset({serre})


def _fenetres(texte: str) -> set[str]:
    return {texte[i : i + PIECE] for i in range(len(texte) - PIECE + 1)}


def trahit(texte: str, caches: Iterable[str]) -> bool:
    """Tell whether a text holds a piece of a closed value, whatever its case, accents, spaces or dots."""
    ecrit = lisse(texte)
    mots, serre = set(ecrit.split()), ecrit.replace(" ", "")
    return any(
        piece in mots if len(piece) < PIECE else piece in serre
        for cache in caches
        for piece in pieces(cache)
    )


def taire(texte: str, caches: Iterable[str], a_la_place: str = RETIRE) -> str:
    """The text, or what stands in its place when it would betray a closed value."""
    return a_la_place if trahit(texte, caches) else texte
