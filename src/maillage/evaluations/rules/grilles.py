"""The grid of one child: few domains, what the school sees change (N36) and its words. Never added, never averaged."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from maillage.notions.temps import Periode
from maillage.plans.rules.regards import Evolution, mots_manquants


class EtatDEvaluation(StrEnum):
    """Where the evaluation of one child stands in a campaign. No row: nothing was written yet."""

    A_FAIRE = "a_faire"
    ENTAMEE = "entamee"
    FAITE = "faite"
    REPORTEE = "reportee"

    @property
    def libelle(self) -> str:
        return {
            EtatDEvaluation.A_FAIRE: "À faire",
            EtatDEvaluation.ENTAMEE: "Entamée",
            EtatDEvaluation.FAITE: "Faite",
            EtatDEvaluation.REPORTEE: "Reportée",
        }[self]

    @property
    def couleur(self) -> str:
        return {"a_faire": "att", "entamee": "info", "faite": "ok", "reportee": "inc"}[self]


FINIES = frozenset({EtatDEvaluation.FAITE, EtatDEvaluation.REPORTEE})  # nothing waits any more


class MotifDeReport(StrEnum):
    """Why a child is not evaluated this time."""

    ABSENT = "eleve_absent"
    ARRIVEE_RECENTE = "arrivee_recente"
    ECOLE_INDISPONIBLE = "ecole_indisponible"
    DEMANDE_DE_LA_FAMILLE = "demande_de_la_famille"
    AUTRE = "autre"

    @property
    def libelle(self) -> str:
        return {
            MotifDeReport.ABSENT: "Élève absent trop longtemps pour en parler",
            MotifDeReport.ARRIVEE_RECENTE: "Arrivé trop récemment dans l’école",
            MotifDeReport.ECOLE_INDISPONIBLE: "L’école n’a pas pu répondre",
            MotifDeReport.DEMANDE_DE_LA_FAMILLE: "La famille demande d’attendre",
            MotifDeReport.AUTRE: "Autre raison",
        }[self]


@dataclass(frozen=True, slots=True)
class Domaine:
    """One line of the grid. `source` says where it comes from."""

    code: str
    libelle: str
    question: str
    source: str
    periode: Periode


@dataclass(frozen=True, slots=True)
class ReponseDeLEcole:
    """What the school says of one line; `evolution` is None until somebody answers."""

    evolution: Evolution | None = None
    mots: str = ""

    @property
    def vide(self) -> bool:
        return self.evolution is None and not self.mots.strip()


RIEN = ReponseDeLEcole()


@dataclass(frozen=True, slots=True)
class GrilleDeLEcole:
    """What was written for one child. Lines are known by code of domain, or by number of objective."""

    domaines: Mapping[str, ReponseDeLEcole] = field(default_factory=dict)
    objectifs: Mapping[str, ReponseDeLEcole] = field(default_factory=dict)
    mots: str = ""

    @property
    def vide(self) -> bool:
        lignes = (*self.domaines.values(), *self.objectifs.values())
        return all(ligne.vide for ligne in lignes) and not self.mots.strip()


@dataclass(frozen=True, slots=True)
class Manque:
    """What is still to be said: the line, and the words of the page."""

    ligne: str
    phrase: str


def domaines(at: date) -> tuple[Domaine, ...]:
    """Lines of the grid on this day, in their order."""
    return tuple(d for d in _tous() if d.periode.contient(at))


@cache
def _tous() -> tuple[Domaine, ...]:
    lignes = resources.files("maillage.evaluations").joinpath("data/domaines.csv")
    lues = csv.DictReader(lignes.read_text(encoding="utf-8").splitlines(), delimiter=";")
    rangees = sorted(lues, key=lambda ligne: int(ligne["ordre"]))
    return tuple(
        Domaine(
            d["code"], d["libelle"], d["question"], d["source"],
            Periode(_jour(d["depuis"]), _jour(d["jusqu_au"])),
        )
        for d in rangees
    )  # fmt: skip


def _jour(texte: str) -> date | None:
    return date.fromisoformat(texte) if texte else None


def manques(
    grille: GrilleDeLEcole, lignes: Iterable[Domaine], objectifs: Mapping[str, str]
) -> tuple[Manque, ...]:
    """What is missing before this evaluation is done. `objectifs`: those still open, number and words.

    «Non évaluable» is an answer, when it says why.
    """
    attendues = [
        *((d.code, d.libelle, grille.domaines.get(d.code, RIEN)) for d in lignes),
        *((n, f"Objectif « {o} »", grille.objectifs.get(n, RIEN)) for n, o in objectifs.items()),
    ]
    return tuple(
        Manque(ligne, f"{libelle} : {phrase}")
        for ligne, libelle, reponse in attendues
        if (phrase := _ce_qui_manque(reponse))
    )


def _ce_qui_manque(reponse: ReponseDeLEcole) -> str:
    if reponse.evolution is None:
        return "l’école n’a pas encore répondu."
    return mots_manquants(reponse.evolution, reponse.mots)
