"""How people write the name of a school: what kind they say, which words, which number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MATERNELLE, ELEMENTAIRE, PRIMAIRE = "ecole_maternelle", "ecole_elementaire", "ecole_primaire"
COLLEGE, LYCEE, SPECIALISE = "college", "lycee", "etablissement_specialise"
ECOLES = frozenset({MATERNELLE, ELEMENTAIRE, PRIMAIRE})

# What is said → the natures (N3) that it can mean. A primaire holds both kinds of classes, and people
# say «primaire» for an élémentaire.
_DITS: Mapping[str, frozenset[str]] = {
    "ecole": ECOLES,
    "maternelle": frozenset({MATERNELLE}),
    "elementaire": frozenset({ELEMENTAIRE, PRIMAIRE}),
    "primaire": frozenset({ELEMENTAIRE, PRIMAIRE}),
    "college": frozenset({COLLEGE}),
    "lycee": frozenset({LYCEE}),
    "specialise": frozenset({SPECIALISE}),
}
_MOTS_ENTIERS: Mapping[str, str] = {
    "ecole": "ecole", "ecoles": "ecole", "maternelle": "maternelle", "elementaire": "elementaire",
    "primaire": "primaire", "college": "college", "lycee": "lycee",
    "ime": "specialise", "itep": "specialise", "ditep": "specialise", "iem": "specialise",
}  # fmt: skip
# Read only at the two ends of a name: in the middle, «col» or «mat» may belong to it.
_ABREGES: Mapping[str, str] = {
    "clg": "college", "clge": "college", "coll": "college", "col": "college", "cge": "college",
    "lyc": "lycee", "lp": "lycee", "lgt": "lycee", "legt": "lycee", "lpo": "lycee",
    "ee": "elementaire", "elem": "elementaire", "element": "elementaire", "eepu": "elementaire",
    "em": "maternelle", "mat": "maternelle", "mater": "maternelle", "empu": "maternelle",
    "ep": "primaire", "prim": "primaire", "eppu": "primaire", "epu": "ecole", "ec": "ecole",
}  # fmt: skip
_LONGS: Mapping[str, str] = {
    "st": "saint", "ste": "sainte", "gal": "general", "dr": "docteur", "mal": "marechal",
    "cdt": "commandant", "pdt": "president",
}  # fmt: skip
# Words that qualify a school or a class without naming it, in the official lists as in the trackers.
_SANS_POIDS = frozenset({
    "public", "publique", "prive", "privee", "polyvalent", "polyvalente", "professionnel",
    "professionnelle", "general", "generale", "technologique", "mixte", "communale",
    "municipale", "application", "groupe", "scolaire", "etablissement", "cedex", "ulis",
    "clis", "segpa", "upe2a", "rased", "classe", "tps", "ps", "ms", "gs", "cp", "ce1", "ce2",
    "cm1", "cm2", "6e", "6eme", "5e", "5eme", "4e", "4eme", "3e", "3eme",
})  # fmt: skip
LIAISONS = frozenset({
    "de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en", "sur",
    "sous",
})  # fmt: skip
_MOIS = frozenset({
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
})  # fmt: skip
_ROMAINS: Mapping[str, str] = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}

# The level (N4) says which kind of school the child sits in; ULIS, UPE2A exist everywhere.
NATURES_DU_NIVEAU: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("tps", "ps", "ms", "gs"), frozenset({MATERNELLE, PRIMAIRE})),
    **dict.fromkeys(("cp", "ce1", "ce2", "cm1", "cm2"), frozenset({ELEMENTAIRE, PRIMAIRE})),
    **dict.fromkeys(("6e", "5e", "4e", "3e", "segpa"), frozenset({COLLEGE})),
    **dict.fromkeys(("lycee_gt", "lycee_professionnel", "cap"), frozenset({LYCEE})),
}


@dataclass(frozen=True, slots=True)
class NomLu:
    """A written name: natures said (none when unsaid), words in order, number or letter at the end."""

    dits: frozenset[str]
    mots: tuple[str, ...]
    rang: str = ""

    @property
    def natures(self) -> frozenset[str]:
        """Natures that the words allow; empty when nothing is said."""
        precis = self.dits - {"ecole"} or self.dits
        return frozenset().union(*(_DITS[dit] for dit in precis))


def plier(texte: str) -> str:
    """Lower case without accents: what two hands write alike."""
    decompose = unicodedata.normalize("NFD", texte.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def mots_de(texte: str) -> tuple[str, ...]:
    """Return the words of a text, abbreviations of titles written in full."""
    plie = re.sub(r"\bs/\s*", "sur ", plier(texte))  # «Neuilly s/ Marne»
    separes = re.sub(r"(?<=[a-z]{3})(?=\d\b)", " ", plie)
    return tuple(_LONGS.get(mot, mot) for mot in re.findall(r"[a-z0-9]+", separes))


@lru_cache(maxsize=8192)
def lire(texte: str) -> NomLu:
    """Read a name as people write it."""
    mots, dits = _oter_les_natures([m for m in mots_de(texte) if m not in _SANS_POIDS])
    place = _place_du_rang(mots, len(mots_de(re.split(r"[(,;]", texte)[-1])) if "(" in texte else 0)
    if place is None:
        return NomLu(frozenset(dits), tuple(mots))
    rang = _ROMAINS.get(mots[place], mots[place])
    return NomLu(frozenset(dits), tuple(mots[:place] + mots[place + 1 :]), rang)


def _oter_les_natures(mots: list[str]) -> tuple[list[str], set[str]]:
    dits: set[str] = set()
    while mots:
        largeur = _abrege_en_tete(mots)
        if not largeur:
            break
        dits.add(_ABREGES.get("".join(mots[:largeur])) or _MOTS_ENTIERS[mots[0]])
        mots = mots[largeur:]
    while len(mots) > 1 and mots[-1] in _ABREGES:
        dits.add(_ABREGES[mots.pop()])
    dits.update(_MOTS_ENTIERS[m] for m in mots if m in _MOTS_ENTIERS)
    return [m for m in mots if m not in _MOTS_ENTIERS], dits


def _abrege_en_tete(mots: list[str]) -> int:
    """How many leading words say the kind of school: «EE» is one, «E. E.» two."""
    if mots[0] in _ABREGES or mots[0] in _MOTS_ENTIERS:
        return 1
    for largeur in (4, 3, 2):
        lettres = mots[:largeur]
        if (
            len(mots) > largeur
            and all(len(m) == 1 for m in lettres)
            and "".join(lettres) in _ABREGES
        ):
            return largeur
    return 0


def _place_du_rang(mots: list[str], apres: int) -> int | None:
    """Where the number or letter of a twin school stands («Joliot Curie 2», «Jules Vallès A»)."""
    for place, mot in enumerate(mots):
        suivant = mots[place + 1] if place + 1 < len(mots) else ""
        if place and len(mot) == 1 and mot.isdigit() and suivant not in _MOIS:
            return place
    for place in {len(mots) - 1, len(mots) - 1 - apres}:
        if place > 0 and (mots[place] in {"a", "b", "c", "d"} or mots[place] in _ROMAINS):
            return place
    return None
