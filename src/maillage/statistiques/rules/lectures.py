"""One child read against one school year, once for every figure: what surely counts, what is doubtful, what is proved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import compress

from maillage.notions.temps import AnneeScolaire
from maillage.parcours.rules.individualise import Critere, SourceDeLAccord
from maillage.statistiques.rules.suivis import (
    EnfantCompte,
    ParcoursCompte,
    Presence,
    le_plus_avance,
    presence,
    source_de_l_accord,
)


@dataclass(frozen=True, slots=True)
class Lecture:
    """`surs`: the parcours surely of the year, in the order they were written; `ouverts`: those taken up, the child is
    followed when there is one. `manque` and `accord` are those of the most advanced.
    """

    enfant: EnfantCompte
    surs: tuple[ParcoursCompte, ...]
    ouverts: tuple[ParcoursCompte, ...]
    doute: bool
    manque: tuple[Critere, ...] = ()
    accord: SourceDeLAccord = SourceDeLAccord.AUCUN

    @property
    def dernier(self) -> ParcoursCompte:
        """The last one to begin; of two that began together, the last written."""
        return self.ouverts[-1] if len(self.ouverts) == 1 else self.par_entree[-1]

    @property
    def par_entree(self) -> list[ParcoursCompte]:
        """The parcours of the year, the oldest entry first."""
        return sorted(self.ouverts, key=_entree)


def lire(enfant: EnfantCompte, annee: AnneeScolaire) -> Lecture:
    """Read a child against a year."""
    presences = [presence(p, annee) for p in enfant.parcours]
    surs = _ceux(enfant.parcours, [n is Presence.OUI for n in presences])
    ouverts = _ceux(surs, [bool(p.pris_en_charge) for p in surs])
    doute = Presence.A_VERIFIER in presences
    if not ouverts:
        return Lecture(enfant, surs, ouverts, doute)
    meilleur, manque = le_plus_avance(ouverts, annee)
    return Lecture(enfant, surs, ouverts, doute, manque, source_de_l_accord(meilleur, annee))


def _ceux(parcours: tuple[ParcoursCompte, ...], gardes: list[bool]) -> tuple[ParcoursCompte, ...]:
    """The same object when all of them are kept, which most often they are."""
    return parcours if all(gardes) else tuple(compress(parcours, gardes))


def _entree(p: ParcoursCompte) -> date:
    return p.entree.premier_jour if p.entree else date.min
