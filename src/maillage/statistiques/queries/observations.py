"""The children of a programme in one school year, each reduced to a code on each axis: read once, counted at will.

Everything is read in a constant number of queries. Nothing that leaves this module names a child, nor keeps an order.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from maillage.chiffrement.services import trousseau_du_programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.evaluations.models import EvaluationDeLEnfant
from maillage.evaluations.rules.grilles import EtatDEvaluation
from maillage.notions.temps import AnneeScolaire
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.statistiques.queries import plans
from maillage.statistiques.queries.annuelles import autoriser
from maillage.statistiques.queries.axes import axes_de, axes_du_programme
from maillage.statistiques.queries.enfants import dossiers_comptes, enfants_par_dossier
from maillage.statistiques.queries.lieux import jour_de_reference, lieux
from maillage.statistiques.rules.observations import Observation, observer, ranger
from maillage.statistiques.rules.suivis import EnfantCompte

__all__ = [
    "axes_du_programme",
    "enfants_de_l_annee",
    "observations",
    "observations_du_programme",
]
VOLETS_LUS = (Volet.IDENTITE, Volet.PARCOURS, Volet.SCOLARITE)


def observations(
    acteur: Acteur,
    annee: AnneeScolaire,
    *,
    at: date,
    acte: Acte = Acte.VOIR_LES_CHIFFRES,
) -> tuple[Observation, ...]:
    """The children followed in the year, for whom the policy lets see the figures; the access is noted."""
    programme_id = autoriser(acteur, acte, f"observations {annee.libelle}", at)
    return observations_du_programme(programme_id, annee, at)


def observations_du_programme(
    programme_id: UUID, annee: AnneeScolaire, at: date
) -> tuple[Observation, ...]:
    """The same without policy, for declared jobs. Sorted by codes: the order tells nothing."""
    axes = axes_de(programme_id, annee, at)
    lues = (observer(e, annee, at) for e in enfants_de_l_annee(programme_id, annee, at))
    return ranger(axes, (o for o in lues if o))


def enfants_de_l_annee(
    programme_id: UUID, annee: AnneeScolaire, at: date
) -> tuple[EnfantCompte, ...]:
    """Facts without identity of every child, with where she lives and learns and how many evaluations were finished.

    The same for every reader of the figures: the second wall is widened to codes of the whole programme.
    """
    cles = trousseau_du_programme(programme_id, VOLETS_LUS)
    ids = dossiers_comptes(programme_id).values("pk")
    with murs.elargie("observations de l'année"):
        enfants = enfants_par_dossier(programme_id, at, cles)
        ou = lieux(programme_id, ids, cles, annee, at, _dernieres_sorties(enfants))
        faites = _evaluations(ids, annee)
        fin = jour_de_reference(annee, at)
        vises = plans.objectifs(ids, cles, annee, fin)
        menees = plans.actions(ids, cles, annee, fin)
    return tuple(
        replace(
            e,
            lieux=ou.get(d, e.lieux),
            evaluations=faites.get(d, 0),
            objectifs=vises.get(d, ()),
            droit_commun=menees[d].droit_commun if d in menees else (),
            natures=menees[d].natures if d in menees else (),
        )
        for d, e in enfants.items()
    )


def _dernieres_sorties(enfants: dict[UUID, EnfantCompte]) -> dict[UUID, date]:
    """The last day of each child who has left and has not come back."""
    return {
        d: max(p.sortie.dernier_jour for p in e.parcours if p.sortie)
        for d, e in enfants.items()
        if any(p.sortie for p in e.parcours)
        and all(p.sortie for p in e.parcours if p.pris_en_charge)
    }


def _evaluations(ids: QuerySet, annee: AnneeScolaire) -> dict[UUID, int]:
    """How many of the two points of the year were finished, child by child: clear columns, nothing opened."""
    rangs: dict[UUID, set[int]] = defaultdict(set)
    faites = EvaluationDeLEnfant.objects.filter(
        dossier_id__in=ids, campagne__rentree=annee.rentree, etat=EtatDEvaluation.FAITE
    )
    for dossier, rang in faites.values_list("dossier_id", "campagne__rang"):
        rangs[dossier].add(rang)
    return {d: len(r) for d, r in rangs.items()}
