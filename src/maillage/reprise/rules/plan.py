"""What the reprise would do: children, refusals, look-alikes, texts to place, and the fate of every cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from maillage.enfants.rules.fiches import Doublon, Fiche
from maillage.notions.temps import DatePartielle
from maillage.reprise.rules.modele import Correspondance
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.textes import Compartiment

Destin = Literal["importee", "quarantaine", "refusee", "ignoree"]


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where something stands in the file, as the spreadsheet shows it."""

    feuille: str
    ligne: int
    colonne: int = 0

    def __str__(self) -> str:
        return f"{self.feuille}!{self.ligne}"


@dataclass(frozen=True, slots=True)
class Sort:
    """The one fate of a non-empty cell, with its reason."""

    lieu: Lieu
    destin: Destin
    raison: str


@dataclass(frozen=True, slots=True)
class Avertissement:
    """Something left to a person; the value stays empty, the row lives."""

    lieu: Lieu
    colonne: str
    valeur: str
    message: str


@dataclass(frozen=True, slots=True)
class TexteLu:
    """A free text and the volet it seems to speak of."""

    lieu: Lieu
    colonne: str
    texte: str
    compartiment: Compartiment


@dataclass(frozen=True, slots=True)
class Refus:
    """A row that is not imported."""

    lieu: Lieu
    colonne: str
    valeur: str
    erreur: str


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One row of a tracker, normalised."""

    lieu: Lieu
    annee: int | None = None
    periode: str = ""
    numero: str = ""
    nom: str = ""
    prenom: str = ""
    naissance: DatePartielle | None = None
    sexe: str | None = None
    adresse: str = ""
    ville: str = ""
    quartier: str = ""
    responsables: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    etablissement: str = ""
    uai: str | None = None
    classe: str | None = None
    classe_ecrite: str = ""
    origine: str | None = None
    origine_ecrite: str = ""
    date_reception: DatePartielle | None = None
    motifs: tuple[str, ...] = ()
    accord: str | None = None
    pris_en_charge: bool | None = None
    motif_non_prise_en_charge: str | None = None
    referent: str | None = None
    referent_ecrit: str = ""
    entree: DatePartielle | None = None
    sortie_prevue: DatePartielle | None = None
    sortie: DatePartielle | None = None
    motif_sortie: str | None = None
    eps: tuple[DatePartielle, ...] = ()
    points_ecole: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    mois: tuple[tuple[str, str], ...] = ()
    textes: tuple[TexteLu, ...] = ()


@dataclass(frozen=True, slots=True)
class EnfantLu:
    """One child: the rows that speak of it, and what they say together (the latest year speaks last)."""

    cle: str
    ensemble: LigneLue
    lignes: tuple[LigneLue, ...]


@dataclass(frozen=True, slots=True)
class PaireAConfirmer:
    """Two rows that may be the same child; a person decides."""

    a: Lieu
    b: Lieu
    score: float
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole dry run."""

    enfants: tuple[EnfantLu, ...]
    refus: tuple[Refus, ...]
    doublons: tuple[PaireAConfirmer, ...]
    avertissements: tuple[Avertissement, ...]
    remarques: tuple[str, ...]
    sorts: tuple[Sort, ...]
    correspondances: tuple[Correspondance, ...]
    textes: tuple[TexteLu, ...]


class EtablissementReconnu(Protocol):
    """What the recognition of schools answers: no UAI unless it is certain."""

    @property
    def uai(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Ressources:
    """What other rooms lend to the reprise. A school is asked with its text and the child's N4 level."""

    lexiques: Lexiques
    resoudre_etablissement: Callable[[str, str | None], EtablissementReconnu]
    rapprocher: Callable[[Sequence[Fiche]], Sequence[Doublon]]
    ages: tuple[int, int] = field(default=(0, 25))
