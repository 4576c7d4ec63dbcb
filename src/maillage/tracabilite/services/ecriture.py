"""Noting an event: the only way in. The first event of a month seals the month before, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.tracabilite.models import Evenement, Mention, Segment, Tete
from maillage.tracabilite.rules.chaine import empreinte, origine
from maillage.tracabilite.rules.segments import CLORE, sceller

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
            enchainer(chaine, lot)


def enchainer(chaine: UUID, faits: Sequence[Fait]) -> Tete:
    """Append events to one chain, in the caller's transaction; return its new head, locked."""
    tete = prendre_la_tete(chaine)
    instant = timezone.now().astimezone(UTC)
    clos = clore_si_fini(tete, instant.strftime("%Y-%m"))
    _ecrire(tete, [*clos, *faits], instant)
    return tete


def prendre_la_tete(chaine: UUID) -> Tete:
    """Lock the head of a chain, made now if it is the first time."""
    tete = Tete.objects.select_for_update().filter(chaine=chaine).first()
    if tete is None:
        Tete.objects.bulk_create(
            [Tete(chaine=chaine, rang=0, empreinte=origine(chaine))], ignore_conflicts=True
        )
        tete = Tete.objects.select_for_update().get(chaine=chaine)
    return tete


def clore_si_fini(tete: Tete, mois: str) -> list[Fait]:
    """Seal the open month when it is over; return the event that says so, still to be written.

    A clock that steps back leaves its events in the month that is open: they are kept longer, never less.
    """
    if not tete.mois or tete.rang < tete.premier:
        tete.mois, tete.premier = max(tete.mois, mois), tete.rang + 1
        return []
    if mois <= tete.mois:
        return []
    dernier = Segment.objects.filter(chaine=tete.chaine).order_by("-premier").first()
    scelle = sceller(
        chaine=tete.chaine,
        mois=tete.mois,
        premier=tete.premier,
        dernier=tete.rang,
        precedent=dernier.empreinte if dernier else origine(tete.chaine),
        empreinte=tete.empreinte,
        avant=dernier.sceau if dernier else "",
    )
    Segment.objects.create(
        **{c: getattr(scelle, c) for c in ("chaine", "mois", "premier", "dernier")},
        **{c: getattr(scelle, c) for c in ("precedent", "empreinte", "sceau")},
    )
    tete.mois, tete.premier = mois, tete.rang + 1
    objet = f"{scelle.mois} {scelle.sceau}"
    return [du_journal(tete.chaine, CLORE, objet, nombre=scelle.dernier - scelle.premier + 1)]


def du_journal(chaine: UUID, acte: str, objet: str, nombre: int) -> Fait:
    """An act of the journal on itself."""
    programme = None if chaine == SANS_PROGRAMME else chaine
    return Fait(
        acte=acte, acteur=None, programme=programme, regle="journal", objet=objet, nombre=nombre
    )


def _ecrire(tete: Tete, faits: Iterable[Fait], instant: datetime) -> None:
    evenements, mentions = [], []
    for fait in faits:
        contenu = fait.contenu(instant.isoformat())
        precedent, tete.rang = tete.empreinte, tete.rang + 1
        tete.empreinte = empreinte(tete.rang, contenu, precedent)
        evenements.append(
            Evenement(
                chaine=tete.chaine,
                rang=tete.rang,
                contenu=contenu,
                precedent=precedent,
                empreinte=tete.empreinte,
                acteur_id=fait.acteur,
                dossier_id=fait.dossier,
                created_at=instant,
            )
        )
        mentions += [(tete.rang, dossier) for dossier in dict.fromkeys(fait.dossiers)]
    Evenement.objects.bulk_create(evenements)
    if mentions:
        Mention.objects.bulk_create(
            Mention(chaine=tete.chaine, rang=rang, dossier_id=dossier) for rang, dossier in mentions
        )
    Tete.objects.filter(chaine=tete.chaine).update(
        rang=tete.rang, empreinte=tete.empreinte, mois=tete.mois, premier=tete.premier
    )
