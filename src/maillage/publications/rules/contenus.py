"""The content that is signed: tables, words, definitions. Made of what the auditor let go, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any
from uuid import UUID

from maillage.publications.rules.canonique import SUPPRIMEE
from maillage.publications.rules.catalogue import GROUPES, TableDuCatalogue
from maillage.publications.rules.passe import Valeurs
from maillage.publications.rules.plans import Reglage
from maillage.statistiques.rules.axes import INCONNU, Axe
from maillage.statistiques.rules.definitions import Indicateur

FORMAT = 1


def composer_le_contenu(
    *,
    programme: UUID,
    titre: str,
    annee: int,
    periode: str,
    arretee_au: date,
    reglage: Reglage,
    tables: Sequence[TableDuCatalogue],
    valeurs: Valeurs,
    axes: Mapping[str, Axe],
    definitions: Sequence[Indicateur],
) -> dict[str, Any]:
    """What will be signed, but its number, given at the approval."""
    dims = dict.fromkeys(d for t in tables for d in t.dims)
    valeurs = montrees(valeurs, axes)
    return {
        "format": FORMAT,
        "programme": str(programme),
        "titre": titre,
        "annee": annee,
        "periode": periode,
        "arretee_au": arretee_au.isoformat(),
        "mode": reglage.mode.value,
        "base": reglage.base,
        "seuil": reglage.seuil,
        "dimensions": [_dimension(axes[d], valeurs) for d in dims],
        "tables": [_table(t, valeurs) for t in tables],
        "definitions": [
            {f.name: asdict(d)[f.name] for f in fields(d)} | {"empreinte": d.empreinte}
            for d in definitions
        ],
    }


def montrees(valeurs: Valeurs, axes: Mapping[str, Axe]) -> Valeurs:
    """Without the «unknown» of an axis that knows everybody: only who has left is there, and no reader counts them."""
    toujours_dits = {a.nom for a in axes.values() if INCONNU not in a.codes}
    return {
        table: {
            nom: v
            for nom, v in cells.items()
            if not any(label == INCONNU and d in toujours_dits for d, label in nom)
        }
        for table, cells in valeurs.items()
    }


def _dimension(a: Axe, valeurs: Valeurs) -> dict[str, Any]:
    """The words of an axis, and of every label that was ever shown on it."""
    vus = {label for t in valeurs.values() for nom in t for d, label in nom if d == a.nom}
    mots = {m.code: m.libelle for m in a.modalites if m.code in vus}
    plus = sorted(vus - set(mots) - {"total"})
    return {
        "nom": a.nom,
        "libelle": a.libelle,
        "modalites": [{"code": c, "libelle": mot} for c, mot in mots.items()]
        + [{"code": c, "libelle": c} for c in plus],
    }


def _groupe(code: str) -> dict[str, str]:
    titre, question = GROUPES[code]
    return {"code": code, "titre": titre, "question": question}


def _table(t: TableDuCatalogue, valeurs: Valeurs) -> dict[str, Any]:
    return {
        "id": t.code,
        "titre": t.titre,
        "question": t.question,
        "dims": list(t.dims),
        "pour": sorted(m.value for m in t.pour),
        "indicateurs": list(t.indicateurs),
        **({"groupe": _groupe(t.groupe)} if t.groupe else {}),
        "cells": [
            {"cell": dict(nom), "value": SUPPRIMEE if v is None else v}
            for nom, v in valeurs[t.code].items()
        ],
    }
