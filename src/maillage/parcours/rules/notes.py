"""What an entry of the journal is made of, who may correct one, and how the corrections of one text are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from maillage.notions.decision import Decision, Motif, Texte

EXACTITUDE = Texte("RGPD, art. 5-1-d : exactitude des données")
T = TypeVar("T")
PIECES_MAX = 5  # files of one entry


class Moyen(StrEnum):
    """By which medium the contact was made."""

    EN_PERSONNE = "en_personne"
    TELEPHONE = "telephone"
    VISIO = "visio"
    MESSAGE = "message"
    COURRIER = "courrier"

    @property
    def libelle(self) -> str:
        """As screens say it."""
        return LIBELLES[self]


LIBELLES = {
    Moyen.EN_PERSONNE: "En personne",
    Moyen.TELEPHONE: "Téléphone",
    Moyen.VISIO: "Visio",
    Moyen.MESSAGE: "Message",
    Moyen.COURRIER: "Courrier",
}


def peut_corriger(auteur: UUID | None, acteur: UUID | None, *, coordination: bool) -> Decision:
    """Tell whether this person, who writes in the volet, may correct the entry of this author (None: an old file)."""
    if auteur is None:
        motif = Motif(
            "note_reprise", "Cette note vient de l'ancien fichier : qui suit l'enfant la corrige."
        )
    elif acteur is not None and auteur == acteur:
        motif = Motif("son_texte", "Vous avez écrit cette note.")
    elif coordination:
        motif = Motif("coordination", "La coordination corrige les volets où elle écrit.")
    else:
        refus = Motif("texte_d_autrui", "Cette note est d'une autre personne.")
        suite = "Écrivez votre propre note, ou demandez-lui de corriger la sienne."
        return Decision(False, refus, EXACTITUDE, suite)
    return Decision(True, motif, EXACTITUDE)


def plier(
    rangs: Iterable[T], cle: Callable[[T], UUID], corrige: Callable[[T], UUID | None]
) -> tuple[tuple[T, tuple[T, ...]], ...]:
    """Each entry as it reads today, in the order given, with its former texts, the latest first.

    A text whose successor is not among `rangs` stands for itself.
    """
    connus = {cle(r): r for r in rangs}
    remplaces = {c for r in connus.values() if (c := corrige(r)) is not None}
    return tuple((r, _anciens(r, connus, corrige)) for i, r in connus.items() if i not in remplaces)


def _anciens(rang: T, connus: dict[UUID, T], corrige: Callable[[T], UUID | None]) -> tuple[T, ...]:
    lus: list[T] = []
    precedent = corrige(rang)
    while precedent is not None and precedent in connus:
        lus.append(connus[precedent])
        precedent = corrige(connus[precedent])
    return tuple(lus)


@dataclass(frozen=True, slots=True)
class FaitsDUneNote:
    """What filters look at."""

    volet: str
    nature: str
    auteur: UUID | None
    le: date | None
    pieces: int


@dataclass(frozen=True, slots=True)
class Filtre:
    """What is asked of the timeline; what is left empty keeps everything. `auteurs` holds None for the old file."""

    volets: Collection[str] = ()
    natures: Collection[str] = ()
    auteurs: Collection[UUID | None] = ()
    depuis: date | None = None
    jusqu_au: date | None = None
    avec_pieces: bool = False

    @property
    def actif(self) -> bool:
        """Tell whether something is asked."""
        bornes = (self.depuis, self.jusqu_au)
        return bool(self.volets or self.natures or self.auteurs or self.avec_pieces or any(bornes))

    def garde(self, note: FaitsDUneNote) -> bool:
        """Tell whether this entry answers. One without a day is kept by a period: unknown is not outside."""
        return (
            (not self.volets or note.volet in self.volets)
            and (not self.natures or note.nature in self.natures)
            and (not self.auteurs or note.auteur in self.auteurs)
            and (not self.avec_pieces or note.pieces > 0)
            and self._dans_la_periode(note.le)
        )

    def _dans_la_periode(self, le: date | None) -> bool:
        if le is None:
            return True
        apres = self.depuis is None or le >= self.depuis
        return apres and (self.jusqu_au is None or le <= self.jusqu_au)
