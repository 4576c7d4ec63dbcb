"""Reads of the local rules. Public facts of a programme: no child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.eligibilite.models import ReglesDuProgramme
from maillage.eligibilite.models.jeux import EtatDesRegles
from maillage.eligibilite.rules.criteres import JeuDeRegles
from maillage.eligibilite.rules.toml_lu import lire_regles
from maillage.notions.erreurs import Introuvable


@dataclass(frozen=True, slots=True)
class VersionDesRegles:
    """A version of the rules as a page shows it. `jeu` is None while a draft has no rule."""

    id: UUID
    numero: int
    etat: str
    depuis: date | None
    auteur: str
    version: int
    jeu: JeuDeRegles | None
    texte: str

    @property
    def libelle(self) -> str:
        return EtatDesRegles(self.etat).libelle

    @property
    def nom(self) -> str:
        if self.depuis:
            return f"Version {self.numero}, depuis le {self.depuis:%d/%m/%Y}"
        return f"Version {self.numero} ({self.libelle.lower()})"


def versions(acteur: Acteur) -> tuple[VersionDesRegles, ...]:
    """Every version, the latest first; abandoned drafts are left out."""
    rangs = ReglesDuProgramme.objects.filter(programme_id=acteur.programme_id)
    rangs = rangs.exclude(etat=EtatDesRegles.ABANDONNE).select_related("auteur")
    return tuple(map(lue, rangs.order_by("-numero")))


def en_vigueur_au(programme_id: UUID, jour: date) -> VersionDesRegles | None:
    """The rules that hold on this day."""
    rangs = ReglesDuProgramme.objects.filter(
        programme_id=programme_id, etat=EtatDesRegles.EN_VIGUEUR, depuis__lte=jour
    )
    rang = rangs.select_related("auteur").order_by("-depuis").first()
    return lue(rang) if rang else None


def brouillon(acteur: Acteur) -> VersionDesRegles | None:
    """The draft being written, if any."""
    rang = (
        ReglesDuProgramme.objects.filter(
            programme_id=acteur.programme_id, etat=EtatDesRegles.BROUILLON
        )
        .select_related("auteur")
        .first()
    )
    return lue(rang) if rang else None


def version_de(acteur: Acteur, ident: UUID) -> VersionDesRegles:
    """One version of the acteur's programme."""
    rangs = ReglesDuProgramme.objects.filter(programme_id=acteur.programme_id, id=ident)
    rang = rangs.select_related("auteur").first()
    if rang is None:
        raise Introuvable
    return lue(rang)


def lue(rang: ReglesDuProgramme) -> VersionDesRegles:
    return VersionDesRegles(
        id=rang.id,
        numero=rang.numero,
        etat=rang.etat,
        depuis=rang.depuis,
        auteur=rang.auteur.nom if rang.auteur else "Ligne de commande",
        version=rang.version,
        jeu=lire_regles(rang.texte) if rang.texte else None,
        texte=rang.texte,
    )
