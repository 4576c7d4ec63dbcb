"""Before and after: who keeps, loses, gains, waits for a look, stays out; by rule, school, zone and référent.

Nothing changes by simulating. Two verdicts and a table make the case of each child; a case where one of the two is unknown
is «à examiner».
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.lots import Codes, ColonneDeMots, Lot
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.eligibilite.rules.vecteur import AUCUNE_REGLE, Jugements, juger_tous
from maillage.eligibilite.rules.verdicts import Verdict

T = Ternaire


class Cas(StrEnum):
    """What the change does to one child."""

    GARDE = "garde"
    PERDU = "perdu"
    GAGNE = "gagne"
    A_EXAMINER = "a_examiner"
    HORS = "hors"

    @property
    def libelle(self) -> str:
        return {
            Cas.GARDE: "Reste éligible",
            Cas.PERDU: "Perd l'éligibilité",
            Cas.GAGNE: "Devient éligible",
            Cas.A_EXAMINER: "À examiner",
            Cas.HORS: "Non éligible avant et après",
        }[self]


CAS = tuple(Cas)
# [before][after], in the order of Ternaire: no, unknown, yes
_TABLE = np.array(
    [
        [CAS.index(c) for c in ligne]
        for ligne in (
            (Cas.HORS, Cas.A_EXAMINER, Cas.GAGNE),
            (Cas.A_EXAMINER, Cas.A_EXAMINER, Cas.A_EXAMINER),
            (Cas.PERDU, Cas.A_EXAMINER, Cas.GARDE),
        )
    ],
    np.int8,
)
VERDICTS = (Verdict.NON_ELIGIBLE, Verdict.A_EXAMINER, Verdict.ELIGIBLE)  # by Ternaire
SANS_REGLE, SANS_ECOLE, NON_SCOLARISE = "aucune", "inconnue", "non_scolarise"
HORS_ZONE, SANS_ADRESSE, SANS_REFERENT = "hors_zone", "adresse_inconnue", "sans_referent"

Comptes = dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """The whole result, in columns."""

    lot: Lot
    avant: Jugements
    apres: Jugements
    cas: NDArray[np.int8]

    def comptes(self) -> Comptes:
        """How many children in each case; they sum to all of them."""
        nombres = np.bincount(self.cas, minlength=len(CAS))
        return {c.value: int(n) for c, n in zip(CAS, nombres, strict=True)}

    def par_regle(self) -> dict[str, Comptes]:
        """By the rule that decides: that of after, or the one that is lost."""
        regles_avant = [r.id for r in self.avant.cadre.regles.regles]
        regles_apres = [r.id for r in self.apres.cadre.regles.regles]
        noms = [*regles_avant, *regles_apres, SANS_REGLE]
        sans = len(noms) - 1
        avant = np.where(self.avant.premieres == AUCUNE_REGLE, sans, self.avant.premieres)
        apres = np.where(
            self.apres.premieres == AUCUNE_REGLE, sans, self.apres.premieres + len(regles_avant)
        )
        return self._par(noms, np.where(self.apres.verdicts == T.NON, avant, apres))

    def par_ecole(self) -> dict[str, Comptes]:
        """By school, those without school or whose school is unknown apart."""
        noms = [u or SANS_ECOLE for u in self.lot.uais.mots] + [NON_SCOLARISE]
        hors = self.lot.scolarises == T.NON
        return self._par(noms, np.where(hors, len(noms) - 1, self.lot.uais.rangs))

    def par_zone(self) -> dict[str, Comptes]:
        """By the zone where the home stands after; for whoever stands in none any more, the zone of before."""
        avant, apres = self.avant.places, self.apres.places
        noms = [z.code for z in (*avant.carte.zones, *apres.carte.zones)]
        noms += [HORS_ZONE, SANS_ADRESSE]
        repli = np.where(avant.rangs >= 0, avant.rangs, len(noms) - 2)
        rangs = np.where(apres.rangs >= 0, apres.rangs + len(avant.carte.zones), repli)
        return self._par(noms, np.where(self.lot.places, rangs, len(noms) - 1))

    def par_referent(self) -> dict[str, Comptes]:
        """By the poste that leads the parcours."""
        noms = [r or SANS_REFERENT for r in self.lot.referents.mots]
        return self._par(noms, self.lot.referents.rangs)

    def par(self, colonne: ColonneDeMots) -> dict[str, Comptes]:
        """By any other column of these children."""
        return self._par(list(colonne.mots), colonne.rangs)

    def _par(self, noms: list[str], rangs: Codes) -> dict[str, Comptes]:
        grille = np.zeros((len(noms), len(CAS)), np.int64)
        np.add.at(grille, (rangs, self.cas), 1)
        lues: dict[str, Comptes] = {}
        for nom, ligne in zip(noms, grille.tolist(), strict=True):
            if any(ligne):
                somme = lues.setdefault(nom, {c.value: 0 for c in CAS})
                for c, n in zip(CAS, ligne, strict=True):
                    somme[c.value] += n
        return dict(sorted(lues.items()))

    def du_cas(self, *voulus: Cas) -> list[int]:
        """Ranks of the children in one of these cases."""
        codes = [CAS.index(c) for c in voulus]
        return [int(r) for r in np.flatnonzero(np.isin(self.cas, codes))]


def simuler(lot: Lot, avant: Cadre, apres: Cadre) -> Simulation:
    """Judge every child before, then after with what was before to be continued."""
    premiers = juger_tous(lot, avant)
    seconds = juger_tous(lot, apres, premiers.verdicts)
    return Simulation(lot, premiers, seconds, _TABLE[premiers.verdicts, seconds.verdicts])


def cas_de(avant: Verdict, apres: Verdict) -> Cas:
    """The case of one child."""
    return CAS[int(_TABLE[VERDICTS.index(avant), VERDICTS.index(apres)])]


def ajouter(comptes: Iterable[Comptes]) -> Comptes:
    """Sum counts, case by case."""
    somme = {c.value: 0 for c in CAS}
    for un in comptes:
        for cas, nombre in un.items():
            somme[cas] += nombre
    return somme
