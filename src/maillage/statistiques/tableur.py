"""The figures as a spreadsheet (XlsxWriter): text is written as text, so no cell can become a formula."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import xlsxwriter

from maillage.statistiques.rules.annuelles import ChiffresAnnuels
from maillage.statistiques.tableaux import Tableau, tableaux

AVERTISSEMENT = "Document interne à l'équipe : les petits nombres peuvent désigner un enfant. Ne pas transmettre tel quel."


def classeur(chiffres: ChiffresAnnuels, *, programme: str, auteur: str, le: datetime) -> bytes:
    """Return the workbook: one sheet, every table, who made it and when."""
    tampon = BytesIO()
    livre = xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False})
    livre.set_properties({"title": f"Chiffres {chiffres.annee.libelle}", "author": auteur})
    feuille = livre.add_worksheet("Chiffres annuels")
    gras = livre.add_format({"bold": True})
    entete = livre.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    feuille.set_column(0, 0, 48)
    feuille.set_column(1, 6, 14)
    feuille.write_string(0, 0, f"{programme}, année scolaire {chiffres.annee.libelle}", gras)
    feuille.write_string(1, 0, f"Établi par {auteur} le {le:%d/%m/%Y à %H:%M}. {AVERTISSEMENT}")
    rang = 3
    for tableau in tableaux(chiffres):
        rang = _ecrire(feuille, tableau, rang, gras, entete)
    livre.close()
    return tampon.getvalue()


def _ecrire(feuille, tableau: Tableau, rang: int, gras, entete) -> int:
    feuille.write_string(rang, 0, tableau.titre, gras)
    feuille.write_string(rang + 1, 0, tableau.base)
    for colonne, nom in enumerate(tableau.colonnes):
        feuille.write_string(rang + 2, colonne, nom, entete)
    rang += 3
    for ligne in (*tableau.lignes, *((tableau.total,) if tableau.total else ())):
        for colonne, valeur in enumerate(ligne):
            if isinstance(valeur, int):
                feuille.write_number(rang, colonne, valeur)
            else:
                feuille.write_string(rang, colonne, valeur)
        rang += 1
    return rang + 1
