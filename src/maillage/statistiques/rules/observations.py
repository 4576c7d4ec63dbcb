"""One child in one school year, reduced to a code on each axis. What is not known is «inconnu», never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

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
from maillage.statistiques.rules.suivis import (
    EnfantCompte,
    ParcoursCompte,
    Presence,
    de_l_annee,
    le_plus_avance,
    presence,
    source_de_l_accord,
)

RANGS_D_EVALUATION = 2


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


def ouverts_dans_l_annee(enfant: EnfantCompte, annee: AnneeScolaire) -> list[ParcoursCompte]:
    """The parcours taken up that were surely open at least one day of the year, the oldest entry first."""
    return sorted(_ouverts(enfant, annee), key=_entree)


def _ouverts(enfant: EnfantCompte, annee: AnneeScolaire) -> list[ParcoursCompte]:
    """The same, in the order they were written."""
    return [p for p in enfant.parcours if p.pris_en_charge and presence(p, annee) is Presence.OUI]


def _entree(p: ParcoursCompte) -> date:
    return p.entree.premier_jour if p.entree else date.min


def observer(enfant: EnfantCompte, annee: AnneeScolaire, at: date) -> Observation | None:
    """The codes of a child; None when she was not surely followed in the year. `at`: nothing later is read.

    Of several parcours in the year the last one gives reason, origin, outcome and duration; the criteria are those of the
    most advanced one, as in the annual figures.
    """
    ouverts = _ouverts(enfant, annee)
    if not ouverts:
        return None
    dernier = max(reversed(ouverts), key=_entree)  # of two that began together, the last written
    meilleur, manque = le_plus_avance(ouverts, annee)
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
            "individualise": NON if manque else OUI,
            "accord": str(source_de_l_accord(meilleur, annee)),
            "eps": _eps(ouverts, annee),
            "evaluations": str(min(enfant.evaluations, RANGS_D_EVALUATION)),
            **{axe_de(n): OUI if n in enfant.natures else NON for n in natures()},
            "attente": attente,
            "attendu": attendu,
        }
    )


def _arrivee(ouverts: list[ParcoursCompte], annee: AnneeScolaire) -> str:
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


def _eps(ouverts: list[ParcoursCompte], annee: AnneeScolaire) -> str:
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
    longue = mois_entre(entree.premier_jour, min(fin, sortie.dernier_jour if sortie else fin))
    classes = {_classe(courte), _classe(longue)}
    return classes.pop() if len(classes) == 1 else INCONNU


def _classe(mois: int) -> str:
    return next(code for borne, code, _ in reversed(DUREES) if mois >= borne)
