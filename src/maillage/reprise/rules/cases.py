"""One cell at a time: what its column makes of it. Each cell leaves with exactly one fate."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from maillage.notions.temps import DatePartielle
from maillage.reprise.rules.champs import Champ, est_voie, vide_de_sens
from maillage.reprise.rules.classeur import Cellule, ecrire
from maillage.reprise.rules.correspondance import Colonne
from maillage.reprise.rules.dates import Ordre, lire_date, lire_dates
from maillage.reprise.rules.ecriture import mots, ranger
from maillage.reprise.rules.lu import Lu
from maillage.reprise.rules.noms import couper
from maillage.reprise.rules.plan import Avertissement, Destin, Lieu, Sort, TexteLu
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.textes import classer
from maillage.reprise.rules.valeurs import coche, lire_code, lire_motifs, lire_oui_non, lire_sexe, lire_telephones

_ACTIONS = re.compile(r"\s*(?:[+,;\n/&]|\bet\b)\s*")
_MOTS_DE_POINT = frozenset({"fait", "ok", "a faire", "oui", "non", "x", "vu", "prevu", "reporte", "annule", "absent"})
_ANNEE = re.compile(r"(?<!\d)(20\d\d|\d\d)(?: ?[-/_ ] ?(20\d\d|\d\d))?(?!\d)")


class Releve:
    """What one row says, gathered cell by cell."""

    def __init__(self, feuille: str, numero: int, lexiques: Lexiques, pivot: int):
        self.lieu = Lieu(feuille, numero)
        self.lexiques = lexiques
        self.pivot = pivot
        self.champs: dict[str, Any] = {}
        self.sorts: list[Sort] = []
        self.textes: list[TexteLu] = []
        self.avertissements: list[Avertissement] = []
        self.impossibles: list[tuple[Colonne, Cellule, str]] = []
        self.ordres: dict[int, tuple[Ordre, bool]] = {}

    def placer(self, cellule: Cellule, destin: Destin, raison: str) -> None:
        self.sorts.append(Sort(Lieu(self.lieu.feuille, cellule.ligne, cellule.colonne), destin, raison))

    def avertir(self, colonne: Colonne, cellule: Cellule, message: str) -> None:
        lieu = Lieu(self.lieu.feuille, cellule.ligne, cellule.colonne)
        self.avertissements.append(Avertissement(lieu, colonne.entete, cellule.texte[:120], message))

    def poser(self, champ: str, valeur: object) -> None:
        """Keep a single value; the first one wins (continuation rows are read apart)."""
        self.champs.setdefault(champ, valeur)

    def joindre(self, champ: str, valeurs: tuple[Any, ...]) -> None:
        self.champs[champ] = tuple(dict.fromkeys((*self.champs.get(champ, ()), *valeurs)))

    def texte_libre(self, colonne: Colonne, cellule: Cellule, *, force: bool = False) -> Destin:
        """Sort a free text; the whole cell waits for a person unless it is harmless."""
        compartiment = "quarantaine" if force else classer(cellule.texte, self.lexiques, colonne.entete)
        lieu = Lieu(self.lieu.feuille, cellule.ligne, cellule.colonne)
        self.textes.append(TexteLu(lieu, colonne.entete, cellule.texte, compartiment))
        return "importee" if compartiment == "neutre" else "quarantaine"

    def lire(self, colonne: Colonne, cellule: Cellule) -> None:
        """Send a cell to the reader of its column, and write down its fate."""
        if vide_de_sens(cellule.valeur) and colonne.champ not in _ATTENTES_LUES:
            if colonne.champ not in (Champ.OBSERVATION, Champ.IGNORE):
                self.avertir(colonne, cellule, "Valeur à préciser : laissée vide.")
            return self.placer(cellule, "ignoree", "valeur d'attente")
        destin, raison = _LECTEURS[colonne.champ](self, colonne, cellule)
        return self.placer(cellule, destin, raison)


Issue = tuple[Destin, str]
Lecteur = Callable[[Releve, Colonne, Cellule], Issue]
IMPORTEE: Issue = ("importee", "lue")


def _reste(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """Words that the reader of the column did not use are a free text like another."""
    destin = releve.texte_libre(colonne, cellule)
    return destin, "texte libre dans une colonne normalisée"


def _suite(releve: Releve, colonne: Colonne, cellule: Cellule, lu: Lu[Any]) -> Issue:
    """After a reading: warn when something is left to a person, and sort the words that were not used."""
    if lu.avertissement:
        releve.avertir(colonne, cellule, lu.avertissement)
    if lu.certitude == "en_attente":
        return "ignoree", "valeur d'attente"
    if lu.reste and any(c.isalpha() for c in lu.reste):
        anodin = lu.lisible and classer(lu.reste, releve.lexiques) == "neutre"
        return IMPORTEE if anodin else _reste(releve, colonne, cellule)
    return IMPORTEE if lu.lisible else ("importee", "gardée telle quelle, à préciser")


def _ecrit(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        if champ in ("adresse", "ville", "quartier") and not est_voie(cellule.valeur):
            sens = releve.lexiques.textes.tous(cellule.texte)
            if sens and not cellule.texte[:1].isdigit():
                return _reste(releve, colonne, cellule)
        releve.poser(champ, ranger(cellule.texte))
        return IMPORTEE

    return lire


def _liste(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        if set(releve.lexiques.textes.tous(cellule.texte)) & {"judiciaire", "sante", "social"}:
            return _reste(releve, colonne, cellule)
        releve.joindre(champ, (ranger(cellule.texte),))
        return IMPORTEE

    return lire


def _nom_prenom(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    entete = mots(colonne.entete)
    lu = couper(cellule.texte, prenom_d_abord=entete.startswith("prenom"))
    nom, prenom = lu.valeur or ("", "")
    releve.poser("nom", nom)
    releve.poser("prenom", prenom)
    return _suite(releve, colonne, cellule, lu)


def _sexe(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_sexe(cellule.valeur)
    if lu.valeur:
        releve.poser("sexe", lu.valeur)
    return _suite(releve, colonne, cellule, lu)


def _sexe_case(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if coche(cellule.valeur):
        releve.poser("sexe", lire_sexe(colonne.entete).valeur)
    return IMPORTEE


def _date(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        ordre, douteux = releve.ordres.get(colonne.indice, ("jour_mois", False))
        lu = lire_date(cellule.valeur, releve.pivot, ordre, douteux=douteux)
        if lu.valeur:
            releve.poser(champ, lu.valeur)
        elif champ == "naissance" and "calendrier" in lu.avertissement:
            releve.impossibles.append((colonne, cellule, "Cette date de naissance n'existe pas au calendrier."))
        elif champ == "entree" and (code := releve.lexiques.refus.premier(cellule.texte)):
            releve.poser("motif_non_prise_en_charge", code)
            releve.poser("pris_en_charge", False)
            releve.avertir(colonne, cellule, "Refus écrit à la place d'une date d'entrée : lu comme non pris en charge.")
            return IMPORTEE
        return _suite(releve, colonne, cellule, lu)

    return lire


def _eps(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    ordre, douteux = releve.ordres.get(colonne.indice, ("jour_mois", False))
    lues, reste = lire_dates(cellule.valeur, releve.pivot, ordre, douteux=douteux)
    releve.joindre("eps", tuple(lu.valeur for lu in lues if lu.valeur))
    avertissement = next((lu.avertissement for lu in lues if lu.avertissement), "")
    certitude = "certaine" if any(lu.valeur for lu in lues) else lues[0].certitude
    return _suite(releve, colonne, cellule, Lu(None, certitude, avertissement, reste))


def _eps_case(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_date(colonne.jour or colonne.entete.lower().replace("eps", ""), releve.pivot)
    if coche(cellule.valeur) and lu.valeur:
        releve.joindre("eps", (lu.valeur,))
    elif coche(cellule.valeur):
        releve.avertir(colonne, cellule, "Passage en EPS coché sans date : à préciser.")
    return IMPORTEE if coche(cellule.valeur) is not None else _eps(releve, colonne, cellule)


def _code(champ: str, table: str, quoi: str, ecrit: str = "") -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        lu = lire_code(cellule.valeur, getattr(releve.lexiques, table), quoi)
        if lu.valeur:
            releve.poser(champ, lu.valeur)
        if ecrit:
            releve.poser(ecrit, ranger(cellule.texte))
        return _suite(releve, colonne, cellule, lu)

    return lire


def _etablissement(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if isinstance(cellule.valeur, date | int | float):
        releve.avertir(colonne, cellule, "Ceci n'est pas un nom d'établissement.")
        return "importee", "gardée telle quelle, à préciser"
    releve.poser("etablissement", ranger(cellule.texte))
    return IMPORTEE


def _telephone(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_telephones(cellule.valeur)
    releve.joindre("telephones", lu.valeur or ())
    if lu.valeur and mots(lu.reste) in ("mere", "pere", "maman", "papa", "parents", "m", "mme", "domicile", "et", "ou"):
        releve.joindre("telephones_de", (f"{lu.valeur[0]} {lu.reste}",))
        return IMPORTEE
    return _suite(releve, colonne, cellule, lu)


def _motifs(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_motifs(cellule.valeur, releve.lexiques.motifs)
    releve.joindre("motifs", lu.valeur or ())
    if lu.reste and all(vide_de_sens(r) or mots(r).startswith("autre") for r in lu.reste.split(" ; ")):
        lu = Lu(lu.valeur, "probable", lu.avertissement)
    return _suite(releve, colonne, cellule, lu)


def _case(champ: str) -> Lecteur:
    def lire(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
        cochee = coche(cellule.valeur)
        if cochee is None:
            return _reste(releve, colonne, cellule)
        if cochee and colonne.code:
            if champ == "motif_sortie":
                releve.poser(champ, colonne.code)
            else:
                releve.joindre(champ, (colonne.code,))
        return IMPORTEE

    return lire


def _accord(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    code = releve.lexiques.accords.premier(cellule.texte)
    if code is None and vide_de_sens(cellule.valeur):
        code = "demande" if "attente" in mots(cellule.texte) or "cours" in mots(cellule.texte) else None
    if code is None and lire_oui_non(cellule.valeur).valeur:
        code = "oral_trace"
        releve.avertir(colonne, cellule, "Accord noté sans dire s'il est écrit : retenu comme oral, à vérifier.")
    if code:
        releve.poser("accord", code)
        return IMPORTEE
    return _suite(releve, colonne, cellule, lire_oui_non(cellule.valeur))


def _pris_en_charge(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lu = lire_oui_non(cellule.valeur)
    code = releve.lexiques.refus.premier(cellule.texte) if lu.valeur is False or not lu.lisible else None
    if lu.lisible or code:
        releve.poser("pris_en_charge", bool(lu.valeur) and not code)
    if code and len(mots(cellule.texte)) > 3:  # noqa: PLR2004 - more than «non»
        releve.poser("motif_non_prise_en_charge", code)
        return IMPORTEE
    return _suite(releve, colonne, cellule, lu)


def _referent(releve: Releve, _colonne: Colonne, cellule: Cellule) -> Issue:
    releve.poser("referent_ecrit", ranger(cellule.texte))
    return IMPORTEE


def _point_ecole(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    lues, reste = lire_dates(cellule.valeur, releve.pivot)
    connu = mots(cellule.texte) in _MOTS_DE_POINT
    if not connu and (reste or not lues[0].lisible):
        return _reste(releve, colonne, cellule)
    ecrit = mots(cellule.texte) if connu else ", ".join(str(lu.valeur) for lu in lues if lu.valeur)
    releve.joindre("points_ecole", (f"{colonne.entete} : {ecrit}",))
    return IMPORTEE


def _actions(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """Actions are the team's own words; an action that speaks of something else than activities waits."""
    texte = cellule.texte
    if isinstance(cellule.valeur, str) and coche(cellule.valeur) is None:
        sens = set(releve.lexiques.textes.tous(texte)) & {"jugement", "judiciaire", "social"}
        if sens or len(texte) > 120:  # noqa: PLR2004 - a sentence, not a list
            return _reste(releve, colonne, cellule)
        releve.joindre("actions", tuple(p for p in _ACTIONS.split(texte) if p))
    elif coche(cellule.valeur):
        releve.joindre("actions", (colonne.entete,))
    return IMPORTEE


