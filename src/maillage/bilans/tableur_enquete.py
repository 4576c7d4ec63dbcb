"""The return as a workbook in the shape of the Île-de-France tool: «Table de suivi», «Tableau de bord», «Synthèse annuelle».

«Table de suivi» bears one numbered line for each child, no name and no number of dossier: the order is that of the codes. The tool counts
3,500 lines at most; up to there «Tableau de bord» holds formulas that read the table, above it holds numbers and says so.
Text is written as text: no cell typed by somebody can become a formula.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from maillage.bilans.queries.enquete import RetourLu
from maillage.bilans.rules.enquete import LigneDEnquete, RubriqueDEnquete
from maillage.bilans.rules.nombres import Unite
from maillage.bilans.rules.rubriques import COMPTEES

LIGNES_DE_L_OUTIL = 3500
TABLE, TABLEAU, SYNTHESE = "Table de suivi", "Tableau de bord", "Synthèse annuelle"
AVERTISSEMENT = "Document interne à l'équipe : les petits nombres peuvent désigner un enfant. Ne pas transmettre tel quel."
PREMIERE = 4  # row of the first child, from 0
AXES = tuple(dict.fromkeys(a for r in COMPTEES for a in (r.axe, r.croise) if a))


class Classeur:
    """The workbook being written."""

    def __init__(self, retour: RetourLu, *, programme: str, marque: str) -> None:
        self.retour, self.marque = retour, marque
        self.tampon = BytesIO()
        self.livre = xlsxwriter.Workbook(
            self.tampon, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        titre = f"Enquête annuelle {retour.annee.libelle}"
        self.livre.set_properties({"title": titre, "comments": marque})
        self.titre = f"{programme} · {titre}"
        self.gras = self.livre.add_format({"bold": True, "font_size": 13})
        self.entete = self.livre.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.euros = self.livre.add_format({"num_format": "# ##0.00"})
        self.etp = self.livre.add_format({"num_format": "0.00"})
        self.axes = [a for a in AXES if a in retour.classements]

    def feuille(self, nom: str, largeurs: tuple[int, ...]) -> Any:
        feuille = self.livre.add_worksheet(nom)
        feuille.set_header(f"&C{self.marque.replace('&', '&&')}")
        feuille.write_string(0, 0, self.titre, self.gras)
        feuille.write_string(1, 0, self.marque)
        for colonne, largeur in enumerate(largeurs):
            feuille.set_column(colonne, colonne, largeur)
        return feuille

    def fermer(self) -> bytes:
        self.livre.close()
        return self.tampon.getvalue()


def classeur(
    retour: RetourLu,
    *,
    programme: str,
    auteur: str,
    le: datetime,
    avec_table: bool,
    numero: int = 0,
) -> bytes:
    """The workbook in clear, in memory. `avec_table`: one line for each child; whoever asks it encrypts it."""
    suite = f", n° {numero}" if numero else ""
    c = Classeur(
        retour, programme=programme,
        marque=f"Établi par {auteur} le {le:%d/%m/%Y à %H:%M}{suite}. {AVERTISSEMENT}",
    )  # fmt: skip
    if avec_table:
        _table(c)
    _tableau(c, formules=avec_table and _calculable(c), table=avec_table)
    _synthese(c)
    return c.fermer()


def _table(c: Classeur) -> None:
    feuille = c.feuille(TABLE, (8, *((24,) * len(c.axes))))
    feuille.freeze_panes(PREMIERE, 1)
    for colonne, nom in enumerate(("N°", *(_titre(a) for a in c.axes))):
        feuille.write_string(PREMIERE - 1, colonne, nom, c.entete)
    for rang, enfant in enumerate(c.retour.enfants, start=PREMIERE):
        feuille.write_number(rang, 0, rang - PREMIERE + 1)
        for colonne, axe in enumerate(c.axes, start=1):
            feuille.write_string(rang, colonne, c.retour.classements[axe].libelle(enfant[axe]))
    feuille.autofilter(PREMIERE - 1, 0, max(PREMIERE, PREMIERE + c.retour.nombre - 1), len(c.axes))


def _calculable(c: Classeur) -> bool:
    """Formulas count labels: within the lines of the tool, and when no two values of an axis are called the same."""
    libelles = ([lib for _, lib in c.retour.classements[a].modalites] for a in c.axes)
    return c.retour.nombre <= LIGNES_DE_L_OUTIL and all(len(x) == len(set(x)) for x in libelles)


def _titre(axe: str) -> str:
    return next((r.titre for r in COMPTEES if r.axe == axe), axe.capitalize())


def _tableau(c: Classeur, *, formules: bool, table: bool) -> None:
    feuille = c.feuille(TABLEAU, (46, 14, 14, 14, 14, 22))
    rang = 3
    if table and not formules:
        feuille.write_string(
            2,
            0,
            f"Des nombres remplacent les formules de l'outil, limitées à {LIGNES_DE_L_OUTIL} lignes.",
        )
    for r in c.retour.rubriques:
        if r.ecrite or r.code == "complements":
            continue
        rang = _entete(c, feuille, r, rang)
        for ligne in (*r.lignes, *((r.total,) if r.total else ())):
            feuille.write_string(rang, 0, ligne.libelle)
            for colonne, valeur in enumerate(ligne.valeurs, start=1):
                if formules:
                    feuille.write_formula(
                        rang, colonne, _formule(c, r, ligne, colonne - 1), None, valeur
                    )
                else:
                    feuille.write_number(rang, colonne, valeur)
            rang += 1
        rang += 1


def _formule(c: Classeur, r: RubriqueDEnquete, ligne: LigneDEnquete, colonne: int) -> str:
    """COUNTIFS over the lines of the tool; the total counts every line that bears a number."""
    croise = next(x.croise for x in COMPTEES if x.axe == r.code)
    conditions = []
    if ligne.code == "ensemble":
        conditions.append(f'{_plage(0)},">0"')
    else:
        conditions.append(f"{_plage(c.axes.index(r.code) + 1)},{_texte(ligne.libelle)}")
    if colonne < len(r.colonnes) - 1:
        conditions.append(f"{_plage(c.axes.index(croise) + 1)},{_texte(r.colonnes[colonne])}")
    return f"=COUNTIFS({','.join(conditions)})"


def _plage(colonne: int) -> str:
    lettre = xl_col_to_name(colonne, col_abs=True)
    return f"'{TABLE}'!{lettre}${PREMIERE + 1}:{lettre}${PREMIERE + LIGNES_DE_L_OUTIL}"


def _texte(libelle: str) -> str:
    """A label as a criterion: equal to it, jokers taken as letters."""
    net = libelle.replace("~", "~~").replace("*", "~*").replace("?", "~?").replace('"', '""')
    return f'"={net}"'


def _entete(c: Classeur, feuille: Any, r: RubriqueDEnquete, rang: int) -> int:
    feuille.write_string(rang, 0, r.titre, c.gras)
    feuille.write_string(rang + 1, 0, r.base)
    for colonne, nom in enumerate(("", *r.colonnes)):
        feuille.write_string(rang + 2, colonne, nom, c.entete)
    return rang + 3


def _synthese(c: Classeur) -> None:
    feuille = c.feuille(SYNTHESE, (52, 14, 14, 14, 14, 24, 26))
    rang = 3
    formats = {Unite.EUROS: c.euros, Unite.ETP: c.etp}
    for r in c.retour.rubriques:
        rang = _entete(c, feuille, r, rang)
        fin = len(r.colonnes) + 1
        feuille.write_string(rang - 1, fin, "Repère national", c.entete)
        if r.ecrite:
            feuille.write_string(rang - 1, fin + 1, "Écrit par", c.entete)
        for ligne in (*r.lignes, *((r.total,) if r.total else ())):
            feuille.write_string(rang, 0, ligne.libelle)
            for colonne, valeur in enumerate(ligne.valeurs, start=1):
                if valeur is not None:
                    feuille.write_number(rang, colonne, float(valeur), formats.get(r.unite))
                elif ligne is not r.total:
                    feuille.write_string(rang, colonne, "à écrire" if r.ecrite else "")
            feuille.write_string(rang, fin, ligne.repere)
            if ligne.ecrite:
                feuille.write_string(
                    rang, fin + 1, f"{ligne.ecrite.par}, {ligne.ecrite.le:%d/%m/%Y}"
                )
            rang += 1
        rang += 1
