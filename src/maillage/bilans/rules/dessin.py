"""A drawing as values: shapes with a class of the house's look, nothing of the screen nor of the paper. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forme:
    """One shape of SVG: its tag, its attributes, its class, its text."""

    balise: str
    attributs: tuple[tuple[str, str], ...]
    classe: str = ""
    texte: str = ""

    def attribut(self, nom: str) -> str:
        return dict(self.attributs).get(nom, "")


@dataclass(frozen=True, slots=True)
class Dessin:
    """A drawing. `description` tells it to whoever does not see it; the table beside says every number."""

    largeur: int
    hauteur: int
    formes: tuple[Forme, ...]
    description: str


def nombre(x: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{x:.1f}".removesuffix(".0")


def rectangle(x: float, y: float, largeur: float, hauteur: float, classe: str) -> Forme:
    return Forme(
        "rect",
        (("x", nombre(x)), ("y", nombre(y)), ("width", nombre(max(largeur, 0))), ("height", nombre(hauteur))),
        classe,
    )  # fmt: skip


def trait(x1: float, y1: float, x2: float, y2: float, classe: str) -> Forme:
    return Forme(
        "line",
        (("x1", nombre(x1)), ("x2", nombre(x2)), ("y1", nombre(y1)), ("y2", nombre(y2))),
        classe,
    )


def cercle(x: float, y: float, rayon: float, classe: str) -> Forme:
    return Forme("circle", (("cx", nombre(x)), ("cy", nombre(y)), ("r", nombre(rayon))), classe)


def suite(points: list[tuple[float, float]], classe: str) -> Forme:
    return Forme(
        "polyline", (("points", " ".join(f"{nombre(x)},{nombre(y)}" for x, y in points)),), classe
    )


def mot(x: float, y: float, texte: str, classe: str = "", ancre: str = "start") -> Forme:
    return Forme(
        "text", (("x", nombre(x)), ("y", nombre(y)), ("text-anchor", ancre)), classe, texte
    )
