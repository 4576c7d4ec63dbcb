"""HiGHS behind one door: one thread, status always checked, a time budget. Everything else is arrays.

Two instances with different `threads` in one process make `run` fail in silence: the value is fixed here, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

INFINI = highspy.kHighsInf
Reels = NDArray[np.float64]


class SansReponse(RuntimeError):
    """The solver ended without an optimum: out of time, or a model that has none."""


class Impossible(SansReponse):
    """The model has no solution at all: this is an answer."""


@dataclass(frozen=True, slots=True)
class Matrice:
    """A sparse matrix by rows: `debuts` has one value more than there are rows."""

    debuts: NDArray[np.int32]
    colonnes: NDArray[np.int32]
    valeurs: Reels
    largeur: int

    @property
    def hauteur(self) -> int:
        return len(self.debuts) - 1

    @classmethod
    def de_lignes(cls, lignes: list[tuple[list[int], list[float]]], largeur: int) -> Matrice:
        debuts = np.cumsum([0, *(len(c) for c, _ in lignes)], dtype=np.int32)
        colonnes = np.array([c for cs, _ in lignes for c in cs], dtype=np.int32)
        valeurs = np.array([v for _, vs in lignes for v in vs], dtype=np.float64)
        return cls(debuts, colonnes, valeurs, largeur)

    @classmethod
    def de_sommes(cls, lignes: Sequence[NDArray[np.int64]], largeur: int) -> Matrice:
        """Rows that only add columns up."""
        debuts = np.cumsum([0, *(len(c) for c in lignes)], dtype=np.int32)
        colonnes = np.concatenate([*lignes, np.zeros(0, np.int64)]).astype(np.int32)
        return cls(debuts, colonnes, np.ones(len(colonnes)), largeur)

    def produit(self, x: Reels) -> Reels:
        """The value of each row at a point."""
        sommes = np.concatenate([[0.0], np.cumsum(self.valeurs * x[self.colonnes])])
        return np.asarray(sommes[self.debuts[1:]] - sommes[self.debuts[:-1]])


class _Muet(highspy.Highs):
    """The engine without its banner: callbacks, which we do not use, print it."""

    def enableCallbacks(self) -> None:  # noqa: N802 - its name in the library
        pass


class Programme:
    """A linear (or integer) programme kept warm between runs: bounds and costs change, the matrix stays."""

    def __init__(
        self,
        matrice: Matrice,
        bas: Reels,
        haut: Reels,
        lignes: tuple[Reels, Reels],
        entieres: NDArray[np.bool_] | None = None,
    ) -> None:
        self.nombre = matrice.largeur
        self._tout = np.arange(self.nombre, dtype=np.int32)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = matrice.largeur, matrice.hauteur
        lp.col_cost_ = np.zeros(self.nombre)
        lp.col_lower_, lp.col_upper_ = bas, haut
        lp.row_lower_, lp.row_upper_ = lignes
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = matrice.debuts
        lp.a_matrix_.index_, lp.a_matrix_.value_ = matrice.colonnes, matrice.valeurs
        if entieres is not None:
            types = [highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger]
            lp.integrality_ = [types[int(e)] for e in entieres]
        self._moteur: Any = _Muet()  # type: ignore[no-untyped-call]
        self._moteur.setOptionValue("log_to_console", False)
        self._moteur.setOptionValue("output_flag", False)
        self._moteur.setOptionValue("threads", 1)
        self._points_interieurs = False
        if self._moteur.passModel(lp) == highspy.HighsStatus.kError:
            raise SansReponse("model refused")

    def bornes(
        self, ou: Sequence[int], bas: Sequence[float] | Reels, haut: Sequence[float] | Reels
    ) -> None:
        """Change the bounds of some columns."""
        colonnes = np.asarray(ou, dtype=np.int32)
        self._moteur.changeColsBounds(
            len(colonnes), colonnes, np.asarray(bas, float), np.asarray(haut, float)
        )

    def couts(self, couts: Reels, *, maximiser: bool = False) -> None:
        """Change the costs of all columns, and the direction."""
        sens = highspy.ObjSense.kMaximize if maximiser else highspy.ObjSense.kMinimize
        self._moteur.changeObjectiveSense(sens)
        self._moteur.changeColsCost(self.nombre, self._tout, couts)

    def ajouter(self, colonnes: list[int], valeurs: list[float], bas: float, haut: float) -> None:
        """Add a row: bas ≤ Σ valeurs × colonnes ≤ haut."""
        self._moteur.addRow(
            bas, haut, len(colonnes), np.array(colonnes, np.int32), np.array(valeurs, np.float64)
        )

    def points_interieurs(self, oui: bool) -> None:  # noqa: FBT001 - a switch
        """Solve by interior points, stopping before a vertex: faster from nothing, and no less a possible table."""
        self._points_interieurs = oui
        self._moteur.setOptionValue("solver", "ipm" if oui else "simplex")
        self._moteur.setOptionValue("run_crossover", "off" if oui else "on")

    def resoudre(
        self, secondes: float = 60.0, *, ecart_absolu: float = 1e-6
    ) -> tuple[Reels, float, bool]:
        """Solve: the solution, its value, and whether it is proven best. `SansReponse` when there is none.

        `ecart_absolu`: two whole solutions never differ by less in value; nearer the bound than that, one is best.
        """
        self._moteur.setOptionValue("time_limit", self._moteur.getRunTime() + secondes)
        self._moteur.setOptionValue("mip_rel_gap", 0.0)
        self._moteur.setOptionValue("mip_abs_gap", ecart_absolu)
        self._moteur.run()
        etat = self._moteur.getModelStatus()
        if self._points_interieurs and etat == highspy.HighsModelStatus.kUnknown:
            self.points_interieurs(False)
            try:
                return self.resoudre(secondes, ecart_absolu=ecart_absolu)
            finally:
                self.points_interieurs(True)
        prouve = etat == highspy.HighsModelStatus.kOptimal
        info = self._moteur.getInfo()
        faisable = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if etat == highspy.HighsModelStatus.kInfeasible:
            raise Impossible(str(etat))
        if not prouve and not (etat == highspy.HighsModelStatus.kTimeLimit and faisable):
            raise SansReponse(str(etat))
        valeur = float(info.objective_function_value)
        return np.array(self._moteur.getSolution().col_value), valeur, prouve

    def resoudre_vers(self, couts: Reels, *, maximiser: bool) -> tuple[Reels, float, bool]:
        """Solve for these costs in this direction."""
        self.couts(couts, maximiser=maximiser)
        return self.resoudre()

    @property
    def depart(self) -> Any:
        """Where the last optimum was found: a programme with other bounds is solved quickly from there."""
        return self._moteur.getBasis()

    def repartir(self, depart: Any) -> None:
        """Start the next run from there."""
        self._moteur.setBasis(depart)

    @property
    def couts_reduits(self) -> Reels:
        """What each column would bring to the last optimum of a linear programme, were its bound moved by one."""
        return np.array(self._moteur.getSolution().col_dual)

    @property
    def borne(self) -> float:
        """The best bound known of an integer programme."""
        return float(self._moteur.getInfo().mip_dual_bound)
