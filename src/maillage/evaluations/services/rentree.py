"""Writing the schools of a new year for several children at once, each as if typed on her page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.enfants.services import ajouter_scolarite
from maillage.evaluations.queries.rentree import sans_ecole


def confirmer(*, acteur: Acteur, rentree: int, classes: Mapping[UUID, str | None], at: date) -> int:
    """Write the same school and the class said for each of these children; return how many.

    A school written meanwhile by a colleague stays hers: that child is no longer without a school.
    """
    ecrits = 0
    for e in sans_ecole(acteur, rentree, at=at, parmi=classes):
        if not e.proposable:
            continue
        contenu = {
            "etablissement": e.ecole, "uai": e.uai, "niveau": classes[e.dossier], "classe": "",
        }  # fmt: skip
        ecrits += ajouter_scolarite(
            acteur=acteur, dossier_id=e.dossier, contenu=contenu, rentree=rentree, at=at,
            remplacer=False,
        )  # fmt: skip
    return ecrits
