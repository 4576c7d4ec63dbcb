"""Links: the one that a token opens, those of a programme."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from maillage.comptes.rules import Acteur
from maillage.notions.decision import Decision
from maillage.notions.nomenclatures import charger
from maillage.saisines.models import LienDeSaisine, Saisine
from maillage.saisines.rules import NatureDeLien
from maillage.saisines.rules.liens import EtatDuLien, utilisable


@dataclass(frozen=True, slots=True)
class LienLu:
    """A link on the page of the coordination. Its token is nowhere."""

    id: UUID
    nature: NatureDeLien
    structure: str
    origine: str
    expire_le: date
    demandes: int
    decision: Decision
    revoque_le: datetime | None


@dataclass(frozen=True, slots=True)
class Porte:
    """What the page behind a link shows: the programme, the institution it was issued to. Nothing of anybody."""

    programme: str
    structure: str
    nature: NatureDeLien
    ouverte: bool = True

    @property
    def famille(self) -> bool:
        return self.nature is NatureDeLien.FAMILLE


def lien_du_jeton(jeton: str) -> LienDeSaisine | None:
    """The link of this token, whatever its state."""
    marque = hashlib.sha256(jeton.encode()).hexdigest()
    return LienDeSaisine.objects.filter(jeton=marque).select_related("programme").first()


def _sans_compter(lien: LienDeSaisine) -> EtatDuLien:
    return EtatDuLien(
        NatureDeLien(lien.nature),
        lien.expire_le,
        lien.revoque_le is not None,
        lien.utilise_le is not None,
    )


def etat_du_lien(lien: LienDeSaisine, at: date) -> EtatDuLien:
    """What the rule looks at."""
    du_jour = Saisine.objects.filter(lien=lien, recue_le=at).count()
    return replace(_sans_compter(lien), du_jour=du_jour)


def porte(jeton: str, *, at: date) -> Porte | None:
    """The page of this link; None when no link ever had this token."""
    lien = lien_du_jeton(jeton)
    if lien is None:
        return None
    decision = utilisable(etat_du_lien(lien, at), at)
    return Porte(
        lien.programme.nom, lien.structure, NatureDeLien(lien.nature), ouverte=bool(decision)
    )


def liens(acteur: Acteur, *, at: date) -> tuple[LienLu, ...]:
    """The links of the acteur's programme, the latest first. The page has asked the policy; no name is in them."""
    rangs = LienDeSaisine.objects.filter(programme_id=acteur.programme_id).order_by("-created_at")
    comptes = dict(
        Saisine.objects.filter(lien__in=rangs.values("pk"))
        .values_list("lien_id")
        .annotate(n=Count("pk"))
    )
    return tuple(
        LienLu(
            r.pk,
            NatureDeLien(r.nature),
            r.structure,
            charger("n07").libelle(r.origine) if r.origine else "",
            r.expire_le,
            comptes.get(r.pk, 0),
            utilisable(_sans_compter(r), at),
            r.revoque_le,
        )
        for r in rangs[:200]
    )
