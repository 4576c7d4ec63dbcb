"""The figures of a report as a workbook: one sheet for each section, text as text, figures as the report writes them."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

import xlsxwriter

from maillage.bilans.rules.rapport import Rapport

COLONNES = {
    "question": "Question", "formule": "Ce qui est compté", "periode": "Période", "source": "Source", "limites": "Limites",
    "reference": "Pour situer, sans être une norme",
}  # fmt: skip


def xlsx(r: Rapport) -> bytes:
    """Deterministic: no hour of the machine in its properties."""
    tampon = BytesIO()
    livre = xlsxwriter.Workbook(
        tampon, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    livre.set_properties(
        {
            "title": f"{r.titre}, chiffres du rapport",
            "created": datetime(int(r.annee[:4]) + 1, 1, 1),
        }
    )
    gras = livre.add_format({"bold": True})
    entete = livre.add_format({"bold": True, "bottom": 1})
    for s in r.sections:
        if not any(b.lignes for b in s.blocs):
            continue
        feuille = livre.add_worksheet(re.sub(r"[\[\]:*?/\\'«»]", "", s.titre)[:31].strip())
        feuille.set_column(0, 0, 52)
        feuille.set_column(1, 6, 18)
        feuille.write_string(0, 0, f"{r.programme}, {r.annee}, publication n° {r.numero}", gras)
        feuille.write_string(1, 0, r.protection)
        rang = 3
        for b in s.blocs:
            if not b.lignes:
                continue
            feuille.write_string(rang, 0, b.titre, gras)
            for colonne, nom in enumerate(b.colonnes):
                feuille.write_string(rang + 1, colonne, nom, entete)
            rang += 2
            for ligne in b.lignes:
                feuille.write_string(rang, 0, ligne[0])
                for colonne, valeur in enumerate(ligne[1:], start=1):
                    _ecrire(feuille, rang, colonne, valeur)
                rang += 1
            feuille.write_string(rang, 0, b.provenance)
            rang += 2
    _definitions(livre, r, gras, entete)
    livre.close()
    return tampon.getvalue()


def _definitions(livre, r: Rapport, gras, entete) -> None:
    feuille = livre.add_worksheet("Définitions")
    feuille.set_column(0, 0, 34)
    feuille.set_column(1, 6, 48)
    feuille.write_string(0, 0, f"{r.programme}, {r.annee}, publication n° {r.numero}", gras)
    for colonne, nom in enumerate(("Indicateur", *COLONNES.values())):
        feuille.write_string(2, colonne, nom, entete)
    for rang, d in enumerate(r.definitions, start=3):
        feuille.write_string(rang, 0, f"{d['libelle']} ({d['code']} v{d['version']})")
        for colonne, champ in enumerate(COLONNES, start=1):
            feuille.write_string(rang, colonne, str(d.get(champ) or ""))


def _ecrire(feuille, rang: int, colonne: int, valeur: str) -> None:
    net = valeur.replace("\u00a0", "").replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?", net):
        feuille.write_number(rang, colonne, float(net))
    else:
        feuille.write_string(rang, colonne, valeur)
