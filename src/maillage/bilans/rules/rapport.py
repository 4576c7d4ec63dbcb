"""The annual report as values: sections, sentences, plots, tables, and where each figure comes from. Pure.

Made of one release, of what the coordination wrote for the survey, of the gap of réseaux, of the team's comments. No count of children
enters by another way than the release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from maillage.bilans.rules.blocs import Bloc, bloc_de
from maillage.bilans.rules.repartitions import (
    ensemble,
    precision,
    repartition,
)
from maillage.publications.rules.parutions import ParutionDetaillee

FAITS_MONTRES = 4


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report; the team may comment it."""

    code: str
    titre: str
    question: str
    blocs: tuple[Bloc, ...]
    commentaire: str = ""

    @property
    def courts(self) -> tuple[Bloc, ...]:
        """The same blocks, their plots kept to the first bars; one that has many and no short plot is told in words."""
        return tuple(
            replace(b, dessin=b.dessin_court) if b.dessin_court or b.sans_court else b
            for b in self.blocs
        )


@dataclass(frozen=True, slots=True)
class Fait:
    """A figure of the head: «environ», the figure, its words."""

    prefixe: str
    nombre: str
    mots: str


@dataclass(frozen=True, slots=True)
class Rapport:
    """The whole report. `faits`: the few figures of its head, each with its words."""

    programme: str
    annee: str
    numero: int
    titre: str
    faits: tuple[Fait, ...]
    sections: tuple[Section, ...]
    protection: str
    approuvee_le: str
    definitions: tuple[Mapping[str, object], ...]
    commentaires: Mapping[str, str] = field(default_factory=dict)

    def section(self, code: str) -> Section | None:
        return next((s for s in self.sections if s.code == code), None)


# code, title, question, axes
PLAN: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("public", "Les enfants accompagnés", "Qui sont les enfants du programme ?",
     ("age", "sexe", "cycle", "label", "quartier")),
    ("motifs", "Pourquoi ils sont venus", "Qu’est-ce qui inquiétait, et qui l’a dit ?", ("motif", "origine")),
    ("parcours", "Les parcours", "Combien commencent, continuent, finissent, et en combien de temps ?",
     ("arrivee", "issue", "duree", "individualise", "accord")),
    ("eps", "Le travail avec les partenaires", "Les situations sont-elles regardées à plusieurs, et avec l’école ?",
     ("eps", "evaluations")),
)  # fmt: skip


def sections_de_la_parution(
    lue: ParutionDetaillee, commentaires: Mapping[str, str]
) -> tuple[Section, ...]:
    """The sections that the release feeds; an axis that it does not hold is silent, a section without any says so."""
    dites = []
    for code, titre, question, axes in PLAN:
        lus = [r for a in axes if (r := repartition(lue, a)) is not None]
        blocs = tuple(bloc_de(lue, r) for r in lus if r.lignes)
        if not blocs:
            blocs = (
                Bloc(
                    "",
                    (
                        f"La publication n° {lue.parution.numero} ne porte aucun tableau sur cette question.",
                    ),
                ),
            )
        dites.append(Section(code, titre, question, blocs, commentaires.get(code, "")))
    return tuple(dites)


def titre_du_rapport(lue: ParutionDetaillee) -> str:
    """The finding that heads the report."""
    n, dit = ensemble(lue), precision(lue)
    if n is None:
        return f"L’année {lue.parution.annee_libelle} du programme de réussite éducative"
    return f"{dit.enfants(n)[:1].upper()}{dit.enfants(n)[1:]} accompagnés en {lue.parution.annee_libelle}"


def faits_du_rapport(lue: ParutionDetaillee) -> tuple[Fait, ...]:
    """Up to four figures with their words, those that the release lets say."""
    dit, n = precision(lue), ensemble(lue)
    faits = [(dit.nombre(n), "enfants accompagnés")] if n is not None else []
    voulus = (("arrivee", ("entree",), "entrés dans l’année"), ("eps", ("oui",), "situations examinées à plusieurs"),
              ("individualise", ("oui",), "parcours individualisés"), ("evaluations", ("2",), "vus deux fois avec l’école"))  # fmt: skip
    for axe, codes, mots in voulus:
        r = repartition(lue, axe)
        valeur = r.de(*codes) if r else None
        if valeur is not None:
            faits.append((dit.nombre(valeur), mots))
    return tuple(
        Fait("environ" if dit.arrondie and v[:1].isdigit() else "", v, mots)
        for v, mots in faits[:FAITS_MONTRES]
    )
