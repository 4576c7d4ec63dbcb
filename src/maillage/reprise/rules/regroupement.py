"""Rows that speak of the same child: gathered only when the file itself says so, otherwise proposed to a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from maillage.enfants.rules.fiches import Doublon, Fiche
from maillage.reprise.rules.noms import cle_d_identite
from maillage.reprise.rules.plan import (
    EnfantLu,
    Lieu,
    LigneLue,
    PaireAConfirmer,
    Ressources,
)

_REUNIES = frozenset(
    {
        "responsables",
        "telephones",
        "emails",
        "motifs",
        "eps",
        "points_ecole",
        "actions",
        "mois",
        "textes",
    }
)
_DATEES = frozenset({"entree", "date_reception"})  # the earliest one stands for the child
_FINALES = frozenset(
    {"sortie", "motif_sortie", "sortie_prevue"}
)  # only the last year can close a parcours
Suites = dict[Lieu, tuple[LigneLue, ...]]


def regrouper(lignes: Sequence[LigneLue], suites: Suites) -> tuple[EnfantLu, ...]:
    """One child per row, except a child found once in each of several years."""
    groupes: dict[tuple[str, str], list[LigneLue]] = defaultdict(list)
    seules: list[list[LigneLue]] = []
    for ligne in lignes:
        if ligne.periode and ligne.naissance is not None and ligne.naissance.complete:
            groupes[cle_d_identite(ligne.nom, ligne.prenom), str(ligne.naissance)].append(ligne)
        else:
            seules.append([ligne])
    for groupe in groupes.values():
        seules.extend(_par_annee(groupe))
    rang = {ligne.lieu: n for n, ligne in enumerate(lignes)}
    seules.sort(key=lambda g: rang[g[0].lieu])
    return tuple(_enfant(groupe, suites) for groupe in seules)


def _par_annee(groupe: list[LigneLue]) -> list[list[LigneLue]]:
    """Years (or months) that hold the child once are gathered; one that holds it twice is left to a person."""
    fois = Counter(ligne.periode for ligne in groupe)
    sexes = {ligne.sexe for ligne in groupe if ligne.sexe}
    if len(sexes) > 1:
        return [[ligne] for ligne in groupe]
    unies = [ligne for ligne in groupe if fois[ligne.periode] == 1]
    autres = [[ligne] for ligne in groupe if fois[ligne.periode] > 1]
    return ([unies] if unies else []) + autres


def _enfant(groupe: list[LigneLue], suites: Suites) -> EnfantLu:
    toutes = [x for ligne in groupe for x in (ligne, *suites.get(ligne.lieu, ()))]
    ordonnees = sorted(toutes, key=lambda x: x.annee or 0)
    lieu = groupe[0].lieu
    cle = f"{lieu}:{lieu.colonne}" if lieu.colonne else str(lieu)
    return EnfantLu(cle, _ensemble(ordonnees), tuple(toutes))


def _ensemble(lignes: list[LigneLue]) -> LigneLue:
    if len(lignes) == 1:
        return lignes[0]
    valeurs: dict[str, Any] = {}
    for champ in fields(LigneLue):
        vues = [getattr(ligne, champ.name) for ligne in lignes]
        pleines = [v for v in vues if v not in (None, "", ())]
        if champ.name in _REUNIES:
            reunies = dict.fromkeys(x for v in vues for x in v)
            valeurs[champ.name] = tuple(sorted(reunies) if champ.name == "eps" else reunies)
        elif champ.name in _DATEES:
            valeurs[champ.name] = min(pleines, key=lambda d: d.premier_jour, default=None)
        elif champ.name in _FINALES:
            valeurs[champ.name] = _finale(lignes, champ.name)
        elif pleines:
            valeurs[champ.name] = pleines[-1]
    premiere = lignes[0]
    return replace(
        premiere,
        **{**valeurs, "lieu": premiere.lieu, "nom": premiere.nom or valeurs.get("nom", "")},
    )


def _finale(lignes: list[LigneLue], champ: str) -> Any:
    derniere = max((ligne.annee or 0) for ligne in lignes)
    vues = [getattr(ligne, champ) for ligne in lignes if (ligne.annee or 0) == derniere]
    return next((v for v in reversed(vues) if v is not None), None)


def a_confirmer(enfants: Iterable[EnfantLu], ressources: Ressources) -> tuple[PaireAConfirmer, ...]:
    """Look-alikes, with their reasons. Brothers, sisters and twins are not proposed."""
    par_cle = {e.cle: e for e in enfants}
    fiches = [_fiche(e) for e in par_cle.values()]
    paires = [d for d in ressources.rapprocher(fiches) if d.classe == "doublon"]
    lieux = {cle: e.lignes[0].lieu for cle, e in par_cle.items()}
    return tuple(
        sorted(
            (_paire(d, lieux) for d in paires),
            key=lambda p: (p.a.feuille, p.a.ligne, p.b.feuille, p.b.ligne),
        )
    )


def _paire(doublon: Doublon, lieux: dict[str, Lieu]) -> PaireAConfirmer:
    a, b = sorted((lieux[doublon.a], lieux[doublon.b]), key=lambda x: (x.feuille, x.ligne))
    return PaireAConfirmer(a, b, doublon.score, tuple(r.phrase for r in doublon.raisons))


def _fiche(enfant: EnfantLu) -> Fiche:
    e = enfant.ensemble
    telephone = e.telephones[0] if e.telephones else ""
    return Fiche(
        enfant.cle,
        e.nom,
        e.prenom,
        e.naissance,
        e.sexe,
        e.adresse,
        e.uai or e.etablissement,
        telephone,
    )
