"""How children are shared out on one axis, from a release and nothing else: percentages and ranks come from released figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maillage.bilans.rules.francais import Precision, parts_sur_cent
from maillage.comptes.rules import Mission
from maillage.publications.rules.parutions import ParutionDetaillee, TablePubliee
from maillage.statistiques.rules.attentes import N_ATTEND_PAS, NON_DIT

BASE_D_UN_POURCENTAGE = 20
INCONNU = "inconnu"
INCONNUS = (INCONNU, NON_DIT)  # drawn apart, never first
# A report is joined to its release: whoever reads the release reads it. Only tables that are for all of them are used.
LECTEURS = frozenset({Mission.ELU.value, Mission.PILOTAGE.value, Mission.PARTENARIAT.value})


@dataclass(frozen=True, slots=True)
class LigneDeRepartition:
    """One value of the axis. `valeur` None: hidden. `part`: percentage of the whole, when it may be said."""

    code: str
    libelle: str
    valeur: int | None
    part: int | None


@dataclass(frozen=True, slots=True)
class Repartition:
    """One axis of a release. `table`: where it was read; `definitions`: the indicators that it counts."""

    axe: str
    libelle: str
    table: str
    titre: str
    definitions: tuple[str, ...]
    lignes: tuple[LigneDeRepartition, ...]
    total: int | None
    protection: str

    def de(self, *codes: str) -> int | None:
        """The sum of some values; None as soon as one is hidden, zero for values that nobody has."""
        vues = {x.code: x.valeur for x in self.lignes}
        lues = [vues.get(c, 0) for c in codes]
        return None if any(v is None for v in lues) else sum(v or 0 for v in lues)

    @property
    def muette(self) -> bool:
        """Half of the children or more are unknown: nothing may be said of what comes first.

        Of those who wait, when some wait for nothing; a hidden number may be that half.
        """
        inconnus, dehors = self.de(*INCONNUS), self.de(N_ATTEND_PAS)
        if inconnus is None or dehors is None:
            return True
        return self.total is not None and 2 * inconnus >= self.total - dehors > 0

    @property
    def tues(self) -> int:
        return sum(x.valeur is None for x in self.lignes)


def precision(parution: ParutionDetaillee) -> Precision:
    return Precision(parution.parution.arrondie, parution.base)


def lisibles(parution: ParutionDetaillee) -> tuple[TablePubliee, ...]:
    """The tables that every reader of the release reads."""
    return tuple(t for t in parution.tables if t.pour >= LECTEURS)


def ensemble(parution: ParutionDetaillee) -> int | None:
    """How many children the release counts; None when every table hides it."""
    return next((v for t in lisibles(parution) if (v := t.valeur()) is not None), None)


def repartition(parution: ParutionDetaillee, axe: str) -> Repartition | None:
    """The axis, from the table that has it with the fewest others; None when no readable table has it."""
    tables = sorted((t for t in lisibles(parution) if axe in t.dims), key=lambda t: len(t.dims))
    if not tables:
        return None
    table, mots = tables[0], parution.etiquettes.get(axe)
    codes = list(mots.labels) if mots else sorted(_codes(table, axe))
    vus = _codes(table, axe)
    lues = [(c, table.valeur(**{axe: c})) for c in codes if c in vus]
    gardees = [(c, v) for c, v in lues if v is None or v > 0]
    total = table.valeur()
    return Repartition(
        axe=axe,
        libelle=mots.libelle if mots else axe,
        table=table.id,
        titre=table.titre,
        definitions=table.indicateurs,
        lignes=_lignes(parution, axe, gardees, total),
        total=total,
        protection=table.protection,
    )


def _codes(table: TablePubliee, axe: str) -> set[str]:
    return {label for nom in table.cells for d, label in nom if d == axe and label != "total"}


def _lignes(
    parution: ParutionDetaillee,
    axe: str,
    lues: Iterable[tuple[str, int | None]],
    total: int | None,
) -> tuple[LigneDeRepartition, ...]:
    paires = list(lues)
    connues = [v for _, v in paires if v is not None]
    dicible = bool(total) and (total or 0) >= BASE_D_UN_POURCENTAGE and len(connues) == len(paires)
    sur_cent = parts_sur_cent(connues) if dicible and sum(connues) == total else None
    return tuple(
        LigneDeRepartition(c, parution.mot(axe, c), v, _part(i, v, total, sur_cent))
        for i, (c, v) in enumerate(paires)
    )


def _part(i: int, v: int | None, total: int | None, sur_cent: tuple[int, ...] | None) -> int | None:
    if sur_cent is not None:
        return sur_cent[i]
    if v is None or not total or total < BASE_D_UN_POURCENTAGE:
        return None
    return round(100 * v / total)


def premieres(r: Repartition, precision: Precision) -> tuple[LigneDeRepartition, ...]:
    """The most numerous value, with those that the protection cannot tell from it; unknown ones set apart.

    Nothing when a hidden line may be larger, nor when rounding cannot tell the first from those that it shows as nobody.
    """
    connues = [x for x in r.lignes if x.valeur and x.code not in (*INCONNUS, N_ATTEND_PAS)]
    if not connues or r.muette:
        return ()
    marge = precision.base if precision.arrondie else 0
    plus = max(x.valeur or 0 for x in connues)
    if plus <= marge or (r.tues and not _au_dessus_du_masque(r, plus, precision)):
        return ()
    return tuple(x for x in connues if (x.valeur or 0) >= plus - marge)


def _au_dessus_du_masque(r: Repartition, plus: int, precision: Precision) -> bool:
    """Tell whether all that is hidden, together, is less than this: exact figures with their whole say it."""
    if precision.arrondie or r.total is None:
        return False
    return r.total - sum(x.valeur or 0 for x in r.lignes) < plus
