"""The children of a programme in one school year, each reduced to a code on each axis: read once, counted at will.

Everything is read in a constant number of queries. Nothing that leaves this module names a child, nor keeps an order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from maillage.chiffrement.lots import ClesDuLot
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
from maillage.statistiques.queries.enfants import (
    Accords,
    accords_par_numero,
    identites,
    parcours_par_dossier,
)
from maillage.statistiques.queries.lieux import jour_de_reference, lieux
from maillage.statistiques.queries.lots import DOSSIER, lots
from maillage.statistiques.rules.observations import Observation, observer, ranger
from maillage.statistiques.rules.suivis import NULLE_PART, EnfantCompte, ParcoursCompte

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
    with murs.elargie("observations de l'année"):
        connus = accords_par_numero(programme_id, at)
        return tuple(
            enfant
            for ids, cles in lots(programme_id, VOLETS_LUS)
            for enfant in _enfants_du_lot(programme_id, ids, cles, connus, annee, at)
        )


def _enfants_du_lot(
    programme_id: UUID,
    ids: QuerySet,
    cles: ClesDuLot,
    connus: Accords,
    annee: AnneeScolaire,
    at: date,
) -> list[EnfantCompte]:
    fin = jour_de_reference(annee, at)
    suivis = parcours_par_dossier(ids, cles, connus)
    ou = lieux(programme_id, ids, cles, annee, at, _dernieres_sorties(suivis))
    faites = _evaluations(ids, annee)
    vises = plans.objectifs(ids, cles, annee, fin)
    menees = plans.actions(ids, cles, annee, fin)
    return [
        EnfantCompte(
            naissance,
            sexe,
            suivis.get(d, ()),
            lieux=ou.get(d, NULLE_PART),
            evaluations=faites.get(d, 0),
            objectifs=vises.get(d, ()),
            droit_commun=menees[d].droit_commun if d in menees else (),
            natures=menees[d].natures if d in menees else (),
        )
        for d, naissance, sexe in identites(ids, cles)
    ]


def _dernieres_sorties(suivis: Mapping[str, Sequence[ParcoursCompte]]) -> dict[str, date]:
    """The last day of each child who has left and has not come back."""
    return {
        d: max(p.sortie.dernier_jour for p in siens if p.sortie)
        for d, siens in suivis.items()
        if any(p.sortie for p in siens) and all(p.sortie for p in siens if p.pris_en_charge)
    }


def _evaluations(ids: QuerySet, annee: AnneeScolaire) -> dict[str, int]:
    """How many of the two points of the year were finished, child by child: clear columns, nothing opened."""
    faites = EvaluationDeLEnfant.objects.filter(
        dossier_id__in=ids, campagne__rentree=annee.rentree, etat=EtatDEvaluation.FAITE
    )
    par_dossier = faites.values_list(DOSSIER).annotate(n=Count("campagne__rang", distinct=True))
    return dict(par_dossier.order_by())
