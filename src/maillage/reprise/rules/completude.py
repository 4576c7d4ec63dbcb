"""After the headers have spoken: one column per field, and what the headers left unsaid told by the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from maillage.classeurs.rules.classeur import Cellule
from maillage.reprise.rules.champs import IDENTITE, UNIQUES, Champ, est_date, part, reconnaissances
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.tables import Lexiques
from maillage.reprise.rules.titres import annee_du_titre

SUR, PROBABLE, FAIBLE = 0.95, 0.8, 0.5
_FAMILLE = ("famille", "familles", "nom famille", "nom de la famille", "fratrie")


def completer(colonnes: list[Colonne], contenus: Mapping[int, list[Cellule]]) -> list[Colonne]:
    """Fill what the headers left unsaid: a birth date among dates, a first name beside a surname."""
    completes = list(colonnes)
    champs = {c.champ for c in completes}
    if Champ.NAISSANCE not in champs:
        datees = [
            (m, n)
            for n, c in enumerate(completes)
            if c.champ is Champ.IGNORE and (m := _jour_median(contenus, c))
        ]
        if datees:
            _changer(completes, min(datees)[1], Champ.NAISSANCE)
    _noms_partages(completes, contenus)
    champs = {c.champ for c in completes}
    libres = [
        n
        for n, c in enumerate(completes)
        if c.champ is Champ.OBSERVATION and c.confiance <= FAIBLE and _courts(contenus, c)
    ]
    if not champs & IDENTITE and len(libres) > 1:
        _changer(completes, libres[0], Champ.NOM)
        _changer(completes, libres[1], Champ.PRENOM)
    for present, manquant in ((Champ.NOM, Champ.PRENOM), (Champ.PRENOM, Champ.NOM)):
        rang = next((n for n, c in enumerate(completes) if c.champ is present), None)
        if rang is not None and manquant not in champs and champs & IDENTITE:
            voisins = [n for n in (rang + 1, rang - 1) if n in libres]
            if voisins:
                _changer(completes, voisins[0], manquant)
    return completes


def _noms_partages(colonnes: list[Colonne], contenus: Mapping[int, list[Cellule]]) -> None:
    """«Enfant» beside «Prénom» is the surname; «Enfant» in single words beside «Nom» or «Famille» is the first name."""
    rangs = {c.champ: n for n, c in reversed(list(enumerate(colonnes)))}
    famille = next((n for n, c in enumerate(colonnes) if mots(c.entete) in _FAMILLE), None)
    ensemble = rangs.get(Champ.NOM_PRENOM)
    if ensemble is not None and Champ.NOM not in rangs:
        if Champ.PRENOM in rangs:
            return _changer(colonnes, ensemble, Champ.NOM)
        if famille is not None and _mots_seuls(contenus, colonnes[ensemble]):
            _changer(colonnes, ensemble, Champ.PRENOM)
            return _changer(colonnes, famille, Champ.NOM)
    elif ensemble is not None and Champ.PRENOM not in rangs:
        if _mots_seuls(contenus, colonnes[ensemble]):
            _changer(colonnes, ensemble, Champ.PRENOM)
    elif famille is not None and Champ.NOM not in rangs and Champ.PRENOM in rangs:
        _changer(colonnes, famille, Champ.NOM)
    return None


def _mots_seuls(contenus: Mapping[int, list[Cellule]], colonne: Colonne) -> bool:
    textes = [c.texte for c in contenus.get(colonne.indice, [])]
    return bool(textes) and sum(" " not in t for t in textes) >= PROBABLE * len(textes)


def _changer(colonnes: list[Colonne], rang: int, champ: Champ) -> None:
    colonnes[rang] = replace(colonnes[rang], champ=champ, confiance=FAIBLE)


def _jour_median(contenus: Mapping[int, list[Cellule]], colonne: Colonne) -> date | None:
    jours = sorted(c.valeur for c in contenus.get(colonne.indice, []) if isinstance(c.valeur, date))
    return jours[len(jours) // 2] if jours and len(jours) == len(contenus[colonne.indice]) else None


def _courts(contenus: Mapping[int, list[Cellule]], colonne: Colonne) -> bool:
    """Words that look like names: short, no digit, rarely repeated."""
    textes = [c.texte for c in contenus.get(colonne.indice, []) if isinstance(c.valeur, str)]
    noms = [
        t
        for t in textes
        if len(t.split()) <= 3 and not any(x.isdigit() for x in t) and t[:1].isupper()
    ]
    return bool(textes) and len(noms) >= SUR * len(textes) and len(set(noms)) > len(noms) / 4


def sans_repetition(
    colonnes: list[Colonne], contenus: Mapping[int, list[Cellule]], lexiques: Lexiques
) -> list[Colonne]:
    """A field that a child has once keeps one column: the best filled with its own kind of values."""
    tests = reconnaissances(lexiques)

    def note(colonne: Colonne) -> tuple[float, int, float, int]:
        valeurs = [c.valeur for c in contenus.get(colonne.indice, [])]
        test = tests.get(colonne.champ)
        return (
            colonne.confiance,
            annee_du_titre(colonne.entete),
            part(valeurs, test) if test else float(bool(valeurs)),
            -colonne.indice,
        )

    gardees: dict[Champ, Colonne] = {}
    for colonne in colonnes:
        if colonne.champ in UNIQUES and (
            colonne.champ not in gardees or note(colonne) > note(gardees[colonne.champ])
        ):
            gardees[colonne.champ] = colonne
    rendues = []
    for colonne in colonnes:
        if colonne.champ in UNIQUES and gardees[colonne.champ] is not colonne:
            valeurs = [c.valeur for c in contenus.get(colonne.indice, [])]
            texte = any(isinstance(v, str) and not est_date(v) for v in valeurs)
            champ = Champ.OBSERVATION if texte else Champ.IGNORE
            rendues.append(replace(colonne, champ=champ, confiance=FAIBLE))
        else:
            rendues.append(colonne)
    return rendues