def _annee(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    annee = annee_de(ecrire(cellule.valeur))
    if annee is None:
        releve.avertir(colonne, cellule, "Année non reconnue.")
        return "importee", "gardée telle quelle, à préciser"
    releve.poser("annee", annee)
    return IMPORTEE


def _mois(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    """A month column: a tick or a number is a presence; words name an event of that month."""
    mois = lire_date(colonne.jour, releve.pivot).valeur if colonne.jour else None
    if mois:
        mois = DatePartielle(mois.annee, mois.mois)
    mois = mois or releve.champs.get("mois_du_titre", {}).get(colonne.indice)
    if coche(cellule.valeur) is not None or isinstance(cellule.valeur, int | float):
        releve.joindre("mois", ((str(mois or colonne.entete), cellule.texte),))
        return IMPORTEE
    plie = mots(cellule.texte)
    for mot, champ in (("eps", "eps"), ("entree", "entree"), ("sortie", "sortie")):
        if plie == mot and mois:
            releve.joindre("eps", (mois,)) if champ == "eps" else releve.poser(champ, mois)
            return IMPORTEE
    if plie in ("eps", "entree", "sortie"):
        releve.avertir(colonne, cellule, "Mois sans année : à préciser.")
        return "importee", "gardée telle quelle, à préciser"
    return _reste(releve, colonne, cellule)


def annee_de(texte: str) -> int | None:
    """The first year of «2023-2024», «23/24», «2023» or «année 2023»."""
    lu = _ANNEE.search(texte)
    if not lu or (len(lu[1]) == 2 and not lu[2]):  # noqa: PLR2004 - two digits alone are not a year
        return None
    annee = int(lu[1])
    return annee if annee > 99 else 2000 + annee  # noqa: PLR2004


def _observation(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    if not isinstance(cellule.valeur, str):
        return "ignoree", "nombre ou date sans libellé dans une colonne de texte"
    return releve.texte_libre(colonne, cellule), "texte libre"


def _sensible(releve: Releve, colonne: Colonne, cellule: Cellule) -> Issue:
    return releve.texte_libre(colonne, cellule, force=True), "donnée sensible, à placer ou à supprimer"


def _ignore(_releve: Releve, colonne: Colonne, _cellule: Cellule) -> Issue:
    return "ignoree", "colonne calculée" if colonne.champ is Champ.AGE else "colonne non reprise"


_ATTENTES_LUES = frozenset({Champ.ACCORD, Champ.PRIS_EN_CHARGE, Champ.MOTIF_CASE, Champ.ACTION_CASE, Champ.SORTIE_CASE,
                            Champ.SEXE_CASE, Champ.EPS_CASE, Champ.MOIS, Champ.POINT_ECOLE})  # fmt: skip
_LECTEURS: dict[Champ, Lecteur] = {
    Champ.NOM: _ecrit("nom"), Champ.PRENOM: _ecrit("prenom"), Champ.NOM_PRENOM: _nom_prenom,
    Champ.SEXE: _sexe, Champ.SEXE_CASE: _sexe_case, Champ.NAISSANCE: _date("naissance"), Champ.AGE: _ignore,
    Champ.ADRESSE: _ecrit("adresse"), Champ.CODE_POSTAL_VILLE: _ecrit("ville"), Champ.QUARTIER: _ecrit("quartier"),
    Champ.RESPONSABLE: _liste("responsables"), Champ.TELEPHONE: _telephone, Champ.EMAIL: _liste("emails"),
    Champ.ETABLISSEMENT: _etablissement, Champ.CLASSE: _code("classe", "classes", "Classe", "classe_ecrite"),
    Champ.ORIGINE: _code("origine", "origines", "Origine", "origine_ecrite"),
    Champ.DATE_RECEPTION: _date("date_reception"), Champ.MOTIFS: _motifs, Champ.MOTIF_CASE: _case("motifs"),
    Champ.ACCORD: _accord, Champ.PRIS_EN_CHARGE: _pris_en_charge,
    Champ.MOTIF_NON_PRISE_EN_CHARGE: _code("motif_non_prise_en_charge", "refus", "Motif"),
    Champ.REFERENT: _referent, Champ.ENTREE: _date("entree"), Champ.SORTIE: _date("sortie"),
    Champ.SORTIE_PREVUE: _date("sortie_prevue"), Champ.MOTIF_SORTIE: _code("motif_sortie", "sorties", "Motif de sortie"),
    Champ.SORTIE_CASE: _case("motif_sortie"), Champ.EPS: _eps, Champ.EPS_CASE: _eps_case,
    Champ.POINT_ECOLE: _point_ecole, Champ.ACTIONS: _actions, Champ.ACTION_CASE: _case("actions"),
    Champ.OBSERVATION: _observation, Champ.SENSIBLE: _sensible, Champ.NUMERO: _ecrit("numero"),
    Champ.ANNEE: _annee, Champ.MOIS: _mois, Champ.IGNORE: _ignore,
}  # fmt: skip
