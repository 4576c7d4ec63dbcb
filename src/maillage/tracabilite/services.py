"""Noting an event: the only way in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.tracabilite.models import Evenement, Tete
from maillage.tracabilite.rules import empreinte, origine

SANS_PROGRAMME = UUID(int=0)  # sign-ins and technical events that belong to no programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Fait:
    """What happened, in identifiers. `regle` names the rule of the policy that decided."""

    acte: str
    acteur: UUID | None
    programme: UUID | None
    regle: str
    accorde: bool = True
    volet: str | None = None
    dossier: UUID | None = None
    dossiers: tuple[UUID, ...] = ()
    objet: str = ""
    nombre: int | None = None

    def contenu(self, instant: str) -> dict[str, object]:
        brut = {
            "instant": instant,
            "acte": self.acte,
            "acteur": self.acteur and str(self.acteur),
            "regle": self.regle,
            "issue": "accorde" if self.accorde else "refuse",
            "volet": self.volet,
            "dossier": self.dossier and str(self.dossier),
            "dossiers": [str(d) for d in self.dossiers] or None,
            "objet": self.objet or None,
            "nombre": self.nombre,
        }
        return {k: v for k, v in brut.items() if v is not None}


def noter(*faits: Fait) -> None:
    """Append events to the chain of their programme, in the transaction of the caller if there is one."""
    par_chaine: dict[UUID, list[Fait]] = {}
    for fait in faits:
        par_chaine.setdefault(fait.programme or SANS_PROGRAMME, []).append(fait)
    with transaction.atomic():
        for chaine, lot in par_chaine.items():
            _enchainer(chaine, lot)


def _enchainer(chaine: UUID, faits: Iterable[Fait]) -> None:
    tete = Tete.objects.select_for_update().filter(chaine=chaine).first()
    if tete is None:
        Tete.objects.bulk_create(
            [Tete(chaine=chaine, rang=0, empreinte=origine(chaine))], ignore_conflicts=True
        )
        tete = Tete.objects.select_for_update().get(chaine=chaine)
    instant = timezone.now()
    rang, precedent, rangs = tete.rang, tete.empreinte, []
    for fait in faits:
        rang += 1
        contenu = fait.contenu(instant.isoformat())
        tampon = empreinte(rang, contenu, precedent)
        rangs.append(
            Evenement(
                chaine=chaine,
                rang=rang,
                contenu=contenu,
                precedent=precedent,
                empreinte=tampon,
                acteur_id=fait.acteur,
                dossier_id=fait.dossier,
                created_at=instant,
            )
        )
        precedent = tampon
    Evenement.objects.bulk_create(rangs)
    Tete.objects.filter(chaine=chaine).update(rang=rang, empreinte=precedent)
