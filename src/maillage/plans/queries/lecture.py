"""Opening rows of the plan, several children at once, in a constant number of queries. Callers have asked the policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maillage.chiffrement.services import Trousseau
from maillage.comptes.models import Utilisateur
from maillage.plans.models import Action, EtapeDObjectif, Objectif, RegardPorte
from maillage.plans.queries.projections import (
    ActionLue,
    EcritureLue,
    EtapeLue,
    GesteDAction,
    ObjectifLu,
    SuiteLue,
)
from maillage.plans.rules.objectifs import EtatDObjectif, Parole, sans_regard
from maillage.plans.rules.regards import Evolution, Regard, RegardLu
from maillage.plans.rules.suites import VIVANTES, Suite, decider_la_suite, suites_possibles

Noms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lecture:
    """What opening needs: keys, the day, and for which dossiers the family agrees to the plan."""

    cles: Trousseau
    at: date
    accord: bool = False
    acceptees: frozenset[str] | None = None  # what the accepted version held; None: there is none

    def montre(self, ident: UUID) -> bool:
        """The accepted version held this, or there is none to compare with."""
        return self.acceptees is None or str(ident) in self.acceptees


def actions_lues(parcours: Iterable[UUID], lecture: Lecture) -> dict[UUID, tuple[ActionLue, ...]]:
    """The actions of these parcours, by parcours, in the order in which they were written."""
    rangs = list(Action.objects.filter(parcours_id__in=list(parcours)).order_by("created_at"))
    contenus = [r.ouvrir(lecture.cles) for r in rangs]
    noms = _noms(s["auteur"] for c in contenus for s in c["suites"])
    lues: dict[UUID, list[ActionLue]] = defaultdict(list)
    for rang, c in zip(rangs, contenus, strict=True):
        lues[rang.parcours_id].append(_action(rang, c, noms, lecture))
    return {p: tuple(a) for p, a in lues.items()}


def _action(rang: Action, c: dict[str, Any], noms: Noms, lecture: Lecture) -> ActionLue:
    suite = Suite(rang.suite)
    gestes = tuple(
        GesteDAction(ligne, decider_la_suite(suite, ligne.vers, accord=lecture.accord))
        for ligne in suites_possibles(suite)
    )
    return ActionLue(
        id=rang.pk, version=rang.version, libelle=c["libelle"], nature=c["nature"],
        operateur=c["operateur"], structure=c["structure"], qui=c["qui"], suite=suite,
        debut=rang.debut, fin=rang.fin, objectif=rang.objectif_id,
        historique=tuple(
            SuiteLue(Suite(s["vers"]), date.fromisoformat(s["le"]), noms.get(s["auteur"], ""), s["mots"])
            for s in c["suites"]
        ),
        retard=_action_en_retard(rang, suite, lecture.at),
        gestes=gestes,
        presentee=suite not in VIVANTES or lecture.montre(rang.pk),
    )  # fmt: skip


def _action_en_retard(rang: Action, suite: Suite, at: date) -> bool:
    """It should have ended, or should have begun."""
    if suite not in VIVANTES:
        return False
    attendue = rang.fin if suite is Suite.EN_COURS else rang.debut or rang.fin
    return attendue is not None and attendue < at


def objectifs_lus(
    parcours: Iterable[UUID],
    lecture: Lecture,
    actions: Mapping[UUID, tuple[ActionLue, ...]] | None = None,
) -> dict[UUID, tuple[ObjectifLu, ...]]:
    """The objectives of these parcours, by parcours, open ones first."""
    ids = list(parcours)
    rangs = list(Objectif.objects.filter(parcours_id__in=ids).order_by("ouvert_le", "created_at"))
    actions = actions_lues(ids, lecture) if actions is None else actions
    du_sien: dict[UUID | None, list[ActionLue]] = defaultdict(list)
    for lot in actions.values():
        for a in lot:
            du_sien[a.objectif].append(a)
    contenus = [r.ouvrir(lecture.cles) for r in rangs]
    noms = _noms(e["auteur"] for c in contenus for e in c["ecritures"])
    etapes, regards = _etapes(rangs, lecture), _regards(rangs, lecture)
    lus: dict[UUID, list[ObjectifLu]] = defaultdict(list)
    for rang, c in zip(rangs, contenus, strict=True):
        siens = regards.get(rang.pk, ())
        etat = EtatDObjectif(rang.etat)
        lus[rang.parcours_id].append(
            ObjectifLu(
                id=rang.pk, dossier=rang.dossier_id, version=rang.version, etat=etat,
                ouvert_le=rang.ouvert_le, clos_le=rang.clos_le, issue=c["issue"],
                ecritures=tuple(_ecriture(e, noms) for e in c["ecritures"]),
                etapes=etapes.get(rang.pk, ()), actions=tuple(du_sien[rang.pk]), regards=siens,
                silencieux=etat is EtatDObjectif.OUVERT
                and sans_regard(rang.ouvert_le, siens[-1].le if siens else None, lecture.at),
                presente=etat is not EtatDObjectif.OUVERT or lecture.montre(rang.pk),
            )
        )  # fmt: skip
    return {p: tuple(sorted(o, key=lambda x: not x.ouvert)) for p, o in lus.items()}


def _ecriture(e: dict[str, str], noms: Noms) -> EcritureLue:
    return EcritureLue(
        e["texte"], e["domaine"], Parole(e["mots_de"]), e["presents"], noms.get(e["auteur"], ""),
        date.fromisoformat(e["le"]),
    )  # fmt: skip


def _etapes(objectifs: list[Objectif], lecture: Lecture) -> dict[UUID, tuple[EtapeLue, ...]]:
    lues: dict[UUID, list[EtapeLue]] = defaultdict(list)
    rangs = EtapeDObjectif.objects.filter(objectif__in=objectifs).order_by("echeance", "created_at")
    for r in rangs:
        c = r.ouvrir(lecture.cles)
        retard = r.faite_le is None and r.echeance is not None and r.echeance < lecture.at
        lues[r.objectif_id].append(
            EtapeLue(r.pk, c["libelle"], c["qui"], r.echeance, r.faite_le, retard)
        )
    return {o: tuple(e) for o, e in lues.items()}


def _regards(objectifs: list[Objectif], lecture: Lecture) -> dict[UUID, tuple[RegardLu, ...]]:
    """Viewpoints in the order of their days; the last one is the latest."""
    lus: dict[UUID, list[RegardLu]] = defaultdict(list)
    rangs = RegardPorte.objects.filter(objectif__in=objectifs).select_related("auteur")
    for r in rangs.order_by("le", "created_at"):
        c = r.ouvrir(lecture.cles)
        lus[r.objectif_id].append(
            RegardLu(Regard(c["regard"]), Evolution(c["evolution"]), r.le, c["mots"], r.auteur.nom)
        )
    return {o: tuple(x) for o, x in lus.items()}


def _noms(ids: Iterable[str]) -> Noms:
    connus = Utilisateur.objects.filter(pk__in={UUID(i) for i in ids})
    return {str(i): nom for i, nom in connus.values_list("pk", "nom")}
