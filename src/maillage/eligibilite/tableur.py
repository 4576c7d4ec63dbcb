"""Counts of a scenario in a spreadsheet: text stays text, so no cell can become a formula."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from maillage.eligibilite.queries.scenarios import ScenarioLu
from maillage.eligibilite.rules.simulation import CAS
from maillage.eligibilite.tableaux import Tableau, tableaux

AVERTISSEMENT = "Document interne à l'équipe : les petits nombres peuvent désigner un enfant. Ne pas transmettre tel quel."


def classeur(lu: ScenarioLu, *, auteur: str) -> bytes:
    """The workbook: one sheet of totals, then one for each table."""
    tampon = BytesIO()
    livre = xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False})
    livre.set_properties({"title": lu.nom, "author": auteur})
    gras = livre.add_format({"bold": True})
    totaux = Tableau(
        lu.nom, ("Cas", "Enfants"), tuple((c.libelle, lu.resultat[c.value]) for c in CAS)
    )
    for rang, tableau in enumerate((totaux, *tableaux(lu))):
        feuille = livre.add_worksheet("Totaux" if not rang else tableau.titre[:31])
        feuille.set_column(0, 0, 48)
        feuille.write_string(0, 0, tableau.titre, gras)
        feuille.write_string(1, 0, f"De : {lu.avant}. À : {lu.apres}. {AVERTISSEMENT}")
        for ligne, cellules in enumerate((tableau.colonnes, *tableau.lignes), 3):
            for colonne, valeur in enumerate(cellules):
                if isinstance(valeur, int):
                    feuille.write_number(ligne, colonne, valeur)
                else:
                    feuille.write_string(ligne, colonne, valeur)
    livre.close()
    return tampon.getvalue()
