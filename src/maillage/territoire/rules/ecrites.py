"""A French postal address as it is typed: what is the number, the street, the postcode, the town; the rest is a complement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maillage.territoire.rules.noms import LIAISONS
from maillage.territoire.rules.voies import GENRES, signes

REPETITIONS = frozenset({"bis", "ter", "quater"})
# «4 B» is the letter when the file has it, else what the post office means by it.
LETTRES = {"b": "bis", "t": "ter", "q": "quater"}
# Words that open a complement: what stands behind a door is not on a map.
_INTERIEUR = frozenset({
    "bat", "batiment", "bt", "esc", "escalier", "apt", "appt", "appart", "app", "appartement",
    "etage", "etg", "rdc", "hall", "interphone", "digicode", "bp", "cs", "tsa", "code", "logement", "lgt",
    "chambre", "cage", "pavillon",
})  # fmt: skip
_AVEC_NUMERO = frozenset({"porte", "pte", "tour", "entree", "ent", "immeuble", "imm", "lot"})
_CHEZ = re.compile(r"(?i)\b(?:chez|c/o|s/c(?:\s+de)?|a\s+l'attention\s+de)\b")
_POSTAL = re.compile(r"(?<!\d)(\d{2}\s?\d{3})(?!\d)")
_CEDEX = re.compile(r"(?i)\s*\bcedex\b(?:\s*\d{1,2})?")
_NUMERO = re.compile(r"(\d{1,4})(?: \d{1,4})? ?(bis|ter|quater|[a-z])?")
LONGUEUR_LUE = 300


@dataclass(frozen=True, slots=True)
class AdresseEcrite:
    """The parts of a typed address. `voie` keeps its kind; `lieu` is a named place when there is no street."""

    numero: int | None = None
    rep: str = ""
    voie: str = ""
    code_postal: str = ""
    ville: str = ""
    lieu: str = ""


def lire_adresse(adresse: str, ville: str = "") -> AdresseEcrite:
    """Read what somebody typed, in one field or in two. Never fails: what is not understood stays empty."""
    ligne, postal, commune = _couper_la_ville(_net(adresse))
    if ville.strip():
        reste, postal_2, commune_2 = _couper_la_ville(_net(ville))
        postal, commune = postal_2 or postal, commune_2 or reste or commune
    numero, rep, voie, lieu = _voie(ligne)
    if voie and not postal and not commune:
        commune = _derniere_partie(ligne)
    return AdresseEcrite(numero, rep, voie, postal, _commune(commune), lieu)


def _derniere_partie(ligne: str) -> str:
    """What follows the street after a comma, when it may be a town: no digit, no door."""
    morceaux = [m.strip() for m in ligne.split(",") if m.strip()]
    dernier = morceaux[-1] if len(morceaux) > 1 else ""
    premier = signes(dernier).split(" ")[0]
    muet = (
        not dernier
        or any(c.isdigit() for c in dernier)
        or premier in _INTERIEUR | _AVEC_NUMERO | set(GENRES)
    )
    return "" if muet or _CHEZ.search(dernier) else dernier


def _net(texte: str) -> str:
    """One kind of apostrophe, dash and space; lines become commas."""
    texte = texte[:LONGUEUR_LUE].replace("’", "'").replace("\N{EN DASH}", "-")
    texte = re.sub(r"(?<=\d)\s*[-/]\s*(?=\d{1,4}\b)", "-", texte)  # «15/17», «15 - 17»
    texte = re.sub(r"[\n\r;|/]+|\s-\s", ",", re.sub(r"(?i)\b([cs])/([oc])\b", "chez", texte))
    return _CEDEX.sub("", re.sub(r"[^\S\n]+", " ", texte)).strip(" ,")


def _commune(ville: str) -> str:
    """«St Denis (93)» without what is not its name."""
    return re.sub(r"\(.*?\)|\bfrance\b|\d+", " ", ville, flags=re.IGNORECASE).strip(" ,-")


def _couper_la_ville(texte: str) -> tuple[str, str, str]:
    """What stands before the postcode, the postcode, what stands after it."""
    trouves = list(_POSTAL.finditer(texte))
    if not trouves:
        return texte, "", ""
    dernier = trouves[-1]
    avant, apres = texte[: dernier.start()], texte[dernier.end() :]
    if not avant.strip(" ,") and "," in apres:  # «93200 Saint-Denis, 12 rue X»
        commune, _, avant = apres.partition(",")
        return avant, dernier[1].replace(" ", ""), commune
    return avant.strip(" ,"), dernier[1].replace(" ", ""), apres.strip(" ,")


def _voie(ligne: str) -> tuple[int | None, str, str, str]:
    """Number, repetition, street and, without street, the named place."""
    morceaux = [m.strip() for m in ligne.split(",") if m.strip()]
    morceaux = _recoller(morceaux)
    lus = [_lire_le_morceau(m) for m in morceaux]
    avec_numero = [lu for lu in lus if lu[2] and lu[0] is not None]
    avec_voie = avec_numero or [lu for lu in lus if lu[2]]
    if avec_voie:
        fortes = [v for v in avec_voie if not signes(v[2]).startswith(("residence", "res "))]
        return (*(fortes or avec_voie)[0], "")
    for morceau in morceaux:
        numero, rep, mots = _numero(_sans_interieur(_sans_chez(morceau)).split())
        if mots:
            nom = " ".join(mots)
            return (numero, rep, nom, "") if numero is not None else (None, "", "", nom)
    return None, "", "", ""


def _recoller(morceaux: list[str]) -> list[str]:
    """«12, rue X» and «12, bis, rue X» are one piece."""
    colles: list[str] = []
    for m in morceaux:
        if colles and re.fullmatch(
            r"(?i)\d{1,4}\s*(bis|ter|quater|[a-z])?([ -]\d{1,4})?", colles[-1]
        ):
            colles[-1] = f"{colles[-1]} {m}"
        else:
            colles.append(m)
    return colles


def _lire_le_morceau(morceau: str) -> tuple[int | None, str, str]:
    """Number, repetition and street of a piece that says the kind of its street; nothing otherwise."""
    mots = morceau.split()
    plies = [signes(m) for m in mots]
    places = [p for p, m in enumerate(plies) if _ouvre_une_voie(plies, p) and m]
    if not places:
        return None, "", ""
    numerotees = [p for p in places if _chiffre_avant(plies, p)]
    place = (numerotees or places)[0]
    numero, rep = _numero_avant(plies[:place])
    return numero, rep, _sans_interieur(" ".join(mots[place:]))


def _ouvre_une_voie(mots: list[str], place: int) -> bool:
    """A kind of street, which does not end the text; a short form counts only at the start or after a number."""
    mot = mots[place].split(" ")[0] if mots[place] else ""
    if mot not in GENRES or (place == len(mots) - 1 and " " not in mots[place]):
        return False
    return len(mot) > 3 or place == 0 or _chiffre_avant(mots, place)


def _chiffre_avant(mots: list[str], place: int) -> bool:
    return _numero_avant(mots[:place])[0] is not None


def _numero_avant(mots: list[str]) -> tuple[int | None, str]:
    """Number written just before the street: «12», «12bis», «12 bis», «12-14» (its first)."""
    if not mots:
        return None, ""
    seul = _NUMERO.fullmatch(mots[-1])
    if seul:
        return int(seul[1]), seul[2] or ""
    avant = _NUMERO.fullmatch(mots[-2]) if len(mots) > 1 else None
    if avant and not avant[2] and (mots[-1] in REPETITIONS or re.fullmatch("[a-z]", mots[-1])):
        return int(avant[1]), mots[-1]
    return None, ""


def _numero(mots: list[str]) -> tuple[int | None, str, list[str]]:
    """Number at the head of a piece without kind of street."""
    lu = _NUMERO.fullmatch(signes(mots[0])) if len(mots) > 1 else None
    if lu is None:
        return None, "", mots
    rep, reste = lu[2] or "", mots[1:]
    if not rep and signes(reste[0]) in REPETITIONS and len(reste) > 1:
        rep, reste = signes(reste[0]), reste[1:]
    return int(lu[1]), rep, reste


def _sans_chez(texte: str) -> str:
    return _CHEZ.split(texte)[0]


def _sans_interieur(texte: str) -> str:
    """Cut a complement: building, staircase, door. A word that an article precedes belongs to the street («rue de la Tour»)."""
    mots = _sans_chez(texte).split()
    plies = [signes(m).split(" ")[0] for m in mots]
    for p, mot in enumerate(plies):
        if p == 0 or signes(mots[p - 1]) in LIAISONS or "'" in mots[p]:
            continue
        suivant = plies[p + 1] if p + 1 < len(plies) else ""
        court = bool(re.fullmatch(r"\d{1,4}[a-z]?|[a-z]\d{0,3}", suivant))
        rang = re.fullmatch(r"\d{1,2}(?:e|er|eme)", mot) and suivant in {"etage", "etg"}
        if mot in _INTERIEUR or (mot in _AVEC_NUMERO and court) or rang:
            return " ".join(mots[:p])
        if mot in {"residence", "res", "resid"} and p > 1:
            return " ".join(mots[:p])
    return " ".join(mots)
