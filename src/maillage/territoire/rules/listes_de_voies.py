"""A poche as a list of streets: which numbers a line means, and whether an address is on the list.

A street is known by the name that the file of addresses gives it, in its commune. A line that the file does not know makes the list
incomplete: whoever lives elsewhere in the commune is then «à examiner», never «no».
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.territoire.rules.voies import decomposer, signes

NUMERO_AU_PLUS = 9999
PAIRS, IMPAIRS = "pairs", "impairs"


@dataclass(frozen=True, slots=True)
class Numeros:
    """House numbers of a street: ranges, both ends included, and one side of the street if it is said. Empty: all."""

    intervalles: tuple[tuple[int, int], ...] = ()
    cote: str = ""

    @property
    def tous(self) -> bool:
        return not self.intervalles and not self.cote

    def contient(self, numero: int) -> bool:
        """Tell whether a number is one of them."""
        if self.cote and (numero % 2 == 0) != (self.cote == PAIRS):
            return False
        return not self.intervalles or any(de <= numero <= a for de, a in self.intervalles)


def lire_numeros(texte: str) -> Numeros | None:
    """Read «1-15», «2 à 30 pairs», «12, 14, 16 bis», «impairs»; empty: all of them. None when it is something else."""
    lu = signes(texte.replace("-", " a ").replace(",", " et ").replace("/", " et "))
    mots = [m for m in lu.split() if m not in {"du", "de", "n", "no", "numero", "numeros", "tous"}]
    cotes = {
        m: PAIRS if m.startswith("pair") else IMPAIRS
        for m in mots
        if re.fullmatch(r"(im)?pairs?", m)
    }
    if len(set(cotes.values())) > 1:
        return None
    reste = " ".join(m for m in mots if m not in {*cotes, "bis", "ter", "quater"})
    intervalles = []
    for morceau in filter(None, (m.strip() for m in re.split(r"\bet\b", reste))):
        borne = re.fullmatch(r"(\d{1,4})(?: (?:a|au|jusqu au) (\d{1,4}))?", morceau)
        if borne is None:
            return None
        de, a = int(borne[1]), int(borne[2] or borne[1])
        if a < de:
            return None
        intervalles.append((de, a))
    return Numeros(tuple(intervalles), next(iter(cotes.values()), ""))


def cle_de_voie(nom: str) -> str:
    """A street under the same key however its name is written: kind, then words."""
    genre, mots = decomposer(nom)
    return " ".join((genre, *mots)).strip()


@dataclass(frozen=True, slots=True)
class AdresseSure:
    """What the file of addresses says of a home that it recognised: commune as written, street, number (None: not known)."""

    ville: str
    voie: str
    numero: int | None = None


_INSEE = re.compile(r"\d[0-9AB]\d{3}")
_LIBELLE = re.compile(
    r"(?:(?P<numero>\d{1,4})(?: (?:bis|ter|quater|[a-z]))? )?(?P<voie>\D.*), (?:\d{5} )*(?P<ville>[^,(]+?)(?: \([^)]*\))?"
)


def adresse_du_libelle(libelle: str) -> AdresseSure | None:
    """The parts of an address as the file writes it; None for anything else (a point placed by hand, a town alone)."""
    lu = _LIBELLE.fullmatch(libelle)
    if lu is None:
        return None
    return AdresseSure(
        lu["ville"], cle_de_voie(lu["voie"]), int(lu["numero"]) if lu["numero"] else None
    )


@dataclass(frozen=True, slots=True)
class ListeDeVoies:
    """Streets of a poche, by key; `communes` are INSEE codes. `entiere`: every line was recognised in the file of addresses."""

    code: str
    nom: str
    communes: frozenset[str]
    voies: tuple[tuple[str, Numeros], ...] = ()
    entiere: bool = True
    _par_cle: dict[str, list[Numeros]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for cle, numeros in self.voies:
            self._par_cle.setdefault(cle, []).append(numeros)

    def contient(self, commune: str, voie: str, numero: int | None) -> bool | None:
        """Tell whether an address is on the list; None when nobody can say. `commune`: its INSEE code, or what was typed."""
        if not _INSEE.fullmatch(commune):
            return None  # a name, a postcode: it may be one of the communes of the list
        if commune not in self.communes:
            return False
        if not voie:
            return None
        siens = self._par_cle.get(voie, [])
        if any(n.tous or (numero is not None and n.contient(numero)) for n in siens):
            return True
        return None if not self.entiere or (siens and numero is None) else False


def liste_de(
    code: str, nom: str, communes: Iterable[str], voies: Iterable[tuple[str, str, bool]]
) -> ListeDeVoies:
    """A list from what is stored of a zone: name, numbers as written, whether the file of addresses knows the street."""
    lues = list(voies)
    connues = [(cle_de_voie(v), lire_numeros(n)) for v, n, reconnue in lues if reconnue]
    sures = tuple((cle, n) for cle, n in connues if n is not None)
    return ListeDeVoies(
        code, nom, frozenset(communes), sures, entiere=bool(lues) and len(sures) == len(lues)
    )
