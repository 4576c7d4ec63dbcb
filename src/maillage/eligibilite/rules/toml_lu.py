"""Rules written in TOML: `[[regle]] id, texte, critere = { type = … }`. Every fault is told, in French, with its place.

Keys are read liberally (a word for a list of one, a quoted date), never guessed: an unknown type or key is a fault.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from maillage.eligibilite.rules.cles_lues import TABLE, LectureDeTable, ReglesIllisibles
from maillage.eligibilite.rules.criteres import (
    CommuneEntiere,
    Continuite,
    Critere,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    JeuDeRegles,
    Ou,
    ParDerogation,
    Poche,
    RegleLocale,
)
from maillage.eligibilite.rules.situations import label_lu

PROFONDEUR = 20  # a tree deeper than this is nobody's rule
LIBRES = (
    "programme",
    "nom",
    "version",
    "depuis",
    "source",
    "commentaire",
)  # said by people, read by nobody


def lire_regles(texte: str) -> JeuDeRegles:
    """Read a set of rules. Raises ReglesIllisibles with every fault."""
    try:
        lu = tomllib.loads(texte.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as faute:
        raise ReglesIllisibles([f"Ce n'est pas du TOML lisible ({faute})."]) from None
    lecture = LectureDeTable()
    lecture.sans_autre_cle(lu, {"regle", "score_minimum", "ages", *LIBRES})
    tables = lu.get("regle", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        lecture.refuser("Il faut au moins une règle, écrite [[regle]].")
        tables = []
    score = lu.get("score_minimum", 0.5)
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        lecture.refuser("« score_minimum » est un nombre entre 0 et 1.")
        score = 0.5
    ages = lecture.ages(lu)
    regles = tuple(_regle(lecture, rang, t) for rang, t in enumerate(tables, 1))
    lecture.ou = ""
    ids = [r.id for r in regles]
    for double in sorted({i for i in ids if ids.count(i) > 1}):
        lecture.refuser(f"Deux règles portent l'identifiant « {double} ».")
    if lecture.fautes:
        raise ReglesIllisibles(lecture.fautes)
    return JeuDeRegles(regles, float(score), ages)


def _regle(lecture: LectureDeTable, rang: int, table: TABLE) -> RegleLocale:
    identifiant = table.get("id", "")
    identifiant = (
        str(identifiant).strip() if not isinstance(identifiant, bool | dict | list) else ""
    )
    lecture.ou = f"Règle {rang}{f' (« {identifiant} »)' if identifiant else ''} : "
    if not identifiant:
        lecture.refuser("il lui manque « id ».")
    texte = table.get("texte", "")
    if not isinstance(texte, str) or not texte.strip():
        lecture.refuser("il lui manque « texte », la phrase que les personnes liront.")
        texte = ""
    lecture.sans_autre_cle(table, {"id", "texte", "critere", "ages", "commentaire", "source"})
    critere = _critere(lecture, table.get("critere"), 0)
    return RegleLocale(identifiant, texte.strip(), critere, lecture.ages(table))


def _critere(lecture: LectureDeTable, table: Any, niveau: int) -> Critere:
    if not isinstance(table, dict):
        lecture.refuser('« critere » s\'écrit { type = "…" }.')
        return RIEN
    if niveau > PROFONDEUR:
        lecture.refuser("les critères s'emboîtent trop profondément.")
        return RIEN
    genre = table.get("type")
    if isinstance(genre, str) and genre in COMPOSES:
        branches = table.get("de")
        lecture.sans_autre_cle(table, {"type", "de"})
        if not isinstance(branches, list) or not branches:
            lecture.refuser(f"« {genre} » demande « de », une liste d'au moins un critère.")
            return RIEN
        return COMPOSES[genre](tuple(_critere(lecture, b, niveau + 1) for b in branches))
    if not isinstance(genre, str) or genre not in SIMPLES:
        connus = ", ".join([*SIMPLES, *COMPOSES])
        lecture.refuser(f"« {genre} » n'est pas un type de critère. Types connus : {connus}.")
        return RIEN
    cles, lire = SIMPLES[genre]
    lecture.sans_autre_cle(table, {"type", *cles})
    return lire(lecture, table)


def _domicile(lecture: LectureDeTable, t: TABLE) -> Critere:
    return DomicileEnZone(
        lecture.liste(t, "generations", "generation"), lecture.liste(t, "zones", "zone")
    )


def _ecole(lecture: LectureDeTable, t: TABLE) -> Critere:
    lus = lecture.liste(t, "labels", "label", exigee=True)
    for inconnu in [mot for mot in lus if label_lu(mot) is None]:
        lecture.refuser(f"« {inconnu} » n'est pas un label : REP, REP+.")
    return EcoleEnReseau(tuple(dict.fromkeys(c for mot in lus if (c := label_lu(mot)))))


def _poche(lecture: LectureDeTable, t: TABLE) -> Critere:
    return Poche(lecture.liste(t, "liste", "zones", "codes", exigee=True))


def _commune(lecture: LectureDeTable, t: TABLE) -> Critere:
    return CommuneEntiere(lecture.liste(t, "communes", "commune", "liste", "codes", "code"))


def _continuite(lecture: LectureDeTable, t: TABLE) -> Critere:
    ouvert = t.get("parcours_ouvert", True)
    if not isinstance(ouvert, bool):
        lecture.refuser("« parcours_ouvert » vaut true ou false.")
        ouvert = True
    return Continuite(lecture.date_lue(t.get("jusqu_au")), ouvert)


def _derogation(lecture: LectureDeTable, t: TABLE) -> Critere:
    listees = lecture.liste(t, "situations", "liste", "ids")
    motif, auteur = (str(t.get(c, "")).strip() for c in ("motif", "auteur"))
    if listees and not (motif and auteur):
        lecture.refuser("une dérogation nommée dit son « motif » et son « auteur ».")
    return ParDerogation(motif, auteur, listees)


_Lecteur = Callable[[LectureDeTable, TABLE], Critere]
RIEN = Et((DomicileEnZone(),))  # stands where a fault was: never judged, the set is refused
COMPOSES: Mapping[str, type[Et | Ou]] = {"et": Et, "ou": Ou}
SIMPLES: Mapping[str, tuple[set[str], _Lecteur]] = {
    "domicile_en_zone": ({"generation", "generations", "zone", "zones"}, _domicile),
    "ecole_en_reseau": ({"label", "labels"}, _ecole),
    "poche": ({"liste", "zones", "codes"}, _poche),
    "commune": ({"commune", "communes", "liste", "codes", "code"}, _commune),
    "continuite": ({"jusqu_au", "parcours_ouvert"}, _continuite),
    "derogation": ({"motif", "auteur", "situations", "liste", "ids"}, _derogation),
}
