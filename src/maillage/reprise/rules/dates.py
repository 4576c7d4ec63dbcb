"""Dates in every usual French writing. A day that the source does not give is never invented."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from maillage.classeurs.rules.classeur import Valeur, ecrire
from maillage.notions.temps import DatePartielle
from maillage.reprise.rules.ecriture import plier
from maillage.reprise.rules.lu import Lu, illisible

Ordre = Literal["jour_mois", "mois_jour"]

_MOIS = (
    r"janv(?:ier)?|jan|fevr(?:ier)?|fev|mars|mar|avr(?:il)?|mai|juin|juil(?:let)?|jul|aout|aou|"
    r"sept(?:embre)?|sep|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?"
)
_RANGS = {"jan": 1, "fev": 2, "mar": 3, "avr": 4, "mai": 5, "jui": 6, "jul": 7, "aou": 8}
_RANGS |= {"sep": 9, "oct": 10, "nov": 11, "dec": 12}
_A = r"(?P<a>\d{4}|'?\d{2})"
_FORMES = tuple(
    re.compile(f"(?<![\\d]){forme}(?![\\d])")
    for forme in (
        r"(?P<a>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<j>\d{1,2})(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?",
        rf"(?P<j>\d{{1,2}}) ?(?P<s>[-/. ]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?{_A}(?: \d{{1,2}}:\d{{2}}(?::\d{{2}})?)?",
        rf"(?P<j>\d{{1,2}})(?:er|e)?[ ./-]*(?P<nom>{_MOIS})\b\.?[ ,./-]*{_A}",
        rf"(?<![a-z])(?P<nom>{_MOIS})\b\.?[ ./-]*{_A}",
        r"(?P<m>\d{1,2})[-/.](?P<a>\d{4})",
        r"(?P<a>\d{4})[-/.](?P<m>\d{1,2})",
        r"(?P<j>[0-3]\d)(?P<m>[01]\d)(?P<a>(?:19|20)\d{2})",
        r"(?P<a>(?:19|20)\d{2})(?P<m>[01]\d)(?P<j>[0-3]\d)",
        r"(?P<a>(?:19|20)\d{2})",
    )
)
_PARTOUT = re.compile(
    "|".join(
        f"(?:{re.sub(r'[?]P<[a-z]+>', '?:', f.pattern).replace('(?P=s)', '[-/. ]')})"
        for f in _FORMES[:6]
    )
)
_ENTREE = re.compile(
    r"^(?:(?:le|du|depuis|en|au|a partir du|vers|environ|env\.?|fin|debut|mi|courant|annee|ete|automne|hiver|"
    r"printemps|lun(?:di)?|mar(?:di|\.)|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?)[ .,-]+)+"
)
_ATTENTE = re.compile(
    r"^(?:[?\-–—/.*]+|n\.?[cdr]\.?|n/?a|neant|inconnue?|non renseignee?|a (?:voir|preciser|completer|confirmer|"
    r"venir|faire|definir)|en (?:attente|cours)|attente|ras|vide|nsp|pas de date)[ ?.!]*$"
)
_SANS_ANNEE = re.compile(rf"^\d{{1,2}}(?:er)?(?:[-/.]\d{{1,2}}| (?:{_MOIS})\.?)$")
_SERIE = re.compile(r"^\d{5}(?:\.\d+)?$")


def en_attente(texte: str) -> bool:
    """Tell whether a cell only says that the value is not known («?», «à préciser», «NC»)."""
    return bool(_ATTENTE.match(plier(texte)))


def lire_date(
    valeur: Valeur, pivot: int, ordre: Ordre = "jour_mois", *, douteux: bool = False
) -> Lu[DatePartielle]:
    """Read one date. `pivot` is the current year; `douteux` says that the column does not tell days from months."""
    if isinstance(valeur, date):
        return Lu(DatePartielle.du(valeur))
    if isinstance(valeur, bool):
        return illisible("« vrai » ou « faux » n'est pas une date.", ecrire(valeur))
    if isinstance(valeur, int | float):
        return _nombre(float(valeur))
    return _texte(valeur, pivot, ordre, douteux=douteux)


def _nombre(nombre: float) -> Lu[DatePartielle]:
    """A bare number: a year, a day written in one block, or the serial number that spreadsheets store."""
    entier = int(nombre)
    if 1900 <= entier <= 2100 and nombre == entier:
        return Lu(DatePartielle(entier))
    if 20_000 <= entier < 80_000:
        jour = date(1899, 12, 30) + timedelta(days=entier)
        return Lu(
            DatePartielle.du(jour), "probable", "Numéro de série d'un tableur lu comme une date."
        )
    if 1_01_1900 <= entier <= 31_12_2100 and nombre == entier:
        return _texte(f"{entier:08d}", 2100, "jour_mois", douteux=False)
    return illisible("Ce nombre n'est pas une date.", ecrire(nombre))


@lru_cache(maxsize=65_536)
def _texte(texte: str, pivot: int, ordre: Ordre, *, douteux: bool) -> Lu[DatePartielle]:
    plie = _ENTREE.sub("", plier(texte)).strip(" .,")
    if not plie or _ATTENTE.match(plie):
        return Lu(None, "en_attente", "Date non renseignée.")
    if _SERIE.match(plie):
        return _nombre(float(plie))
    for forme in _FORMES:
        if lu := forme.fullmatch(plie):
            return _composer(lu, pivot, ordre, douteux=douteux)
    if _SANS_ANNEE.match(plie):
        return illisible("L'année manque : à préciser.", texte)
    return _dans_une_phrase(texte, plie, pivot, ordre, douteux=douteux)


def _dans_une_phrase(
    texte: str, plie: str, pivot: int, ordre: Ordre, *, douteux: bool
) -> Lu[DatePartielle]:
    """A date inside a sentence is read when it is alone; what stands around it is handed back."""
    trouvees = list(_PARTOUT.finditer(plie))
    if len(trouvees) != 1:
        return illisible("Ceci ne se lit pas comme une date.", texte)
    lue = _texte(trouvees[0].group(), pivot, ordre, douteux=douteux)
    reste = (plie[: trouvees[0].start()] + " " + plie[trouvees[0].end() :]).strip(" .,;:()-/")
    return Lu(
        lue.valeur,
        "probable" if lue.lisible else lue.certitude,
        lue.avertissement,
        texte if reste else "",
    )


def _composer(lu: re.Match[str], pivot: int, ordre: Ordre, *, douteux: bool) -> Lu[DatePartielle]:
    parties = lu.groupdict()
    annee = _annee(parties["a"].lstrip("'"), pivot)
    nom = parties.get("nom")
    mois = rang_du_mois(nom) if nom else int(parties["m"]) if parties.get("m") else None
    jour = int(parties["j"]) if parties.get("j") else None
    chiffres = jour is not None and not nom and not lu.group().startswith(parties["a"])
    if chiffres and jour is not None and mois is not None:
        if douteux and max(jour, mois) <= 12 and jour != mois:
            return illisible(
                "Jour et mois ne se distinguent pas dans cette colonne : à préciser.", lu.group()
            )
        if ordre == "mois_jour":
            jour, mois = mois, jour
    try:
        return Lu(DatePartielle(annee, mois, jour))
    except ValueError:
        return illisible("Cette date n'existe pas au calendrier.", lu.group())


def rang_du_mois(nom: str) -> int:
    """1 for «janv.», 7 for «juillet»; ValueError on anything else."""
    plie = plier(nom).strip(" .")
    if not re.fullmatch(_MOIS, plie):
        raise ValueError(f"Mois inconnu : {nom!r}.")
    return 7 if plie.startswith(("juil", "jul")) else _RANGS[plie[:3]]


def _annee(chiffres: str, pivot: int) -> int:
    annee = int(chiffres)
    if len(chiffres) > 2:
        return annee
    return 2000 + annee if annee <= pivot % 100 + 3 else 1900 + annee


def ordre_de(valeurs: Iterable[Valeur]) -> tuple[Ordre, bool]:
    """Order of days and months in a column, and whether the short dates of that column are doubtful."""
    jour_mois = mois_jour = 0
    for valeur in valeurs:
        if isinstance(valeur, str) and (lu := _FORMES[1].fullmatch(plier(valeur))):
            jour_mois += int(lu["j"]) > 12
            mois_jour += int(lu["m"]) > 12 >= int(lu["j"])
    if mois_jour and mois_jour > jour_mois:
        return "mois_jour", True
    return "jour_mois", False


@lru_cache(maxsize=65_536)
def _liste(
    texte: str, pivot: int, ordre: Ordre, *, douteux: bool
) -> tuple[tuple[Lu[DatePartielle], ...], str]:
    plie = plier(texte)
    if not plie or _ATTENTE.match(plie):
        return (Lu(None, "en_attente", "Date non renseignée."),), ""
    seule = _texte(texte, pivot, ordre, douteux=douteux)
    if seule.lisible and not seule.reste:
        return (seule,), ""
    lues = tuple(_texte(m.group(), pivot, ordre, douteux=douteux) for m in _PARTOUT.finditer(plie))
    if not lues:
        return (seule,), texte
    autour = re.sub(
        r"\b(?:et|puis|le|les|eps|du|au|n|\d)\b|[^a-z0-9]+", " ", _PARTOUT.sub(" ", plie)
    )
    return lues, texte if autour.strip() else ""


def lire_dates(
    valeur: Valeur, pivot: int, ordre: Ordre = "jour_mois", *, douteux: bool = False
) -> tuple[tuple[Lu[DatePartielle], ...], str]:
    """Read the dates of a cell, whatever separates them, and hand back the text when words stand around."""
    if isinstance(valeur, str):
        return _liste(valeur, pivot, ordre, douteux=douteux)
    return (lire_date(valeur, pivot, ordre),), ""
