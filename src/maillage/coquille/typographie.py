"""How French is written on screens: no-break spaces, dates, hours, small numbers. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime

from maillage.notions.temps import MOIS, MOIS_COURTS

INSECABLE = "\u00a0"
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NOMBRES = (
    "zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
)  # fmt: skip

_REGLES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r" +([;:!?»%])(?!\w)"), INSECABLE + r"\1"),
    (re.compile(r"« ?(?=\S)"), "«" + INSECABLE),
    (re.compile(r"(?<=[^\s\u00a0])»"), INSECABLE + "»"),
    (re.compile(r"\b(Mme|Mmes|Mlle|M\.|MM\.|Dr|n°|art\.|p\.|L\.|R\.) (?=\S)"), r"\1" + INSECABLE),
    (re.compile(r"(\d) (?=h\b|min\b|ans?\b|Ko\b|Mo\b|€)"), r"\1" + INSECABLE),
    (re.compile(r"\b(\d{1,2} ?\u00a0?h) (?=\d{2}\b)"), r"\1" + INSECABLE),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), INSECABLE),
    (re.compile(rf"\b(\d{{1,2}}|1er) (?={'|'.join(re.escape(m) for m in MOIS + MOIS_COURTS)})"),
     r"\1" + INSECABLE),
)  # fmt: skip


def composer(texte: str) -> str:
    """Put the no-break spaces where French wants them; adds no word and changes no letter."""
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


def quantieme(jour: int) -> str:
    return "1er" if jour == 1 else str(jour)


def date_longue(jour: date) -> str:
    """«3 mars 2018»."""
    return INSECABLE.join((quantieme(jour.day), MOIS[jour.month - 1], str(jour.year)))


def date_courte(jour: date) -> str:
    """«18 nov.»: only where the year is plain from the page."""
    return quantieme(jour.day) + INSECABLE + MOIS_COURTS[jour.month - 1]


def date_courte_annee(jour: date) -> str:
    """«14 janv. 2026»."""
    return date_courte(jour) + INSECABLE + str(jour.year)


def jour_de_semaine(jour: date) -> str:
    """«mardi 24 novembre»."""
    return f"{JOURS[jour.weekday()]} {quantieme(jour.day)}{INSECABLE}{MOIS[jour.month - 1]}"


def mois_annee(annee: int, mois: int) -> str:
    """«novembre 2026»."""
    return MOIS[mois - 1] + INSECABLE + str(annee)


def heure(instant: datetime) -> str:
    """«9 h 02», «11 h»."""
    minutes = f"{INSECABLE}{instant.minute:02d}" if instant.minute else ""
    return f"{instant.hour}{INSECABLE}h{minutes}"


def en_lettres(nombre: int) -> str:
    """Small feminine numbers in words («deux réponses»), figures above ten."""
    return NOMBRES[nombre] if 0 <= nombre < len(NOMBRES) else str(nombre)
