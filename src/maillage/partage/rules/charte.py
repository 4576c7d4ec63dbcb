"""The charte de confidentialité: what a programme may take away from the table of rights, never add to it.

Each clause is a sentence that members sign, and the rights it removes. Bounds of time can only be shortened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maillage.dossiers.rules import Volet
from maillage.partage.rules.actes import Acte


class Clause(StrEnum):
    """A tightening that the programme may choose."""

    COORDINATION_SANS_SOCIAL = "coordination_sans_social"
    COORDINATION_SANS_SCOLARITE = "coordination_sans_scolarite"
    SOIN_SANS_SCOLARITE = "soin_sans_scolarite"
    SOCIAL_SANS_SCOLARITE = "social_sans_scolarite"
    SECRETARIAT_SANS_DOSSIER = "secretariat_sans_dossier"
    PARTENAIRES_SANS_SOCIAL = "partenaires_sans_social"
    SANS_URGENCE = "sans_urgence"
    SANS_EXPORT = "sans_export"

    @property
    def phrase(self) -> str:
        """The sentence written in the charte."""
        return CLAUSES[self].phrase


@dataclass(frozen=True, slots=True)
class Retrait:
    """What a clause removes: these acts of these rules, on these volets (empty: on all)."""

    regles: frozenset[str]
    actes: frozenset[Acte]
    volets: frozenset[Volet] = frozenset()


@dataclass(frozen=True, slots=True)
class Effet:
    """A clause in words and in rights."""

    phrase: str
    retrait: Retrait


def _effet(phrase: str, regles: set[str], actes: set[Acte], volets: set[Volet]) -> Effet:
    return Effet(phrase, Retrait(frozenset(regles), frozenset(actes), frozenset(volets)))


C, A, V = Clause, Acte, Volet
CLAUSES: dict[Clause, Effet] = {
    C.COORDINATION_SANS_SOCIAL: _effet(
        "La coordination ne lit pas le volet Social : elle reçoit des extraits.",
        {"coord_lecture"}, {A.LIRE}, {V.SOCIAL}),
    C.COORDINATION_SANS_SCOLARITE: _effet(
        "La coordination ne lit pas le volet Scolarité : elle reçoit des extraits.",
        {"coord_lecture"}, {A.LIRE}, {V.SCOLARITE}),
    C.SOIN_SANS_SCOLARITE: _effet(
        "Le soin ne lit pas le volet Scolarité.", {"soin_scolarite"}, {A.LIRE}, set()),
    C.SOCIAL_SANS_SCOLARITE: _effet(
        "Le travail social ne lit pas le volet Scolarité.", {"social_lecture"}, {A.LIRE}, set()),
    C.SECRETARIAT_SANS_DOSSIER: _effet(
        "Le secrétariat sait qui suit un enfant, et n'ouvre aucun dossier.",
        {"secretariat"}, {A.LIRE}, set()),
    C.PARTENAIRES_SANS_SOCIAL: _effet(
        "Aucun extrait du volet Social ne sort de l'équipe.",
        {"eps_seance", "eps_extrait", "ecole_extrait"}, {A.LIRE_EXTRAIT}, {V.SOCIAL}),
    C.SANS_URGENCE: _effet(
        "Aucun volet ne s'ouvre en urgence.",
        {"referent_urgence", "social_urgence", "referent_en_urgence", "social_en_urgence"},
        {A.OUVRIR_EN_URGENCE, A.LIRE}, set()),
    C.SANS_EXPORT: _effet(
        "Aucune liste nominative ne sort de l'outil, même chiffrée.",
        {"coord_export", "coord_exports"}, {A.EXPORTER_LES_NOMS, A.TENIR_LES_EXPORTS}, set()),
}  # fmt: skip


def retire(clauses: Iterable[str], regle: str, acte: Acte, volet: Volet | None) -> bool:
    """Tell whether one of these clauses takes this right away. An unknown code takes nothing and gives nothing."""
    return any(
        regle in r.regles and acte in r.actes and (not r.volets or volet in r.volets)
        for r in (CLAUSES[Clause(c)].retrait for c in clauses if c in CLAUSES)
    )


@dataclass(frozen=True, slots=True)
class Bornes:
    """Longest lives of what is shared: hours after a séance, days of an extract, hours of an emergency."""

    apres_seance: int = 24
    extrait: int = 90
    urgence: int = 4

    def resserrees(self, autres: Bornes) -> Bornes:
        """The shortest of both: a charte never lengthens what the house allows."""
        return Bornes(
            min(self.apres_seance, autres.apres_seance),
            min(self.extrait, autres.extrait),
            min(self.urgence, autres.urgence),
        )


BORNES_DE_LA_MAISON = Bornes()


def empreinte(texte: str, clauses: Iterable[str], bornes: Bornes) -> str:
    """Digest of what is signed: a letter changed is another charte."""
    corps = "\n".join(
        [texte, *sorted(clauses), f"{bornes.apres_seance}/{bornes.extrait}/{bornes.urgence}"]
    )
    return hashlib.sha256(corps.encode()).hexdigest()
