"""A release as a spreadsheet: text is written as text, so no cell can become a formula."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from maillage.publications.rules.parutions import (
    RECOUVREMENT,
    TOTAL,
    Groupe,
    ParutionDetaillee,
    TablePubliee,
    par_groupe,
)
from maillage.statistiques.rules.axes import OUI

MASQUE = "masqué"
NOM_DE_FEUILLE = 31  # what a spreadsheet allows


def classeur(lue: ParutionDetaillee, tables: tuple[TablePubliee, ...]) -> bytes:
    """A sheet that says what is released, then one sheet for each table and one for the definitions."""
    tampon = BytesIO()
    livre = xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False})
    p = lue.parution
    livre.set_properties({"title": p.titre, "comments": f"Publication {p.numero}"})
    gras = livre.add_format({"bold": True})
    _lignes(
        livre.add_worksheet("Publication"), gras,
        [
            ("Publication", p.numero), ("Titre", p.titre), ("Année scolaire", p.annee_libelle),
            ("Arrêtée au", f"{lue.arretee_au:%d/%m/%Y}"), ("Approuvée le", f"{p.approuvee_le:%d/%m/%Y}"),
            ("Par", p.par), ("Protection", tables[0].protection if tables else ""),
            ("Empreinte", p.empreinte), ("Signature", lue.seing.libelle),
        ],
    )  # fmt: skip
    for rang, siennes in enumerate(par_groupe(tables), start=1):
        groupe = siennes[0].groupe
        nom = groupe.code if groupe else siennes[0].id
        feuille = livre.add_worksheet(f"{rang} {nom}"[:NOM_DE_FEUILLE])
        if groupe:
            _groupe(feuille, gras, groupe, siennes)
        else:
            _table(feuille, gras, lue, siennes[0])
    _lignes(
        livre.add_worksheet("Définitions"), gras,
        [(f"{d['libelle']} ({d['code']} v{d['version']})", d["formule"]) for d in lue.definitions],
    )  # fmt: skip
    livre.close()
    return tampon.getvalue()


def _lignes(feuille: Any, gras: Any, lignes: list[tuple[str, Any]]) -> None:
    feuille.set_column(0, 0, 34)
    feuille.set_column(1, 1, 90)
    for rang, (nom, valeur) in enumerate(lignes):
        feuille.write_string(rang, 0, nom, gras)
        if isinstance(valeur, int):
            feuille.write_number(rang, 1, valeur)
        else:
            feuille.write_string(rang, 1, str(valeur))


def _groupe(feuille: Any, gras: Any, groupe: Groupe, siennes: tuple[TablePubliee, ...]) -> None:
    """One row for each table: the children who said yes, among how many."""
    feuille.set_column(0, 0, 60)
    feuille.write_string(0, 0, groupe.titre, gras)
    feuille.write_string(1, 0, f"{groupe.question} {RECOUVREMENT}")
    for colonne, nom in enumerate(("Au moins une fois", "Enfants", "Sur")):
        feuille.write_string(3, colonne, nom, gras)
    for rang, t in enumerate(siennes, start=4):
        feuille.write_string(rang, 0, t.ligne)
        for colonne, valeur in enumerate((t.valeur(**{t.dims[0]: OUI}), t.valeur()), start=1):
            if valeur is None:
                feuille.write_string(rang, colonne, MASQUE)
            else:
                feuille.write_number(rang, colonne, valeur)


def _table(feuille: Any, gras: Any, lue: ParutionDetaillee, t: TablePubliee) -> None:
    """One row for each cell: as many columns as dimensions, then the figure."""
    feuille.set_column(0, len(t.dims), 34)
    feuille.write_string(0, 0, t.titre, gras)
    feuille.write_string(1, 0, t.question)
    for colonne, d in enumerate(t.dims):
        feuille.write_string(3, colonne, lue.etiquettes[d].libelle, gras)
    feuille.write_string(3, len(t.dims), "Enfants", gras)
    ordre = {d: [*lue.etiquettes[d].labels, TOTAL] for d in t.dims}
    cells = sorted(t.cells, key=lambda nom: [ordre[d].index(dict(nom)[d]) for d in t.dims])
    for rang, nom in enumerate(cells, start=4):
        for colonne, d in enumerate(t.dims):
            feuille.write_string(rang, colonne, lue.mot(d, dict(nom)[d]))
        valeur = t.cells[nom]
        if valeur is None:
            feuille.write_string(rang, len(t.dims), MASQUE)
        else:
            feuille.write_number(rang, len(t.dims), valeur)
