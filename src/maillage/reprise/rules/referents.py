"""Who is meant by «K.H.», «HADDAD K.» or «S. LEGOFF»: one of the persons whose full name stands in the same file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from maillage.reprise.rules.ecriture import mots, ranger

_CONTEXTE = re.compile(r"\s*\([^)]*\)")
_CIVILITE = re.compile(r"^(?:m|mr|mme|mlle|dr|monsieur|madame)\.?\s+", re.IGNORECASE)


def nettoyer(texte: str) -> str:
    """The name without its title and without what stands between brackets."""
    return _CIVILITE.sub("", ranger(_CONTEXTE.sub("", texte)))


def _parties(texte: str) -> tuple[str, ...]:
    return tuple(mots(nettoyer(texte)).split())


def _complete(parties: tuple[str, ...]) -> bool:
    return len(parties) > 1 and all(len(p) > 1 for p in parties)


def designe(forme: tuple[str, ...], personne: tuple[str, ...]) -> bool:
    """Tell whether each part of a short form stands for a different part of a full name."""
    if not forme:
        return True
    tete, suite = forme[0], forme[1:]
    for place, partie in enumerate(personne):
        reste = personne[:place] + personne[place + 1 :]
        if (tete == partie or (len(tete) == 1 and partie.startswith(tete))) and designe(
            suite, reste
        ):
            return True
    for place, (a, b) in enumerate(pairwise(personne)):
        if tete in (a + b, a[0] + b[0]) and designe(
            suite, personne[:place] + personne[place + 2 :]
        ):
            return True
    return False


def reunir(formes: Iterable[str]) -> Mapping[str, tuple[str | None, str]]:
    """For each writing: the person it means, or why that is uncertain. Depends on the set of writings only."""
    comptes = Counter(f for f in formes if mots(f))
    personnes = _personnes(comptes)
    rendu: dict[str, tuple[str | None, str]] = {}
    for forme in comptes:
        parties = _parties(forme)
        exacte = personnes.get(tuple(sorted(parties)))
        if exacte:
            rendu[forme] = (exacte, "")
            continue
        possibles = [p for cle, p in personnes.items() if designe(parties, _parties(p))]
        if len(possibles) == 1:
            rendu[forme] = (possibles[0], "")
        elif possibles:
            rendu[forme] = (None, f"Peut désigner {' ou '.join(sorted(possibles))} : à préciser.")
        elif parties and any(len(p) > 2 for p in parties):
            rendu[forme] = (nettoyer(forme), "")
        else:
            rendu[forme] = (None, "Initiales sans nom complet dans le fichier : à préciser.")
    return rendu


def _personnes(comptes: Counter[str]) -> dict[tuple[str, ...], str]:
    """Full names, gathered whatever the order and case of their parts; the best written one is kept."""
    groupes: dict[tuple[str, ...], list[str]] = {}
    for forme in comptes:
        if _complete(parties := _parties(forme)):
            groupes.setdefault(tuple(sorted(parties)), []).append(nettoyer(forme))

    def soin(forme: str) -> tuple[bool, bool, bool, str]:
        mots_ecrits = forme.split(" ")
        return (any(m.isupper() for m in mots_ecrits), forme.isascii(), "-" not in forme, forme)

    return {cle: min(formes, key=soin) for cle, formes in groupes.items()}


def personne_de_la_feuille(nom: str, titres: Iterable[str]) -> str:
    """The person whose sheet it is: the full name that a title above the table gives, or the name of the sheet."""
    forme = _parties(nom)
    for titre in titres:
        for morceau in re.split(r"\s[–—-]\s|[|:/(),]", titre):
            parties = _parties(morceau)
            if 1 < len(parties) <= 5 and _complete(parties) and designe(forme, parties):
                return ranger(morceau)
    return nettoyer(nom)
