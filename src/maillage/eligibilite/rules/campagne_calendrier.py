"""Exit calendar: each child gets one week before the legal date, and no référent carries more in a week than she must.

Fratries are placed first, then each référent's other children, for whom the smallest weekly load is exact. A lower bound is
told beside each load. A child for whom no week is possible is told, never dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.eligibilite.rules.campagne import GEOGRAPHIE, Depart, Partant
from maillage.eligibilite.rules.campagne_charge import servir
from maillage.eligibilite.rules.campagne_fratries import (
    GroupeDeSortie,
    Placement,
    bornes,
    taches_de,
)
from maillage.notions.decision import Decision, Motif
from maillage.notions.temps import Periode
from maillage.territoire.rules.calendrier import Calendrier, NatureDuJour, nature_du_jour

OUVRES = 5  # Monday to Friday
SANS_SEMAINE_COMMUNE = Motif(
    "fratrie", "Aucune semaine ne convient à toute la fratrie : décidez enfant par enfant."
)
APRES_LA_DATE = Motif("apres_la_date", "Ce qui est en cours finit après la date légale.")
SANS_SEMAINE = Motif("sans_semaine", "Aucune semaine de classe n’est possible pour cet enfant.")
EMPECHEMENTS = {m.code: m for m in (SANS_SEMAINE_COMMUNE, APRES_LA_DATE, SANS_SEMAINE)}


@dataclass(frozen=True, slots=True)
class Semaine:
    """A week in which an exit can be held. `connue`: the published calendar reaches all of it."""

    lundi: date
    jours: tuple[date, ...]
    connue: bool = True


@dataclass(frozen=True, slots=True)
class EnfantSansSemaine:
    """A child for whom no week is possible, and why."""

    cle: str
    motif: Motif


@dataclass(frozen=True, slots=True)
class ChargeDeReferent:
    """Exits of one référent in each week; the load that nobody could lower is `borne`."""

    referent: str
    par_semaine: tuple[int, ...]
    borne: int

    @property
    def maximum(self) -> int:
        return max(self.par_semaine, default=0)


@dataclass(frozen=True, slots=True)
class CalendrierDeSortie:
    """The proposal: a Monday for each child, those without, and the load of each référent."""

    semaines: tuple[Semaine, ...]
    places: Mapping[str, date]
    sans_semaine: tuple[EnfantSansSemaine, ...]
    charges: tuple[ChargeDeReferent, ...]


def semaines(du: date, au: date, calendrier: Calendrier) -> tuple[Semaine, ...]:
    """Weeks with at least one day of class between two days. A day that the calendar does not reach is not a holiday."""
    trouvees = []
    lundi = du - timedelta(days=du.weekday())
    while lundi <= au:
        jours = [lundi + timedelta(days=n) for n in range(OUVRES)]
        natures = {j: nature_du_jour(j, calendrier) for j in jours if du <= j <= au}
        ouverts = [
            j for j, n in natures.items() if n in {NatureDuJour.CLASSE, NatureDuJour.INCONNUE}
        ]
        if ouverts:
            connue = NatureDuJour.INCONNUE not in natures.values()
            trouvees.append(Semaine(lundi, tuple(ouverts), connue))
        lundi += timedelta(days=7)
    return tuple(trouvees)


def fin_d_annee(jour: date, calendrier: Calendrier) -> date | None:
    """Last day before the summer holidays that follow this day; None when the calendar does not reach them."""
    debuts = (v.periode.depuis for v in calendrier.vacances if _est_l_ete(v.periode))
    apres = [d - timedelta(days=1) for d in debuts if d and d > jour]
    return min(apres, default=None)


def _est_l_ete(periode: Periode) -> bool:
    return periode.depuis is not None and periode.contient(date(periode.depuis.year, 8, 1))


def repartir(partants: Collection[Partant], possibles: Sequence[Semaine]) -> CalendrierDeSortie:
    """Propose a week for each child; the order in which they come changes nothing."""
    tries = sorted(partants, key=lambda p: p.cle)
    if len({p.cle for p in tries}) != len(tries):
        raise ValueError("Un enfant est deux fois dans le calendrier.")
    lots, refuses = _lots(tries, possibles)
    seuls = taches_de(lot for lot in lots if len(lot.membres) == 1)
    minima = bornes(lots, len(possibles))
    fratries = Placement(
        [lot for lot in lots if len(lot.membres) > 1], seuls, minima, len(possibles)
    )
    rangs = fratries.places()
    for referent in sorted(seuls):
        rangs |= servir(seuls[referent], fratries.poids(referent))
    charges = []
    for referent in sorted({p.referent for p in tries}):
        siens = [rangs[p.cle] for p in tries if p.referent == referent and p.cle in rangs]
        par_semaine = tuple(siens.count(w) for w in range(len(possibles)))
        charges.append(ChargeDeReferent(referent, par_semaine, minima.get(referent, 0)))
    places = {cle: possibles[w].lundi for cle, w in sorted(rangs.items())}
    return CalendrierDeSortie(tuple(possibles), places, refuses, tuple(charges))


def bornes_du_calendrier(
    partants: Collection[Partant], possibles: Sequence[Semaine]
) -> dict[str, int]:
    """For each référent, a number of exits in one week that no calendar of these children goes under."""
    lots, _ = _lots(sorted(partants, key=lambda p: p.cle), possibles)
    return bornes(lots, len(possibles))


def _lots(
    partants: Sequence[Partant], possibles: Sequence[Semaine]
) -> tuple[list[GroupeDeSortie], tuple[EnfantSansSemaine, ...]]:
    """Group siblings, and tell those whom no week suits."""
    refuses: list[EnfantSansSemaine] = []
    groupes: dict[tuple[str, str], list[tuple[Partant, int, int]]] = {}
    for p in partants:
        if fenetre := semaines_de(p, possibles):
            cle = (p.fratrie, "" if p.fratrie else p.cle)
            groupes.setdefault(cle, []).append((p, fenetre[0], fenetre[-1]))
        else:
            tard = p.au_plus_tot > p.au_plus_tard
            refuses.append(EnfantSansSemaine(p.cle, APRES_LA_DATE if tard else SANS_SEMAINE))
    lots = []
    for groupe in groupes.values():
        membres = tuple(p for p, _, _ in groupe)
        premiere, derniere = max(a for _, a, _ in groupe), min(b for _, _, b in groupe)
        if premiere <= derniere:
            lots.append(GroupeDeSortie(membres, premiere, derniere))
        else:
            refuses += [EnfantSansSemaine(p.cle, SANS_SEMAINE_COMMUNE) for p in membres]
    return lots, tuple(sorted(refuses, key=lambda n: n.cle))


def semaines_de(partant: Partant, possibles: Sequence[Semaine]) -> list[int]:
    """Ranks of the weeks that have a day on which this child may leave: they follow one another."""
    return [
        i
        for i, s in enumerate(possibles)
        if any(partant.au_plus_tot <= j <= partant.au_plus_tard for j in s.jours)
    ]


def en_semaine(depart: Depart, lundi: date, possibles: Sequence[Semaine]) -> Decision:
    """Tell whether this child may leave in the week chosen by hand, and why not."""
    if depart.partant is None:
        motif, a_faire = depart.decision.motif, "Changez d'abord la suite décidée pour cet enfant."
        return Decision(False, motif, GEOGRAPHIE, a_faire)
    rangs = [i for i, s in enumerate(possibles) if s.lundi == lundi]
    if not rangs:
        motif = Motif("hors_calendrier", "Cette semaine est passée, sans classe ou trop tardive.")
        return Decision(False, motif, GEOGRAPHIE, "Choisissez une semaine de la liste.")
    if rangs[0] not in semaines_de(depart.partant, possibles):
        tot = depart.partant.au_plus_tot
        motif = Motif("trop_tot", f"Cet enfant ne sort pas avant le {tot:%d/%m/%Y}.")
        return Decision(False, motif, GEOGRAPHIE, "Décidez une suite pour lui, ou plus tard.")
    return Decision(True, Motif("possible", "Cette semaine est possible."), GEOGRAPHIE)
