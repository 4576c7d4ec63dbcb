"""Sections that no release feeds: means and partners as the coordination wrote them, séances of the EPS, the gap of réseaux."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from maillage.bilans.rules.bloc_des_seances import bloc_des_seances
from maillage.bilans.rules.blocs import Bloc
from maillage.bilans.rules.francais import liste
from maillage.bilans.rules.graphiques import (
    Barre,
    barres,
    decrire_les_ecarts,
    ecarts_dans_le_temps,
    points,
)
from maillage.bilans.rules.nombres import ecrire_nombre
from maillage.bilans.rules.rapport import Section
from maillage.bilans.rules.rubriques import RubriqueEcrite, rubrique_ecrite
from maillage.bilans.rules.seances import AUCUNE_SEANCE, SeancesDeLAnnee
from maillage.bilans.rules.tableau_rep import EcartDAnnee

ECRIT = "Écrit par la coordination pour l’enquête annuelle."
Ecrites = Mapping[str, Decimal]


def _connues(r: RubriqueEcrite, ecrites: Ecrites) -> list[tuple[str, Decimal]]:
    paires = zip(r.lignes, r.codes, strict=True)
    return [(libelle, ecrites[c]) for (_, libelle), c in paires if ecrites.get(c)]


def _bloc(code: str, ecrites: Ecrites, phrase: str) -> Bloc | None:
    """A written section: its sum in a sentence, each of its lines in the table; None when nothing was written."""
    r = rubrique_ecrite(code)
    connues = _connues(r, ecrites) if r else []
    if r is None or not connues:
        return None
    somme = sum((v for _, v in connues), Decimal(0))
    unite = r.unite.libelle
    dites = tuple((libelle, f"{ecrire_nombre(v)} {unite}") for libelle, v in connues)
    tetes = [
        Barre(libelle, round(v), ecrire_nombre(v))
        for libelle, v in sorted(connues, key=lambda x: -x[1])[:6]
    ]
    description = f"{r.titre}. " + " ; ".join(" : ".join(d) for d in dites) + "."
    return Bloc(
        titre=r.titre,
        phrases=(phrase.format(somme=ecrire_nombre(somme), n=len(connues)),),
        sous_titre=r.base,
        dessin=barres(tetes, description) if code == "ressources" else None,
        colonnes=(r.titre, unite),
        lignes=(*dites, (r.total or "Ensemble", f"{ecrire_nombre(somme)} {unite}")),
        source=ECRIT,
        a_un_total=True,
    )


def section_des_moyens(ecrites: Ecrites, commentaires: Mapping[str, str]) -> Section:
    """Team, money, contributions that are no money."""
    blocs = [
        _bloc("equipe", ecrites, "L’équipe compte {somme} équivalents temps plein."),
        _bloc("ressources", ecrites, "Le programme a reçu {somme} €."),
        _bloc("contributions", ecrites, "S’y ajoutent des contributions non financières, estimées à {somme} €."),
        _bloc("depenses", ecrites, "Le programme a dépensé {somme} €."),
    ]  # fmt: skip
    dits = tuple(b for b in blocs if b)
    vide = Bloc(
        "",
        (
            "L’équipe, les financements et les contributions ne sont pas encore écrits pour cette année.",
        ),
    )
    return Section(
        "moyens",
        "Les moyens",
        "Avec qui, et avec quoi ?",
        dits or (vide,),
        commentaires.get("moyens", ""),
    )


def section_de_la_gouvernance(
    ecrites: Ecrites, commentaires: Mapping[str, str], tenues: SeancesDeLAnnee = AUCUNE_SEANCE
) -> Section:
    """Partners by kind, séances of the EPS that may be told (`seances_dicibles`)."""
    r = rubrique_ecrite("partenaires")
    connues = _connues(r, ecrites) if r else []
    bloc = _bloc(
        "partenaires",
        ecrites,
        "Le programme a travaillé avec {somme} structures partenaires, de {n} sortes.",
    )
    if bloc and len(connues) == 1 and connues[0][1] == 1:
        bloc = replace(bloc, phrases=("Le programme a travaillé avec une structure partenaire.",))
    instances = Bloc(
        "Instances",
        (
            "Maillage n’enregistre pas encore les comités de pilotage ni leurs décisions : l’équipe les dit dans son commentaire.",
        ),
    )
    return Section(
        "gouvernance", "Les partenaires et la gouvernance", "Qui conduit le programme, et avec qui ?",
        tuple(b for b in (bloc, bloc_des_seances(tenues), instances) if b), commentaires.get("gouvernance", ""),
    )  # fmt: skip


def section_des_reseaux(
    reseaux: Sequence[tuple[str, tuple[EcartDAnnee, ...]]], commentaires: Mapping[str, str]
) -> Section | None:
    """The gap of each réseau that has one; None when none is known. Years that would speak of a few pupils stay inside."""
    dicibles = (
        (nom, tuple(e for e in ecarts if not e.reseau.parle_de_peu)) for nom, ecarts in reseaux
    )
    blocs = tuple(_reseau(nom, e) for nom, e in dicibles if e)
    if not blocs:
        return None
    return Section(
        "reseaux", "Vers « moins de 10 % » d’écart", "Les élèves des réseaux rattrapent-ils les autres en fin de CM2 ?",
        blocs, commentaires.get("reseaux", ""),
    )  # fmt: skip


def _reseau(nom: str, ecarts: tuple[EcartDAnnee, ...]) -> Bloc:
    dits = decrire_les_ecarts(ecarts)
    precaution = (
        "Il concerne tous les élèves du réseau : on ne peut pas l’attribuer au seul programme."
    )
    lignes = tuple(
        (str(e.rentree), f"{e.reseau.nombre} sur {e.reseau.effectif}", points(e.ecart.points),
         f"{points(e.ecart.bas)} à {points(e.ecart.haut)}")
        for e in ecarts
    )  # fmt: skip
    return Bloc(
        titre=nom,
        phrases=(dits, precaution),
        sous_titre="Maîtrise du français en fin de CM2, écart en points avec « hors éducation prioritaire », intervalle à 95 %.",
        dessin=ecarts_dans_le_temps(ecarts, dits),
        colonnes=("Rentrée", "Réseau", "Écart en points", "Intervalle"),
        lignes=lignes,
        source=f"Tableau de bord REP. {liste(sorted({e.reste.source for e in ecarts}))}.",
    )
