"""Reads of the figures."""

from maillage.statistiques.queries.annuelles import chiffres, nom_du_programme
from maillage.statistiques.queries.enfants import accords_connus, enfants_comptes
from maillage.statistiques.queries.exploration import matiere
from maillage.statistiques.queries.faits import faits_de_l_annee

__all__ = [
    "accords_connus",
    "chiffres",
    "enfants_comptes",
    "faits_de_l_annee",
    "matiere",
    "nom_du_programme",
]
