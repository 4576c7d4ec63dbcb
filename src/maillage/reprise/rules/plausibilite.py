"""A table with names is not always a list of children: directories and attendance sheets are left aside, and said so."""

from __future__ import annotations

from maillage.classeurs.rules.classeur import Feuille, ecrire
from maillage.reprise.rules.champs import IDENTITE, Champ
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.modele import Correspondance

# what a list of children tells and a list of contacts does not
PROPRES_AUX_ENFANTS = frozenset(
    {
        Champ.NAISSANCE, Champ.AGE, Champ.SEXE, Champ.SEXE_CASE, Champ.CLASSE, Champ.ETABLISSEMENT, Champ.MOTIFS,
        Champ.MOTIF_CASE, Champ.ENTREE, Champ.SORTIE, Champ.EPS, Champ.EPS_CASE, Champ.REFERENT, Champ.RESPONSABLE,
        Champ.ACCORD, Champ.PRIS_EN_CHARGE, Champ.DATE_RECEPTION, Champ.ORIGINE, Champ.MOIS, Champ.ANNEE,
    }
)  # fmt: skip
COLONNES_D_UNE_LISTE_NUE = (
    4  # number, surname, first name, remark: a bare list of names is one of children
)
PART_DE_NOMS_CHIFFRES = 0.3
METIERS = {
    "fonction",
    "structure",
    "organisme",
    "partenaire",
    "poste",
    "institution",
    "metier",
    "profession",
}
PRESENCES = ("presence", "presences", "presents", "emargement")


def liste_des_enfants(table: Correspondance, feuille: Feuille) -> bool:
    """Tell whether a table with names lists children."""
    titres = {mot for c in table.colonnes for mot in mots(c.entete).split(" ")}
    if titres & set(PRESENCES):
        return False
    champs = {c.champ for c in table.colonnes}
    if titres & METIERS:  # professionals have an «établissement» too
        champs.discard(Champ.ETABLISSEMENT)
    nue = len(table.colonnes) <= COLONNES_D_UNE_LISTE_NUE
    return (nue or bool(champs & PROPRES_AUX_ENFANTS)) and _des_noms(table, feuille)


def _des_noms(table: Correspondance, feuille: Feuille) -> bool:
    """Names bear no digit; «6-11 ans» in the column of names gives the table away."""
    colonnes = {c.indice for c in table.colonnes if c.champ in IDENTITE}
    textes = [
        ecrire(cellule.valeur)
        for numero, cellules in feuille.lignes
        if table.zone.debut <= numero <= table.zone.fin
        for cellule in cellules
        if cellule.colonne in colonnes
    ]
    chiffres = sum(any(c.isdigit() for c in t) for t in textes)
    return not textes or chiffres <= PART_DE_NOMS_CHIFFRES * len(textes)
