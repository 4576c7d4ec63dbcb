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
from maillage.chiffrement.services import Trousseau, trousseau_du_programme
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.enfants.models import Identite
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours, PassageEnEps
from maillage.parcours.rules.individualise import (
    ACCORDS_REPRIS,
    AccordDuParcours,
    Preuves,
    criteres_manquants,
)
from maillage.partage import murs
from maillage.statistiques.rules.suivis import RIEN_DE_CONNU, EnfantCompte, ParcoursCompte

SUFFIT = (Nature.PRESENTATION, Nature.PLAN)  # either makes the agreement of the family count
VOLETS_LUS = (Volet.IDENTITE, Volet.PARCOURS)


def dossiers_comptes(programme_id: UUID) -> QuerySet[Dossier]:
    """The dossiers that the figures see: those of the active base."""
    return Dossier.objects.filter(programme_id=programme_id, etat=EtatDuDossier.ACTIF)


def enfants_comptes(programme_id: UUID, at: date) -> list[EnfantCompte]:
    """Facts without identity of every child of the programme, in a constant number of queries."""
    return list(enfants_par_dossier(programme_id, at).values())


def enfants_par_dossier(
    programme_id: UUID, at: date, cles: Trousseau | None = None
) -> dict[UUID, EnfantCompte]:
    """The same, by dossier: for the reads of this room that add to them, and never further."""
    ids = dossiers_comptes(programme_id).values("pk")
    cles = cles or trousseau_du_programme(programme_id, VOLETS_LUS)
    par_dossier = _parcours(ids, cles, accords_connus(programme_id, at))
    lus = {}
    rangs = Identite.objects.filter(dossier_id__in=ids).order_by("dossier_id")
    for ligne, dossier, version, scelle in rangs.values_list(
        "id", "dossier_id", "version", "scelle"
    ):
        c = cles.ouvrir(scelle, Identite.place(ligne, dossier, version))
        naissance = c.get("naissance")
        lus[dossier] = EnfantCompte(
            naissance=_date(naissance) if naissance else None,
            sexe=c.get("sexe") or None,
            parcours=tuple(par_dossier.get(dossier, ())),
        )
    return lus


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


def _parcours(
    ids, cles: Trousseau, connus: dict[UUID, AccordDuParcours]
) -> dict[UUID, list[ParcoursCompte]]:
    passages = _passages(ids)
    suivis = set(Cercle.objects.filter(dossier_id__in=ids).values_list("dossier_id", flat=True))
    lus: dict[UUID, list[ParcoursCompte]] = {}
    rangs = Parcours.objects.filter(dossier_id__in=ids).order_by("created_at")
    for ligne, dossier, version, scelle, recue, entree, sortie, du_plan in rangs.values_list(
        "id", "dossier_id", "version", "scelle", "recue", "entree", "sortie", "actions_du_plan"
    ):
        c = cles.ouvrir(scelle, Parcours.place(ligne, dossier, version))
        preuves = Preuves(
            passages_eps=len(passages[dossier]),
            accord=True,  # judged year by year
            referent=dossier in suivis,
            actions=len(c.get("actions") or ()) + du_plan,
        )
        lus.setdefault(dossier, []).append(
            ParcoursCompte(
                entree=_date(entree),
                sortie=_date(sortie),
                pris_en_charge=True if entree else c.get("pris_en_charge"),
                motif_sortie=c.get("motif_sortie") or None,
                manquants=criteres_manquants(preuves),
                recue=_date(recue),
                accord=replace(
                    connus.get(dossier, RIEN_DE_CONNU),
                    repris=c.get("accord") in ACCORDS_REPRIS,
                ),
                examens=tuple(passages[dossier]),
                motif=_motif_principal(c),
                motifs=tuple(c.get("motifs") or ()),
                origine=c.get("origine") or None,
                motif_de_refus=c.get("motif_non_prise_en_charge") or None,
            )
        )
    return lus


def _passages(ids: QuerySet) -> dict[UUID, list[DatePartielle]]:
    """The days of examination in EPS of each child."""
    lus: dict[UUID, list[DatePartielle]] = defaultdict(list)
    rangs = PassageEnEps.objects.filter(dossier_id__in=ids).order_by("le")
    for dossier, le in rangs.values_list("dossier_id", "le"):
        lus[dossier].append(DatePartielle.lire(le))
    return lus


def _motif_principal(c: Mapping[str, Any]) -> str | None:
    """What was said to be the main reason; else the only reason written; of several, nobody chooses."""
    motifs = c.get("motifs") or ()
    seul = motifs[0] if len(motifs) == 1 else None
    return c.get("motif_principal") or seul


@lru_cache(maxsize=8192)  # a year has few days, and a programme many dates
def _date(texte: str) -> DatePartielle | None:
    return DatePartielle.lire(texte) if texte else None
