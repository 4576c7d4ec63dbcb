"""The plots of the bilans: bars of a distribution, the gap over the years. Same scale for what is compared; bars start at 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from textwrap import wrap

from maillage.bilans.rules.dessin import Dessin, Forme, cercle, mot, rectangle, suite, trait
from maillage.bilans.rules.ecarts import OBJECTIF
from maillage.bilans.rules.tableau_rep import EcartDAnnee

LARGEUR = 520
MARGE = 216  # of the labels of bars
HAUT_DE_BARRE, PAS = 22, 34
LARGEUR_DE_SIGNE = 9
SIGNES_AU_PLUS = 25  # on a line; a label has two


@dataclass(frozen=True, slots=True)
class Barre:
    """One bar; no value: the cell is hidden to protect somebody."""

    libelle: str
    valeur: int | None
    texte: str
    reste: bool = False  # several values put together: paler, it is not one of them
    inconnue: bool = False  # dashed: nobody knows


def barres(lignes: Sequence[Barre], description: str, *, sur: int = 0) -> Dessin:
    """Horizontal bars in the order given, the number at the end of each, a hatched one for what is hidden.

    `sur`: what a bar of the whole width is worth; the longest one, when it is not said.
    """
    plus = max((b.valeur or 0 for b in lignes), default=0) or 1
    plus = max(plus, sur)
    place = LARGEUR - MARGE - max([60, *(LARGEUR_DE_SIGNE * len(b.texte) for b in lignes)])
    formes: list[Forme] = []
    for i, b in enumerate(lignes):
        y = i * PAS + 4
        formes += _nommer(b.libelle, y)
        if b.valeur is None:
            formes += [
                rectangle(MARGE, y, 70, HAUT_DE_BARRE, "h"),
                mot(MARGE + 78, y + 16, "masqué", "b"),
            ]
            continue
        longueur = place * b.valeur / plus
        formes.append(_barre(b, y, max(longueur, 1)))
        formes.append(mot(MARGE + max(longueur, 1) + 7, y + 16, b.texte, "b"))
    bas = len(lignes) * PAS
    formes.append(trait(MARGE, 0, MARGE, bas, "ga"))
    return Dessin(LARGEUR, bas + 4, tuple(formes), description)


def _barre(b: Barre, y: float, longueur: float) -> Forme:
    if not b.inconnue:
        return rectangle(MARGE, y, longueur, HAUT_DE_BARRE, "g2" if b.reste else "g1")
    forme = rectangle(MARGE, y, longueur, HAUT_DE_BARRE, "ga")
    vide = (("fill", "none"), ("stroke-dasharray", "4 3"))
    return replace(forme, attributs=(*forme.attributs, *vide))


def _nommer(libelle: str, y: float) -> list[Forme]:
    """The label on one line, or on two: the table beside always writes it whole."""
    debut, *suite_ = wrap(libelle, SIGNES_AU_PLUS, break_long_words=False) or [""]
    if not suite_:
        return [mot(0, y + 16, debut)]
    fin = " ".join(suite_)
    court = fin if len(fin) <= SIGNES_AU_PLUS else f"{fin[: SIGNES_AU_PLUS - 1].rstrip()}…"
    return [mot(0, y + 9, debut), mot(0, y + 24, court)]


def points(n: float) -> str:
    """«15,9»: points, to a tenth."""
    return f"{n:.1f}".replace(".", ",").replace("-", "−").removesuffix(",0")


GAUCHE, DROITE, HAUT, BAS = 40, 510, 22, 220
PAS_D_ECHELLE = 10


def ecarts_dans_le_temps(ecarts: Sequence[EcartDAnnee], description: str) -> Dessin:
    """The gap year after year with its interval, over the zone under 10 points."""
    haut = max(
        30, PAS_D_ECHELLE * ceil(max((e.ecart.haut for e in ecarts), default=0) / PAS_D_ECHELLE)
    )
    bas = min(
        0, PAS_D_ECHELLE * -ceil(-min((e.ecart.bas for e in ecarts), default=0) / PAS_D_ECHELLE)
    )

    def y(n: float) -> float:
        return BAS - (BAS - HAUT) * (n - bas) / (haut - bas)

    formes: list[Forme] = []
    pas = PAS_D_ECHELLE if haut - bas <= 60 else 2 * PAS_D_ECHELLE
    for n in range(bas, haut + 1, pas):
        formes += [
            trait(GAUCHE, y(n), DROITE, y(n), "gl"),
            mot(GAUCHE - 8, y(n) + 4, points(n), "", "end"),
        ]
    formes.append(rectangle(GAUCHE, y(OBJECTIF), DROITE - GAUCHE, y(bas) - y(OBJECTIF), "tint"))
    formes.append(trait(GAUCHE, y(OBJECTIF), DROITE, y(OBJECTIF), "s4 sd"))
    formes.append(mot(GAUCHE + 8, y(OBJECTIF) + 18, "Objectif national : moins de 10", "c4"))
    xs = _abscisses(len(ecarts))
    if len(ecarts) > 1:
        formes.append(
            suite([(x, y(e.ecart.points)) for x, e in zip(xs, ecarts, strict=True)], "s1")
        )
    for i, (x, e) in enumerate(zip(xs, ecarts, strict=True)):
        formes.append(trait(x, y(e.ecart.haut), x, y(e.ecart.bas), "ga"))
        formes += [trait(x - 5, y(b), x + 5, y(b), "ga") for b in (e.ecart.haut, e.ecart.bas)]
        formes.append(cercle(x, y(e.ecart.points), 4.5, "g1"))
        formes.append(mot(x, BAS + 22, str(e.rentree), "", "middle"))
        if i in (0, len(ecarts) - 1):
            formes.append(mot(x + 9, y(e.ecart.points) - 8, points(e.ecart.points), "c1"))
    return Dessin(LARGEUR, BAS + 30, tuple(formes), description)


def _abscisses(n: int) -> list[float]:
    if n == 1:
        return [(GAUCHE + DROITE) / 2]
    return [GAUCHE + 26 + (DROITE - GAUCHE - 70) * i / (n - 1) for i in range(n)]


def decrire_les_ecarts(ecarts: Sequence[EcartDAnnee]) -> str:
    """What the plot says, in a sentence: first and last gap, the interval of the last, what may be said of the aim."""
    if not ecarts:
        return ""
    dernier = ecarts[-1].ecart
    dite = (
        f"À la rentrée {ecarts[-1].rentree}, l’écart est de {points(dernier.points)} points "
        f"(entre {points(dernier.bas)} et {points(dernier.haut)})."
    )
    if len(ecarts) > 1:
        dite = f"L’écart était de {points(ecarts[0].ecart.points)} points à la rentrée {ecarts[0].rentree}. {dite}"
    return f"{dite} {dernier.conclusion.phrase}"
