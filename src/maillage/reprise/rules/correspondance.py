"""Which column holds what: proposed by the words of the header and by the values, corrected by a person, kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from maillage.reprise.rules.champs import DATES, UNIQUES, Champ, cochees, est_date, part, reconnaissances
from maillage.reprise.rules.classeur import Cellule, Feuille, Valeur, ecrire
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.reperage import Titre, Zone, champ_du_titre
from maillage.reprise.rules.tables import Lexiques

ECHANTILLON = 80
SUR, PROBABLE, FAIBLE = 0.95, 0.8, 0.5

_VAGUES = frozenset(
    "date dates le motif motifs raison pourquoi type cause nom prenom oui non o n precision precisions autre duree fin debut".split()  # noqa: E501, SIM905
)
_PARENTS = ("responsable", "parent", "pere", "mere", "famille", "tuteur", "representant", "legal")


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column and what it is taken for. `code` is the N8, N12 or action label of a column of ticks."""

    indice: int
    entete: str
    cle: str
    champ: Champ
    code: str | None = None
    jour: date | None = None
    confiance: float = SUR
    exemples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correspondance:
    """The proposal for one table. `signature` recognises the same table in a later version of the file."""

    feuille: str
    zone: Zone
    colonnes: tuple[Colonne, ...]

    @property
    def signature(self) -> str:
        return " | ".join(c.cle for c in self.colonnes)

    def de(self, champ: Champ) -> tuple[Colonne, ...]:
        return tuple(c for c in self.colonnes if c.champ is champ)


@dataclass(frozen=True, slots=True)
class Modele:
    """Mappings that a person has checked, kept for the next version of the file."""

    tables: Mapping[str, Mapping[str, tuple[str, str | None]]] = field(default_factory=dict)

    @classmethod
    def des(cls, correspondances: tuple[Correspondance, ...]) -> Modele:
        return cls({c.signature: {k.cle: (k.champ.value, k.code) for k in c.colonnes} for c in correspondances})

    def en_dict(self) -> dict[str, Any]:
        tables = {s: {cle: {"champ": ch, "code": co} for cle, (ch, co) in t.items()} for s, t in self.tables.items()}
        return {"version": 1, "tables": tables}

    @classmethod
    def lire(cls, donnees: Mapping[str, Any]) -> Modele:
        """Read back what `en_dict` wrote; ValueError when a field is unknown."""
        tables = {}
        for signature, colonnes in donnees["tables"].items():
            tables[signature] = {cle: (Champ(v["champ"]).value, v.get("code")) for cle, v in colonnes.items()}
        return cls(tables)

    def appliquer(self, proposee: Correspondance) -> Correspondance:
        """Use what was decided for this table, or for the kept table that shares most of its headers."""
        choix = self.tables.get(proposee.signature) or self._voisine(proposee)
        decide = (
            replace(c, champ=Champ(choix[c.cle][0]), code=choix[c.cle][1]) if c.cle in choix else c
            for c in proposee.colonnes
        )
        return replace(proposee, colonnes=tuple(decide))

    def _voisine(self, proposee: Correspondance) -> Mapping[str, tuple[str, str | None]]:
        cles = {c.cle for c in proposee.colonnes}
        notes = [(len(cles & t.keys()) / len(cles | t.keys()), s) for s, t in self.tables.items() if t]
        note, signature = max(notes, default=(0.0, ""))
        return self.tables[signature] if note >= FAIBLE else {}


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
        colonnes.append(Colonne(indice, titre.texte or titre.groupe, cle, champ, code, titre.jour, confiance, exemples))
    return Correspondance(feuille.nom, zone, tuple(_sans_repetition(colonnes, contenus, lexiques)))


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
    if nomme is Champ.SEXE_CASE:
        return (nomme if cochees(valeurs) else Champ.SEXE), titre.texte, SUR
    cochable = nomme not in (Champ.ACCORD, Champ.PRIS_EN_CHARGE, Champ.MOIS)
    if cochable and cochees(valeurs) and (case := _case(titre, nomme, lexiques)):
        return (*case, PROBABLE)
    if nomme in (Champ.MOTIFS, Champ.MOTIF_SORTIE) and _vague(titre.texte):
        return _motif_ou_sortie(titre, nomme, valeurs, precedent, lexiques), None, PROBABLE
    if nomme is not None:
        return _confirme(nomme, valeurs, lexiques), None, SUR
    return _par_les_valeurs(valeurs, lexiques), None, FAIBLE


def _vague(texte: str) -> bool:
    return set(mots(texte).split(" ")) <= _VAGUES or mots(texte).isdigit()


def _par_le_titre(titre: Titre, lexiques: Lexiques) -> Champ | None:
    groupe = mots(titre.groupe)
    if titre.jour or (groupe and titre.texte[:1].isdigit() and est_date(titre.texte)):
        return Champ.EPS_CASE if "eps" in groupe.split(" ") else Champ.MOIS
    seul = champ_du_titre(titre.texte, lexiques)
    ensemble = champ_du_titre(f"{titre.groupe} {titre.texte}", lexiques) if groupe else None
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
    if nomme in (None, Champ.MOTIFS, Champ.OBSERVATION, Champ.RESPONSABLE, Champ.SORTIE) or "motif" in groupe:
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
    if abs(debut - fin) > 0.2:  # noqa: PLR2004 - clearly one of the two
        return Champ.MOTIFS if debut > fin else Champ.MOTIF_SORTIE
    return Champ.MOTIF_SORTIE if precedent in (Champ.SORTIE, Champ.SORTIE_PREVUE) else nomme


def _confirme(nomme: Champ, valeurs: list[Valeur], lexiques: Lexiques) -> Champ:
    """A header that its values contradict flatly is corrected."""
    tests = reconnaissances(lexiques)
    if nomme in (Champ.PRIS_EN_CHARGE, Champ.ACTIONS) and valeurs and part(valeurs, est_date) >= PROBABLE:
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
        if len(valeurs) > 2 and part(valeurs, tests[champ]) >= SUR:  # noqa: PLR2004
            return champ
    nombres = all(isinstance(v, int | float | date) for v in valeurs)
    return Champ.IGNORE if nombres else Champ.OBSERVATION


def _sans_repetition(
    colonnes: list[Colonne], contenus: Mapping[int, list[Cellule]], lexiques: Lexiques
) -> list[Colonne]:
    """A field that a child has once keeps one column: the best filled with its own kind of values."""
    tests = reconnaissances(lexiques)

    def note(colonne: Colonne) -> tuple[float, float, int]:
        valeurs = [c.valeur for c in contenus.get(colonne.indice, [])]
        test = tests.get(colonne.champ)
        return (colonne.confiance, part(valeurs, test) if test else float(bool(valeurs)), -colonne.indice)

    gardees = {}
    for colonne in colonnes:
        if colonne.champ in UNIQUES and (colonne.champ not in gardees or note(colonne) > note(gardees[colonne.champ])):
            gardees[colonne.champ] = colonne
    rendues = []
    for colonne in colonnes:
        if colonne.champ in UNIQUES and gardees[colonne.champ] is not colonne:
            valeurs = [c.valeur for c in contenus.get(colonne.indice, [])]
            texte = any(isinstance(v, str) and not est_date(v) for v in valeurs)
            colonne = replace(colonne, champ=Champ.OBSERVATION if texte else Champ.IGNORE, confiance=FAIBLE)  # noqa: PLW2901
        rendues.append(colonne)
    return rendues
