"""What the words of one header name: the field, whether they say it faintly, and the year that they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.tables import Lexiques, Table

LONGUEUR_D_UN_TITRE = 80
LONGUEUR_D_UN_GROUPE = 45
RESSEMBLANCE = 83  # one letter of six
FAIBLEMENT = "?"  # mark of a rule that yields to a header that says it better

_USUELS = (
    "prenom", "prenoms", "naissance", "enfant", "adresse", "telephone", "ecole", "etablissement", "classe", "referent",
    "motif", "motifs", "entree", "sortie", "observations", "quartier", "responsable", "difficultes", "orientation",
    "origine", "accord", "famille", "commentaires", "remarques", "parcours", "niveau", "annee", "sexe",
)  # fmt: skip
_MOIS = re.compile(
    r"^(janv(ier)?|fevr?(ier)?|mars|avr(il)?|mai|juin|juil(let)?|aout|sept(embre)?|oct(obre)?|nov(embre)?|dec(embre)?)"
    r"( \d{2,4})?$"
)
_COLLES = re.compile(r"(?<=[a-z]{3})(?=\d)")
_ENFANT = re.compile(
    r" (?:d |de l |de la |du |des |de |l )?(?:enfants?|jeunes?|eleves?|beneficiaires?|usagers?|mineure?s?|ados?|adolescente?s?)"
    r"(?: (?:suivie?s?|concernee?s?|accompagnee?s?|orientee?s?))?$"
)
_DISPOSITIF = re.compile(
    r" (?:(?:d |de l |de |du |au |en |dans le |dans |le |l )?(?:pre|ppr|dre|dispositif|programme))+(?: \d{4}.*)?$"
)
_ORDINAL = re.compile(r"^[1-9](?:er|ere|e|eme)? | (?:n |no )?[1-9]$")
_ANNEE = re.compile(r"(?:19|20)\d\d|(?<!\d)\d\d(?=[-/ ]\d\d(?!\d))")


@dataclass(frozen=True, slots=True)
class Titre:
    """The header of a column: its own words, and those of the groups above it."""

    colonne: int
    texte: str
    groupe: str = ""
    jour: date | None = None

    @property
    def complet(self) -> str:
        return (
            f"{self.groupe} / {self.texte}"
            if self.groupe and self.texte
            else self.groupe or self.texte
        )


@lru_cache(maxsize=65_536)
def _corriger(plie: str) -> str:
    """Put right a word mistyped in a header («naisance»); short words and figures are left alone."""
    if len(plie) > LONGUEUR_D_UN_GROUPE or not plie.isascii() or any(c.isdigit() for c in plie):
        return ""
    return " ".join(_proche(mot) if len(mot) > 4 else mot for mot in plie.split(" "))


def _proche(mot: str) -> str:
    trouve = process.extractOne(mot, _USUELS, scorer=fuzz.ratio, score_cutoff=RESSEMBLANCE)
    return trouve[0] if trouve else mot


@lru_cache(maxsize=65_536)
def _lire(texte: str, entetes: Table) -> str | None:
    """Read a header as written, then without «de l'enfant» or «du PRE», then with its typing mistakes put right."""
    plie = mots(texte) if len(texte) <= LONGUEUR_D_UN_TITRE else ""
    if not plie:
        return None
    if _MOIS.match(plie):
        return Champ.MOIS
    separe = _COLLES.sub(" ", plie)
    nu = _DISPOSITIF.sub("", _ENFANT.sub("", _DISPOSITIF.sub("", separe)))
    seul = _ORDINAL.sub("", nu).strip()
    for forme in dict.fromkeys((separe, nu, seul, _corriger(separe), _corriger(nu))):
        if forme and (champ := entetes.premier(forme)):
            return champ
    return None


def champ_du_titre(texte: str, lexiques: Lexiques) -> str | None:
    """The field that a header names, if any."""
    champ = _lire(texte, lexiques.entetes)
    return champ.rstrip(FAIBLEMENT) if champ else None


def dit_faiblement(texte: str, lexiques: Lexiques) -> bool:
    """Tell whether the field was understood from words that often mean something else («accueil»)."""
    return (_lire(texte, lexiques.entetes) or "").endswith(FAIBLEMENT)


def annee_du_titre(texte: str) -> int:
    """The latest year that a header carries («École 2025-2026»), or zero."""
    return max((int(a) % 2000 for a in _ANNEE.findall(texte)), default=0)
