"""Frozen values that the pages receive. They carry what the policy let out, already worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from maillage.accords.rules.voile import Voile
from maillage.dossiers.rules import Volet
from maillage.eligibilite.queries.sortie import SortieAnnoncee
from maillage.eligibilite.queries.verdicts import VerdictLu
from maillage.enfants.queries import DomicileLu, ResponsableLu, ScolariteLue
from maillage.enfants.queries.accords import AccordsLus
from maillage.enfants.rules.identite import IdentiteLue
from maillage.notions.decision import Decision


@dataclass(frozen=True, slots=True)
class LigneDeListe:
    """One child in a list. Empty texts are «not known», or «not open to you» when the volet is not open."""

    dossier: UUID
    nom: str
    age: str
    ecole_ouverte: bool
    classe: str
    etablissement: str
    parcours_ouvert: bool
    etape: str
    couleur: str
    date_etape: str
    finie: bool
    referent: str
    prochaine: date | None


@dataclass(frozen=True, slots=True)
class PageDeListe:
    """A page of the list, and what is needed to walk through it.

    A column that no rule opens to the acteur is not drawn: `montre_ecole`, `montre_parcours`.
    """

    lignes: tuple[LigneDeListe, ...]
    montre_ecole: bool
    montre_parcours: bool
    total: int
    visibles: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ParcoursLu:
    """A parcours in words."""

    etape: str
    etape_code: str
    recue: str
    entree: str
    sortie: str
    origine: str
    motifs: tuple[str, ...]
    accord: str
    accord_code: str
    motif_sortie: str
    motif_non_prise_en_charge: str
    actions: tuple[str, ...]
    sortie_prevue: str
    a_preciser: tuple[tuple[str, str, str], ...] = ()
    entree_iso: str = ""
    sortie_iso: str = ""
    motif_sortie_code: str = ""
    actions_du_plan: int = 0  # beside those of the former tracker

    @property
    def date_etape(self) -> str:
        """Day of the exit when it is over, of the entry otherwise."""
        return self.sortie or self.entree


@dataclass(frozen=True, slots=True)
class PieceLue:
    """A file kept with an entry, without its bytes."""

    id: UUID
    extension: str
    kilos: int
    libelle: str


@dataclass(frozen=True, slots=True)
class TexteAncien:
    """What an entry said before it was corrected, and who had written it."""

    ecrit_le: datetime
    auteur: str
    nature: str
    le: date | None
    texte: str


@dataclass(frozen=True, slots=True)
class EntreeDuFil:
    """One entry of the timeline of a child, as it reads today. `id` is its last text, `auteur` who wrote the first one.

    `anciens`: its former texts, the latest first; `corrigee_le` and `corrigee_par` are of the last one.
    """

    id: UUID
    volet: Volet
    le: date | None
    nature: str
    texte: str
    auteur: str
    auteur_id: UUID | None = None
    moyen: str = ""
    pieces: tuple[PieceLue, ...] = ()
    anciens: tuple[TexteAncien, ...] = ()
    corrigee_le: datetime | None = None
    corrigee_par: str = ""
    corrigeable: bool = False


@dataclass(frozen=True, slots=True)
class SyntheseLue:
    """A version of the pinned synthesis. `rang` is 0 while nobody wrote one."""

    rang: int
    texte: str
    auteur: str = ""
    le: datetime | None = None


@dataclass(frozen=True, slots=True)
class TacheLue:
    """A next step. `retard` counts days past its date, 0 when there is still time or it is done."""

    id: UUID
    dossier: UUID
    libelle: str
    echeance: date
    faite_le: date | None
    poste: str
    retard: int
    enfant: str = ""


@dataclass(frozen=True, slots=True)
class MembreDuCercle:
    """A poste that follows the child, since when and until when."""

    poste: str
    qualite: str
    depuis: date
    jusqu_au: date | None


@dataclass(frozen=True, slots=True)
class Fiche:
    """The page of a child: every open volet, and the decision on each, open or closed."""

    dossier: UUID
    identite: IdentiteLue
    age: str
    decisions: Mapping[Volet, Decision]
    inscriptibles: tuple[Volet, ...]
    domiciles: tuple[DomicileLu, ...]
    responsables: tuple[ResponsableLu, ...]
    fratrie: tuple[tuple[UUID, str], ...]
    scolarites: tuple[ScolariteLue, ...]
    parcours: tuple[ParcoursLu, ...]
    passages_eps: tuple[str, ...]
    manquants: tuple[str, ...] | None
    cercle: tuple[MembreDuCercle, ...]
    fil: tuple[EntreeDuFil, ...]
    taches: tuple[TacheLue, ...]
    planifiable: bool
    designable: bool
    accords: AccordsLus | None = None  # when the volet famille is open
    voiles: tuple[Voile, ...] = ()
    envoi: UUID = field(default_factory=uuid4)  # number of the forms of one button on this page
    acces_lisibles: bool = False
    urgences: tuple[Volet, ...] = ()  # closed volets that may be opened in an emergency
    sortie: SortieAnnoncee | None = (
        None  # in a living campaign, for whoever reads the volet parcours and plans
    )
    eligibilite: VerdictLu | None = None  # when the volet identité is open and rules are in force
    conservation: str = ""  # where it stands in its retention, for whoever keeps the durations
    brouillon: str = ""  # what this acteur was typing here
    synthese: SyntheseLue | None = None  # on the timeline of whoever reads the volet parcours

    @property
    def fermes(self) -> tuple[Volet, ...]:
        return tuple(v for v, d in self.decisions.items() if not d)

    @property
    def ouverts(self) -> tuple[Volet, ...]:
        return tuple(v for v, d in self.decisions.items() if d)

    @property
    def adresse_tue(self) -> bool:
        """An address is protected and this acteur does not read from whom: she is shown no address at all."""
        return bool(self.voiles) and Volet.FAMILLE not in self.ouverts

    @property
    def scolarite(self) -> ScolariteLue | None:
        return self.scolarites[0] if self.scolarites else None

    @property
    def en_cours(self) -> ParcoursLu | None:
        return self.parcours[0] if self.parcours else None

    @property
    def referent(self) -> str:
        return next(
            (m.poste for m in self.cercle if m.jusqu_au is None and m.qualite == "referent"), ""
        )
