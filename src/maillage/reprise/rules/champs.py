"""What a column of a tracker can hold, and how each kind of column recognises its own values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from maillage.classeurs.rules.classeur import Valeur, ecrire
from maillage.reprise.rules.dates import en_attente, lire_date
from maillage.reprise.rules.ecriture import mots, plier
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.valeurs import coche, lire_oui_non, lire_sexe, lire_telephones


class Champ(StrEnum):
    """The fields that the reprise knows."""

    NOM = "nom"
    PRENOM = "prenom"
    NOM_PRENOM = "nom_prenom"
    SEXE = "sexe"
    SEXE_CASE = "sexe_case"
    NAISSANCE = "naissance"
    AGE = "age"
    ADRESSE = "adresse"
    CODE_POSTAL_VILLE = "code_postal_ville"
    QUARTIER = "quartier"
    RESPONSABLE = "responsable"
    TELEPHONE = "telephone"
    EMAIL = "email"
    ETABLISSEMENT = "etablissement"
    CLASSE = "classe"
    ORIGINE = "origine"
    DATE_RECEPTION = "date_reception"
    MOTIFS = "motifs"
    MOTIF_CASE = "motif_case"
    ACCORD = "accord"
    PRIS_EN_CHARGE = "pris_en_charge"
    MOTIF_NON_PRISE_EN_CHARGE = "motif_non_prise_en_charge"
    REFERENT = "referent"
    ENTREE = "entree"
    SORTIE = "sortie"
    SORTIE_PREVUE = "sortie_prevue"
    MOTIF_SORTIE = "motif_sortie"
    SORTIE_CASE = "sortie_case"
    EPS = "eps"
    EPS_CASE = "eps_case"
    POINT_ECOLE = "point_ecole"
    ACTIONS = "actions"
    ACTION_CASE = "action_case"
    OBSERVATION = "observation"
    SENSIBLE = "sensible"
    NUMERO = "numero"
    ANNEE = "annee"
    MOIS = "mois"
    IGNORE = "ignore"


IDENTITE = frozenset({Champ.NOM, Champ.PRENOM, Champ.NOM_PRENOM})
DATES = frozenset(
    {
        Champ.DATE_RECEPTION,
        Champ.ENTREE,
        Champ.SORTIE,
        Champ.SORTIE_PREVUE,
        Champ.NAISSANCE,
        Champ.EPS,
    }
)
UNIQUES = frozenset(
    {
        *IDENTITE, Champ.SEXE, Champ.NAISSANCE, Champ.ETABLISSEMENT, Champ.CLASSE, Champ.DATE_RECEPTION,
        Champ.ACCORD, Champ.PRIS_EN_CHARGE, Champ.MOTIF_NON_PRISE_EN_CHARGE, Champ.ENTREE, Champ.SORTIE,
        Champ.SORTIE_PREVUE, Champ.MOTIF_SORTIE, Champ.ANNEE, Champ.NUMERO, Champ.ORIGINE, Champ.ADRESSE,
    }
)  # fmt: skip

_CODE_POSTAL = re.compile(r"^\d{4,5}\b(?! ?(?:bis|ter)?,? (?:rue|r\b|av|allee|bd|place))")
_VOIE = re.compile(
    r"\b(rue|avenue|av|allee|all|boulevard|bd|place|impasse|chemin|quai|square|route|cours|cite)\b"
)
_PIVOT = 2100

Reconnaissance = Callable[[Valeur], bool]


def est_date(valeur: Valeur) -> bool:
    """A date, even partial; a bare small number is not one."""
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        return 20_000 <= valeur < 80_000 or 1900 <= valeur <= 2100
    return lire_date(valeur, _PIVOT).lisible


def est_ville(valeur: Valeur) -> bool:
    """A post code, a town or both: no street, no telephone."""
    texte = plier(ecrire(valeur))
    if isinstance(valeur, date) or _VOIE.search(texte):
        return False
    return bool(_CODE_POSTAL.match(texte)) or not any(c.isdigit() for c in texte)


def est_voie(valeur: Valeur) -> bool:
    """A street, a square, an avenue."""
    return bool(_VOIE.search(mots(ecrire(valeur))))


def est_texte(valeur: Valeur) -> bool:
    """Words rather than a date, a number or a telephone."""
    return isinstance(valeur, str) and not est_date(valeur) and any(c.isalpha() for c in valeur)


def reconnaissances(lexiques: Lexiques) -> dict[Champ, Reconnaissance]:
    """For each field whose values can be told from others: the test that its own values pass."""
    connu = dict.fromkeys(DATES, est_date)
    return {
        **connu,
        Champ.SEXE: lambda v: lire_sexe(v).lisible,
        Champ.TELEPHONE: lambda v: bool(lire_telephones(v).valeur),
        Champ.CLASSE: lambda v: len(ecrire(v)) < 30 and lexiques.classes.premier(ecrire(v)) is not None,
        Champ.PRIS_EN_CHARGE: lambda v: lire_oui_non(v).lisible,
        Champ.CODE_POSTAL_VILLE: est_ville,
        Champ.ADRESSE: est_voie,
        Champ.NUMERO: lambda v: isinstance(v, int | float) or ecrire(v).isdigit(),
        Champ.MOTIFS: lambda v: est_texte(v) and bool(lexiques.motifs.tous(ecrire(v))),
        Champ.MOTIF_SORTIE: lambda v: est_texte(v) and bool(lexiques.sorties.tous(ecrire(v))),
    }  # fmt: skip


def vide_de_sens(valeur: Valeur) -> bool:
    """A placeholder, not a value («?», «-», «à préciser»)."""
    return isinstance(valeur, str) and en_attente(valeur)


def part(valeurs: list[Valeur], test: Reconnaissance) -> float:
    """Share of the values that pass a test, placeholders left out."""
    pleines = [v for v in valeurs if not vide_de_sens(v)]
    return sum(map(test, pleines)) / len(pleines) if pleines else 0.0


def cochees(valeurs: list[Valeur]) -> bool:
    """Tell whether a column is made of boxes to tick, at least one of them ticked."""
    lues = [coche(v) for v in valeurs]
    return bool(lues) and all(c is not None for c in lues) and any(lues)
