"""Many children at once, in columns: what the rules look at, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from maillage.eligibilite.rules.situations import Ecole, SituationAJuger, plier
from maillage.eligibilite.rules.ternaire import Ternaire

Nombres = NDArray[np.float64]
Ternaires = NDArray[np.int8]
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ColonneDeMots:
    """A column of texts: each distinct text once, and its rank for each child."""

    mots: tuple[str, ...]
    rangs: Codes

    @classmethod
    def de(cls, textes: Iterable[str]) -> Self:
        rangs_par_mot: dict[str, int] = {}
        rangs = [rangs_par_mot.setdefault(t, len(rangs_par_mot)) for t in textes]
        return cls(tuple(rangs_par_mot), np.array(rangs, np.int32))

    def valoir(self, par_mot: Mapping[str, int], defaut: int) -> Ternaires:
        """Give each child the value of its text."""
        if not self.mots:
            return np.empty(0, np.int8)
        table = np.array([par_mot.get(m, defaut) for m in self.mots], np.int8)
        return table[self.rangs]

    def __getitem__(self, rang: int) -> str:
        return self.mots[int(self.rangs[rang])]


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """Children in columns, in their order. A position that is not to be trusted is nan; `manques` says why."""

    situations: Sequence[SituationAJuger]
    ids: tuple[str, ...]
    manques: tuple[str, ...]
    lons: Nombres
    lats: Nombres
    incertitudes: Nombres
    communes: ColonneDeMots
    scolarises: Ternaires
    uais: ColonneDeMots
    ouverts: Ternaires
    derogations: NDArray[np.bool_]
    referents: ColonneDeMots

    @classmethod
    def de(cls, situations: Iterable[SituationAJuger], score_minimum: float) -> Self:
        """Lay the children in columns; the same tests as for one child, on each."""
        s = tuple(situations)
        manques = tuple(x.sans_position(score_minimum) for x in s)
        return cls(
            situations=s,
            ids=tuple(x.id for x in s),
            manques=manques,
            lons=_nombres(None if sans else x.lon for x, sans in zip(s, manques, strict=True)),
            lats=_nombres(None if sans else x.lat for x, sans in zip(s, manques, strict=True)),
            incertitudes=_nombres(x.incertitude for x in s),
            communes=ColonneDeMots.de(plier(x.commune) for x in s),
            scolarises=_ternaires(x.scolarise for x in s),
            uais=ColonneDeMots.de(x.uai for x in s),
            ouverts=_ternaires(x.parcours_ouvert for x in s),
            derogations=np.array([x.derogation for x in s], bool),
            referents=ColonneDeMots.de(x.referent for x in s),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def places(self) -> NDArray[np.bool_]:
        """Those whose home can be placed."""
        ici: NDArray[np.bool_] = np.isfinite(self.lons)
        return ici

    def en_reseau(self, labels: tuple[str, ...], ecoles: Mapping[str, Ecole]) -> Ternaires:
        """Answer «does the school bear one of these labels?» for each child."""
        connues = {
            uai: int(Ternaire.de(e.label in labels))
            for uai in self.uais.mots
            if (e := ecoles.get(uai)) is not None and e.label is not None
        }
        vu = self.uais.valoir(connues, Ternaire.INCONNU)
        lu = np.where(self.scolarises == Ternaire.INCONNU, Ternaire.INCONNU, vu)
        return np.where(self.scolarises == Ternaire.NON, Ternaire.NON, lu).astype(np.int8)

    def en_commune(self, communes: Iterable[str]) -> Ternaires:
        """Answer «is the home in one of these communes?»; none named: any that is known."""
        voulues = {plier(c) for c in communes}
        connues = {m: int(Ternaire.de(not voulues or m in voulues)) for m in self.communes.mots}
        return self.communes.valoir(connues | {"": int(Ternaire.INCONNU)}, Ternaire.INCONNU)


def _nombres(valeurs: Iterable[float | None]) -> Nombres:
    return np.array([np.nan if v is None else v for v in valeurs], float)


_CODES = {None: int(Ternaire.INCONNU), True: int(Ternaire.OUI), False: int(Ternaire.NON)}


def _ternaires(valeurs: Iterable[bool | None]) -> Ternaires:
    return np.array([_CODES[v] for v in valeurs], np.int8)
