"""Reading a demand and an answer in their JSON shape. Everything is checked before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from maillage.statistiques.rules.divulgation.coherence import verifier
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
FAUTES = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
MILLIARD = 10**9


def lire_demande(lu: Mapping[str, Any], mode: Mode | None = None) -> Demande:
    """Read a demand; `mode` replaces the one that it names. `DemandeIllisible` says which part cannot be read."""
    if inconnus := set(lu) - CHAMPS:
        raise DemandeIllisible(f"Champs inconnus : {', '.join(sorted(inconnus))}.")
    try:
        dimensions = tuple(_dimension(nom, d) for nom, d in lu["dimensions"].items())
        demande = Demande(
            id=str(lu["id"]),
            dimensions=dimensions,
            tables=tuple(_table(t) for t in _liste(lu["tables"])),
            comptes=tuple(_comptes(_liste(lu["counts"]), [d.nom for d in dimensions])),
            zeros=tuple(map(_cellule, lu.get("structural_zeros") or ())),
            seuil=int(lu.get("threshold", 5)),
            bas=int(lu.get("lower", 2)),
            haut=int(lu.get("upper", int(lu.get("threshold", 5)) - 1)),
            mode=mode or Mode(lu.get("mode", Mode.ARRONDI)),
            base=int(lu.get("base", 5)),
            couts=_couts(lu.get("cost") or {}),
            gelees=tuple(map(str, _liste(lu.get("frozen") or []))),
            places={
                str(k): _cellule((v or {}).get("where"))
                for k, v in (lu.get("frozen_map") or {}).items()
            },
            cachees=tuple(
                Cachees(tuple(map(str, _liste(h["dims"]))), _cellule(h.get("where")))
                for h in lu.get("hidden") or ()
            ),
        )
    except KeyError as manque:
        raise DemandeIllisible(f"La demande ne se lit pas : il manque {manque}.") from manque
    except FAUTES as faute:
        raise DemandeIllisible(f"La demande ne se lit pas : {faute}.") from faute
    verifier(demande)
    return demande


def _liste(lu: Any) -> list[Any]:
    if not isinstance(lu, list):
        raise DemandeIllisible(f"Une liste est attendue, pas {str(lu)[:60]!r}.")
    return lu


def _cellule(lu: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(nom): str(label) for nom, label in (lu or {}).items()}


def _couts(lus: Mapping[str, Any]) -> dict[str, float]:
    """Weights of levels and tables, given flat or under «level» and «cell»."""
    plats: dict[str, float] = {}
    for nom, valeur in lus.items():
        plats |= _couts(valeur) if isinstance(valeur, dict) else {str(nom): float(valeur)}
    if not all(0 < v < MILLIARD for v in plats.values()):
        raise DemandeIllisible("Un coût est un nombre positif.")
    return plats


def _dimension(nom: str, lu: Mapping[str, Any]) -> Dimension:
    modalites = tuple(map(str, _liste(lu["modalites"])))
    niveaux = {
        niveau: {str(groupe): tuple(map(str, _liste(dedans))) for groupe, dedans in groupes.items()}
        for niveau, groupes in (lu.get("hierarchie") or {}).items()
    }
    return Dimension(nom, modalites, niveaux)


def _table(lu: Mapping[str, Any]) -> TableVoulue:
    dims = tuple(map(str, _liste(lu["dims"])))
    donnes = lu.get("levels") or {}
    niveaux = {d: tuple(_liste(donnes.get(d) or [DETAIL, TOTAL])) for d in dims}
    return TableVoulue(str(lu["id"]), dims, niveaux, _cellule(lu.get("where")))


def _comptes(
    lus: Iterable[Mapping[str, Any]], noms: list[str]
) -> Iterable[tuple[tuple[str, ...], int]]:
    for c in lus:
        if (
            set(c["cell"]) != set(noms)
            or isinstance(c["n"], bool)
            or int(c["n"]) != c["n"]
            or not 0 <= c["n"] < MILLIARD
        ):
            raise DemandeIllisible(f"Ce compte ne se lit pas : {str(c)[:120]}.")
        yield tuple(str(c["cell"][n]) for n in noms), int(c["n"])


def lire_anterieure(demande: Mapping[str, Any], sortie: Mapping[str, Any]) -> Anterieure:
    """Read an earlier demand and what was then published."""
    lue = lire_demande(demande)
    try:
        valeurs = {
            str(t["id"]): {
                tuple(sorted(_cellule(c["cell"]).items())): None
                if c["value"] == SUPPRIMEE
                else _entier(c["value"])
                for c in t["cells"]
            }
            for t in sortie["tables"]
        }
        mode = Mode(sortie.get("mode", lue.mode))
        base = int(sortie.get("base") or lue.base)
    except FAUTES as faute:
        raise DemandeIllisible(f"La publication antérieure ne se lit pas : {faute!r}.") from faute
    if base < 2:
        raise DemandeIllisible("La publication antérieure ne se lit pas : sa base est trop petite.")
    if str(sortie.get("id")) != lue.id:
        raise DemandeIllisible("La demande et la sortie antérieures ne vont pas ensemble.")
    return Anterieure(replace(lue, mode=mode, base=base), valeurs)


def _entier(lu: Any) -> int:
    if isinstance(lu, bool) or int(lu) != lu:
        raise DemandeIllisible(f"La publication antérieure ne se lit pas : {str(lu)[:60]!r}.")
    return int(lu)
