"""What each row of a table is: a child, the continuation of the child above, a total, a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from maillage.classeurs.rules.classeur import Cellule, Feuille
from maillage.notions.temps import DatePartielle
from maillage.reprise.rules.cases import lire_cellule
from maillage.reprise.rules.cases_datees import annee_de
from maillage.reprise.rules.champs import DATES, IDENTITE, Champ, vide_de_sens
from maillage.reprise.rules.dates import ordre_de, rang_du_mois
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.modele import Colonne, Correspondance
from maillage.reprise.rules.releve import Releve
from maillage.reprise.rules.reports import Reports
from maillage.reprise.rules.tables import Lexiques

Genre = Literal["enfant", "suite", "ignoree"]

_COMPTE = re.compile(
    r"^(sous )?totaux?\b|^total\b|^(moyenne|effectif|nombre|nb|somme|legende|nota|source|mise a jour|maj|rappel|attention)\b|"
    r"^\d+ (enfants?|situations?|jeunes?)$"
)
_INTERTITRE = re.compile(
    r"\b(ecoles?|college|lycee|quartier|annee|referente?|secteur|sortis?|sorties|nouveaux?|nouvelles|liste|enfants?|"
    r"entrants|attente|rep|maternelles?|primaires?|suivis?|cp|ce1|ce2|cm1|cm2|6e|5e|4e|3e|20\d\d)\b"
)
_SUITES = frozenset(
    {Champ.EPS, Champ.EPS_CASE, Champ.MOIS, Champ.ANNEE, Champ.OBSERVATION, Champ.ACTIONS, Champ.ENTREE, Champ.SORTIE,
     Champ.MOTIFS, Champ.POINT_ECOLE, Champ.DATE_RECEPTION, Champ.CLASSE, Champ.MOTIF_SORTIE, Champ.RESPONSABLE,
     Champ.TELEPHONE}
)  # fmt: skip
INTERTITRE = "intertitre"
_FAIT_UN_ENFANT = frozenset({Champ.NAISSANCE, Champ.SEXE})

Decoupe = tuple[int, list[tuple[Colonne, Cellule]], list[Cellule]]


def decouper(feuille: Feuille, table: Correspondance) -> Iterator[Decoupe]:
    """Rows of the table: cells with their column, and cells that no column covers."""
    zone = table.zone
    colonnes = {c.indice: c for c in table.colonnes}
    for numero, cellules in feuille.lignes:
        if zone.debut <= numero <= zone.fin:
            dedans = [c for c in cellules if zone.gauche <= c.colonne <= zone.droite]
            connues = [(colonnes[c.colonne], c) for c in dedans if c.colonne in colonnes]
            if dedans:
                yield numero, connues, [c for c in dedans if c.colonne not in colonnes]


def genre(
    cellules: Sequence[tuple[Colonne, Cellule]], table: Correspondance, *, ouvert: bool
) -> tuple[Genre, str]:
    """Say what a row is, and why when it is left aside. `ouvert`: a child was read above."""
    textes = [c for _, c in cellules if isinstance(c.valeur, str)]
    premier = mots(textes[0].texte) if textes else ""
    presents = {k.champ for k, _ in cellules}
    if not cellules or presents <= {Champ.IGNORE, Champ.NUMERO, Champ.AGE}:
        return "ignoree", "ligne sans enfant"
    if (
        _COMPTE.match(premier) or (textes and textes[0].texte.startswith("*"))
    ) and not presents & _FAIT_UN_ENFANT:
        return "ignoree", "ligne de total ou de légende"
    if [k.entete for k, c in cellules] == [" ".join(c.texte.split()) for _, c in cellules]:
        return "ignoree", "en-tête répété"
    if presents & IDENTITE:
        return _nommee(cellules, table)
    if presents & _FAIT_UN_ENFANT and len(cellules) > 2:
        return "enfant", ""
    if ouvert and presents & _SUITES and not premier.startswith("*") and _compatible(cellules):
        return "suite", ""
    return "ignoree", "note hors des enfants"


def _nommee(
    cellules: Sequence[tuple[Colonne, Cellule]], table: Correspondance
) -> tuple[Genre, str]:
    texte = " ".join(c.texte for k, c in cellules if k.champ in IDENTITE)
    nombres = [
        c
        for k, c in cellules
        if isinstance(c.valeur, int | float) and k.champ not in (Champ.NUMERO, Champ.AGE)
    ]
    if len(cellules) == 1 and len(table.colonnes) > 2:
        entier = cellules[0][0].champ is Champ.NOM_PRENOM and " " in texte.strip()
        if not entier or _INTERTITRE.search(mots(texte)) or ":" in texte or texte.startswith("*"):
            return "ignoree", INTERTITRE
    if (
        len(cellules) == 2
        and len(nombres) == 1
        and cellules[1][0].champ not in DATES
        and len(table.colonnes) > 2
    ):
        return "ignoree", "ligne de compte"
    return "enfant", ""


def _compatible(cellules: Sequence[tuple[Colonne, Cellule]]) -> bool:
    """A continuation row stays in its columns: a long text under «Classe» is a note, not a class."""
    if len(cellules) == 1:
        colonne, cellule = cellules[0]
        return colonne.champ in (Champ.EPS, Champ.EPS_CASE, Champ.MOIS, Champ.OBSERVATION) or (
            colonne.champ in (Champ.ACTIONS, Champ.MOTIFS, Champ.POINT_ECOLE)
            and len(cellule.texte) < 60
        )
    return True


def relever(
    feuille: Feuille, table: Correspondance, lexiques: Lexiques, pivot: int, rentree: int | None
) -> Iterator[tuple[Genre, str, Releve, list[tuple[Colonne, Cellule]]]]:
    """Read every row of a table, cell by cell."""
    ordres = _ordres(feuille, table)
    mois = _mois_du_titre(table, rentree)
    ouvert = False
    bord = table.zone.gauche if table.zone.gauche > 1 else 0
    rangees = list(decouper(feuille, table))
    reports = Reports(feuille, table, [connues for _, connues, _ in rangees])
    for numero, connues, hors in rangees:
        cellules = reports.lire(numero, connues)
        quoi, raison = genre(cellules, table, ouvert=ouvert)
        releve = Releve(feuille.nom, numero, lexiques, pivot, bord)
        releve.ordres = ordres
        releve.champs["mois_du_titre"] = mois
        for cellule in hors:
            releve.placer(cellule, "ignoree", "colonne hors du tableau")
        for colonne, cellule in cellules:
            if quoi == "ignoree":
                releve.placer(cellule, "ignoree", raison)
            else:
                lire_cellule(releve, colonne, cellule)
        for champ, dit in (
            ("naissance", "naissance_dite"),
            ("sortie", "sortie_dite"),
            ("motif_sortie", "motif_dit"),
        ):
            if dit in releve.champs:  # said in another column: it yields to the column of its own
                releve.poser(champ, releve.champs[dit])
        ouvert = ouvert or quoi == "enfant"
        yield quoi, raison, releve, cellules


def _ordres(
    feuille: Feuille, table: Correspondance
) -> dict[int, tuple[Literal["jour_mois", "mois_jour"], bool]]:
    colonnes = {c.indice for c in table.colonnes if c.champ in DATES}
    valeurs: dict[int, list[str]] = {c: [] for c in colonnes}
    for _, cellules, _ in decouper(feuille, table):
        for colonne, cellule in cellules:
            if (
                colonne.indice in colonnes
                and isinstance(cellule.valeur, str)
                and not vide_de_sens(cellule.valeur)
            ):
                valeurs[colonne.indice].append(cellule.valeur)
    return {c: ordre_de(v) for c, v in valeurs.items()}


def _mois_du_titre(table: Correspondance, rentree: int | None) -> dict[int, DatePartielle]:
    """Months in columns: the year is the sheet's; a table that starts in September follows the school year."""
    colonnes = [(c, mots(c.entete).split(" ")) for c in table.de(Champ.MOIS) if c.jour is None]
    lus: dict[int, DatePartielle] = {}
    scolaire = False
    for place, (colonne, mots_du_titre) in enumerate(colonnes):
        try:
            mois = rang_du_mois(mots_du_titre[0])
        except ValueError:
            continue
        scolaire = scolaire or (place == 0 and mois >= 8)
        ecrite = next(
            (
                annee_de(m) or (2000 + int(m) if m.isdigit() and len(m) == 2 else None)
                for m in mots_du_titre[1:]
            ),
            None,
        )
        if ecrite:
            lus[colonne.indice] = DatePartielle(ecrite, mois)
        elif rentree:
            lus[colonne.indice] = DatePartielle(rentree + (scolaire and mois < 8), mois)
    return lus
