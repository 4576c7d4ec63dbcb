"""What is agreed, by numbers and codes: for the policy and for the rooms above.

These readings open the situations of the adults (volet famille) to judge, and give out decisions, never what was opened:
whoever shows a name or a situation to a person asks the policy first.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.accords.models import (
    AdulteDeLaFamille,
    DemandeDAccord,
    InformationDonnee,
    PartageConsenti,
    ReponseDUnAdulte,
    SituationDUnAdulte,
    VoilePose,
)
from maillage.accords.rules.autorite import Exercice, Titulaire
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature
from maillage.accords.rules.examen import Demande, Reponse, Sens
from maillage.accords.rules.natures import Finalite, Nature, Objet
from maillage.accords.rules.voile import Voile
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import Trousseau, trousseau, trousseau_du_programme
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.notions.decision import Decision
from maillage.notions.temps import Periode

journal = logging.getLogger("maillage.accords")
EN_EFFET = Q(effet__isnull=False)
EN_ATTENTE = Q(a_deux=True, retenu__isnull=True)


@dataclass(frozen=True, slots=True)
class PartageEnVigueur:
    """A share that the policy may rest on: exactly one of `institution` and `poste` is a number."""

    id: UUID
    dossier: UUID
    volet: Volet
    institution: UUID | None
    poste: UUID | None
    finalite: Finalite
    periode: Periode


def en_vigueur_le(at: date) -> Q:
    """Condition on `PartageConsenti`: open on this day. A share closed today is closed."""
    return (
        Q(depuis__lte=at, jusqu_au__gte=at)
        & (Q(clos_le__isnull=True) | Q(clos_le__gt=at))
        & Q(demande__depuis__lte=at, demande__jusqu_au__gte=at)
    )


def partages_ouverts(at: date) -> QuerySet[PartageConsenti]:
    """The shares open on this day, of any dossier, as a query to be narrowed: clear columns only."""
    return PartageConsenti.objects.filter(en_vigueur_le(at))


def partages_en_vigueur(
    dossier_ids: Iterable[UUID], at: date
) -> dict[UUID, tuple[PartageEnVigueur, ...]]:
    """The shares open on this day, dossier by dossier, in one query."""
    lus: dict[UUID, list[PartageEnVigueur]] = defaultdict(list)
    rangs = partages_ouverts(at).filter(dossier_id__in=list(dossier_ids)).order_by("depuis", "id")
    for p in rangs:
        lus[p.dossier_id].append(
            PartageEnVigueur(
                p.id, p.dossier_id, Volet(p.cible), p.institution_id, p.poste_id,
                Finalite(p.finalite), Periode(p.depuis, p.jusqu_au),
            )
        )  # fmt: skip
    return {d: tuple(p) for d, p in lus.items()}


def accord_en_vigueur(dossier_id: UUID, nature: Nature, at: date) -> Decision:
    """Is this agreed by the family on this day? With the reason and the law, also when yes."""
    ensemble = ensembles([dossier_id], at).get(dossier_id, Ensemble())
    return examiner_la_nature(ensemble, nature, at).decision


def cloaks(dossier_id: UUID, at: date) -> tuple[Voile, ...]:
    """The cloaks that stand over this child on this day, confirmed or not."""
    return voiles_de([dossier_id], at).get(dossier_id, ())


def voiles_de(dossier_ids: Iterable[UUID], at: date) -> dict[UUID, tuple[Voile, ...]]:
    """The same for several children, in one query."""
    lus: dict[UUID, list[VoilePose]] = defaultdict(list)
    rangs = VoilePose.objects.filter(dossier_id__in=list(dossier_ids)).order_by("depuis", "id")
    for r in rangs:
        lus[r.dossier_id].append(r)
    tenus = {d: qui_tiennent(poses, at) for d, poses in lus.items()}
    return {d: voiles for d, voiles in tenus.items() if voiles}


def qui_tiennent(poses: Iterable[VoilePose], at: date) -> tuple[Voile, ...]:
    """Those of these cloaks that stand on this day."""
    voiles = (
        Voile(r.adulte, r.depuis, r.leve_le, r.echeance, confirme=r.decide_le is not None)
        for r in poses
    )
    return tuple(v for v in voiles if v.tient(at))


def cles_de_famille(dossier_ids: Iterable[UUID]) -> dict[UUID, Trousseau]:
    """For each dossier, the keys of its volet famille (one bunch for each programme)."""
    programmes: dict[UUID, list[UUID]] = defaultdict(list)
    rangs = Dossier.objects.filter(id__in=list(dossier_ids))
    for dossier, programme in rangs.values_list("id", "programme_id"):
        programmes[programme].append(dossier)
    return {
        d: cles
        for programme, lot in programmes.items()
        for cles in [trousseau(programme, lot, [Volet.FAMILLE])]
        for d in lot
    }


def _titulaires(
    dossier_ids: Iterable[UUID] | QuerySet,
    rangs: Iterable[SituationDUnAdulte],
    cles: Mapping[UUID, Trousseau],
) -> dict[UUID, tuple[Titulaire, ...]]:
    """How each adult of these families stands, «à vérifier» when nothing is written or readable.

    `rangs`: the situations in effect, in the order in which they took effect.
    """
    connus: dict[UUID, dict[UUID, Exercice]] = defaultdict(dict)
    adultes = AdulteDeLaFamille.objects.filter(dossier_id__in=_lesquels(dossier_ids))
    for dossier, adulte in adultes.order_by("id").values_list("dossier_id", "id"):
        connus[dossier][adulte] = Exercice.INCONNU
    for rang in rangs:  # what took effect last holds
        if rang.adulte in connus[rang.dossier_id]:
            connus[rang.dossier_id][rang.adulte] = _exercice(rang, cles[rang.dossier_id])
    return {d: tuple(Titulaire(a, e) for a, e in adultes.items()) for d, adultes in connus.items()}


def _exercice(rang: SituationDUnAdulte, cles: Trousseau) -> Exercice:
    try:
        return Exercice(rang.ouvrir(cles)["exercice"])
    except Illisible:  # a damaged row gives nobody a voice
        journal.error("Situation illisible : dossier %s.", rang.dossier_id)
        return Exercice.INCONNU


@dataclass(frozen=True, slots=True)
class Pieces:
    """The records of one family's agreements and what they amount to; each table is read once."""

    ensemble: Ensemble
    situations: tuple[SituationDUnAdulte, ...]  # in effect or not
    demandes: tuple[DemandeDAccord, ...]  # the latest first
    voiles: tuple[VoilePose, ...]


