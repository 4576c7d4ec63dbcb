"""One child in one school year, reduced to a code on each axis. What is not known is «inconnu», never guessed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from maillage.notions.temps import AnneeScolaire, DatePartielle
from maillage.statistiques.rules.annuelles import ClasseDAge, classe_d_age
from maillage.statistiques.rules.attentes import (
    DOMAINE_DU_CODE,
    N_ATTEND_PAS,
    NON_DIT,
    axe_de,
    classe_d_attente,
    natures,
)
from maillage.statistiques.rules.axes import (
    AILLEURS,
    DUREES,
    EN_COURS,
    INCONNU,
    NON,
    OUI,
    Axe,
)
from maillage.statistiques.rules.issues import ISSUE_DU_MOTIF, SORTIE_SANS_MOTIF
from maillage.statistiques.rules.lectures import Lecture, lire
from maillage.statistiques.rules.suivis import EnfantCompte, ParcoursCompte, de_l_annee

RANGS_D_EVALUATION = 2
BORNES = [mois for mois, _, _ in DUREES]


@dataclass(frozen=True, slots=True)
class Observation:
    """One child in one school year, without identity: a code on each axis (`INCONNU` when not known), counted once."""

    codes: Mapping[str, str]


def ranger(axes: Iterable[Axe], lues: Iterable[Observation]) -> tuple[Observation, ...]:
    """Observations on closed lists: what no axis holds is «ailleurs». Sorted by codes, so that the order tells nothing."""
    return tuple(sorted(fermer(axes, lues), key=lambda o: tuple(o.codes.values())))


def fermer(axes: Iterable[Axe], lues: Iterable[Observation]) -> list[Observation]:
    """The same, in the order given."""
    listes = {a.nom: frozenset(a.codes) for a in axes}
    return [
        Observation({a: c if c in listes[a] else AILLEURS for a, c in o.codes.items()})
        for o in lues
    ]


def observer(enfant: EnfantCompte, annee: AnneeScolaire, at: date) -> Observation | None:
    """The codes of a child; None when she was not surely followed in the year. `at`: nothing later is read."""
    lu = lire(enfant, annee)
    return observer_lecture(lu, annee, at) if lu.ouverts else None


def observer_lecture(lu: Lecture, annee: AnneeScolaire, at: date) -> Observation:
    """The codes of a child followed in the year, already read against it.

    Of several parcours in the year the last one gives reason, origin, outcome and duration; the criteria are those of the
    most advanced one, as in the annual figures.
    """
    enfant, ouverts, dernier = lu.enfant, lu.ouverts, lu.dernier
    fin = min(annee.fin, at)
    age = classe_d_age(enfant.naissance, annee)
    issue = _issue(dernier, fin)
    attente, attendu = _attente(enfant, fin) if issue == EN_COURS else (N_ATTEND_PAS, N_ATTEND_PAS)
    return Observation(
        {
            "age": INCONNU if age is ClasseDAge.INCONNUE else str(age),
            "sexe": enfant.sexe or INCONNU,
            "quartier": enfant.lieux.quartier,
            "quartier_avant": enfant.lieux.quartier_avant,
            "reseau": enfant.lieux.reseau,
            "label": enfant.lieux.label,
            "etablissement": enfant.lieux.etablissement,
            "cycle": enfant.lieux.cycle,
            "motif": dernier.motif or INCONNU,
            "origine": dernier.origine or INCONNU,
            "arrivee": _arrivee(ouverts, annee),
            "issue": issue,
            "duree": classe_de_duree(dernier.entree, dernier.sortie, fin),
            "individualise": NON if lu.manque else OUI,
            "accord": str(lu.accord),
            "eps": _eps(ouverts, annee),
            "evaluations": str(min(enfant.evaluations, RANGS_D_EVALUATION)),
            **{a: OUI if n in enfant.natures else NON for n, a in _axes_des_actions()},
            "attente": attente,
            "attendu": attendu,
        }
    )


@cache
def _axes_des_actions() -> tuple[tuple[str, str], ...]:
    return tuple((n, axe_de(n)) for n in natures())


def _arrivee(ouverts: Sequence[ParcoursCompte], annee: AnneeScolaire) -> str:
    if any(de_l_annee(p.entree, annee) for p in ouverts):
        return "entree"
    surement_avant = all(p.entree and p.entree.dernier_jour < annee.debut for p in ouverts)
    return "deja_suivi" if surement_avant else INCONNU


def _issue(p: ParcoursCompte, fin: date) -> str:
    if p.sortie is None or p.sortie.premier_jour > fin:
        return EN_COURS
    if p.sortie.dernier_jour > fin:
        return INCONNU
    return ISSUE_DU_MOTIF.get(p.motif_sortie or "", SORTIE_SANS_MOTIF)


def _eps(ouverts: Sequence[ParcoursCompte], annee: AnneeScolaire) -> str:
    jours = [e for p in ouverts for e in p.examens]
    if any(de_l_annee(e, annee) for e in jours):
        return OUI
    peut_etre = any(e.premier_jour <= annee.fin and e.dernier_jour >= annee.debut for e in jours)
    return INCONNU if peut_etre else NON


def _attente(enfant: EnfantCompte, fin: date) -> tuple[str, str]:
    """How long, and in which domain, of what she has waited for the longest; the first written of two."""
    attendues = [a for a in enfant.droit_commun if a.attend and a.commencee is None]
    if not attendues:
        return N_ATTEND_PAS, N_ATTEND_PAS
    longue = min(attendues, key=lambda a: a.proposee)
    classe = classe_d_attente(mois_entre(longue.proposee, fin))
    return classe, DOMAINE_DU_CODE.get(longue.domaine, NON_DIT)


def mois_entre(debut: date, fin: date) -> int:
    """Whole months from one civil day to another; 0 when the second comes first."""
    mois = (fin.year - debut.year) * 12 + fin.month - debut.month - (fin.day < debut.day)
    return max(0, mois)


def classe_de_duree(entree: DatePartielle | None, sortie: DatePartielle | None, fin: date) -> str:
    """The class of a duration until the exit, or `fin` while it runs; unknown when partial dates leave two classes."""
    if entree is None:
        return INCONNU
    courte = mois_entre(entree.dernier_jour, min(fin, sortie.premier_jour if sortie else fin))
    if entree.complete and (sortie is None or sortie.complete):
        return _classe(courte)
    longue = mois_entre(entree.premier_jour, min(fin, sortie.dernier_jour if sortie else fin))
    classes = {_classe(courte), _classe(longue)}
    return classes.pop() if len(classes) == 1 else INCONNU


def _classe(mois: int) -> str:
    return DUREES[bisect_right(BORNES, mois) - 1][1]
