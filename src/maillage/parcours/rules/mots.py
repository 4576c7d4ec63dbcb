"""Dates and ages in words, as they are shown beside a child's name."""

from __future__ import annotations

from datetime import date

from maillage.notions.temps import MOIS, MOIS_COURTS, DatePartielle, age_au


def mois_en_mots(le: date) -> str:
    """«novembre 2026», the heading of a month in the timeline."""
    return f"{MOIS[le.month - 1]} {le.year}"


def date_en_mots(texte: str) -> str:
    """«2025-09-04» reads «4 sept. 2025», «2025-09» reads «sept. 2025»; nothing stays nothing."""
    if not texte:
        return ""
    lue = DatePartielle.lire(texte)
    if lue.mois is None:
        return str(lue.annee)
    mois = f"{MOIS_COURTS[lue.mois - 1]} {lue.annee}"
    if lue.jour is None:
        return mois
    return f"{'1er' if lue.jour == 1 else lue.jour} {mois}"


def age_en_mots(naissance: DatePartielle | None, au: date) -> str:
    """«8 ans» when the day of birth is known, «né en 2018» words otherwise left to the year alone."""
    if naissance is None:
        return "âge inconnu"
    if not naissance.complete:
        return f"année {naissance.annee}"
    ans = age_au(naissance.premier_jour, au)
    return f"{ans} an" if ans <= 1 else f"{ans} ans"
