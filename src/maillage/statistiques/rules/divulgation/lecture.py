"""Reading a demand and an answer in their JSON shape. Everything is checked before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from maillage.statistiques.rules.divulgation.demande import (
    DETAIL,
    TOTAL,
    Anterieure,
    Cachees,
    Demande,
    DemandeIllisible,
    Dimension,
    Mode,
    TableVoulue,
)

CHAMPS = {
    "id", "dimensions", "tables", "structural_zeros", "threshold", "lower", "upper", "mode", "base", "cost",
    "frozen", "frozen_map", "hidden", "counts",
}  # fmt: skip
SUPPRIMEE = "s"


def lire_demande(lu: Mapping[str, Any], mode: Mode | None = None) -> Demande:
    """Read a demand; `mode` replaces the one that it names. `DemandeIllisible` says which part cannot be read."""
    if inconnus := set(lu) - CHAMPS:
        raise DemandeIllisible(f"Champs inconnus : {', '.join(sorted(inconnus))}.")
    try:
        dimensions = tuple(_dimension(nom, d) for nom, d in lu["dimensions"].items())
        demande = Demande(
            id=str(lu["id"]),
            dimensions=dimensions,
            tables=tuple(_table(t) for t in lu["tables"]),
            comptes=tuple(_comptes(lu["counts"], [d.nom for d in dimensions])),
            zeros=tuple(lu.get("structural_zeros", ())),
            seuil=int(lu.get("threshold", 5)),
            bas=int(lu.get("lower", 2)),
            haut=int(lu.get("upper", int(lu.get("threshold", 5)) - 1)),
            mode=mode or Mode(lu.get("mode", Mode.ARRONDI)),
            base=int(lu.get("base", 5)),
            couts={str(k): float(v) for k, v in (lu.get("cost") or {}).items()},
            gelees=tuple(map(str, lu.get("frozen", ()))),
            places={k: v.get("where", {}) for k, v in (lu.get("frozen_map") or {}).items()},
            cachees=tuple(
                Cachees(tuple(h["dims"]), h.get("where", {})) for h in lu.get("hidden", ())
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as faute:
        raise DemandeIllisible(f"La demande ne se lit pas : {faute!r}.") from faute
    _verifier(demande)
    return demande


def _dimension(nom: str, lu: Mapping[str, Any]) -> Dimension:
    modalites = tuple(map(str, lu["modalites"]))
    niveaux = {
        niveau: {groupe: tuple(map(str, dedans)) for groupe, dedans in groupes.items()}
        for niveau, groupes in (lu.get("hierarchie") or {}).items()
    }
    return Dimension(nom, modalites, niveaux)


def _table(lu: Mapping[str, Any]) -> TableVoulue:
    dims = tuple(lu["dims"])
    niveaux = {d: tuple(lu.get("levels", {}).get(d, (DETAIL, TOTAL))) for d in dims}
    return TableVoulue(str(lu["id"]), dims, niveaux, lu.get("where", {}))


def _comptes(
    lus: Iterable[Mapping[str, Any]], noms: list[str]
) -> Iterable[tuple[tuple[str, ...], int]]:
    for c in lus:
        if (
            set(c["cell"]) != set(noms)
            or isinstance(c["n"], bool)
            or int(c["n"]) != c["n"]
            or c["n"] < 0
        ):
            raise DemandeIllisible(f"Ce compte ne se lit pas : {c!r}.")
        yield tuple(str(c["cell"][n]) for n in noms), int(c["n"])


def _verifier(d: Demande) -> None:
    """Names that exist, groups that cut each level without overlap, thresholds that mean something."""
    for dim in d.dimensions:
        _verifier_la_dimension(dim)
    if len({t.id for t in d.tables}) != len(d.tables):
        raise DemandeIllisible("Deux tables portent le même nom.")
    for t in d.tables:
        for nom in t.dims:
            for niveau in t.niveaux[nom]:
                d.dimension(nom).labels(niveau)
    for ou in (*(t.ou for t in d.tables), *(c.ou for c in d.cachees), *d.zeros, *d.places.values()):
        for nom, label in ou.items():
            d.dimension(nom).masque(label)
    for c in d.cachees:
        for nom in c.dims:
            d.dimension(nom)
    if min(d.bas, d.haut) < 1 or min(d.seuil, d.base) < 2:
        raise DemandeIllisible("Un seuil, une base ou un écart est trop petit pour protéger.")
    if manquantes := set(d.places) - set(d.gelees):
        raise DemandeIllisible(f"Publications placées sans être gelées : {sorted(manquantes)}.")


def _verifier_la_dimension(dim: Dimension) -> None:
    if not dim.modalites or len(set(dim.modalites)) != len(dim.modalites):
        raise DemandeIllisible(f"« {dim.nom} » n'a pas de valeurs, ou en a deux pareilles.")
    connus = {TOTAL, *dim.modalites}
    for niveau, groupes in dim.niveaux.items():
        dedans = [m for ms in groupes.values() for m in ms]
        if sorted(dedans) != sorted(dim.modalites):
            raise DemandeIllisible(f"Le niveau « {niveau} » ne découpe pas « {dim.nom} ».")
        if connus & set(groupes):
            raise DemandeIllisible(f"Un nom sert deux fois dans « {dim.nom} ».")
        connus |= set(groupes)


def lire_anterieure(demande: Mapping[str, Any], sortie: Mapping[str, Any]) -> Anterieure:
    """Read an earlier demand and what was then published."""
    lue = lire_demande(demande)
    try:
        valeurs = {
            str(t["id"]): {
                tuple(sorted(c["cell"].items())): None
                if c["value"] == SUPPRIMEE
                else int(c["value"])
                for c in t["cells"]
            }
            for t in sortie["tables"]
        }
        mode = Mode(sortie.get("mode", lue.mode))
        base = int(sortie.get("base") or lue.base)
    except (KeyError, TypeError, ValueError, AttributeError) as faute:
        raise DemandeIllisible(f"La publication antérieure ne se lit pas : {faute!r}.") from faute
    if str(sortie.get("id")) != lue.id:
        raise DemandeIllisible("La demande et la sortie antérieures ne vont pas ensemble.")
    return Anterieure(replace(lue, mode=mode, base=base), valeurs)
