"""Refusals of the territory."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class FichierIllisible(ErreurMetier):
    """A reference file that is not what it should be."""

    a_faire = "Téléchargez de nouveau le fichier officiel, au format CSV, puis recommencez."


class EtablissementInconnu(ErreurMetier):
    """An UAI that is not in the list."""

    a_faire = "Choisissez un établissement de la liste."


class ReseauImpossible(ErreurMetier):
    """A réseau that cannot be: no collège at its head, or something else than écoles around it."""
