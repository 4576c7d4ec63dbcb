"""Short values: sex, telephone, yes or no, ticks, codes of a nomenclature."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from maillage.classeurs.rules.classeur import Valeur, ecrire
from maillage.reprise.rules.dates import en_attente
from maillage.reprise.rules.ecriture import mots, plier
from maillage.reprise.rules.lu import Lu, illisible
from maillage.reprise.rules.tables import Lexiques, Table

_SEXES = {
    "f": "F", "fille": "F", "fe": "F", "fem": "F", "feminin": "F", "feminine": "F", "femme": "F", "mlle": "F",
    "mme": "F", "filles": "F", "m": "M", "g": "M", "garcon": "M", "gar": "M", "masculin": "M", "masc": "M",
    "h": "M", "homme": "M", "garcons": "M", "mr": "M", "fi": "F", "ga": "M",
}  # fmt: skip
_SIGNES_DE_SEXE = {"♀": "F", "♂": "M", "♀️": "F", "♂️": "M"}
_OUI = frozenset(
    {
        "o", "oui", "ok", "y", "yes", "x", "vrai", "true", "1", "v", "pec", "pris", "prise", "acceptee", "accepte",
        "retenu", "retenue", "actif", "active", "suivi", "suivie", "en cours", "pris en charge", "prise en charge",
        "sorti", "sortie", "termine", "terminee", "clos", "cloture", "fini",
    }
)  # fmt: skip
_NON = frozenset(
    {
        "n",
        "non",
        "no",
        "faux",
        "false",
        "0",
        "refus",
        "refuse",
        "pas pris",
        "non pris",
        "non retenu",
    }
)
_COCHES = frozenset({"x", "xx", "1", "oui", "o", "v", "vrai", "ok", "+", "true", "✓", "✔", "☑", "☒", "√", "✗", "•", "*"})  # fmt: skip
_DECOCHES = frozenset({"0", "non", "n", "faux", "-", "false", "☐", "□", "/", ".", "–", "—"})
_NUMERO = re.compile(
    r"(?<!\d)(?:(?:\+|00)33[ .-]?(?:\(0\))?|0)[ .\-/]?[1-9](?:[ .\-/]{0,2}\d{2}){4}(?!\d)|(?:\+|00)\d(?:[ .-]?\d){7,13}"
)
_SIGNES = re.compile(r"[\s/,;+&.\-]+")
_MOTIFS = re.compile(r"[+;,\n\r•&|]+|\s[-–—]\s|^[-–—*]\s*", re.MULTILINE)
_ENTRE_MOTIFS = re.compile(r"/|\bet\b")
_NUMEROS = re.compile(
    r"(?:^|(?<=[\s,;/]))\(?\d{1,2} ?(?:[).°:]|/(?!\d)|-(?!\d))\s*(?=[^\W\d])", re.MULTILINE
)
_COUPLE = re.compile(r"\b(famille|parents?|[eé]cole)\s*/\s*(?:l['’])?(?=(?:famille|parents?|[eé]cole|coll[eè]ge)\b)", re.IGNORECASE)  # fmt: skip


@lru_cache(maxsize=8192)
def lire_sexe(valeur: Valeur) -> Lu[str]:
    """F or M, whatever the writing."""
    texte = ecrire(valeur)
    code = _SEXES.get(mots(texte)) or _SIGNES_DE_SEXE.get(texte.strip())
    if code:
        return Lu(code)
    if en_attente(texte):
        return Lu(None, "en_attente", "Sexe non renseigné.")
    return illisible("Sexe non reconnu.", texte)


@lru_cache(maxsize=8192)
def lire_oui_non(valeur: Valeur) -> Lu[bool]:
    """Yes, no, or waiting."""
    texte = ecrire(valeur)
    plie = mots(texte)
    if plie in _OUI or plie.startswith(("oui ", "ok ")):
        return Lu(True)
    if plie in _NON or plie.startswith("non "):
        return Lu(False, reste=texte if len(plie) > 4 and plie not in _NON else "")
    if en_attente(texte) or plie.startswith("attente"):
        return Lu(None, "en_attente", "Décision en attente.")
    return illisible("Ni oui ni non.", texte)


@lru_cache(maxsize=8192)
def coche(valeur: Valeur) -> bool | None:
    """True for a ticked box, False for an empty one, None when this is not a box."""
    plie = plier(ecrire(valeur))
    return True if plie in _COCHES else False if plie in _DECOCHES else None


@lru_cache(maxsize=32_768)
def lire_telephones(valeur: Valeur) -> Lu[tuple[str, ...]]:
    """Numbers in international form; a spreadsheet that ate the leading zero is forgiven."""
    texte = ecrire(valeur)
    if re.fullmatch(r"[1-9]\d{8}", texte):
        texte = "0" + texte
    numeros = tuple(
        dict.fromkeys(n for m in _NUMERO.finditer(texte) if (n := _international(m.group())))
    )
    if numeros:
        reste = re.sub(r"[\s/,;.()-]+", " ", _NUMERO.sub(" ", texte)).strip()
        return Lu(numeros, reste=reste if len(reste) > 1 else "")
    if en_attente(texte):
        return Lu(None, "en_attente", "Téléphone non renseigné.")
    return illisible("Numéro de téléphone non reconnu.", texte)


def _international(brut: str) -> str | None:
    try:
        numero = phonenumbers.parse(re.sub(r"[^\d+]", "", brut), "FR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(numero):
        return None
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


def lire_code(valeur: Valeur, table: Table, quoi: str) -> Lu[str]:
    """The code of a nomenclature that a text means, or why it is left to a person."""
    texte = ecrire(valeur)
    if code := table.premier(texte):
        return Lu(code)
    if en_attente(texte):
        return Lu(None, "en_attente", f"{quoi} non renseigné.")
    return illisible(f"{quoi} non reconnu.", texte)


def lire_motifs(valeur: Valeur, lexiques: Lexiques) -> Lu[tuple[str, ...]]:
    """Several codes in one cell, in the order of the text; `reste` is what no rule knows."""
    if codes_de_legende := _par_la_legende(ecrire(valeur), lexiques):
        return Lu(codes_de_legende)
    codes: list[str] = []
    inconnus: list[str] = []
    for morceau in _MOTIFS.split(_NUMEROS.sub(";", _COUPLE.sub(r"\1-", ecrire(valeur)))):
        if not mots(morceau):
            continue
        trouves = _codes(morceau, lexiques.motifs)
        codes.extend(trouves)
        if not trouves:
            inconnus.append(morceau.strip())
    uniques = tuple(dict.fromkeys(codes))
    if not inconnus:
        return Lu(uniques)
    avertissement = f"Motif à préciser : « {' », « '.join(inconnus)} »."
    return Lu(
        uniques or None, "probable" if uniques else "illisible", avertissement, " ; ".join(inconnus)
    )


def _par_la_legende(texte: str, lexiques: Lexiques) -> tuple[str, ...]:
    """Codes that the file itself explains («L = langage»), when the whole cell is made of them."""
    signes = [plier(s) for s in _SIGNES.split(texte) if s.strip()] if lexiques.legende else []
    lus = [lexiques.legende.get(s) for s in signes]
    return tuple(dict.fromkeys(code for code in lus if code)) if all(lus) else ()


def _codes(morceau: str, table: Table) -> tuple[str, ...]:
    parties = [p for p in _ENTRE_MOTIFS.split(morceau) if mots(p)]
    lus = [table.premier(p) for p in parties]
    if len(parties) > 1 and sum(map(bool, lus)) > 1:
        return tuple(code for code in lus if code)
    seul = table.premier(morceau)
    return (seul,) if seul else ()
