"""Frozen values that the pages and the rooms above receive. They carry what the policy let out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from maillage.dossiers.rules import Volet
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.passages import Passage
from maillage.plans.rules.multiples import Panneau, panneaux
from maillage.plans.rules.objectifs import EtatDObjectif, Parole
from maillage.plans.rules.regards import RegardLu, derniers, difference
from maillage.plans.rules.suites import LigneDeVie, Suite


def libelle(liste: str, code: str) -> str:
    """The label of a code, nothing when there is none."""
    return charger(liste).libelle(code) if code else ""


@dataclass(frozen=True, slots=True)
class BesoinLu:
    """A need, in its domain, with what already helps."""

    id: UUID
    version: int
    domaine: str
    constat: str
    appui: str
    auteur: str
    clos_le: date | None


@dataclass(frozen=True, slots=True)
class EcritureLue:
    """One wording of an objective: by whom, on which day, in whose words, with whom."""

    texte: str
    domaine: str
    mots_de: Parole
    presents: str
    auteur: str
    le: date

    @property
    def domaine_en_mots(self) -> str:
        return libelle("n14", self.domaine)


@dataclass(frozen=True, slots=True)
class EtapeLue:
    """A step of an objective."""

    id: UUID
    libelle: str
    qui: str
    echeance: date | None
    faite_le: date | None
    retard: bool


@dataclass(frozen=True, slots=True)
class SuiteLue:
    """A change in the life of an action."""

    vers: Suite
    le: date
    auteur: str
    mots: str


@dataclass(frozen=True, slots=True)
class GesteDAction:
    """A change that the table knows from here, and whether it may be made today."""

    ligne: LigneDeVie
    decision: Decision


@dataclass(frozen=True, slots=True)
class ActionLue:
    """An action: who does what, until when, where it stands."""

    id: UUID
    version: int
    libelle: str
    nature: str
    operateur: str
    structure: str
    qui: str
    suite: Suite
    debut: date | None
    fin: date | None
    objectif: UUID | None
    historique: tuple[SuiteLue, ...]
    retard: bool
    gestes: tuple[GesteDAction, ...] = ()
    presentee: bool = True  # in the version that the family accepted

    @property
    def nature_en_mots(self) -> str:
        return libelle("n15", self.nature)

    @property
    def operateur_en_mots(self) -> str:
        return libelle("n15", self.operateur)

    @property
    def derniers_mots(self) -> str:
        return self.historique[-1].mots if self.historique else ""


@dataclass(frozen=True, slots=True)
class ObjectifLu:
    """An objective, its wordings (the current one last), its steps, actions and viewpoints."""

    id: UUID
    dossier: UUID
    version: int
    etat: EtatDObjectif
    ouvert_le: date
    clos_le: date | None
    issue: str
    ecritures: tuple[EcritureLue, ...]
    etapes: tuple[EtapeLue, ...]
    actions: tuple[ActionLue, ...]
    regards: tuple[RegardLu, ...]
    silencieux: bool  # open, and nobody has said anything of it for six months
    presente: bool = True  # in the version that the family accepted

    @property
    def courante(self) -> EcritureLue:
        return self.ecritures[-1]

    @property
    def anciennes(self) -> tuple[EcritureLue, ...]:
        return self.ecritures[-2::-1]

    @property
    def ouvert(self) -> bool:
        return self.etat is EtatDObjectif.OUVERT

    @property
    def panneaux(self) -> tuple[Panneau, ...]:
        return panneaux(self.regards)

    @property
    def derniers(self) -> tuple[RegardLu, ...]:
        return derniers(self.regards)

    @property
    def difference(self) -> str:
        return difference(self.regards)


@dataclass(frozen=True, slots=True)
class VersionLue:
    """A version of the plan that was shown to the family."""

    id: UUID
    numero: int
    le: date
    presents: str
    mots: str
    auteur: str
    acceptee_le: date | None


@dataclass(frozen=True, slots=True)
class GesteDuPlan:
    """A passage of the parcours that is made from the plan, and whether it may be made today."""

    passage: Passage
    decision: Decision


LuT = TypeVar("LuT", ObjectifLu, ActionLue)


def _un(lot: tuple[LuT, ...], ident: UUID) -> LuT:
    for lu in lot:
        if lu.id == ident:
            return lu
    raise Introuvable


@dataclass(frozen=True, slots=True)
class PlanLu:
    """The plan of one child."""

    dossier: UUID
    enfant: str
    parcours: bool  # is there a parcours to plan
    etape: str
    inscriptible: bool
    accord: Decision
    besoins: tuple[BesoinLu, ...]
    objectifs: tuple[ObjectifLu, ...]
    clos: tuple[ObjectifLu, ...]
    autres_actions: tuple[ActionLue, ...]
    repris: tuple[str, ...]  # actions of the former tracker, in its words
    versions: tuple[VersionLue, ...]
    gestes: tuple[GesteDuPlan, ...]
    avertissement: str
    anciens: tuple[ObjectifLu, ...] = ()  # of former parcours, to be read only
    fermes: tuple[Volet, ...] = ()  # closed volets, for the tabs

    @property
    def vide(self) -> bool:
        return not (self.besoins or self.objectifs or self.clos or self.autres_actions)

    @property
    def actions(self) -> tuple[ActionLue, ...]:
        siennes = (a for o in (*self.objectifs, *self.clos) for a in o.actions)
        return (*siennes, *self.autres_actions)

    @property
    def a_jour(self) -> bool:
        """The family accepted the last version shown, and nothing was added since."""
        tout = all(o.presente for o in self.objectifs) and all(a.presentee for a in self.actions)
        return bool(self.versions and self.versions[0].acceptee_le and tout)

    def objectif(self, ident: UUID) -> ObjectifLu:
        """The objective of this number, of this plan."""
        return _un((*self.objectifs, *self.clos), ident)

    def action(self, ident: UUID) -> ActionLue:
        """The action of this number, of this plan."""
        return _un(self.actions, ident)

    @property
    def sans_accord(self) -> bool:
        """Something goes on that the family does not agree to today."""
        return not self.accord and any(a.suite is Suite.EN_COURS for a in self.actions)
