"""Reads of verdicts: on the page of a child, and the list of those that wait for a look."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models import Derogation, VerdictRendu
from maillage.eligibilite.rules.verdicts import A_FAIRE, LOI, Verdict
from maillage.enfants import queries as enfants
from maillage.notions.decision import Decision, Motif, Texte
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

COULEURS = {Verdict.ELIGIBLE: "ok", Verdict.NON_ELIGIBLE: "att", Verdict.A_EXAMINER: "inc"}


@dataclass(frozen=True, slots=True)
class VerdictLu:
    """A kept verdict: its words, its day, the object of «Pourquoi ?»."""

    verdict: Verdict
    le: date
    carte: str
    regles: int
    decision: Decision

    @property
    def libelle(self) -> str:
        return self.verdict.libelle

    @property
    def couleur(self) -> str:
        return COULEURS[self.verdict]


@dataclass(frozen=True, slots=True)
class DerogationLue:
    """A derogation as the page of the child shows it."""

    id: UUID
    motif: str
    depuis: date
    jusqu_au: date | None
    auteur: str
    en_cours: bool


@dataclass(frozen=True, slots=True)
class EligibiliteLue:
    """Everything said of one child: the verdict that holds, those before, derogations, and what this acteur may do."""

    dossier: UUID
    nom: str
    verdict: VerdictLu | None
    anciens: tuple[VerdictLu, ...]
    derogations: tuple[DerogationLue, ...]
    decidable: bool


def verdict_de(dossier: UUID, cles: Trousseau) -> VerdictLu | None:
    """The verdict that holds, in one query. The caller has been granted the volet identité."""
    rang = (
        VerdictRendu.objects.filter(dossier_id=dossier)
        .select_related("regles")
        .order_by("-created_at")
        .first()
    )
    return _lu(rang, cles) if rang else None


def eligibilite(acteur: Acteur, dossier: UUID, *, at: date) -> EligibiliteLue:
    """The page of one child. The reading is noted first."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.IDENTITE, dossier, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.IDENTITE, dossier=dossier, objet="eligibilite")
    cles = trousseau(faits.programme, [dossier], [Volet.IDENTITE])
    rangs = VerdictRendu.objects.filter(dossier_id=dossier).select_related("regles")
    lus = tuple(_lu(r, cles) for r in rangs.order_by("-created_at"))
    accordees = Derogation.objects.filter(dossier_id=dossier).select_related("auteur")
    return EligibiliteLue(
        dossier=dossier,
        nom=enfants.identites([dossier], cles)[dossier].nom_complet,
        verdict=lus[0] if lus else None,
        anciens=lus[1:],
        derogations=tuple(
            DerogationLue(
                d.id,
                d.ouvrir(cles)["motif"],
                d.depuis,
                d.jusqu_au,
                d.auteur.nom,
                d.depuis <= at and (d.jusqu_au is None or at <= d.jusqu_au),
            )
            for d in accordees.order_by("-depuis", "-created_at")
        ),
        decidable=bool(decide(acteur, Acte.TENIR_L_ELIGIBILITE, None, None, at))
        and bool(decide(acteur, Acte.ECRIRE, Volet.IDENTITE, faits, at)),
    )


@dataclass(frozen=True, slots=True)
class AExaminer:
    """A child whose verdict waits for a look, and why."""

    dossier: UUID
    nom: str
    verdict: VerdictLu


def a_examiner(acteur: Acteur, *, at: date) -> tuple[tuple[AExaminer, ...], Mapping[str, int]]:
    """Children to look at, by name, among those whose volet identité the acteur reads; and how many of each verdict."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.IDENTITE, at)
    ids = sorted(visibles.values_list("id", flat=True))
    noter_liste(acteur, Acte.LIRE, Volet.IDENTITE, ids, "a_examiner")
    cles = trousseau(acteur.programme_id, ids, [Volet.IDENTITE])
    lus = _derniers(ids, cles)
    comptes = {v.value: sum(x.verdict is v for x in lus.values()) for v in Verdict}
    attendent = [d for d, v in lus.items() if v.verdict is Verdict.A_EXAMINER]
    noms = {d: i.nom_complet for d, i in enfants.identites(attendent, cles).items()}
    tous = (AExaminer(d, noms.get(d, ""), lus[d]) for d in attendent)
    return tuple(sorted(tous, key=lambda a: (a.nom.casefold(), str(a.dossier)))), comptes


def _derniers(ids: Collection[UUID], cles: Trousseau) -> dict[UUID, VerdictLu]:
    rangs = VerdictRendu.objects.filter(dossier_id__in=ids).select_related("regles")
    latest = {r.dossier_id: r for r in rangs.order_by("created_at")}
    return {d: _lu(r, cles) for d, r in latest.items()}


def _lu(rang: VerdictRendu, cles: Trousseau) -> VerdictLu:
    c: dict[str, Any] = rang.ouvrir(cles)
    verdict = Verdict(c["verdict"])
    faits = {
        **c["faits"],
        "Carte": rang.carte or "aucune",
        "Règles": f"version {rang.regles.numero}",
    }
    fondement = Texte(f"{LOI} ; règle « {c['regle']} »") if c["regle"] else LOI
    decision = Decision(
        verdict is Verdict.ELIGIBLE, Motif(verdict, c["phrase"], faits), fondement, A_FAIRE[verdict]
    )
    return VerdictLu(verdict, rang.rendu_le, rang.carte, rang.regles.numero, decision)
