"""From plans and deposits to what the pages draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.reprise.forms import VOLETS, ColonnesForm
from maillage.reprise.queries import RepriseLue, TexteATrier
from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.correspondance import FAIBLE, PROBABLE, Colonne, Correspondance

ETATS = {
    "deposee": ("att", "À vérifier"),
    "en_cours": ("info", "Import en cours"),
    "terminee": ("ok", "Importé"),
    "annulee": ("inc", "Annulé"),
    "echouee": ("bad", "Arrêté par une panne"),
}

VOLETS_DE_TRI = [(v.value, v.libelle) for v in VOLETS_DU_DOSSIER]
#: what is said of a proposal: for one column, for several
AVIS = {
    "Reconnue": ("reconnue", "reconnues"),
    "À confirmer": ("à confirmer", "à confirmer"),
    "À vérifier": ("à vérifier", "à vérifier"),
    "Triée texte par texte": ("triée texte par texte", "triées texte par texte"),
    "Laissée de côté": ("laissée de côté", "laissées de côté"),
}
A_L_ABRI = frozenset({Champ.SENSIBLE, Champ.OBSERVATION})


@dataclass(frozen=True, slots=True)
class Depot:
    """A past deposit on the first page."""

    id: UUID
    fichier: str
    creee_le: Any
    auteur: str
    etat: str
    libelle: str
    ouverte: bool
    crees: int | None


def depots(lues: Iterable[RepriseLue]) -> tuple[Depot, ...]:
    return tuple(
        Depot(
            r.id, r.fichier, r.creee_le, r.auteur, *ETATS[r.etat],
            ouverte=r.etat in ("deposee", "echouee"),
            crees=r.bilan["crees"] if r.bilan else None,
        )
        for r in lues
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColonneMontree:
    """A column of the file, its examples, the field chosen, and how sure the proposal is."""

    entete: str
    exemples: str
    champ: Any
    volet: str
    etat: str
    avis: str


@dataclass(frozen=True, slots=True)
class TableMontree:
    feuille: str
    lignes: str
    resume: str
    colonnes: tuple[ColonneMontree, ...]


def tables(lues: Sequence[Correspondance], form: ColonnesForm) -> tuple[TableMontree, ...]:
    """The tables found in the file, with their fields to correct."""
    return tuple(_table(i, t, form) for i, t in enumerate(lues))


def _table(i: int, t: Correspondance, form: ColonnesForm) -> TableMontree:
    colonnes = tuple(_colonne(c, form[f"c{i}-{c.indice}"]) for c in t.colonnes)
    avis = Counter(c.avis for c in colonnes)
    return TableMontree(
        t.feuille,
        f"lignes {t.zone.debut} à {t.zone.fin}",
        ", ".join(f"{n} {mots[n > 1]}" for a, mots in AVIS.items() if (n := avis[a])),
        colonnes,
    )


def _colonne(c: Colonne, champ: Any) -> ColonneMontree:
    etat, avis = _avis(c)
    exemples = " · ".join(e for e in c.exemples if e)
    if c.champ in A_L_ABRI:  # free text is never shown before it is sorted
        exemples = "contenu masqué pendant la reprise" if exemples else ""
    volet = VOLETS.get(c.champ)
    return ColonneMontree(
        c.entete or "(sans titre)", exemples, champ, volet.value if volet else "", etat, avis
    )


def _avis(c: Colonne) -> tuple[str, str]:
    if c.champ in (Champ.IGNORE, Champ.AGE):
        return "inc", "Laissée de côté"
    if c.champ in A_L_ABRI:
        return "info", "Triée texte par texte"
    if c.confiance > PROBABLE:
        return "ok", "Reconnue"
    return "att", "À confirmer" if c.confiance > FAIBLE else "À vérifier"


def bilan(lue: RepriseLue) -> dict[str, Any] | None:
    """The result, with the reasons why cells were left aside, the commonest first."""
    if lue.bilan is None:
        return None
    return {**lue.bilan, "raisons": list(lue.bilan["ignorees"].items())}


@dataclass(frozen=True, slots=True)
class TexteMontre:
    id: UUID
    dossier: UUID
    enfant: str
    texte: str
    colonne: str
    source: str
    suggestion: str
    volet: str


def lieu_en_mots(lieu: object) -> str:
    """«Suivi!12» reads «Suivi, ligne 12»."""
    return str(lieu).replace("!", ", ligne\xa0")


def textes(a_trier: Iterable[TexteATrier]) -> tuple[TexteMontre, ...]:
    """Texts to sort, with the volet suggested; nothing moves until the person says so."""
    return tuple(
        TexteMontre(
            t.id, t.dossier, t.enfant, t.texte, t.colonne, lieu_en_mots(t.source),
            t.suggestion, Volet(t.suggestion).libelle if t.suggestion else "",
        )
        for t in a_trier
    )  # fmt: skip
