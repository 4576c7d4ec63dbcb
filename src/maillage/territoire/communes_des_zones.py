"""From the communes that a file of zones names to their present INSEE codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from maillage.territoire.lecture_zones import ZoneLue
from maillage.territoire.models import Commune
from maillage.territoire.rules.noms import mots_de


class Communes:
    """The communes of the list, by code and by name."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._noms: dict[tuple[str, str], str] = {}
        self._partout: dict[str, set[str]] = defaultdict(set)
        rangs = Commune.objects.values_list("code", "nom", "departement", "anciens_codes")
        for code, nom, departement, anciens in rangs:
            self._codes.update(dict.fromkeys(anciens.split(), code) | {code: code})
            self._noms[_plie(nom), departement] = code
            self._partout[_plie(nom)].add(code)

    def inconnus(self, codes: Iterable[str]) -> bool:
        """Whether one of these codes is not in the list of communes."""
        return any(c not in self._codes for c in codes)

    def codes(self, zone: ZoneLue) -> tuple[str, ...]:
        connus = [self._codes.get(c, c) for c in zone.insee]  # a code we do not know is kept
        if not connus:
            departement = departement_de(zone.code, ())
            noms = re.split(
                r"\s*[,;]\s*",
                re.sub(r"\s+\d+\s*(er|e|[eè]me)\s+arr\w*", "", zone.lieux, flags=re.IGNORECASE),
            )
            connus = [c for n in noms if (c := self._nommee(_plie(n), departement))]
        return tuple(dict.fromkeys(connus))

    def _nommee(self, nom: str, departement: str) -> str | None:
        """In its département; a name that one commune only bears needs none."""
        homonymes = self._partout.get(nom, set())
        seule = min(homonymes) if len(homonymes) == 1 and not departement else None
        return self._noms.get((nom, departement), seule)


def _plie(nom: str) -> str:
    return "".join(mots_de(nom))


def departement_de(code: str, communes: Iterable[str]) -> str:
    """The département of a zone, by its communes, else by its official code (QP093028, QN09359M); empty if unknown."""
    for commune in communes:
        return commune[:3] if commune.startswith("97") else commune[:2]
    lu = re.match(r"Q[PN](97\d|0\d\d|02[AB])", code)
    return (
        lu.group(1).removeprefix("0") if lu and lu.group(1)[0] == "0" else lu.group(1) if lu else ""
    )
