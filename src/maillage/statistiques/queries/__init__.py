"""Reads of the figures."""

from maillage.statistiques.queries.annuelles import chiffres, nom_du_programme
from maillage.statistiques.queries.enfants import accords_connus, enfants_comptes

__all__ = ["accords_connus", "chiffres", "enfants_comptes", "nom_du_programme"]
