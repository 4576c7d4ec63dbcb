"""Released tables as pages show them: rows, columns, shares, bars. Made of released figures only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.notions.decision import Decision, Motif, Texte
from maillage.publications.rules.parutions import (
    RECOUVREMENT,
    TOTAL,
    Groupe,
    ParutionDetaillee,
    TablePubliee,
    par_groupe,
    parts_de_cent,
)
from maillage.statistiques.rules.axes import OUI

SECRET = Texte("Loi n° 51-711 du 7 juin 1951, art. 6 : secret statistique")
BASE_DES_PARTS = 20  # no percentage of fewer children
LARGEUR, PLACE, HAUT = 520, 70, 48  # of a drawing: whole, room of the figure, words over their bar
MASQUEE = 90  # hatched, of no figure


@dataclass(frozen=True, slots=True)
class Case:
    """One figure. None: hidden, and why is told by `decision`, the same words for every hidden cell."""

    valeur: int | None
    objet: str
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Ligne:
    libelle: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Barre:
    """One bar of a drawing. `largeur` is None when the figure is hidden."""

    libelle: str
    valeur: int | None
    y: int
    largeur: int | None
    fin: int


@dataclass(frozen=True, slots=True)
class TableauPublie:
    """A table ready to be drawn, with its bars and what it answers."""

    id: str
    titre: str
    question: str
    base: str
    colonnes: tuple[str, ...]
    lignes: tuple[Ligne, ...]
    total: Ligne | None
    barres: tuple[Barre, ...]
    hauteur: int
    definitions: tuple[Mapping[str, Any], ...]
    tues: int
    vides: int
    phrase: str


def pourquoi_masquee(lue: ParutionDetaillee) -> Decision:
    """Why a cell is hidden: never whether it is small itself, or helps to find one that is."""
    motif = Motif(
        "case_masquee",
        "Elle compte peu d'enfants, ou aiderait à retrouver une case qui en compte peu. Nous ne disons pas"
        " laquelle des deux.",
        {
            "Seuil": f"moins de {lue.seuil} enfants",
            "Vérifié": "avec tout ce qui a déjà été publié cette année",
        },
    )
    return Decision(False, motif, SECRET)


def tableaux(lue: ParutionDetaillee, mission: str = "") -> tuple[TableauPublie, ...]:
    """The tables of a release meant for a mission; all of them when no mission is named."""
    connues = {d["code"]: d for d in lue.definitions}
    voulues = [t for t in lue.tables if not mission or mission in t.pour]
    return tuple(
        _groupe(lue, siennes, connues) if siennes[0].groupe else _tableau(lue, siennes[0], connues)
        for siennes in par_groupe(voulues)
    )


def _groupe(
    lue: ParutionDetaillee,
    siennes: tuple[TablePubliee, ...],
    connues: Mapping[str, Mapping[str, Any]],
) -> TableauPublie:
    """Tables of one question each, as the lines of one: how many children said yes to each."""
    groupe, tout = siennes[0].groupe or Groupe("", "", ""), siennes[0].valeur()
    lus = [(t.ligne, t, t.valeur(**{t.dims[0]: OUI})) for t in siennes]
    montrees = [(mot, t, v) for mot, t, v in lus if v != 0]
    assez = (tout or 0) >= BASE_DES_PARTS
    lignes = tuple(
        Ligne(mot, (Case(v, mot, t.part(**{t.dims[0]: OUI}) if assez else None),))
        for mot, t, v in montrees
    )
    barres = _barres([(mot, v) for mot, _, v in montrees])
    return TableauPublie(
        id=groupe.code,
        titre=groupe.titre,
        question=groupe.question,
        base=f"{_base(lue, tout)} {RECOUVREMENT}",
        colonnes=("Au moins une fois", "Enfants"),
        lignes=lignes,
        total=Ligne("Ensemble des enfants suivis", (Case(tout, "Ensemble"),)),
        barres=barres,
        hauteur=HAUT * len(barres),
        definitions=tuple(connues[i] for i in siennes[0].indicateurs if i in connues),
        tues=sum(v is None for _, _, v in montrees),
        vides=len(lus) - len(montrees),
        phrase=_phrase(lue, lignes),
    )


def _tableau(
    lue: ParutionDetaillee, t: TablePubliee, connues: Mapping[str, Mapping[str, Any]]
) -> TableauPublie:
    lignes_dim, *reste = t.dims
    colonnes_dim = reste[0] if reste else None
    rangs = [c for c in _labels(lue, lignes_dim) if t.valeur(**{lignes_dim: c}) != 0]
    cols = _labels(lue, colonnes_dim) if colonnes_dim else ()
    cols = tuple(c for c in cols if t.valeur(**{str(colonnes_dim): c}) != 0)
    sommes = [t.valeur(**{lignes_dim: c}) for c in rangs]
    tout = t.valeur()
    parts = parts_de_cent(sommes, tout) if (tout or 0) >= BASE_DES_PARTS else [None] * len(rangs)

    def ligne(code: str, part: int | None) -> Ligne:
        mot = lue.mot(lignes_dim, code)
        dedans = [
            Case(t.valeur(**{lignes_dim: code, str(colonnes_dim): c}),
                 f"{mot}, {lue.mot(str(colonnes_dim), c)}") for c in cols
        ]  # fmt: skip
        return Ligne(mot, (*dedans, Case(t.valeur(**{lignes_dim: code}), mot, part)))

    lignes = tuple(ligne(c, p) for c, p in zip(rangs, parts, strict=True))
    barres = _barres([(lue.mot(lignes_dim, c), v) for c, v in zip(rangs, sommes, strict=True)])
    return TableauPublie(
        id=t.id,
        titre=t.titre,
        question=t.question,
        base=_base(lue, tout),
        colonnes=(
            lue.etiquettes[lignes_dim].libelle,
            *(lue.mot(str(colonnes_dim), c) for c in cols), "Ensemble",
        ),
        lignes=lignes,
        total=ligne(TOTAL, None),
        barres=barres,
        hauteur=HAUT * len(barres),
        definitions=tuple(connues[i] for i in t.indicateurs if i in connues),
        tues=t.tues,
        vides=len(_labels(lue, lignes_dim)) - len(rangs),
        phrase=_phrase(lue, lignes),
    )  # fmt: skip


def _labels(lue: ParutionDetaillee, dim: str) -> tuple[str, ...]:
    return tuple(lue.etiquettes[dim].labels)


def _base(lue: ParutionDetaillee, tout: int | None) -> str:
    if tout is None:
        return "Nombre d'enfants ; le total est masqué."
    environ = "environ " if lue.parution.arrondie else ""
    return f"Nombre d'enfants, sur {environ}{tout}."


def _barres(lus: list[tuple[str, int | None]]) -> tuple[Barre, ...]:
    """Bars from zero, on the same scale."""
    plus = max((v for _, v in lus if v), default=0)
    place = LARGEUR - PLACE
    faites = []
    for rang, (mot, v) in enumerate(lus):
        largeur = None if v is None else round(place * v / plus) if plus else 0
        fin = (MASQUEE if largeur is None else largeur) + 8
        faites.append(Barre(mot, v, rang * HAUT, largeur, fin))
    return tuple(faites)


def _phrase(lue: ParutionDetaillee, lignes: tuple[Ligne, ...]) -> str:
    """What the drawing shows, in a sentence: the largest row, without judgement."""
    if not lignes:
        return ""
    connues = [(li.cases[-1].valeur or 0, li) for li in lignes if li.cases[-1].valeur is not None]
    if not connues:
        return "Aucun nombre de ce tableau ne peut être montré."
    n, li = max(connues, key=lambda c: c[0])
    environ = "environ " if lue.parution.arrondie else ""
    part = li.cases[-1].part
    suite = f", soit {part} %" if part is not None else ""
    return f"{li.libelle} : {environ}{n} enfants{suite}."
