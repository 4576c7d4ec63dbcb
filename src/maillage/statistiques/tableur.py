"""The figures as a spreadsheet (XlsxWriter): text is written as text, so no cell can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from maillage.notions.temps import AnneeScolaire
from maillage.statistiques.cases import Rangee, TableauCroise
from maillage.statistiques.graphique import est_une_duree
from maillage.statistiques.rules.definitions import definition
from maillage.statistiques.rules.exploration import ReponseCroisee
from maillage.statistiques.tableaux import Tableau

AVERTISSEMENT = "Document interne à l'équipe : les petits nombres peuvent désigner un enfant. Ne pas transmettre tel quel."
SORTIR = "Pour qu'un chiffre sorte de l'équipe, passez par une publication : elle protège les petits nombres."

PETITES = "de 1 à 4, dit ou par différence. Ces chiffres ne sortent pas du cercle : publiez-les."


class _Feuille:
    """A sheet written row after row; text is never a formula."""

    def __init__(self, titre: str, nom: str, auteur: str) -> None:
        self.tampon = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False}
        self.livre = xlsxwriter.Workbook(self.tampon, options)
        self.livre.set_properties({"title": titre, "author": auteur})
        self.feuille = self.livre.add_worksheet(nom)
        self.gras = self.livre.add_format({"bold": True})
        self.italique = self.livre.add_format({"italic": True})
        self.entete = self.livre.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.feuille.set_column(0, 0, 48)
        self.feuille.set_column(1, 12, 14)
        self.rang = 0

    def ecrire(self, valeurs: Sequence[str | int], forme=None) -> None:
        for colonne, valeur in enumerate(valeurs):
            if isinstance(valeur, int):
                self.feuille.write_number(self.rang, colonne, valeur, forme)
            else:
                self.feuille.write_string(self.rang, colonne, valeur, forme)
        self.rang += 1

    def ecrire_les_cases(self, r: Rangee, *, simple: bool, forme=None) -> None:
        """A row of cells; counts are written as numbers, small ones in italics."""
        self.feuille.write_string(self.rang, 0, r.libelle, forme)
        for colonne, case in enumerate(r.cases, 1):
            ecrire = self.feuille.write_number if simple else self.feuille.write_string
            valeur = int(case.texte) if simple else case.texte
            ecrire(self.rang, colonne, valeur, self.italique if case.petite else forme)
        self.rang += 1

    def octets(self) -> bytes:
        self.livre.close()
        return self.tampon.getvalue()


def classeur(
    annee: AnneeScolaire,
    tableaux: Iterable[Tableau],
    *,
    programme: str,
    auteur: str,
    le: datetime,
) -> bytes:
    """The workbook of a year: one sheet, every table with its definitions, who made it and when."""
    f = _Feuille(f"Chiffres {annee.libelle}", "Chiffres annuels", auteur)
    f.ecrire([f"{programme}, année scolaire {annee.libelle}"], f.gras)
    f.ecrire([f"Établi par {auteur} le {le:%d/%m/%Y à %H:%M}. {AVERTISSEMENT} {SORTIR}"])
    for t in tableaux:
        f.rang += 1
        f.ecrire([t.titre], f.gras)
        f.ecrire([t.base])
        f.ecrire(t.colonnes, f.entete)
        for ligne in (*t.lignes, *((t.total,) if t.total else ())):
            f.ecrire(ligne)
        for code in dict.fromkeys((*t.definitions, *filter(None, t.codes))):
            d = definition(code)
            f.ecrire([f"Définition {d.numero} : {d.formule} {d.periode} {d.limites}"])
    return f.octets()


def classeur_d_exploration(
    c: ReponseCroisee,
    t: TableauCroise,
    *,
    filtres: Iterable[tuple[str, str]],
    annee: AnneeScolaire,
    programme: str,
    auteur: str,
    le: datetime,
) -> bytes:
    """One table, with the question, every filter, the definition and the warning above it."""
    d = definition(c.exploration.indicateur)
    f = _Feuille(f"{d.libelle} {annee.libelle}", "Exploration", auteur)
    f.ecrire([f"{programme}, année scolaire {annee.libelle} : {d.libelle}"], f.gras)
    f.ecrire([f"Établi par {auteur} le {le:%d/%m/%Y à %H:%M}. {AVERTISSEMENT} {SORTIR}"])
    f.ecrire([f"Définition {d.numero} : {d.formule} {d.periode} {d.limites}"])
    dits = list(filtres) or [("Filtres", "aucun")]
    for axe, codes in dits:
        f.ecrire([f"Filtre, {axe} : {codes}" if axe != "Filtres" else "Filtres : aucun"])
    f.ecrire([f"{c.enfants} enfants dans la sélection."])
    f.rang += 1
    f.ecrire([c.axe_lignes.libelle, *(m.libelle for m in c.colonnes), "Ensemble"], f.entete)
    simple = c.ensemble.denominateur is None and not est_une_duree(c.ensemble)
    for rangee in (*t.rangees, t.bas):
        f.ecrire_les_cases(rangee, simple=simple, forme=f.gras if rangee is t.bas else None)
    if t.petites:
        f.ecrire([f"En italique : {PETITES}"])
    return f.octets()
