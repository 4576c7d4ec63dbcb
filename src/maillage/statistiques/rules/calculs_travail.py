"""Indicators about the work: durations, change, delays, evaluations, séances, demands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from maillage.notions.temps import DatePartielle
from maillage.plans.rules.regards import Evolution, Regard
from maillage.statistiques.rules.annuelles import motifs_de_refus
from maillage.statistiques.rules.attentes import (
    CLASSES_D_ATTENTE,
    DOMAINES_ATTENDUS,
    natures,
)
from maillage.statistiques.rules.calculs_enfants import Champs, comptes, lignes, nomenclature
from maillage.statistiques.rules.definitions import definition
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.observations import mois_entre
from maillage.statistiques.rules.suivis import ParcoursCompte, de_l_annee
from maillage.statistiques.rules.valeurs import Ligne, Mesure

AU_MOIS = 1  # months by which the two readings of a partial date may differ


def _ouverts(f: FaitsDeLAnnee) -> Iterable[ParcoursCompte]:
    return (p for ouverts in f.ouverts for p in ouverts)


def _mois(entree: DatePartielle | None, fin: DatePartielle) -> int | None:
    """Whole months; None when the dates are not known to the month."""
    if entree is None:
        return None
    courte = mois_entre(entree.dernier_jour, fin.premier_jour)
    if entree.complete and fin.complete:
        return courte
    longue = mois_entre(entree.premier_jour, fin.dernier_jour)
    return longue if longue - courte <= AU_MOIS else None


def _durees(lues: list[int | None]) -> Champs:
    connues = [m for m in lues if m is not None]
    return {
        "numerateur": len(lues),
        "mesure": Mesure.de("mois", connues),
        "inconnus": len(lues) - len(connues),
    }


def duree_des_clos(f: FaitsDeLAnnee) -> Champs:
    clos = (p for p in _ouverts(f) if de_l_annee(p.sortie, f.annee))
    return _durees([_mois(p.entree, p.sortie) for p in clos if p.sortie])


def duree_en_cours(f: FaitsDeLAnnee) -> Champs:
    fin = DatePartielle.du(f.fin)
    commences = (p for p in _ouverts(f) if p.entree and p.entree.premier_jour <= f.fin)
    ouverts = (p for p in commences if p.sortie is None or p.sortie.premier_jour > f.fin)
    return _durees([_mois(p.entree, fin) for p in ouverts])


def changements(f: FaitsDeLAnnee) -> Champs:
    objectifs = [o for e, _ in f.suivis for o in e.objectifs]
    dits = Counter(r for o in objectifs for r in o.regards)
    return {
        "numerateur": sum(bool(o.regards) for o in objectifs),
        "denominateur": len(objectifs),
        "lignes": tuple(
            Ligne(f"{r}_{v}", v.libelle, dits[r, v], groupe=r.libelle)
            for r in Regard
            if any(dits[r, v] for v in Evolution)
            for v in Evolution
        ),
    }


def delais_droit_commun(f: FaitsDeLAnnee) -> Champs:
    actions = [a for e, _ in f.suivis for a in e.droit_commun]
    commencees = [(a.commencee - a.proposee).days for a in actions if a.commencee]
    attentes = [(f.fin - a.proposee).days for a in actions if a.attend and not a.commencee]
    attente = Mesure.de("jours", attentes)
    dites = [Ligne("attendent", "Actions qui n’ont pas commencé", len(attentes))]
    if attente is not None:
        dites.append(Ligne("attente_mediane", "Attente médiane, en jours", round(attente.mediane)))
    return {
        "numerateur": len(commencees),
        "denominateur": len(actions),
        "mesure": Mesure.de("jours", commencees),
        "a_part": tuple(dites),
    }


def natures_d_action(f: FaitsDeLAnnee) -> Champs:
    lus = Counter(n for e, _ in f.suivis for n in set(e.natures))
    return {
        "numerateur": sum(bool(e.natures) for e, _ in f.suivis),
        "denominateur": f.chiffres.enfants,
        "lignes": tuple(Ligne(n, lib, lus[n]) for n, lib in natures().items()),
    }


def attentes_droit_commun(f: FaitsDeLAnnee) -> Champs:
    lus, domaines = comptes(f, "attente"), comptes(f, "attendu")
    return {
        "numerateur": sum(lus[c] for c in CLASSES_D_ATTENTE),
        "denominateur": f.chiffres.enfants,
        "lignes": tuple(Ligne(c, lib, lus[c]) for c, lib in CLASSES_D_ATTENTE.items()),
        "a_part": tuple(Ligne(d, lib, domaines[d]) for d, lib in DOMAINES_ATTENDUS.items()),
    }


def seances_eps(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.seances}


def couverture_evaluations(f: FaitsDeLAnnee) -> Champs:
    lus = comptes(f, "evaluations")
    return {
        "numerateur": lus["2"],
        "denominateur": f.chiffres.enfants,
        "lignes": lignes(lus, {"2": "Deux", "1": "Une seule", "0": "Aucune"}),
    }


def presences_eps(f: FaitsDeLAnnee) -> Champs:
    return {
        "numerateur": sum(p.presente for p in f.presences),
        "denominateur": sum(p.conviee for p in f.presences),
        "lignes": tuple(
            Ligne(p.institution, p.institution, p.presente, sur=p.conviee) for p in f.presences
        ),
    }


def assiduite_actions(_: FaitsDeLAnnee) -> Champs:
    return {"numerateur": None, "manque": definition("assiduite_actions").limites}


def refus(f: FaitsDeLAnnee) -> Champs:
    lus = Counter(motifs_de_refus(f.lectures))
    inconnus = lus.pop("", 0)
    return {
        "numerateur": f.chiffres.non_pris_en_charge,
        "lignes": tuple(x for x in lignes(lus, nomenclature("n13")) if x.nombre),
        "inconnus": inconnus,
    }


def demandes_non_retenues(f: FaitsDeLAnnee) -> Champs:
    lus = Counter(f.demandes.non_retenues)
    inconnus = lus.pop("", 0)
    return {
        "numerateur": len(f.demandes.non_retenues),
        "denominateur": f.demandes.recues,
        "lignes": tuple(x for x in lignes(lus, nomenclature("n13")) if x.nombre),
        "inconnus": inconnus,
    }


def en_attente(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.chiffres.en_attente}


def situations_eps(f: FaitsDeLAnnee) -> Champs:
    lus = comptes(f, "eps")
    passages: int = sum(len(_examens(e.parcours, f)) for e, _ in f.suivis)
    return {
        "numerateur": lus["oui"],
        "denominateur": f.chiffres.enfants,
        "inconnus": lus["inconnu"],
        "a_part": (Ligne("passages", "Examens de l’année, réexamens compris", passages),),
    }


def _examens(parcours: Iterable[ParcoursCompte], f: FaitsDeLAnnee) -> set[DatePartielle]:
    """Examinations of a child in the year; several parcours of one child share them."""
    return {j for p in parcours for j in p.examens if de_l_annee(j, f.annee)}


def a_verifier(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.chiffres.a_verifier}
