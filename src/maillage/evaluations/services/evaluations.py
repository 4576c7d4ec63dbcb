"""Writing the evaluation of one child: kept while it is typed, finished, put off, told to the family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import attendre_son_tour
from maillage.evaluations.errors import (
    EvaluationChangee,
    EvaluationIncomplete,
    ReportImpossible,
)
from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant
from maillage.evaluations.queries.campagnes import la_campagne
from maillage.evaluations.queries.enfants import a_voir, objectifs_ouverts
from maillage.evaluations.queries.grilles import ecrire, lire
from maillage.evaluations.rules.grilles import (
    EtatDEvaluation,
    GrilleDeLEcole,
    MotifDeReport,
    domaines,
    manques,
)
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.plans.rules.regards import Regard
from maillage.plans.services import noter_regard


@dataclass
class _Tenue:
    """The evaluation of one child held for writing: row (new or not), keys, opened content."""

    rang: EvaluationDeLEnfant
    campagne: CampagneDEvaluation
    cles: Trousseau
    contenu: dict[str, Any]

    @property
    def nouveau(self) -> bool:
        return self.rang._state.adding  # noqa: SLF001 - documented for use by others

    @property
    def etat(self) -> EtatDEvaluation:
        return EtatDEvaluation.A_FAIRE if self.nouveau else EtatDEvaluation(self.rang.etat)

    def garder(self, acteur: Acteur, at: date) -> None:
        self.rang.auteur_id, self.rang.le = acteur.id, at
        self.rang.sceller(self.contenu, self.cles)
        self.rang.save()


@contextmanager
def _tenue(
    acteur: Acteur, campagne_id: UUID, dossier_id: UUID, objet: str, at: date
) -> Iterator[_Tenue]:
    campagne = la_campagne(acteur, campagne_id)
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.SCOLARITE, dossier_id, at)
    enfant = next(iter(a_voir(acteur, campagne, at=at, parmi=[dossier_id])), None)
    if enfant is None:
        raise Introuvable
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        rangs = EvaluationDeLEnfant.objects.filter(campagne=campagne, dossier_id=dossier_id)
        rang = rangs.first() or EvaluationDeLEnfant(
            campagne=campagne, dossier_id=dossier_id, ecole=enfant.ecole, le=at
        )
        noter(acteur, Acte.ECRIRE, decision, volet=Volet.SCOLARITE, dossier=dossier_id, objet=objet)
        cles = trousseau(faits.programme, [dossier_id], [Volet.SCOLARITE, Volet.PARCOURS])
        neuf = rang._state.adding  # noqa: SLF001 - documented for use by others
        yield _Tenue(rang, campagne, cles, {} if neuf else rang.ouvrir(cles))


def enregistrer(
    *,
    acteur: Acteur,
    campagne_id: UUID,
    dossier_id: UUID,
    grille: GrilleDeLEcole,
    version: int,
    at: date,
) -> int:
    """Keep what is typed, whatever is missing; returns the version to send next. The same words sent twice write once."""
    with _tenue(acteur, campagne_id, dossier_id, "evaluation", at) as tenue:
        _ecrire(tenue, acteur, grille, version, at)
        return tenue.rang.version if not tenue.nouveau else 0


def _ecrire(tenue: _Tenue, acteur: Acteur, grille: GrilleDeLEcole, version: int, at: date) -> None:
    ecrit, rang = ecrire(grille), tenue.rang
    if tenue.nouveau and grille.vide:
        return
    if not tenue.nouveau and ecrire(lire(tenue.contenu)) == ecrit:
        return
    if not tenue.nouveau and rang.version != version:
        raise EvaluationChangee(rang.version)
    if tenue.etat is EtatDEvaluation.FAITE:
        ancien = {k: v for k, v in tenue.contenu.items() if k != "avant"}
        precedents = tenue.contenu.get("avant") or []
        tenue.contenu["avant"] = [*precedents, {**ancien, "le": rang.le.isoformat()}]
    tenue.contenu |= {**ecrit, "precision": ""}
    rang.etat, rang.motif = EtatDEvaluation.ENTAMEE, ""
    tenue.garder(acteur, at)


def terminer(
    *,
    acteur: Acteur,
    campagne_id: UUID,
    dossier_id: UUID,
    grille: GrilleDeLEcole,
    version: int,
    at: date,
) -> None:
    """Finish the evaluation: every line has its answer. What the school says of each objective goes to the plan, once."""
    with _tenue(acteur, campagne_id, dossier_id, "evaluation", at) as tenue:
        _ecrire(tenue, acteur, grille, version, at)
        objectifs = objectifs_ouverts([dossier_id], tenue.cles)[dossier_id]
        manque = manques(grille, domaines(tenue.campagne.depuis), objectifs)
        complet = not manque
        if complet and tenue.etat is not EtatDEvaluation.FAITE:
            _porter_les_regards(tenue, acteur, grille, objectifs, at)
            tenue.rang.etat, tenue.rang.motif = EtatDEvaluation.FAITE, ""
            tenue.garder(acteur, at)
    if not complet:  # outside: what was typed stays
        raise EvaluationIncomplete(tuple(m.phrase for m in manque))


def _porter_les_regards(
    tenue: _Tenue, acteur: Acteur, grille: GrilleDeLEcole, objectifs: Mapping[str, str], at: date
) -> None:
    """The school's viewpoint on each open objective, in the plan. The same words are not carried twice."""
    portes: dict[str, dict[str, str]] = dict(tenue.contenu.get("portes") or {})
    for numero in objectifs:
        reponse = grille.objectifs[numero]
        dit = {"evolution": str(reponse.evolution), "mots": reponse.mots.strip()}
        if reponse.evolution is None or portes.get(numero) == dit:
            continue
        noter_regard(
            acteur=acteur,
            objectif_id=UUID(numero),
            regard=Regard.ECOLE,
            evolution=reponse.evolution,
            mots=dit["mots"],
            le=at,
            formulaire=uuid5(tenue.rang.pk, numero),
            at=at,
        )
        portes[numero] = dit
    tenue.contenu["portes"] = portes


def reporter(
    *,
    acteur: Acteur,
    campagne_id: UUID,
    dossier_id: UUID,
    motif: MotifDeReport,
    precision: str,
    at: date,
) -> None:
    """Say that this child is not evaluated this time, and why. What was written stays; writing again takes it back."""
    with _tenue(acteur, campagne_id, dossier_id, "evaluation_reportee", at) as tenue:
        if tenue.etat is EtatDEvaluation.FAITE:
            raise ReportImpossible
        tenue.contenu["precision"] = precision.strip()
        tenue.rang.etat, tenue.rang.motif = EtatDEvaluation.REPORTEE, motif
        tenue.garder(acteur, at)


def noter_la_famille(
    *, acteur: Acteur, campagne_id: UUID, dossier_id: UUID, le: date, at: date
) -> None:
    """Write the day on which the family was told what the school said."""
    with _tenue(acteur, campagne_id, dossier_id, "famille_informee", at) as tenue:
        if tenue.nouveau:
            raise Introuvable
        tenue.rang.famille_informee_le = le
        tenue.garder(acteur, at)
