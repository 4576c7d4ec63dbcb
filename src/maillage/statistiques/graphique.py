"""A bar chart as numbers: widths, places and words, drawn by the template in SVG; the table beside it is its twin."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.statistiques.rules.exploration import LigneDeReponse, ReponseCroisee
from maillage.statistiques.rules.valeurs import Valeur
from maillage.statistiques.tableaux_du_travail import mesure_fr

LARGEUR, HAUT, PAS = 360.0, 22, 52  # of the bars, of one bar, from one row to the next
TONS = ("g1", "g2", "g3", "g4", "h")  # the last one is hatched: five parts at most
ECRITES = frozenset({"g1", "g2", "g3"})  # tones on which a figure is readable
DUREES = frozenset({"duree_des_clos", "duree_en_cours", "delais_droit_commun"})
LIGNES_AU_PLUS = 20
PLACE_D_UN_NOMBRE = 26  # narrower bars do not hold their figure


@dataclass(frozen=True, slots=True)
class Barre:
    """A part of a row: where it is, how wide, its tone, its figure when it fits, what it says."""

    x: float
    large: float
    ton: str
    nombre: str
    dit: str

    @property
    def milieu(self) -> float:
        return self.x + self.large / 2


@dataclass(frozen=True, slots=True)
class Rang:
    """A row of the chart: label above, bars under, total at the end."""

    libelle: str
    haut: int
    barres: tuple[Barre, ...]
    total: str
    fin: float

    @property
    def bas(self) -> int:
        return self.haut + 7

    @property
    def ligne(self) -> int:
        return self.haut + HAUT + 1


@dataclass(frozen=True, slots=True)
class Graphique:
    """A chart ready to be drawn, with its words."""

    titre: str
    sous_titre: str
    rangs: tuple[Rang, ...]
    cles: tuple[tuple[str, str], ...]
    hauteur: int
    resume: str


def dessiner(c: ReponseCroisee, titre: str, sous_titre: str) -> Graphique | None:
    """The chart of a crossing; None when nothing is there, or too many rows to be read."""
    if not c.lignes or len(c.lignes) > LIGNES_AU_PLUS:
        return None
    empilees = 0 < len(c.colonnes) <= len(TONS) and not est_une_duree(c.ensemble)
    totaux = [longueur(x.ensemble) for x in c.lignes]
    echelle = LARGEUR / max(*totaux, 1)
    rangs = tuple(
        Rang(
            x.modalite.libelle,
            18 + n * PAS,
            _parts(c, x, echelle) if empilees else _seule(x, echelle),
            dire(x.ensemble),
            longueur(x.ensemble) * echelle + 6,
        )
        for n, x in enumerate(c.lignes)
    )
    cles = zip(TONS, (m.libelle for m in c.colonnes), strict=False) if empilees else ()
    return Graphique(titre, sous_titre, rangs, tuple(cles), len(rangs) * PAS, _resumer(c))


def est_une_duree(v: Valeur) -> bool:
    return v.code in DUREES


def longueur(v: Valeur) -> float:
    """What a bar measures: the median of a duration, else the count."""
    if est_une_duree(v):
        return v.mesure.mediane if v.mesure else 0
    return v.numerateur or 0


def dire(v: Valeur | None) -> str:
    """A value in a cell: «12», «12 sur 40», «10,5 mois (8)»; nothing where no child is."""
    if v is None:
        return ""
    if est_une_duree(v):
        return f"{mesure_fr(v.mesure)} ({v.mesure.nombre})" if v.mesure else "—"
    if v.denominateur is not None:
        return f"{v.numerateur or 0} sur {v.denominateur}"
    return str(v.numerateur or 0)


def _seule(x: LigneDeReponse, echelle: float) -> tuple[Barre, ...]:
    return (Barre(0, longueur(x.ensemble) * echelle, TONS[0], "", dire(x.ensemble)),)


def _parts(c: ReponseCroisee, x: LigneDeReponse, echelle: float) -> tuple[Barre, ...]:
    barres, ou = [], 0.0
    for ton, colonne, v in zip(TONS, c.colonnes, x.cases, strict=False):
        large = longueur(v) * echelle if v else 0
        if v is not None and large:
            tient = large >= PLACE_D_UN_NOMBRE and ton in ECRITES
            barres.append(
                Barre(
                    ou, max(1, large - 2), ton, str(v.numerateur) if tient else "", colonne.libelle
                )
            )
        ou += large
    return tuple(barres)


def _resumer(c: ReponseCroisee) -> str:
    """The chart in one sentence, for whoever does not see it."""
    dites = [x for x in c.lignes if not est_une_duree(x.ensemble) or x.ensemble.mesure]
    if not dites:
        return "Aucune de ces lignes n’a de durée connue."
    plus, moins = (f(dites, key=lambda x: longueur(x.ensemble)) for f in (max, min))
    debut = f"{len(c.lignes)} lignes, ensemble : {dire(c.ensemble)}."
    if len(c.lignes) == 1:
        return f"Une seule ligne, {plus.modalite.libelle} : {dire(plus.ensemble)}."
    return (
        f"{debut} La plus grande est « {plus.modalite.libelle} » ({dire(plus.ensemble)}), "
        f"la plus petite « {moins.modalite.libelle} » ({dire(moins.ensemble)})."
    )
