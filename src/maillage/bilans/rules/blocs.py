"""One thing said by a report: sentences, a plot, its table twin, the table of the release it was read in. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.bilans.rules.dessin import Dessin
from maillage.bilans.rules.francais import Precision
from maillage.bilans.rules.graphiques import Barre, barres
from maillage.bilans.rules.phrases import phrases_de
from maillage.bilans.rules.repartitions import INCONNU, INCONNUS, Repartition, precision
from maillage.publications.rules.parutions import ParutionDetaillee
from maillage.statistiques.rules.attentes import N_ATTEND_PAS

ORDONNES = ("age", "duree", "cycle", "evaluations", "attente")
BARRES_AU_PLUS, BARRES_COURTES = 10, 5
RIEN = "Cette information n’est renseignée pour aucun enfant."


@dataclass(frozen=True, slots=True)
class Bloc:
    """One thing said: sentences, a plot and its table twin, the table of the release it was read in."""

    titre: str
    phrases: tuple[str, ...]
    dessin: Dessin | None = None
    dessin_court: Dessin | None = None  # when a few bars say enough
    colonnes: tuple[str, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = ()
    source: str = ""
    definitions: tuple[tuple[str, str], ...] = ()  # code, label
    sous_titre: str = ""
    table: str = ""  # of the release
    sans_court: bool = False  # no plot at all in four pages, rather than the long one
    a_un_total: bool = False  # the last line is that of the whole

    @property
    def provenance(self) -> str:
        """Where the figures come from, and what they count, in a sentence for files."""
        noms = ", ".join(f"«\u00a0{libelle}\u00a0»" for _, libelle in self.definitions)
        return f"{self.source} Définitions : {noms}." if noms else self.source


def bloc_de(lue: ParutionDetaillee, r: Repartition) -> Bloc:
    """Sentences, bars and table of one axis."""
    dit = precision(lue)
    muet = all(x.code == INCONNU for x in r.lignes)
    phrases = (RIEN,) if muet else phrases_de(r, dit)
    mots = {str(d["code"]): str(d["libelle"]) for d in lue.definitions}
    return Bloc(
        titre=r.libelle,
        phrases=phrases,
        sous_titre=_sous_titre(r, dit),
        dessin=None if muet else _dessiner(r, dit, BARRES_AU_PLUS),
        dessin_court=None if muet else _dessiner(r, dit, BARRES_COURTES),
        colonnes=(r.libelle, "Enfants", "Part"),
        lignes=() if muet else _lignes(r, dit),
        source=f"Publication n° {lue.parution.numero}, tableau « {r.titre} ».",
        definitions=tuple((c, mots.get(c, c)) for c in r.definitions),
        table=r.table,
        a_un_total=not muet,
    )


def _dessiner(r: Repartition, dit: Precision, au_plus: int) -> Dessin | None:
    triees = _barres(r, dit, au_plus)
    dites = " ; ".join(f"{b.libelle} : {b.texte or 'masqué'}" for b in triees)
    return barres(triees, f"{r.libelle}. {dites}.") if triees else None


def _sous_titre(r: Repartition, dit: Precision) -> str:
    nature = f"arrondis à un multiple de {dit.base}" if dit.arrondie else "exacts"
    base = f", base : {dit.enfants(r.total)}" if r.total is not None else ""
    return f"En nombre d’enfants, {nature}{base}."


def _barres(r: Repartition, dit: Precision, au_plus: int) -> tuple[Barre, ...]:
    """In the order of the axis when it has one, the most numerous first for lists; the tail gathered, the unknown apart.

    Those who wait for nothing are in the table: beside them the others would not be seen.
    """
    lignes = [x for x in r.lignes if x.code not in (*INCONNUS, N_ATTEND_PAS)]
    if r.axe not in ORDONNES:
        lignes.sort(key=lambda x: (x.valeur is None, -(x.valeur or 0)))
    if len(lignes) == au_plus + 1:  # a tail of one is shown as it is
        au_plus += 1
    dites = [Barre(x.libelle, x.valeur, dit.nombre(x.valeur)) for x in lignes[:au_plus]]
    reste = lignes[au_plus:]
    if reste and all(x.valeur is not None for x in reste):
        somme = sum(x.valeur or 0 for x in reste)
        dites.append(Barre(f"{len(reste)} autres valeurs", somme, dit.nombre(somme), reste=True))
    inconnus = [x for x in r.lignes if x.code in INCONNUS]
    dites += [Barre(x.libelle, x.valeur, dit.nombre(x.valeur), inconnue=True) for x in inconnus]
    return tuple(dites)


def _lignes(r: Repartition, dit: Precision) -> tuple[tuple[str, ...], ...]:
    rangs = [
        (x.libelle, dit.nombre(x.valeur), f"{x.part}\u00a0%" if x.part is not None else "")
        for x in r.lignes
    ]
    total = dit.nombre(r.total) if r.total is not None else "masqué"
    return (*rangs, ("Ensemble", total, ""))
