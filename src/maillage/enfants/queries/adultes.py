"""The adults of a family in words: what each exercises, what waits for a second person, what is protected from her."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.models import SituationDUnAdulte, VoilePose
from maillage.accords.queries import Pieces
from maillage.accords.rules.autorite import PORTEES, Exercice
from maillage.accords.rules.echeances import Echeance, echeance
from maillage.chiffrement.services import Trousseau
from maillage.comptes.rules import Acteur

INCONNU = "Adulte retiré du dossier"


@dataclass(frozen=True, slots=True)
class Proposition:
    """A change of parental authority that waits for a second person."""

    id: UUID
    libelle: str
    reference: str
    decision_le: date | None
    par: str
    la_mienne: bool


@dataclass(frozen=True, slots=True)
class VoileLu:
    """A cloak towards this adult, and what this acteur may do of it."""

    id: UUID
    depuis: date
    reference: str
    echeance: date | None
    rappel: Echeance
    confirme: bool
    levee_demandee: bool
    je_l_ai_posee: bool
    j_ai_demande_la_levee: bool


@dataclass(frozen=True, slots=True)
class AdulteLu:
    """An adult of the family and what she exercises."""

    id: UUID
    nom: str
    lien: str
    exercice: Exercice
    decision_jusqu_au: date | None
    rappel: Echeance
    proposition: Proposition | None
    voile: VoileLu | None

    @property
    def situation(self) -> str:
        return self.exercice.libelle

    @property
    def fondement(self) -> str:
        return PORTEES[self.exercice].fondement.reference


def adultes_lus(
    acteur: Acteur,
    cles: Trousseau,
    pieces: Pieces,
    noms: Mapping[UUID, tuple[str, str]],
    at: date,
) -> tuple[AdulteLu, ...]:
    """The adults in the order of the family, with what was read of them."""
    tenues = {s.adulte: s for s in pieces.situations if s.effet}  # what took effect last holds
    attendues = (s for s in pieces.situations if not s.effet)
    attendent = {s.adulte: s for s in sorted(attendues, key=lambda s: s.created_at)}
    voiles = {v.adulte: _voile(v, acteur, cles, at) for v in pieces.voiles if v.leve_le is None}
    lus = []
    for t in pieces.ensemble.titulaires:
        tenue, attend = tenues.get(t.adulte), attendent.get(t.adulte)
        fin = tenue.echeance if tenue else None
        nom, lien = noms.get(t.adulte, (INCONNU, ""))
        en_attente = attend is not None and attend.retenu is None
        lus.append(
            AdulteLu(
                t.adulte, nom, lien, t.exercice, fin, echeance(fin, at),
                _proposition(attend, acteur, cles) if en_attente else None, voiles.get(t.adulte),
            )
        )  # fmt: skip
    ordre = list(noms)
    return tuple(sorted(lus, key=lambda a: ordre.index(a.id) if a.id in noms else len(ordre)))


def _proposition(rang: SituationDUnAdulte, acteur: Acteur, cles: Trousseau) -> Proposition:
    c = rang.ouvrir(cles)
    return Proposition(
        rang.id, Exercice(c["exercice"]).libelle, c.get("reference") or "", date.fromisoformat(c["decision_le"]) if c.get("decision_le") else None,
        rang.auteur.nom if rang.auteur else "", rang.auteur_id == acteur.id,
    )  # fmt: skip


def _voile(rang: VoilePose, acteur: Acteur, cles: Trousseau, at: date) -> VoileLu:
    return VoileLu(
        id=rang.id,
        depuis=rang.depuis,
        reference=rang.ouvrir(cles).get("reference") or "",
        echeance=rang.echeance,
        rappel=echeance(rang.echeance, at),
        confirme=rang.decide_le is not None,
        levee_demandee=rang.levee_proposee_le is not None,
        je_l_ai_posee=rang.auteur_id == acteur.id,
        j_ai_demande_la_levee=rang.levee_par_id == acteur.id,
    )
