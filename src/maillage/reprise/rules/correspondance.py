"""Which column holds what, as the words of its header and its values tell. A person can correct the proposal."""

from __future__ import annotations

from collections import Counter
from datetime import date

from maillage.classeurs.rules.classeur import Cellule, Feuille, Valeur, ecrire, lettre
from maillage.reprise.rules.champs import (
    DATES,
    Champ,
    cochees,
    est_date,
    part,
    reconnaissances,
)
from maillage.reprise.rules.completude import FAIBLE, SUR, completer, sans_repetition
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.modele import Colonne, Correspondance, Modele
from maillage.reprise.rules.reperage import Zone
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.titres import Titre, champ_du_titre, dit_faiblement
from maillage.reprise.rules.valeurs import lire_sexe

__all__ = ["Modele", "proposer"]

ECHANTILLON = 80
PROBABLE = 0.8

_VAGUES = frozenset(
    [
        "date",
        "dates",
        "le",
        "motif",
        "motifs",
        "raison",
        "pourquoi",
        "type",
        "cause",
        "nom",
        "prenom",
        "oui",
        "non",
        "o",
        "n",
        "precision",
        "precisions",
        "autre",
        "duree",
        "fin",
        "debut",
    ]
)
_PARENTS = ("responsable", "parent", "pere", "mere", "famille", "tuteur", "representant", "legal")


def proposer(feuille: Feuille, zone: Zone, lexiques: Lexiques) -> Correspondance:
    """Propose a field for each column of a table."""
    contenus = _contenus(feuille, zone)
    titres = {t.colonne: t for t in zone.titres}
    colonnes: list[Colonne] = []
    vus: Counter[str] = Counter()
    for indice in sorted(titres.keys() | contenus.keys()):
        titre = titres.get(indice, Titre(indice, ""))
        valeurs = [c.valeur for c in contenus.get(indice, [])]
        precedent = colonnes[-1].champ if colonnes else None
        champ, code, confiance = _champ(titre, valeurs, precedent, lexiques)
        cle = mots(titre.complet) or "sans titre"
        vus[cle] += 1
        cle = cle if vus[cle] == 1 else f"{cle} #{vus[cle]}"
        exemples = tuple(dict.fromkeys(ecrire(v)[:60] for v in valeurs))[:3]
        colonnes.append(
            Colonne(
                indice,
                titre.texte or titre.groupe or f"colonne {lettre(indice)}",
                cle,
                champ,
                code,
                titre.jour,
                confiance,
                exemples,
            )
        )
    uniques = sans_repetition(colonnes, contenus, lexiques)
    return Correspondance(feuille.nom, zone, tuple(completer(uniques, contenus)))


