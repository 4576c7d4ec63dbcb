"""After the headers have spoken: one column per field, and what the headers left unsaid told by the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from maillage.reprise.rules.champs import IDENTITE, UNIQUES, Champ, est_date, part, reconnaissances
from maillage.reprise.rules.classeur import Cellule
from maillage.reprise.rules.modele import Colonne
from maillage.reprise.rules.tables import Lexiques

SUR, FAIBLE = 0.95, 0.5


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

    def note(colonne: Colonne) -> tuple[float, float, int]:
        valeurs = [c.valeur for c in contenus.get(colonne.indice, [])]
        test = tests.get(colonne.champ)
        return (
            colonne.confiance,
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
