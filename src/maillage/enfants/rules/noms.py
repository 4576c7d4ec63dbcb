"""Names as people write them: cut into words, with or without particles, read once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .ecoute import Entendus, ecouter
from .pliage import plier

# Words that families and clerks add, drop or glue («El Amrani» / «Amrani», «Dos Santos» / «Santos»).
PARTICULES = frozenset(
    ["el", "al", "ul", "ben", "bin", "ibn", "ait", "aid", "ould", "da", "de", "di", "do", "du", "dos",
     "das", "del", "della", "la", "le", "les", "van", "von", "mc"]
)  # fmt: skip
_PARTICULE_COLLEE = re.compile(
    r"^(?:el|al)(?=[bcdfghjklmnpqrstvxyz]?[a-z]{4})|^(?:ait|ould)(?=[a-z]{4})"
)
_DEBUTS_COLLES = ("el", "al", "ait", "ould")


@dataclass(frozen=True, slots=True)
class NomLu:
    """A surname or a given name, read once: what is compared and what it is blocked on."""

    soude: str
    son: str
    charpentes: tuple[str, ...]  # blocking keys of the whole, the first is the main one
    morceaux: tuple[str, ...] = ()  # blocking keys of the words of a compound name
    composants: tuple[NomLu, ...] = ()  # its words without particles, when it has several words

    @property
    def compose(self) -> bool:
        """Tell whether it was typed in several words."""
        return bool(self.composants)

    @property
    def pleins(self) -> tuple[NomLu, ...]:
        """Return its words without particles, itself when it has one word."""
        return self.composants or (self,)

    @property
    def cles(self) -> tuple[str, ...]:
        """Return all its blocking keys."""
        return self.charpentes + self.morceaux

    @staticmethod
    def lire(texte: str) -> NomLu:
        """Read a name as it was typed."""
        return lire_plies([plier(texte)])[0]


def lire_plies(plies: Sequence[str]) -> list[NomLu]:
    """Read names already folded, many at once."""
    composes = {plie: plie.split() for plie in plies if " " in plie}
    pleins = {plie: _sans_particules(mots) for plie, mots in composes.items()}
    simples = {p for p in plies if p not in composes}.union(*pleins.values())
    entiers = {
        p: [p, _PARTICULE_COLLEE.sub("", p)] for p in simples if p.startswith(_DEBUTS_COLLES)
    }
    entiers |= {plie: _entiers(mots, pleins[plie]) for plie, mots in composes.items()}
    entendus = ecouter(simples.union(*entiers.values()))
    sons, cles = entendus.sons, entendus.cles
    lus = {mot: NomLu(mot, sons[mot], (cles[mot],)) for mot in simples}
    for mot in {*entiers, *entendus.autres} & simples:
        lus[mot] = NomLu(mot, sons[mot], _charpentes(entiers.get(mot, [mot]), entendus))
    lus[""] = NomLu("", "", ())
    for plie, mots in composes.items():
        soude, parties = "".join(mots), tuple(lus[mot] for mot in pleins[plie])
        charpentes = _charpentes(entiers[plie], entendus)
        lus[plie] = NomLu(soude, sons[soude], charpentes, _morceaux(parties), parties)
    return [lus[plie] for plie in plies]


def _sans_particules(mots: list[str]) -> list[str]:
    return [m for m in mots if m not in PARTICULES] or mots


def _entiers(mots: list[str], pleins: list[str]) -> list[str]:
    """Return a compound name in one piece, then the same without what families add or drop."""
    soude = "".join(mots)
    entiers = [soude, "".join(pleins), _PARTICULE_COLLEE.sub("", soude)]
    if len(mots[0]) == 1:  # «N'Diaye» / «Diaye», «J-Marc» / «Marc»
        entiers.append("".join(mots[1:]))
    return entiers


def _charpentes(entiers: list[str], entendus: Entendus) -> tuple[str, ...]:
    """Gather the keys of a name under all its forms; the main one comes first."""
    premiere = entendus.cles[entiers[0]]
    autres = {entendus.cles[entier] for entier in entiers}
    autres = autres.union(*(entendus.autres.get(entier, ()) for entier in entiers))
    return (premiere, *sorted(autres - {premiere, ""}))


def _morceaux(parties: tuple[NomLu, ...]) -> tuple[str, ...]:
    """Return the keys of the words that are long enough to say something."""
    longues = {p.charpentes[0] for p in parties if len(p.soude) > 2}
    return tuple(sorted(longues)) if len(parties) > 1 else ()
