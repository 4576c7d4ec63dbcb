"""From the sealed records of a programme to facts without identity: births, parcours, agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from maillage.accords import queries as accords
from maillage.accords.rules.duree import demande_le, periodes_d_accord
from maillage.accords.rules.ensemble import Ensemble
from maillage.accords.rules.natures import Nature
from maillage.chiffrement.lots import ClesDuLot
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours, PassageEnEps
from maillage.parcours.rules.individualise import (
    ACCORDS_REPRIS,
    AccordDuParcours,
    Critere,
    Preuves,
    criteres_manquants,
)
from maillage.partage import murs
from maillage.statistiques.queries.lots import DOSSIER, lots, ouverts
from maillage.statistiques.rules.suivis import RIEN_DE_CONNU, EnfantCompte, ParcoursCompte

SUFFIT = (Nature.PRESENTATION, Nature.PLAN)  # either makes the agreement of the family count
VOLETS_LUS = (Volet.IDENTITE, Volet.PARCOURS)
REPRIS = replace(RIEN_DE_CONNU, repris=True)
Accords = Mapping[str, AccordDuParcours]  # by dossier, as 32 digits


def enfants_comptes(programme_id: UUID, at: date) -> list[EnfantCompte]:
    """Facts without identity of every child of the programme, in a constant number of queries for each lot."""
    connus = accords_par_numero(programme_id, at)
    lus = []
    for ids, cles in lots(programme_id, VOLETS_LUS):
        suivis = parcours_par_dossier(ids, cles, connus)
        for dossier, naissance, sexe in identites(ids, cles):
            lus.append(EnfantCompte(naissance, sexe, suivis.get(dossier, ())))
    return lus


def identites(ids: QuerySet, cles: ClesDuLot) -> list[tuple[str, DatePartielle | None, str | None]]:
    """Each child of a lot, in the order of the dossiers: its number (for the reads of this room, and never further)."""
    lues = ouverts(cles, Identite, ids, ordre=("dossier_id",))
    return [(d, _date(c.get("naissance")), c.get("sexe") or None) for d, c in lues]


def accords_connus(programme_id: UUID, at: date) -> dict[UUID, AccordDuParcours]:
    """For each child whose family was asked: from when, and during which days it was agreed. Codes and days, no word.

    The same for every reader of the figures: the second wall is widened to the days and codes of the whole programme.
    """
    with murs.elargie("accords comptés"):
        ensembles: dict[UUID, Ensemble] = accords.ensembles_du_programme(programme_id, SUFFIT, at)
    return {
        d: AccordDuParcours(demande_le(e, SUFFIT), periodes_d_accord(e, SUFFIT, at))
        for d, e in ensembles.items()
    }


def accords_par_numero(programme_id: UUID, at: date) -> Accords:
    return {d.hex: a for d, a in accords_connus(programme_id, at).items()}


def parcours_par_dossier(
    ids: QuerySet, cles: ClesDuLot, connus: Accords
) -> dict[str, tuple[ParcoursCompte, ...]]:
    """The parcours of a lot, in the order they were written."""
    passages = _passages(ids)
    suivis = set(Cercle.objects.filter(dossier_id__in=ids).values_list(DOSSIER, flat=True))
    clairs = ("recue", "entree", "sortie", "actions_du_plan")
    rangs = ouverts(cles, Parcours, ids, *clairs, ordre=("created_at",))
    lus: dict[str, tuple[ParcoursCompte, ...]] = {}
    for dossier, c, recue, entree, sortie, du_plan in rangs:
        examens, actions = passages.get(dossier, ()), c.get("actions") or du_plan
        repris = c.get("accord") in ACCORDS_REPRIS
        lu = ParcoursCompte(
            entree=_date(entree),
            sortie=_date(sortie),
            pris_en_charge=True if entree else c.get("pris_en_charge"),
            motif_sortie=c.get("motif_sortie") or None,
            manquants=_manquants(bool(examens), dossier in suivis, bool(actions)),
            recue=_date(recue),
            accord=_accord(connus.get(dossier), repris=repris),
            examens=examens,
            motif=_motif_principal(c),
            motifs=tuple(c.get("motifs") or ()),
            origine=c.get("origine") or None,
            motif_de_refus=c.get("motif_non_prise_en_charge") or None,
        )
        lus[dossier] = (*lus.get(dossier, ()), lu)
    return lus


@lru_cache(maxsize=8)
def _manquants(examine: bool, suivi: bool, agi: bool) -> tuple[Critere, ...]:  # noqa: FBT001 - the three facts, in order
    """What nothing proves; the agreement is judged year by year."""
    return criteres_manquants(
        Preuves(passages_eps=examine, accord=True, referent=suivi, actions=agi)
    )


def _accord(connu: AccordDuParcours | None, *, repris: bool) -> AccordDuParcours:
    if connu is None:
        return REPRIS if repris else RIEN_DE_CONNU
    return replace(connu, repris=repris)


def _passages(ids: QuerySet) -> dict[str, tuple[DatePartielle, ...]]:
    """The days of examination in EPS of each child."""
    lus: dict[str, tuple[DatePartielle, ...]] = defaultdict(tuple)
    rangs = PassageEnEps.objects.filter(dossier_id__in=ids).order_by("le")
    for dossier, le in rangs.values_list(DOSSIER, "le"):
        lus[dossier] += (_date(le),)
    return lus


def _motif_principal(c: Mapping[str, Any]) -> str | None:
    """What was said to be the main reason; else the only reason written; of several, nobody chooses."""
    motifs = c.get("motifs") or ()
    seul = motifs[0] if len(motifs) == 1 else None
    return c.get("motif_principal") or seul


@lru_cache(maxsize=8192)  # a year has few days, and a programme many dates
def _date(texte: str | None) -> DatePartielle | None:
    return DatePartielle.lire(texte) if texte else None
