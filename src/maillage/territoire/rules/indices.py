"""How far the words of a text and the name of one school agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maillage.territoire.rules.noms import LIAISONS, NomLu, lire, mots_de
from maillage.territoire.rules.vocabulaire import Vocabulaire, fautes

INITIALE = 0.97  # «P. Langevin»
PRENOM_ABREGE = 0.95  # «Fréd. Joliot-Curie»
UNE_FAUTE = 0.93
DEUX_FAUTES = 0.88
MOT_D_UN_AUTRE = 0.9  # «Sembat» is a name of its own before it is «Semat» with a slip
SEUL_MOT_FAUTIF = 0.9  # «Triollet» alone, «EE Marc» for «Le Parc»: nothing else confirms
LONGUEUR_PROBANTE = 7  # «Gutemberg» is long enough to confirm itself
MOT_INEXPLIQUE = 0.5
INITIALE_CONTRAIRE = 0.4  # «R. Sembat» is not Marcel Sembat
COMMUNE_EN_MOINS = 0.99  # «La Salle» for «La Salle Saint-Denis»
PRENOM_EN_MOINS = 0.93  # «Balzac» for «Honoré de Balzac»
FIN_EN_MOINS = 0.88  # «La Roseraie» for «La Roseraie Jacqueline de Chambrun»
MOT_COURANT = 0.7  # «Jean» alone for «Jean Vilar»
NOMS_POUR_ETRE_COURANT = 3
_SANS_PREUVE = LIAISONS | {"saint", "sainte"}


@dataclass(frozen=True, slots=True)
class Indice:
    """The name of a school, ready to compare."""

    mots: tuple[str, ...]
    rang: str
    commune: frozenset[str]
    nom_de_commune: str  # the word that names the commune without doubt


@dataclass(frozen=True, slots=True)
class Preuve:
    """How well one school explains the text: 0 to 1.

    `nom_entier`: the text is the whole name; `sans_faute`: each of its words is explained without a slip.
    """

    note: float
    nom_entier: bool
    sans_faute: bool
    commune_nommee: bool


def preparer(nom: str, commune: str) -> Indice:
    """Prepare the official name of a school."""
    lu = lire(nom)
    mots = mots_de(commune)
    propres = [mot for mot in mots if mot not in _SANS_PREUVE]
    return Indice(lu.mots, lu.rang, frozenset(mots), propres[0] if propres else "")


def confronter(lu: NomLu, indice: Indice, vocabulaire: Vocabulaire) -> Preuve:
    """Explain each word of the text by a word of the name, each word of the name serving once."""
    libres = list(indice.mots)
    note, nommee = 1.0, False
    mots = _recoller(lu.mots, indice.mots)
    for mot in sorted(mots, key=lambda m: (m not in libres, len(m) == 1)):
        if mot in libres:
            libres.remove(mot)
        elif mot in indice.commune:
            nommee = nommee or mot == indice.nom_de_commune
        else:
            note *= _expliquer(mot, libres, vocabulaire)
    trouves = [m for m in indice.mots if m not in libres and m not in LIAISONS]
    manque = _ce_qui_manque(indice, libres, trouves, vocabulaire)
    sans_faute = note > PRENOM_ABREGE
    if not sans_faute and not any(m in indice.mots and m not in _SANS_PREUVE for m in mots):
        probante = manque == 1 and max(map(len, mots)) >= LONGUEUR_PROBANTE
        note *= 1 if probante else SEUL_MOT_FAUTIF
    return Preuve(note * manque, note * manque == 1, sans_faute, nommee)


def _recoller(mots: Sequence[str], connus: Sequence[str]) -> list[str]:
    """Join the words that the name writes in one («l'Isle» and «Lisle»)."""
    recolles: list[str] = []
    for mot in mots:
        if recolles and recolles[-1] + mot in connus and mot not in connus:
            recolles[-1] += mot
        else:
            recolles.append(mot)
    return recolles


def _expliquer(mot: str, libres: list[str], vocabulaire: Vocabulaire) -> float:
    """Consume the word of the name that `mot` stands for, and weigh the likeness."""
    if mot in LIAISONS and not (len(mot) == 1 and any(m[0] == mot for m in libres)):
        return 1
    if len(mot) == 1:
        initiales = [m for m in libres if m.startswith(mot)]
        return _consommer(libres, initiales, INITIALE) or INITIALE_CONTRAIRE
    for gauche, droite in pairwise(libres):
        if mot == gauche + droite:
            libres.remove(gauche)
            libres.remove(droite)
            return UNE_FAUTE
    proches = sorted((f, m) for m in libres if (f := fautes(mot, m)) is not None)
    if proches:
        libres.remove(proches[0][1])
        note = UNE_FAUTE if proches[0][0] <= 1 else DEUX_FAUTES
        return note * (MOT_D_UN_AUTRE if vocabulaire.noms_avec(mot) else 1)
    if len(mot) == 2 and len([m for m in libres if m[0] in mot]) >= 2:  # «JB Clément»
        return _expliquer(mot[0], libres, vocabulaire) * _expliquer(mot[1], libres, vocabulaire)
    debut = [m for m in libres[:-1] if len(mot) >= 3 and m.startswith(mot)]
    return _consommer(libres, debut, PRENOM_ABREGE) or MOT_INEXPLIQUE


def _consommer(libres: list[str], choix: list[str], note: float) -> float:
    """Prefer a real word to a linking word: «L. Michel» is Louise before «les»."""
    if not choix:
        return 0
    libres.remove(min(choix, key=lambda m: m in LIAISONS))
    return note


def _ce_qui_manque(
    indice: Indice, libres: list[str], trouves: list[str], vocabulaire: Vocabulaire
) -> float:
    manquants = [m for m in libres if m not in LIAISONS]
    if not manquants:
        return 1
    if not any(m not in indice.commune for m in trouves):
        return MOT_INEXPLIQUE
    if all(m in indice.commune for m in manquants):
        return COMMUNE_EN_MOINS
    if min(vocabulaire.noms_avec(m) for m in trouves) >= NOMS_POUR_ETRE_COURANT:
        return MOT_COURANT
    return PRENOM_EN_MOINS if indice.mots[-1] in trouves else FIN_EN_MOINS
