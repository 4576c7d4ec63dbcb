"""One cell at a time: what its column makes of it. Each cell leaves with exactly one fate."""

from __future__ import annotations

import re
from datetime import date

from maillage.classeurs.rules.classeur import Cellule
from maillage.reprise.rules.cases_datees import (
    annee,
    date_seule,
    mois_en_colonne,
    passage_coche,
    passages,
    point_ecole,
)
from maillage.reprise.rules.cases_ecrites import (
    accord,
    actions,
    etablissement,
    motifs,
    pris_en_charge,
    referent,
    telephone,
)
from maillage.reprise.rules.champs import Champ, est_voie, vide_de_sens
from maillage.reprise.rules.dates import lire_date, lire_dates
from maillage.reprise.rules.ecriture import mots, ranger
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.noms import couper
from maillage.reprise.rules.releve import (
    IMPORTEE,
    Issue,
    Lecteur,
    Releve,
    conclure,
    incidente_a_placer,
    reste_a_placer,
)
from maillage.reprise.rules.tables import Table
from maillage.reprise.rules.textes import parle
from maillage.reprise.rules.titres import LONGUEUR_D_UN_GROUPE
from maillage.reprise.rules.valeurs import (
    coche,
    lire_code,
    lire_sexe,
)

_SEXE_CODE = re.compile(r"([0-9])\s*[=:]\s*([A-Za-zÀ-ÿ]+)")
_PARENTHESES = re.compile(r"\s*\([^)]*\)?")