def pieces(dossier_id: UUID, at: date, cles: Trousseau) -> Pieces:
    """All of one family, with keys that the caller opened: six queries."""
    situations = SituationDUnAdulte.objects.filter(dossier_id=dossier_id).select_related("auteur")
    lues = tuple(situations.order_by("effet", "id"))
    tenues = [s for s in lues if s.effet and s.depuis <= at]
    demandes = DemandeDAccord.objects.filter(dossier_id=dossier_id)
    demandes = list(
        demandes.select_related("institution", "poste").order_by("depuis", "created_at", "id")
    )
    titulaires = _titulaires([dossier_id], tenues, {dossier_id: cles})
    lus = _assembler([dossier_id], [dossier_id], titulaires, demandes)
    voiles = VoilePose.objects.filter(dossier_id=dossier_id).order_by("depuis", "id")
    return Pieces(lus[dossier_id], lues, tuple(reversed(demandes)), tuple(voiles))


def ensembles(dossier_ids: Iterable[UUID], at: date) -> dict[UUID, Ensemble]:
    """What each family was asked and has said, in a constant number of queries."""
    ids = list(dossier_ids)
    cles = cles_de_famille(ids)
    return _ensembles(list(cles), cles, at)


def ensembles_du_programme(
    programme_id: UUID, natures: Iterable[Nature], at: date
) -> dict[UUID, Ensemble]:
    """The same for every family of a programme that was asked one of these, whatever their number."""
    demandes = DemandeDAccord.objects.filter(
        dossier__programme_id=programme_id, nature__in=list(natures)
    )
    ids = demandes.values("dossier_id")
    cles = trousseau_du_programme(programme_id, [Volet.FAMILLE])
    concernes = set(ids.values_list("dossier_id", flat=True))
    return _ensembles(ids, dict.fromkeys(concernes, cles), at)


