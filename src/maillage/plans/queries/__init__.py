"""Reads of the plan: one child under the policy, or several whose reading was already decided and noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.natures import Nature
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.parcours.models import Parcours
from maillage.parcours.queries import noms
from maillage.parcours.queries.etats import dernier, faits_du_passage
from maillage.parcours.rules.etapes import Etape
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.partage.rules.projection import decisions
from maillage.plans.models import Besoin
from maillage.plans.queries.lecture import Lecture, actions_lues, objectifs_lus
from maillage.plans.queries.projections import BesoinLu, ObjectifLu, PlanLu, libelle
from maillage.plans.queries.versions import (
    acceptes,
    gestes_du_plan,
    presentations,
    versions_lues,
)
from maillage.plans.rules.objectifs import trop_d_objectifs


def plan(acteur: Acteur, dossier_id: UUID, *, at: date) -> PlanLu:
    """The plan of one child; `Introuvable` for whoever does not read the volet parcours. The reading is noted."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    enfant = noms.identite_seule(acteur, dossier_id, at=at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="plan")
    inscriptible = bool(decide(acteur, Acte.ECRIRE, Volet.PARCOURS, faits, at))
    cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
    lu = _plan(dossier_id, enfant, cles, inscriptible=inscriptible, at=at)
    return replace(lu, fermes=tuple(v for v, d in decisions(acteur, faits, at).items() if not d))


def plan_a_ecrire(acteur: Acteur, dossier_id: UUID, *, at: date) -> PlanLu:
    """The same, for a page that writes in it: refused as the writing would be."""
    exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    return plan(acteur, dossier_id, at=at)


def _plan(
    dossier_id: UUID, enfant: str, cles: Trousseau, *, inscriptible: bool, at: date
) -> PlanLu:
    rang, accord = dernier(dossier_id), accords.accord_en_vigueur(dossier_id, Nature.PLAN, at)
    if rang is None:
        vide = ((),) * 7
        return PlanLu(dossier_id, enfant, False, "", inscriptible, accord, *vide, "")
    etape, montrees = Etape(rang.etape), presentations(rang.pk)
    lecture = Lecture(cles, at, bool(accord), acceptes(montrees, cles))
    actions = actions_lues(_tous(dossier_id), lecture)
    par_parcours = objectifs_lus(_tous(dossier_id), lecture, actions)
    objectifs = par_parcours.pop(rang.pk, ())
    ouverts = tuple(o for o in objectifs if o.ouvert)
    return PlanLu(
        dossier=dossier_id,
        enfant=enfant,
        parcours=True,
        etape=etape.libelle,
        inscriptible=inscriptible,
        accord=accord,
        besoins=_besoins(rang, cles),
        objectifs=ouverts,
        clos=tuple(o for o in objectifs if not o.ouvert),
        autres_actions=tuple(a for a in actions.get(rang.pk, ()) if a.objectif is None),
        repris=tuple(rang.ouvrir(cles).get("actions") or ()),
        versions=versions_lues(montrees, cles),
        gestes=gestes_du_plan(faits_du_passage(rang, at)),
        avertissement=trop_d_objectifs(len(ouverts)),
        anciens=tuple(o for lot in par_parcours.values() for o in lot),
    )


def _tous(dossier_id: UUID) -> list[UUID]:
    """Every parcours of this child: what was tried before stays readable."""
    return list(Parcours.objects.filter(dossier_id=dossier_id).values_list("pk", flat=True))


def _besoins(rang: Parcours, cles: Trousseau) -> tuple[BesoinLu, ...]:
    rangs = Besoin.objects.filter(parcours=rang, clos_le=None).select_related("auteur")
    lus = []
    for r in rangs.order_by("created_at"):
        c = r.ouvrir(cles)
        domaine = libelle("n14", c["domaine"])
        lus.append(
            BesoinLu(r.pk, r.version, domaine, c["constat"], c["appui"], r.auteur.nom, r.clos_le)
        )
    return tuple(lus)


def objectifs_de(
    dossier_ids: Iterable[UUID], cles: Trousseau, *, at: date
) -> dict[UUID, tuple[ObjectifLu, ...]]:
    """Objectives of the latest parcours of each of these children, open ones first, with their viewpoints.

    The caller asked the policy (LIRE on the volet parcours), noted the reading, and hands its keys.
    """
    rangs = Parcours.objects.filter(dossier_id__in=list(dossier_ids)).order_by("created_at")
    de = dict(rangs.values_list("dossier_id", "pk"))  # the latest of each
    lus = objectifs_lus(de.values(), Lecture(cles, at))
    return {d: lus[p] for d, p in de.items() if p in lus}