def _contenus(feuille: Feuille, zone: Zone) -> dict[int, list[Cellule]]:
    contenus: dict[int, list[Cellule]] = {}
    for numero, cellules in feuille.lignes:
        if zone.debut <= numero <= zone.fin:
            for cellule in cellules:
                if zone.gauche <= cellule.colonne <= zone.droite:
                    contenus.setdefault(cellule.colonne, []).append(cellule)
    return {c: v[:: max(1, len(v) // ECHANTILLON)] for c, v in contenus.items()}


def _champ(
    titre: Titre, valeurs: list[Valeur], precedent: Champ | None, lexiques: Lexiques
) -> tuple[Champ, str | None, float]:
    nomme = _par_le_titre(titre, lexiques)
    if nomme is Champ.SEXE_CASE or (cochees(valeurs) and lire_sexe(titre.texte).lisible):
        return (Champ.SEXE_CASE if cochees(valeurs) else Champ.SEXE), titre.texte, SUR
    sortant = "sortie" in mots(titre.groupe)
    cochable = sortant or nomme not in (Champ.ACCORD, Champ.PRIS_EN_CHARGE, Champ.MOIS)
    if cochable and cochees(valeurs) and (case := _case(titre, nomme, lexiques)):
        return (*case, PROBABLE)
    if nomme in (Champ.MOTIFS, Champ.MOTIF_SORTIE) and _vague(titre.texte):
        return _motif_ou_sortie(titre, nomme, valeurs, precedent, lexiques), None, PROBABLE
    if nomme is not None:
        confiance = PROBABLE if dit_faiblement(titre.texte, lexiques) else SUR
        return _confirme(nomme, valeurs, lexiques), None, confiance
    return _par_les_valeurs(valeurs, lexiques), None, FAIBLE


def _vague(texte: str) -> bool:
    return set(mots(texte).split(" ")) <= _VAGUES or mots(texte).isdigit()


def _par_le_titre(titre: Titre, lexiques: Lexiques) -> Champ | None:
    groupe = mots(titre.groupe)
    if titre.jour or (groupe and titre.texte[:1].isdigit() and est_date(titre.texte)):
        return Champ.EPS_CASE if "eps" in groupe.split(" ") else Champ.MOIS
    seul = champ_du_titre(titre.texte, lexiques)
    ensemble = champ_du_titre(f"{titre.groupe} {titre.texte}", lexiques) if groupe else None
    if groupe and mots(titre.texte) in (
        "motif",
        "motifs",
        "raison",
        "raisons",
        "pourquoi",
        "cause",
    ):
        sortant = any(m in groupe for m in ("sortie", "fin", "cloture", "arret"))
        return Champ.MOTIF_SORTIE if sortant else Champ.MOTIFS
    nom = (ensemble or seul) if _vague(titre.texte) else (seul or ensemble)
    if groupe and seul in (Champ.NOM, Champ.PRENOM, Champ.NOM_PRENOM):
        parental = any(p in groupe for p in _PARENTS) and "enfant" not in groupe
        nom = Champ.RESPONSABLE if parental else seul
    return Champ(nom) if nom else None


def _case(titre: Titre, nomme: Champ | None, lexiques: Lexiques) -> tuple[Champ, str | None] | None:
    """A column of ticks says yes or no to its own header."""
    groupe = mots(titre.groupe)
    if "sortie" in groupe or nomme is Champ.MOTIF_SORTIE:
        code = lexiques.sorties.premier(titre.texte)
        return (Champ.SORTIE_CASE, code) if code else None
    if titre.jour or nomme in (Champ.EPS, Champ.EPS_CASE):
        return Champ.EPS_CASE, None
    if nomme in (Champ.ACTIONS, Champ.ACTION_CASE) or "action" in groupe or "atelier" in groupe:
        return Champ.ACTION_CASE, titre.texte
    if (
        nomme in (None, Champ.MOTIFS, Champ.OBSERVATION, Champ.RESPONSABLE, Champ.SORTIE)
        or "motif" in groupe
    ):
        code = lexiques.motifs.premier(titre.texte)
        return (Champ.MOTIF_CASE, code) if code else None
    return None


def _motif_ou_sortie(
    titre: Titre, nomme: Champ, valeurs: list[Valeur], precedent: Champ | None, lexiques: Lexiques
) -> Champ:
    """«Motif» alone: the values decide between why it began and why it ended, then the column before."""
    tests = reconnaissances(lexiques)
    debut, fin = part(valeurs, tests[Champ.MOTIFS]), part(valeurs, tests[Champ.MOTIF_SORTIE])
    if any(m in mots(titre.groupe) for m in ("sortie", "fin ", "cloture")):
        return Champ.MOTIF_SORTIE
    if abs(debut - fin) > 0.2:
        return Champ.MOTIFS if debut > fin else Champ.MOTIF_SORTIE
    return Champ.MOTIF_SORTIE if precedent in (Champ.SORTIE, Champ.SORTIE_PREVUE) else nomme


def _confirme(nomme: Champ, valeurs: list[Valeur], lexiques: Lexiques) -> Champ:
    """A header that its values contradict flatly is corrected."""
    tests = reconnaissances(lexiques)
    if (
        nomme in (Champ.PRIS_EN_CHARGE, Champ.ACTIONS)
        and valeurs
        and part(valeurs, est_date) >= PROBABLE
    ):
        return Champ.ENTREE if nomme is Champ.PRIS_EN_CHARGE else nomme
    if nomme is Champ.RESPONSABLE and part(valeurs, tests[Champ.TELEPHONE]) >= PROBABLE:
        return Champ.TELEPHONE
    if nomme is Champ.CLASSE and valeurs and part(valeurs, tests[Champ.CLASSE]) == 0:
        return Champ.OBSERVATION
    if nomme in DATES and nomme is not Champ.EPS and valeurs and part(valeurs, est_date) == 0:
        return Champ.OBSERVATION if any(isinstance(v, str) for v in valeurs) else nomme
    return nomme


def _par_les_valeurs(valeurs: list[Valeur], lexiques: Lexiques) -> Champ:
    tests = reconnaissances(lexiques)
    for champ in (Champ.SEXE, Champ.TELEPHONE, Champ.CLASSE, Champ.ADRESSE):
        if len(valeurs) > 2 and part(valeurs, tests[champ]) >= SUR:
            return champ
    nombres = all(isinstance(v, int | float | date) for v in valeurs)
    return Champ.IGNORE if nombres else Champ.OBSERVATION
