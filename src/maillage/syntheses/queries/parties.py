"""Sections of a synthesis: the last version of each, volet by volet; a closed volet is never opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from maillage.chiffrement.services import Trousseau
from maillage.dossiers.rules import Volet
from maillage.syntheses.models import SECTIONS, SectionDeSynthese
from maillage.syntheses.rules.depart import SectionEcrite
from maillage.syntheses.rules.rubriques import Rubrique


@dataclass(frozen=True, slots=True)
class PartieLue:
    """One section. `texte` is empty when its volet is closed to the reader (`ouverte` false: no author either) or when it was taken out."""

    id: UUID
    cle: UUID
    numero: int
    rubrique: Rubrique
    volet: Volet
    redacteur: UUID
    par: str
    le: datetime
    texte: str
    ouverte: bool
    modifiable: bool = False

    @property
    def ecrite(self) -> SectionEcrite:
        return SectionEcrite(
            self.id, self.rubrique, self.volet, bool(self.texte) or not self.ouverte
        )


def dernieres(synthese_id: UUID, volets: Iterable[Volet]) -> list[SectionDeSynthese]:
    """The last version of each section of these volets, in the order in which sections were begun."""
    rangs: dict[UUID, SectionDeSynthese] = {}
    for volet in volets:
        lus = SECTIONS[volet].objects.filter(synthese_id=synthese_id).select_related("redacteur")
        for rang in lus.order_by("created_at", "numero"):
            rangs[rang.cle] = rang
    return list(rangs.values())


def parties(
    synthese_id: UUID,
    cles: Trousseau,
    *,
    lus: Collection[Volet],
    ecrits: Collection[Volet] = (),
) -> tuple[PartieLue, ...]:
    """Every section, in the order of the letter; words of open volets only. The caller asked the policy and noted it."""
    ordre = list(Rubrique)
    trouvees = [_partie(r, cles, lus, ecrits) for r in dernieres(synthese_id, SECTIONS)]
    gardees = [p for p in trouvees if p.texte or not p.ouverte]
    return tuple(sorted(gardees, key=lambda p: ordre.index(p.rubrique)))


def _partie(
    rang: SectionDeSynthese, cles: Trousseau, lus: Collection[Volet], ecrits: Collection[Volet]
) -> PartieLue:
    ouverte = rang.volet in lus
    return PartieLue(
        id=rang.pk,
        cle=rang.cle,
        numero=rang.numero,
        rubrique=Rubrique(rang.rubrique),
        volet=rang.volet,
        redacteur=rang.redacteur_id,
        par=rang.redacteur.nom if ouverte else "",
        le=rang.created_at,
        texte=rang.ouvrir(cles)["texte"] if ouverte else "",
        ouverte=ouverte,
        modifiable=rang.volet in ecrits,
    )


def versions(synthese_id: UUID, volet: Volet, cle: UUID, cles: Trousseau) -> tuple[PartieLue, ...]:
    """Every version of one section, the latest first. The caller asked the policy for this volet."""
    rangs = SECTIONS[volet].objects.filter(synthese_id=synthese_id, cle=cle)
    return tuple(
        _partie(r, cles, {volet}, ()) for r in rangs.select_related("redacteur").order_by("-numero")
    )
