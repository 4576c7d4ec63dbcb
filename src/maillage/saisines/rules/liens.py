"""A link: may it be used today? The same page is shown for one that ended, was taken back, was used, or never was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.notions.decision import Decision, Motif, Texte
from maillage.saisines.rules import NatureDeLien

SECURITE = Texte("RGPD, art. 32 : sécurité des accès")
PAR_JOUR = 30  # demands by one link in one day: a school in September sends fewer
DUREES = {NatureDeLien.INSTITUTION: 365, NatureDeLien.UNIQUE: 30, NatureDeLien.FAMILLE: 365}  # days


@dataclass(frozen=True, slots=True)
class EtatDuLien:
    """What is known of a link."""

    nature: NatureDeLien
    expire_le: date  # the last day
    revoque: bool = False
    utilise: bool = False
    du_jour: int = 0  # demands that came by it today


def utilisable(lien: EtatDuLien | None, at: date) -> Decision:
    """May a demand be written by this link on this day?"""
    if lien is None:
        return _non("inconnu", "Ce lien n’existe pas.")
    if lien.revoque:
        return _non("revoque", "Ce lien a été retiré.")
    if lien.expire_le < at:
        return _non("expire", "Ce lien a expiré.")
    if lien.nature is NatureDeLien.UNIQUE and lien.utilise:
        return _non("utilise", "Ce lien a déjà servi.")
    if lien.du_jour >= PAR_JOUR:
        return _non("trop", "Trop de demandes sont venues par ce lien aujourd’hui.")
    return Decision(True, Motif("utilisable", "Ce lien sert encore."), SECURITE)


def _non(code: str, phrase: str) -> Decision:
    return Decision(False, Motif(code, phrase), SECURITE)
