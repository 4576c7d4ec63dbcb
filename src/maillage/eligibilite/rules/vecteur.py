"""Every child under the rules at once. A test proves it equal to `examen`, rule by rule and child by child."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from maillage.eligibilite.rules.criteres import (
    CommuneEntiere,
    Continuite,
    Critere,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    Ou,
    ParDerogation,
    Poche,
)
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.fonds import SurCarte
from maillage.eligibilite.rules.lots import Lot, Ternaires
from maillage.eligibilite.rules.places import Places, dans_tous
from maillage.eligibilite.rules.ternaire import Ternaire

T = Ternaire
AUCUNE_REGLE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Jugements:
    """The verdicts of a lot: answers rule by rule (rows) and child by child (columns), and where the homes stand.

    `premieres`: rank of the first rule satisfied, or of the first unknown when none is; -1 when all say no.
    """

    cadre: Cadre
    valeurs: Ternaires
    verdicts: Ternaires
    premieres: NDArray[np.int32]
    places: Places

    def satisfaites(self, rang: int) -> list[str]:
        """Every rule that this child satisfies."""
        return self._regles(rang, T.OUI)

    def inconnues(self, rang: int) -> list[str]:
        """Every rule of which nobody knows whether this child satisfies it."""
        return self._regles(rang, T.INCONNU)

    def _regles(self, rang: int, valeur: Ternaire) -> list[str]:
        regles = self.cadre.regles.regles
        return [r.id for r, v in zip(regles, self.valeurs[:, rang], strict=True) if v == valeur]


def juger_tous(lot: Lot, cadre: Cadre, eligibles_avant: Ternaires | None = None) -> Jugements:
    """Judge every child. `eligibles_avant`: what the former map and rules said; None: nothing was before."""
    calcul = _Calcul(lot, cadre, eligibles_avant, {}, {})
    regles = cadre.regles.regles
    valeurs = np.zeros((len(regles), len(lot)), np.int8)
    for rang, regle in enumerate(regles):
        valeurs[rang] = calcul.valoir(regle.critere)
    verdicts = valeurs.max(axis=0, initial=T.NON)
    premieres = np.full(len(lot), AUCUNE_REGLE, np.int32)
    if regles:
        premieres = (valeurs == verdicts).argmax(axis=0).astype(np.int32)
        premieres[verdicts == T.NON] = AUCUNE_REGLE
    return Jugements(cadre, valeurs, verdicts, premieres, calcul.placer(None))


@dataclass(frozen=True, slots=True, eq=False)
class _Calcul:
    lot: Lot
    cadre: Cadre
    avant: Ternaires | None
    faits: dict[Critere, Ternaires]  # a criterion that several rules share is computed once
    places: dict[int, Places]  # so are the places on one map

    def valoir(self, critere: Critere) -> Ternaires:
        if critere not in self.faits:
            self.faits[critere] = self._calculer(critere)
        return self.faits[critere]

    def _calculer(self, critere: Critere) -> Ternaires:
        match critere:
            case Et(de):
                return reduce(np.minimum, [self.valoir(c) for c in de])
            case Ou(de):
                return reduce(np.maximum, [self.valoir(c) for c in de])
            case DomicileEnZone() | Poche():
                return self._domicile(critere)
            case EcoleEnReseau(labels):
                return self.lot.en_reseau(labels, self.cadre.ecoles)
            case CommuneEntiere(communes):
                return self.lot.en_commune(communes or self.cadre.communes)
            case Continuite():
                return self._continuite(critere)
            case ParDerogation(situations=listees):
                nommes = np.isin(self.lot.ids, listees) if listees else False
                accordees = self.lot.derogations | nommes
                return np.where(accordees, T.OUI, T.NON).astype(np.int8)

    def _domicile(self, critere: SurCarte) -> Ternaires:
        par_commune = self.lot.communes.valoir(self._communes(critere), T.NON)
        fond = self.cadre.fond
        if fond.listes(critere):
            situations = self.lot.situations
            lus = [fond.sur_une_liste(s.commune, s.voie, s.numero, critere) for s in situations]
            par_commune = np.maximum(par_commune, np.array(lus, np.int8))
            if not fond.carte(critere).zones:
                return par_commune
        dedans = dans_tous(self.placer(critere), self.lot.incertitudes)
        places = np.where(self.lot.places, dedans, T.INCONNU).astype(np.int8)
        return np.maximum(places, par_commune)

    def _communes(self, critere: SurCarte) -> dict[str, int]:
        """What each commune says alone."""
        return {m: int(self.cadre.fond.commune(m, critere)) for m in self.lot.communes.mots}

    def placer(self, critere: SurCarte | None) -> Places:
        """Where the homes stand among the zones that a criterion means; all of them without criterion."""
        fond = self.cadre.fond
        cle = id(fond.carte(critere))
        if cle not in self.places:
            self.places[cle] = fond.placer_tous(self.lot.lons, self.lot.lats, critere)
        return self.places[cle]

    def _continuite(self, critere: Continuite) -> Ternaires:
        jour, fin = self.cadre.bascule, critere.jusqu_au
        passe = jour is not None and fin is not None and jour > fin
        if self.avant is None or passe:
            return np.full(len(self.lot), T.NON, np.int8)
        if not critere.parcours_ouvert:
            return self.avant
        return np.minimum(self.avant, self.lot.ouverts)
