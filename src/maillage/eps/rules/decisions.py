"""What is decided (N26), what it does to the parcours, and what of it each member may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.notions.nomenclatures import charger
from maillage.notions.temps import MOIS
from maillage.parcours.rules.passages import Passage

AJOURNEMENT, POURSUITE, SORTIE = "ajournement", "poursuite", "sortie"
DANGER = "evaluation_du_danger_par_le_professionnel_competent"
# The competent professional alone knows of it: it leaves the séance in nobody's part.
RESERVEES = frozenset({DANGER})
CONTRAIRES = (
    (AJOURNEMENT, POURSUITE), (AJOURNEMENT, SORTIE), (AJOURNEMENT, "ouverture_d_un_parcours"),
    (POURSUITE, SORTIE), ("ouverture_d_un_parcours", SORTIE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TacheDecidee:
    """Something to do, by a poste, before a day. `a_tous`: every member invited on the situation reads it."""

    libelle: str
    poste: UUID
    responsable: str
    echeance: date
    a_tous: bool = True


@dataclass(frozen=True, slots=True)
class Decidee:
    """What a séance decided of one situation."""

    codes: tuple[str, ...] = ()
    precision: str = ""
    a_tous: bool = True  # the precision may be read by every member invited
    taches: tuple[TacheDecidee, ...] = ()

    @property
    def libelles(self) -> tuple[str, ...]:
        return tuple(charger("n26").libelle(c) for c in self.codes)


def contraires(codes: Collection[str]) -> tuple[str, str] | None:
    """Two decisions that cannot be taken together, by their words."""
    for un, autre in CONTRAIRES:
        if un in codes and autre in codes:
            return charger("n26").libelle(un), charger("n26").libelle(autre)
    return None


def passages_de(codes: Collection[str], *, reexamen: bool) -> tuple[Passage, ...]:
    """The passages that these decisions ask for, in their order. Nothing else changes the stage."""
    if not reexamen:
        suite = (Passage.AJOURNER,) if AJOURNEMENT in codes else ()
        return (Passage.EXAMINER, *suite)
    if POURSUITE in codes:
        return (Passage.POURSUIVRE,)
    return (Passage.PREPARER_SORTIE,) if SORTIE in codes else ()


def part_de(decidee: Decidee, postes: Collection[UUID]) -> Decidee:
    """What a member who was invited on the situation may read: common decisions, and what is hers to do."""
    return Decidee(
        codes=tuple(c for c in decidee.codes if c not in RESERVEES),
        precision=decidee.precision if decidee.a_tous else "",
        a_tous=decidee.a_tous,
        taches=tuple(t for t in decidee.taches if t.a_tous or t.poste in postes),
    )


def ecrire_la_part(titre: str, part: Decidee) -> str:
    """The part as a text to keep with the extracts of its reader."""
    lignes = [titre, "", "Décidé : " + (", ".join(part.libelles) or "rien qui vous concerne") + "."]
    if part.precision:
        lignes += ["", part.precision.strip()]
    if part.taches:
        lignes += ["", "À faire :", *(f"• {phrase}" for phrase in phrases(part.taches))]
    return "\n".join(lignes)


def phrases(taches: Iterable[TacheDecidee]) -> tuple[str, ...]:
    """Each thing to do as one sentence: what, who, before when."""
    return tuple(f"{t.libelle} ({t.responsable}, avant le {jour(t.echeance)})" for t in taches)


def jour(le: date) -> str:
    """A day as French writes it."""
    return f"{'1er' if le.day == 1 else le.day} {MOIS[le.month - 1]} {le.year}"