def _ecrit(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        """Words kept as written; what they add on the side waits if it is sensitive."""
        texte = cellule.texte
        propre = _PARENTHESES.sub("", texte) if champ in ("nom", "prenom") else texte
        lieu = champ in ("adresse", "ville", "quartier") and not est_voie(texte)
        if lieu and parle(texte, releve.lexiques) and not texte[:1].isdigit():
            return reste_a_placer(releve, colonne, cellule)
        releve.poser(champ, ranger(propre) or ranger(texte))
        return incidente_a_placer(releve, colonne, cellule)

    return lire


def _liste(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        tus = ("jugement",) if len(cellule.texte) <= LONGUEUR_D_UN_GROUPE else ()  # «M. Islam»
        if parle(cellule.texte, releve.lexiques, *tus):
            return reste_a_placer(releve, colonne, cellule)
        releve.joindre(champ, (ranger(cellule.texte),))
        return IMPORTEE

    return lire


def _nom_prenom(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    entete = mots(colonne.entete)
    lu = couper(cellule.texte, prenom_d_abord=entete.startswith("prenom"))
    nom, prenom = lu.valeur or ("", "")
    releve.poser("nom", nom)
    releve.poser("prenom", prenom)
    if entre := re.search(r"\(([^)]*\d{4}[^)]*)\)", cellule.texte):
        naissance = lire_date(entre[1], releve.pivot).valeur
        if naissance and naissance.complete:
            releve.champs["naissance_dite"] = naissance
    issue = conclure(releve, colonne, cellule, lu)
    return incidente_a_placer(releve, colonne, cellule) if "(" in cellule.texte else issue


def _sexe(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    dits = dict(_SEXE_CODE.findall(colonne.entete))
    lu = lire_sexe(dits.get(cellule.texte, cellule.valeur))
    if lu.valeur:
        releve.poser("sexe", lu.valeur)
    return conclure(releve, colonne, cellule, lu)


def _sexe_case(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if coche(cellule.valeur):
        releve.poser("sexe", lire_sexe(colonne.entete).valeur)
    return IMPORTEE


def _code(champ: str, table: str, quoi: str, ecrit: str = "") -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        lu = lire_code(cellule.valeur, getattr(releve.lexiques, table), quoi)
        if lu.valeur:
            releve.poser(champ, lu.valeur)
        if champ == "motif_sortie" and not isinstance(cellule.valeur, date):
            jours = [j.valeur for j in lire_dates(cellule.texte, releve.pivot)[0] if j.valeur]
            if len(jours) == 1 and jours[0].complete:
                releve.champs["sortie_dite"] = jours[0]
        if lu.valeur and _deborde(releve, champ, cellule.texte, getattr(releve.lexiques, table)):
            return reste_a_placer(releve, colonne, cellule)
        if ecrit:
            releve.poser(ecrit, ranger(cellule.texte))
        return conclure(releve, colonne, cellule, lu)

    return lire


_TUS = {"origine": ("sante", "social"), "motif_sortie": ("sante",)}


def _deborde(releve: Releve, champ: str, texte: str, table: Table) -> bool:
    """Tell whether a coded cell says more than its code: «CM1, sous Ritaline»."""
    tus = _TUS.get(champ, ()) if len(texte) <= LONGUEUR_D_UN_GROUPE else ()
    return parle(table.sans(texte), releve.lexiques, *tus)


def _case(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        cochee = coche(cellule.valeur)
        if cochee is None:
            return reste_a_placer(releve, colonne, cellule)
        if cochee and colonne.code:
            if champ == "motif_sortie":
                releve.poser(champ, colonne.code)
            else:
                releve.joindre(champ, (colonne.code,))
        return IMPORTEE

    return lire


def _observation(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if not isinstance(cellule.valeur, str):
        return "ignoree", "nombre ou date sans libellé dans une colonne de texte"
    return releve.texte_libre(colonne, cellule), "texte libre"


def _sensible(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    return releve.texte_libre(
        colonne, cellule, force=True
    ), "donnée sensible, à placer ou à supprimer"


def _ignore(_releve: Releve, colonne: Colonne, _cellule: Cellule) -> Issue:
    return "ignoree", "colonne calculée" if colonne.champ is Champ.AGE else "colonne non reprise"


_ATTENTES_LUES = frozenset({Champ.ACCORD, Champ.PRIS_EN_CHARGE, Champ.MOTIF_CASE, Champ.ACTION_CASE, Champ.SORTIE_CASE,
                            Champ.SEXE_CASE, Champ.EPS_CASE, Champ.MOIS, Champ.POINT_ECOLE})  # fmt: skip
_LECTEURS: dict[Champ, Lecteur] = {
    Champ.NOM: _ecrit("nom"), Champ.PRENOM: _ecrit("prenom"), Champ.NOM_PRENOM: _nom_prenom,
    Champ.SEXE: _sexe, Champ.SEXE_CASE: _sexe_case, Champ.NAISSANCE: date_seule("naissance"), Champ.AGE: _ignore,
    Champ.ADRESSE: _ecrit("adresse"), Champ.CODE_POSTAL_VILLE: _ecrit("ville"), Champ.QUARTIER: _ecrit("quartier"),
    Champ.RESPONSABLE: _liste("responsables"), Champ.TELEPHONE: telephone, Champ.EMAIL: _liste("emails"),
    Champ.ETABLISSEMENT: etablissement, Champ.CLASSE: _code("classe", "classes", "Classe", "classe_ecrite"),
    Champ.ORIGINE: _code("origine", "origines", "Origine", "origine_ecrite"),
    Champ.DATE_RECEPTION: date_seule("date_reception"), Champ.MOTIFS: motifs, Champ.MOTIF_CASE: _case("motifs"),
    Champ.ACCORD: accord, Champ.PRIS_EN_CHARGE: pris_en_charge,
    Champ.MOTIF_NON_PRISE_EN_CHARGE: _code("motif_non_prise_en_charge", "refus", "Motif"),
    Champ.REFERENT: referent, Champ.ENTREE: date_seule("entree"), Champ.SORTIE: date_seule("sortie"),
    Champ.SORTIE_PREVUE: date_seule("sortie_prevue"), Champ.MOTIF_SORTIE: _code("motif_sortie", "sorties", "Motif de sortie"),
    Champ.SORTIE_CASE: _case("motif_sortie"), Champ.EPS: passages, Champ.EPS_CASE: passage_coche,
    Champ.POINT_ECOLE: point_ecole, Champ.ACTIONS: actions, Champ.ACTION_CASE: _case("actions"),
    Champ.OBSERVATION: _observation, Champ.SENSIBLE: _sensible, Champ.NUMERO: _ecrit("numero"),
    Champ.ANNEE: annee, Champ.MOIS: mois_en_colonne, Champ.IGNORE: _ignore,
}  # fmt: skip


def lire_cellule(releve: Releve, colonne: Colonne, cellule: Cellule) -> None:
    """Send a cell to the reader of its column, and write down its fate."""
    if vide_de_sens(cellule.valeur) and colonne.champ not in _ATTENTES_LUES:
        if colonne.champ not in (Champ.OBSERVATION, Champ.IGNORE):
            releve.avertir(colonne, cellule, "Valeur à préciser : laissée vide.")
        return releve.placer(cellule, "ignoree", "valeur d'attente")
    destin, raison = _LECTEURS[colonne.champ](releve, colonne, cellule)
    return releve.placer(cellule, destin, raison)
