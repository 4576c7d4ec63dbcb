"""Signs of reading out of curiosity, looked for in the events of a day and of a month.

An alert accuses nobody: it asks a person to look. The thresholds are those of `Seuils`; the sign that needs
names (same surname) is fed by the room that holds them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from maillage.tracabilite.rules.signes import AccesNote, AlerteVue, Seuils, Signe

DIMANCHE = 6
EN_URGENCE = "en_urgence"  # «ouvrir_en_urgence», and rules such as «referent_en_urgence»
LECTURES = frozenset({"lire", "lister"})
Detecteur = Callable[[Sequence[AccesNote], Seuils], Iterable[AlerteVue]]


def _alerte(
    signe: Signe, acces: Sequence[AccesNote], nombre: int, *, forte: bool = False
) -> AlerteVue:
    dossiers = dict.fromkeys(d for a in acces for d in a.touches)
    return AlerteVue(
        signe, acces[0].acteur, acces[-1].instant.date(), nombre, tuple(dossiers),
        acces[0].rang, acces[-1].rang, forte,
    )  # fmt: skip


def _par_personne_et_jour(acces: Iterable[AccesNote]) -> list[list[AccesNote]]:
    groupes: dict[tuple[UUID, date], list[AccesNote]] = defaultdict(list)
    for a in acces:
        groupes[a.acteur, a.instant.date()].append(a)
    return list(groupes.values())


def _pire(
    acces: Sequence[AccesNote], duree: timedelta, cle: Callable[[AccesNote], Hashable]
) -> tuple[int, Sequence[AccesNote]]:
    """The stretch of `duree` that holds most distinct keys: how many, and its accesses."""
    dedans: Counter[Hashable] = Counter()
    debut, record, bornes = 0, 0, (0, 0)
    for fin, a in enumerate(acces, 1):
        dedans[cle(a)] += 1
        while a.instant - acces[debut].instant >= duree:
            sortie = cle(acces[debut])
            dedans[sortie] -= 1
            if not dedans[sortie]:
                del dedans[sortie]
            debut += 1
        if len(dedans) > record:
            record, bornes = len(dedans), (debut, fin)
    return record, acces[slice(*bornes)]


def beaucoup(acces: Sequence[AccesNote], seuils: Seuils) -> Iterable[AlerteVue]:
    """More dossiers opened within an hour than a person can work on. Lists are not openings."""
    ouverts = [a for a in acces if a.accorde and a.acte == "lire" and a.dossier]
    for siens in _par_personne_et_jour(ouverts):
        nombre, pire = _pire(siens, timedelta(hours=1), lambda a: a.dossier)
        if nombre > seuils.dossiers_par_heure:
            yield _alerte(
                Signe.BEAUCOUP, pire, nombre, forte=nombre > seuils.dossiers_par_heure_fort
            )


def hors_heures(acces: Sequence[AccesNote], seuils: Seuils) -> Iterable[AlerteVue]:
    """Reading or writing about children at night or on a Sunday."""
    tardifs = [a for a in acces if a.accorde and a.touches and _est_tardif(a.instant, seuils)]
    for siens in _par_personne_et_jour(tardifs):
        yield _alerte(Signe.HORS_HEURES, siens, len(siens))


def _est_tardif(instant: datetime, seuils: Seuils) -> bool:
    nuit = instant.hour >= seuils.soir or instant.hour < seuils.matin
    return nuit or instant.weekday() == DIMANCHE


def exports(acces: Sequence[AccesNote], seuils: Seuils) -> Iterable[AlerteVue]:
    """Many exports in a day."""
    sortis = [a for a in acces if a.accorde and a.acte.startswith("exporter")]
    for siens in _par_personne_et_jour(sortis):
        if len(siens) > seuils.exports_par_jour:
            yield _alerte(Signe.EXPORTS, siens, len(siens))


def refus_repetes(acces: Sequence[AccesNote], seuils: Seuils) -> Iterable[AlerteVue]:
    """Somebody tries doors: refusals on dossiers within a few minutes."""
    refuses = [a for a in acces if not a.accorde and a.dossier]
    for siens in _par_personne_et_jour(refuses):
        nombre, pire = _pire(siens, timedelta(minutes=seuils.minutes_des_refus), lambda a: a.rang)
        if nombre >= seuils.refus:
            yield _alerte(Signe.REFUS_REPETES, pire, nombre, forte=True)


def dossiers_clos(clos: Collection[UUID]) -> Detecteur:
    """A detector of any access, granted or not, to these closed dossiers."""

    def chercher(acces: Sequence[AccesNote], _seuils: Seuils) -> Iterable[AlerteVue]:
        demandes = [a for a in acces if a.dossier in clos]
        for siens in _par_personne_et_jour(demandes):
            yield _alerte(Signe.DOSSIER_CLOS, siens, len(siens))

    return chercher


def dossiers_homonymes(proches: Collection[tuple[UUID, UUID]]) -> Detecteur:
    """A detector of readings of one dossier by somebody who may be close to it: pairs (reader, dossier).

    A shared surname is often nothing: the alert asks, and is never strong.
    """

    def chercher(acces: Sequence[AccesNote], _seuils: Seuils) -> Iterable[AlerteVue]:
        lus = [a for a in acces if a.accorde and (a.acteur, a.dossier) in proches]
        for siens in _par_personne_et_jour(lus):
            yield _alerte(Signe.PROCHE, siens, len(siens))

    return chercher


def bris_de_glace(acces: Sequence[AccesNote], _seuils: Seuils) -> Iterable[AlerteVue]:
    """Every exceptional access, however few: the act, or the rule that granted it, says that it was an emergency."""
    pris = [a for a in acces if a.accorde and (EN_URGENCE in a.acte or EN_URGENCE in a.regle)]
    for siens in _par_personne_et_jour(pris):
        yield _alerte(Signe.BRIS_DE_GLACE, siens, len(siens), forte=True)


def lecture_sans_acte(acces: Sequence[AccesNote], seuils: Seuils) -> Iterable[AlerteVue]:
    """Over a month: dossiers opened many times and nothing done with any of them."""
    siens: dict[UUID, list[AccesNote]] = defaultdict(list)
    actifs = set()
    for a in acces:
        if a.accorde and a.acte == "lire" and a.dossier:
            siens[a.acteur].append(a)
        elif a.accorde and a.touches and a.acte not in LECTURES:
            actifs.add(a.acteur)
    for acteur, lus in siens.items():
        if acteur not in actifs and len(lus) >= seuils.lectures_du_mois:
            yield _alerte(Signe.SANS_ACTE, lus, len(lus))


DU_JOUR: tuple[Detecteur, ...] = (beaucoup, hors_heures, exports, refus_repetes, bris_de_glace)
DU_MOIS: tuple[Detecteur, ...] = (lecture_sans_acte,)


def reperer(
    acces: Sequence[AccesNote], detecteurs: Iterable[Detecteur], seuils: Seuils
) -> list[AlerteVue]:
    """Everything that these detectors find in accesses given in their order."""
    return [alerte for detecteur in detecteurs for alerte in detecteur(acces, seuils)]
