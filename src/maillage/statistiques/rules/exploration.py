"""A question of the team: one indicator, some of the children, crossed by one or two axes. Inside the cercle only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maillage.statistiques.rules.axes import Axe, Modalite
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.mesures import valeurs
from maillage.statistiques.rules.observations import Observation
from maillage.statistiques.rules.suivis import EnfantCompte
from maillage.statistiques.rules.valeurs import Valeur

# Indicators that a crossing makes sense of: one number, its part, or a duration. Breakdowns are axes already.
CROISABLES = (
    "enfants_suivis",
    "entrees",
    "sorties",
    "individualises",
    "accords",
    "situations_eps",
    "couverture_evaluations",
    "changements",
    "duree_des_clos",
    "duree_en_cours",
    "delais_droit_commun",
    "attentes_droit_commun",
    "natures_d_action",
)
Vus = list[tuple[EnfantCompte, Observation]]


@dataclass(frozen=True, slots=True)
class Exploration:
    """What is asked. `filtres`: axis -> codes kept, empty meaning all of them."""

    indicateur: str
    lignes: str
    colonnes: str = ""
    filtres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def garde(self, o: Observation) -> bool:
        return all(not codes or o.codes[axe] in codes for axe, codes in self.filtres.items())


@dataclass(frozen=True, slots=True)
class LigneDeReponse:
    """A row: its modality, a value for each column, and for the row as a whole. None: no child is there."""

    modalite: Modalite
    cases: tuple[Valeur | None, ...]
    ensemble: Valeur


@dataclass(frozen=True, slots=True)
class ReponseCroisee:
    """The answer. Rows and columns where no child of the selection is are not shown, and counted in `vides`."""

    exploration: Exploration
    axe_lignes: Axe
    axe_colonnes: Axe | None
    colonnes: tuple[Modalite, ...]
    lignes: tuple[LigneDeReponse, ...]
    bas: tuple[Valeur, ...]  # the columns as wholes
    ensemble: Valeur
    enfants: int
    vides: int


def repondre(
    question: Exploration, faits: FaitsDeLAnnee, axes: Sequence[Axe], dits: Sequence[Observation]
) -> ReponseCroisee:
    """Cross the children followed. `dits`: their observations on the closed lists of the axes, in the order of `faits`.

    Each child is on one row and in one column: counts add up. Durations and parts are those of the group, never averages
    of averages.
    """
    connus = {a.nom: a for a in axes}
    en_lignes, en_colonnes = connus[question.lignes], connus.get(question.colonnes)
    gardes = [(e, o) for (e, _), o in zip(faits.suivis, dits, strict=True) if question.garde(o)]
    rangees, hautes, cases = _partager(gardes, question)

    def dire(vus: Vus) -> Valeur:
        return valeurs(question.indicateur, faits.de(vus))

    lignes = [m for m in en_lignes.modalites if m.code in rangees]
    colonnes = [m for m in en_colonnes.modalites if m.code in hautes] if en_colonnes else []
    possibles = len(en_lignes.modalites) + (len(en_colonnes.modalites) if en_colonnes else 0)
    return ReponseCroisee(
        question,
        en_lignes,
        en_colonnes,
        tuple(colonnes),
        tuple(
            LigneDeReponse(
                m,
                tuple(dire(v) if (v := cases.get((m.code, c.code))) else None for c in colonnes),
                dire(rangees[m.code]),
            )
            for m in lignes
        ),
        tuple(dire(hautes[c.code]) for c in colonnes),
        dire(gardes),
        len(gardes),
        possibles - len(lignes) - len(colonnes),
    )


def _partager(
    gardes: Vus, question: Exploration
) -> tuple[dict[str, Vus], dict[str, Vus], dict[tuple[str, str], Vus]]:
    """The children by row, by column, by cell: one walk."""
    rangees: dict[str, Vus] = defaultdict(list)
    hautes: dict[str, Vus] = defaultdict(list)
    cases: dict[tuple[str, str], Vus] = defaultdict(list)
    for vu in gardes:
        ligne = vu[1].codes[question.lignes]
        rangees[ligne].append(vu)
        if question.colonnes:
            colonne = vu[1].codes[question.colonnes]
            hautes[colonne].append(vu)
            cases[ligne, colonne].append(vu)
    return rangees, hautes, cases
