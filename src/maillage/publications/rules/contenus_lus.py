"""From the signed text back to frozen values: tables, words of their labels, how they were protected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from maillage.publications.rules.canonique import SUPPRIMEE
from maillage.publications.rules.parutions import Etiquettes, Groupe, Nom, TablePubliee


def lire_tables(contenu: Mapping[str, Any]) -> tuple[TablePubliee, ...]:
    """The tables of a signed content."""
    phrase = dire_la_protection(contenu["mode"], contenu["base"], contenu["seuil"])
    return tuple(
        TablePubliee(
            id=t["id"],
            titre=t["titre"],
            question=t["question"],
            dims=tuple(t["dims"]),
            cells=dict(_cellules(t["cells"])),
            protection=phrase,
            pour=frozenset(t["pour"]),
            indicateurs=tuple(t["indicateurs"]),
            groupe=_groupe(t.get("groupe")),  # none in the first releases
        )
        for t in contenu["tables"]
    )


def _groupe(lu: Mapping[str, str] | None) -> Groupe | None:
    return Groupe(lu["code"], lu["titre"], lu["question"]) if lu else None


def _cellules(lues: Iterable[Mapping[str, Any]]) -> Iterable[tuple[Nom, int | None]]:
    for c in lues:
        valeur = c["value"]
        yield tuple(sorted(c["cell"].items())), None if valeur == SUPPRIMEE else int(valeur)


def lire_etiquettes(contenu: Mapping[str, Any]) -> dict[str, Etiquettes]:
    """The words of every dimension of a signed content, groups after modalities."""
    lues = {}
    for d in contenu["dimensions"]:
        labels = {m["code"]: m["libelle"] for m in d["modalites"]}
        labels |= {g: g for groupes in d.get("niveaux", {}).values() for g in groupes}
        lues[d["nom"]] = Etiquettes(d["nom"], d["libelle"], labels)
    return lues


def dire_la_protection(mode: str, base: int, seuil: int) -> str:
    """How a table was protected, in a sentence for its readers."""
    if mode == "arrondi":
        return (
            f"Chaque nombre est arrondi à un multiple de {base}, vers le haut ou vers le bas ; les sommes restent"
            f" justes. Un nombre peut s'écarter du vrai de {base - 1} au plus."
        )
    return (
        f"Les nombres montrés sont exacts. Une case masquée compte moins de {seuil} enfants, ou aiderait à en"
        " retrouver une qui en compte moins."
    )
