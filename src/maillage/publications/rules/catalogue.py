"""The catalogue: every table that may leave the house, the question that it answers, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from maillage.comptes.rules import Mission
from maillage.statistiques.rules.attentes import axe_de, natures

E, P, A = Mission.ELU, Mission.PILOTAGE, Mission.PARTENARIAT
TOUS = frozenset({E, P, A})
ELUS_ET_PILOTES = frozenset({E, P})
PILOTES = frozenset({P})
LECTEURS = TOUS


@dataclass(frozen=True, slots=True)
class TableDuCatalogue:
    """`dims`: axes, the rows first. `trimestre`: made of what is settled at entry, so that a period adds to the one before.

    `groupe`: tables chosen together and shown as one, a line for each; a child may be on several of them. `avec`: the table
    without which the auditor would not know what is impossible in this one.
    """

    code: str
    titre: str
    question: str
    dims: tuple[str, ...]
    indicateurs: tuple[str, ...] = ("enfants_suivis",)
    pour: frozenset[Mission] = TOUS
    trimestre: bool = True
    d_office: bool = True
    groupe: str = ""
    avec: str = ""


T = TableDuCatalogue
# code of a group of tables -> its title, its question
GROUPES: dict[str, tuple[str, str]] = {
    "actions_du_plan": ("Les actions du plan", "Quelles actions ont été menées avec les enfants et leurs parents ?"),
}  # fmt: skip


def _actions() -> tuple[TableDuCatalogue, ...]:
    """One table for each nature: a child may have several."""
    titre, question = GROUPES["actions_du_plan"]
    return tuple(
        T(axe_de(n), f"{titre} : {libelle}", question, (axe_de(n),), ("natures_d_action",),
          trimestre=False, groupe="actions_du_plan")
        for n, libelle in natures().items()
    )  # fmt: skip


CATALOGUE: tuple[TableDuCatalogue, ...] = (
    T("age_sexe", "Âge et sexe", "Quels enfants le programme accompagne-t-il ?", ("age", "sexe"),
      ("enfants_suivis", "ages", "sexes")),
    T("quartier", "Quartier", "D'où viennent les enfants ?", ("quartier",), ("enfants_suivis", "quartiers")),
    T("quartier_age", "Âge par quartier", "Les âges diffèrent-ils d'un quartier à l'autre ?",
      ("quartier", "age"), ("enfants_suivis", "quartiers", "ages")),
    T("quartier_sexe", "Filles et garçons par quartier", "Filles et garçons viennent-ils autant de chaque quartier ?",
      ("quartier", "sexe"), ("enfants_suivis", "quartiers", "sexes"), d_office=False),
    T("quartier_avant", "Quartier de l'ancienne carte", "Que dirait la carte d'avant 2024 ?", ("quartier_avant",),
      ("enfants_suivis", "quartiers"), pour=ELUS_ET_PILOTES, d_office=False),
    T("reseau", "Réseau d'éducation prioritaire", "De quels réseaux viennent les enfants ?", ("reseau",),
      ("enfants_suivis", "labels")),
    T("label", "REP, REP+ ou hors réseau", "Le programme touche-t-il l'éducation prioritaire ?", ("label",),
      ("enfants_suivis", "labels")),
    T("label_cycle", "Cycle scolaire et label", "À quels âges de l'école, dans quels réseaux ?", ("cycle", "label"),
      ("enfants_suivis", "labels")),
    T("cycle_sexe", "Cycle scolaire et sexe", "Filles et garçons sont-ils suivis aux mêmes moments ?",
      ("cycle", "sexe"), d_office=False),
    T("etablissement", "Établissement", "Combien d'enfants pour chaque école et collège ?", ("etablissement",),
      pour=PILOTES, d_office=False),
    T("motif", "Motif d'orientation", "Pourquoi les enfants sont-ils orientés ?", ("motif",),
      ("enfants_suivis", "motifs")),
    T("motif_sexe", "Motif, filles et garçons", "Oriente-t-on filles et garçons pour les mêmes raisons ?",
      ("motif", "sexe"), ("enfants_suivis", "motifs")),
    T("motif_age", "Motif par âge", "Les motifs changent-ils avec l'âge ?", ("motif", "age"),
      ("enfants_suivis", "motifs"), d_office=False),
    T("quartier_motif", "Motif par quartier", "Les motifs diffèrent-ils d'un quartier à l'autre ?",
      ("motif", "quartier"), ("enfants_suivis", "motifs"), pour=ELUS_ET_PILOTES),
    T("origine", "Qui oriente", "D'où viennent les demandes ?", ("origine",), ("enfants_suivis", "origines")),
    T("origine_cycle", "Qui oriente, par cycle", "L'école oriente-t-elle plus tôt que les autres ?",
      ("origine", "cycle"), ("enfants_suivis", "origines"), d_office=False),
    T("arrivee", "Arrivées de l'année", "Combien d'enfants entrent cette année ?", ("arrivee",), ("entrees",)),
    T("issue", "Où en sont les parcours", "Combien de parcours finissent, et pourquoi ?", ("issue",),
      ("sorties", "motifs_de_sortie"),
      trimestre=False),
    T("issue_age", "Où en sont les parcours, par âge", "Finit-on autrement selon l'âge ?", ("issue", "age"),
      ("sorties", "motifs_de_sortie"), pour=ELUS_ET_PILOTES, trimestre=False, d_office=False),
    T("duree", "Durée des parcours", "Combien de temps dure un parcours ?", ("duree",),
      ("duree_des_clos", "duree_en_cours"), trimestre=False),
    T("individualise", "Parcours individualisés", "Combien de parcours sont individualisés au sens de l'enquête ?",
      ("individualise",), ("individualises",), trimestre=False),
    T("accord", "Accord des familles", "Combien de familles ont dit oui ?", ("accord",), ("accords",),
      trimestre=False),
    T("eps", "Examen en équipe pluridisciplinaire", "Combien de situations sont examinées en EPS ?", ("eps",),
      ("situations_eps",), trimestre=False),
    T("evaluations", "Points avec les écoles", "Les deux points de l'année ont-ils lieu ?",
      ("evaluations", "label"), ("couverture_evaluations",), trimestre=False),
    *_actions(),
    T("attente", "Attentes du droit commun", "Depuis quand attend-on qu’une action du droit commun commence ?",
      ("attente",), ("attentes_droit_commun", "delais_droit_commun"), trimestre=False),
    T("attendu", "Domaines attendus du droit commun", "Dans quels domaines attend-on ?", ("attendu",),
      ("attentes_droit_commun",), trimestre=False, avec="attente"),
    T("quartier_attente", "Attentes par quartier", "Attend-on plus longtemps dans certains quartiers ?",
      ("quartier", "attente"), ("attentes_droit_commun", "quartiers"), pour=ELUS_ET_PILOTES, trimestre=False, d_office=False),
)  # fmt: skip
PAR_CODE = {t.code: t for t in CATALOGUE}


def proposees(*, trimestre: bool) -> tuple[TableDuCatalogue, ...]:
    """The tables that a release may hold: those of the state at the end of the year come with the whole year only."""
    return tuple(t for t in CATALOGUE if t.trimestre or not trimestre)


def choisies(codes: Iterable[str]) -> tuple[TableDuCatalogue, ...]:
    """These tables and those that they come with, in the order of the catalogue; a group stands for its tables.

    Unknown codes are left out.
    """
    voulues = set(codes)
    voulues |= {t.avec for t in CATALOGUE if t.code in voulues and t.avec}
    return tuple(t for t in CATALOGUE if voulues & {t.code, t.groupe or t.code})


def offertes() -> tuple[TableDuCatalogue, ...]:
    """What is chosen on a form: a group once, under its own code and title."""
    lues: dict[str, TableDuCatalogue] = {}
    for t in CATALOGUE:
        titre = GROUPES[t.groupe][0] if t.groupe else t.titre
        lues.setdefault(t.groupe or t.code, replace(t, code=t.groupe or t.code, titre=titre))
    return tuple(lues.values())


def titres(codes: Iterable[str]) -> tuple[str, ...]:
    """The titles of these tables, that of a group once."""
    lues = (PAR_CODE[c] for c in codes if c in PAR_CODE)
    return tuple(dict.fromkeys(GROUPES[t.groupe][0] if t.groupe else t.titre for t in lues))