def _ensembles(
    ids: list[UUID] | QuerySet, cles: Mapping[UUID, Trousseau], at: date
) -> dict[UUID, Ensemble]:
    tenues = SituationDUnAdulte.objects.filter(EN_EFFET, dossier_id__in=ids, depuis__lte=at)
    titulaires = _titulaires(ids, tenues.order_by("effet", "id"), cles)
    demandes = DemandeDAccord.objects.filter(dossier_id__in=ids)
    return _assembler(ids, cles, titulaires, demandes.order_by("depuis", "created_at", "id"))


def _lesquels(dossier_ids: Iterable[UUID] | QuerySet) -> list[UUID] | QuerySet:
    """Numbers as a filter takes them: a query stays one, so that a whole programme costs no list of numbers."""
    return dossier_ids if isinstance(dossier_ids, QuerySet) else list(dossier_ids)


def _assembler(
    ids: list[UUID] | QuerySet,
    dossiers: Iterable[UUID],
    titulaires: Mapping[UUID, tuple[Titulaire, ...]],
    rangs: Iterable[DemandeDAccord],
) -> dict[UUID, Ensemble]:
    """With what was told and answered: two queries."""
    informes, expliques = _informes(ids)
    demandes: dict[UUID, list[Demande]] = defaultdict(list)
    for d in rangs:
        demandes[d.dossier_id].append(
            Demande(
                d.id, objet_de(d), Periode(d.depuis, d.jusqu_au),
                frozenset(informes[d.id]), d.id in expliques,
            )
        )  # fmt: skip
    reponses: dict[UUID, list[Reponse]] = defaultdict(list)
    dites = ReponseDUnAdulte.objects.filter(dossier_id__in=ids).order_by("created_at", "rang")
    for ordre, (dossier, demande, adulte, sens, le) in enumerate(
        dites.values_list("dossier_id", "demande_id", "adulte", "sens", "le")
    ):
        reponses[dossier].append(Reponse(demande, adulte, Sens(sens), le, ordre))
    return {
        d: Ensemble(titulaires.get(d, ()), tuple(demandes[d]), tuple(reponses[d])) for d in dossiers
    }


def objet_de(rang: DemandeDAccord) -> Objet:
    """What a request is about. Acts are told apart by their request: «the same act» is for persons to judge."""
    nature = Nature(rang.nature)
    return Objet(
        nature,
        Volet(rang.cible) if rang.cible else None,
        str(rang.institution_id or rang.poste_id or ""),
        Finalite(rang.finalite) if rang.finalite else None,
        str(rang.id) if nature in (Nature.ACTE_USUEL, Nature.ACTE_NON_USUEL) else "",
    )


def _informes(ids: list[UUID] | QuerySet) -> tuple[dict[UUID, set[UUID]], set[UUID]]:
    """Adults told, or of whom it is written why not, by request; requests where the missing one is explained."""
    informes: dict[UUID, set[UUID]] = defaultdict(set)
    expliques: set[UUID] = set()
    rangs = InformationDonnee.objects.filter(dossier_id__in=ids)
    for demande, adulte in rangs.values_list("demande_id", "adulte"):
        if adulte is None:
            expliques.add(demande)
        else:
            informes[demande].add(adulte)
    return informes, expliques
