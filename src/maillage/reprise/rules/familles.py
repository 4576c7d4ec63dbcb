"""Tables with one row per family: «Enfant 1», «Enfant 2» in columns become one row per child."""

from __future__ import annotations

import re
from collections import Counter

from maillage.classeurs.rules.classeur import Cellule, Feuille
from maillage.reprise.rules.champs import IDENTITE
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.reperage import Zone
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.titres import Titre, champ_du_titre

Grille = dict[
    tuple[int, int], Cellule
]  # where a cell stands once upright, and the cell of the file

_RANG = re.compile(r"\b(?:n |no )?([1-9])(?:er|ere|e|eme)?\b")
_DE_L_ENFANT = re.compile(r"\b(?:de l |du |de la |l )?(?:enfant|jeune|eleve)\b")


def deplier(feuille: Feuille, zone: Zone, lexiques: Lexiques) -> Grille:
    """One row per child; empty when the table does not number its children."""
    rangs = _rangs(zone, lexiques)
    numeros = sorted({r for r, _, _ in rangs.values() if r})
    if len(numeros) < 2:
        return {}
    places: dict[str, int] = {}
    noms = {c: t for c, (_, t, _) in rangs.items()}
    ici = {c: places.setdefault(f"{bool(r)}{t}", len(places) + 1) for c, (r, t, _) in rangs.items()}
    grille: Grille = {}
    ligne = 0
    for numero, cellules in feuille.lignes:
        if numero in zone.entetes[:-1]:
            continue
        if not zone.debut <= numero <= zone.fin:
            ligne += 1
            est_entete = numero == zone.entetes[-1]
            for c in cellules:
                grille.setdefault(
                    (ligne, ici.get(c.colonne, c.colonne) if est_entete else c.colonne), c
                )
            continue
        for n in numeros:
            siennes = [c for c in cellules if rangs.get(c.colonne, (0, "", False))[0] == n]
            if not any(rangs[c.colonne][2] for c in siennes):
                continue
            ligne += 1
            communes = [c for c in cellules if c.colonne in noms and not rangs[c.colonne][0]]
            grille |= {(ligne, ici[c.colonne]): c for c in (*communes, *siennes)}
    return grille


def _rangs(zone: Zone, lexiques: Lexiques) -> dict[int, tuple[int, str, bool]]:
    """For each column: the child that it speaks of (0: the family), its header once the number is gone, whether it names."""
    lus = {t.colonne: _lire(t) for t in zone.titres}
    nommants = {c: (r, t) for c, (r, t) in lus.items() if r and _nomme(t, lexiques)}
    if len({r for r, _ in nommants.values()}) < 2:
        return {}
    fois = Counter(t for _, t in lus.values())
    rendus: dict[int, tuple[int, str, bool]] = {}
    dernier = 0
    for colonne in sorted(lus):
        rang, texte = lus[colonne]
        dernier = rang if colonne in nommants else dernier
        if not rang and dernier and fois[texte] > 1:
            rang = dernier
        rendus[colonne] = (rang, texte, colonne in nommants)
    return rendus


def _lire(titre: Titre) -> tuple[int, str]:
    for texte, reste in ((titre.texte, ""), (titre.groupe, titre.texte)):
        if lu := _RANG.search(mots(texte)):
            return int(lu[1]), mots(reste or _RANG.sub(" ", mots(texte)))
    return 0, mots(titre.texte)


def _nomme(texte: str, lexiques: Lexiques) -> bool:
    nu = _DE_L_ENFANT.sub("", texte).strip()
    return (champ_du_titre(nu, lexiques) if nu else champ_du_titre(texte, lexiques)) in IDENTITE
