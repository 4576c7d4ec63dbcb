"""What the plans tell the report, from the release alone: actions by nature, what is waited for. And what nobody records yet. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from maillage.bilans.rules.blocs import Bloc, bloc_de
from maillage.bilans.rules.dessin import Dessin
from maillage.bilans.rules.francais import Precision, liste, minuscule
from maillage.bilans.rules.graphiques import Barre, barres
from maillage.bilans.rules.parties import PARTIES
from maillage.bilans.rules.rapport import Section
from maillage.bilans.rules.repartitions import lisibles, precision, repartition
from maillage.publications.rules.parutions import (
    RECOUVREMENT,
    ParutionDetaillee,
    TablePubliee,
    par_groupe,
)
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.statistiques.rules.axes import OUI

ACTIONS = "actions_du_plan"
Ligne = tuple[str, int | None]
PRESENCES = Bloc(
    "Les présences, pas encore comptées",
    (
        "Maillage ne tient pas encore les feuilles de présence des ateliers : rien n’est dit ici de qui est venu.",
    ),
)
PERSONNE = Bloc("", ("Trop peu d’enfants sont comptés pour que ces tableaux se lisent.",))
SERVICES = Bloc(
    "Le service attendu, pas encore compté",
    (
        "Une action proposée attend la réponse de la famille, une action acceptée ou en liste d’attente attend une place : elles sont comptées ensemble.",
        "Le service attendu est écrit en toutes lettres dans les plans, et n’est jamais lu : seul le domaine de l’objectif est compté.",
        "Les réponses que personne n’a trouvées ne sont pas enregistrées : l’équipe les dit dans son commentaire.",
    ),
)


def section_des_actions(lue: ParutionDetaillee, commentaires: Mapping[str, str]) -> Section:
    """How many children had each nature of action."""
    bloc = _actions(lue) or _sans_tableau(lue, "les actions du plan")
    return Section(
        "actions", "Les actions", "Que fait-on avec les enfants et leurs parents ?",
        (bloc, PRESENCES), commentaires.get("actions", ""),
    )  # fmt: skip


def section_des_manques(lue: ParutionDetaillee, commentaires: Mapping[str, str]) -> Section:
    """How many children wait for an ordinary service, for how long, in which domains."""
    lus = [r for a in ("attente", "attendu") if (r := repartition(lue, a)) is not None]
    blocs = tuple(bloc_de(lue, r) for r in lus if r.lignes)
    return Section(
        "manques", PARTIES["manques"], "Quelles actions du droit commun attendent de commencer ?",
        (*(blocs or (PERSONNE if lus else _sans_tableau(lue, "les attentes"),)), SERVICES),
        commentaires.get("manques", ""),
    )  # fmt: skip


def _sans_tableau(lue: ParutionDetaillee, quoi: str) -> Bloc:
    dit = f"La publication n° {lue.parution.numero} ne porte aucun tableau sur {quoi}."
    plus_tard = "Ces tableaux paraissent avec l’année entière."
    entiere = lue.parution.periode == PeriodeScolaire.ANNEE
    return Bloc("", (dit,) if entiere else (dit, plus_tard))


def tables_des_actions(lue: ParutionDetaillee) -> tuple[TablePubliee, ...]:
    """The tables of the actions that every reader of the release reads."""
    groupes = par_groupe(lisibles(lue))
    return next((g for g in groupes if g[0].groupe and g[0].groupe.code == ACTIONS), ())


def actions_menees(lue: ParutionDetaillee) -> tuple[Ligne, ...]:
    """Each nature with the children who had it, the most numerous first; those that nobody had are left out."""
    lues = [(t.ligne, t.valeur(**{t.dims[0]: OUI})) for t in tables_des_actions(lue)]
    return tuple(sorted((x for x in lues if x[1] != 0), key=lambda x: (x[1] is None, -(x[1] or 0))))


def _actions(lue: ParutionDetaillee) -> Bloc | None:
    tables, lignes, dit = tables_des_actions(lue), actions_menees(lue), precision(lue)
    if not tables or tables[0].groupe is None:
        return None
    groupe, tout = tables[0].groupe, tables[0].valeur()
    mots = {str(d["code"]): str(d["libelle"]) for d in lue.definitions}
    nature = f"arrondis à un multiple de {dit.base}" if dit.arrondie else "exacts"
    return Bloc(
        titre=groupe.titre,
        phrases=_phrases(lignes, len(tables), dit),
        sous_titre=f"En nombre d’enfants, {nature}. Un enfant compte une fois par ligne.",
        dessin=_dessiner(lignes, dit),
        colonnes=("Nature de l’action", "Enfants"),
        lignes=(
            *((mot, dit.nombre(v)) for mot, v in lignes),
            ("Ensemble des enfants suivis", dit.nombre(tout)),
        ),
        source=f"Publication n° {lue.parution.numero}, tableau « {groupe.titre} ».",
        definitions=tuple((c, mots.get(c, c)) for c in tables[0].indicateurs),
        table=groupe.code,
        a_un_total=True,
    )


def _phrases(lignes: tuple[Ligne, ...], natures: int, dit: Precision) -> tuple[str, ...]:
    rien = f"moins de {dit.base} enfants" if dit.arrondie else "aucun enfant"
    if not lignes:
        return (f"Pour chaque nature d’action, {rien} : il n’y a rien à montrer.",)
    dites = [_tete(lignes, dit), RECOUVREMENT]
    tues = sum(v is None for _, v in lignes)
    if tues:
        s = "s" if tues > 1 else ""
        dites.append(f"{tues} nombre{s} masqué{s} pour ne reconnaître personne.")
    if natures > len(lignes):
        dites.append(f"Une nature qui n’est pas montrée compte {rien}.")
    return tuple(d for d in dites if d)


def _tete(lignes: tuple[Ligne, ...], dit: Precision) -> str:
    """The most frequent, with those that rounding cannot tell from it; nothing when a hidden one could be first."""
    connues = [(mot, v) for mot, v in lignes if v]
    if not connues or len(connues) < len(lignes):
        return ""
    marge, plus = (dit.base if dit.arrondie else 0), max(v for _, v in connues)
    if plus <= marge:  # those that are not shown may be as many
        return ""
    tetes = [(mot, v) for mot, v in connues if v >= plus - marge]
    if len(tetes) > 1:
        mots = liste([f"« {mot} »" for mot, _ in tetes])
        return f"Les actions les plus fréquentes, à peu près à égalité : {mots}."
    ((mot, v),) = tetes
    return f"L’action la plus fréquente : {minuscule(mot)} ({dit.enfants(v)})."


def _dessiner(lignes: tuple[Ligne, ...], dit: Precision) -> Dessin | None:
    """All of them, on every page: children are on several lines, a tail would add up nothing."""
    montrees = [Barre(mot, v, dit.nombre(v)) for mot, v in lignes]
    dites = " ; ".join(f"{b.libelle} : {b.texte}" for b in montrees)
    return barres(montrees, f"Les actions du plan. {dites}.") if montrees else None
