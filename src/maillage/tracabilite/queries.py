"""Reading the journal: verification of a chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from maillage.tracabilite.models import Evenement, Tete
from maillage.tracabilite.rules import Maillon, Rupture, origine, verifier


def maillons(chaine: UUID) -> Iterator[Maillon]:
    """Yield the events of a chain in order, without loading them all."""
    rangs = Evenement.objects.filter(chaine=chaine).order_by("rang")
    for rang, contenu, precedent, tampon in rangs.values_list(
        "rang", "contenu", "precedent", "empreinte"
    ).iterator(chunk_size=2000):
        yield Maillon(rang, contenu, precedent, tampon)


def dossiers_touches(dossiers: Iterable[UUID], actes: Iterable[str], depuis: datetime) -> set[UUID]:
    """Those of these dossiers on which one of these acts was done after an instant."""
    rangs = Evenement.objects.filter(
        dossier_id__in=list(dossiers),
        created_at__gt=depuis,
        contenu__acte__in=list(actes),
        contenu__issue="accorde",
    )
    return {d for d in rangs.values_list("dossier_id", flat=True) if d}


def rupture(chaine: UUID) -> Rupture | None:
    """Return the first break of a chain, its tail and its copied columns included, or None."""
    cassee = verifier(maillons(chaine), origine(chaine)) or _copie_infidele(chaine)
    if cassee:
        return cassee
    tete = Tete.objects.filter(chaine=chaine).first()
    dernier = Evenement.objects.filter(chaine=chaine).order_by("-rang").first()
    annonce = (tete.rang, tete.empreinte) if tete else (0, origine(chaine))
    lu = (dernier.rang, dernier.empreinte) if dernier else (0, origine(chaine))
    if annonce != lu:
        return Rupture(annonce[0], "la fin de la chaîne n'est pas celle que la tête annonce")
    return None


def _copie_infidele(chaine: UUID) -> Rupture | None:
    """The first event whose columns, by which accesses are found, say something else than its content."""
    rangs = Evenement.objects.filter(chaine=chaine).order_by("rang")
    for rang, contenu, acteur, dossier, instant in rangs.values_list(
        "rang", "contenu", "acteur_id", "dossier_id", "created_at"
    ).iterator(chunk_size=2000):
        annonces = (contenu.get("acteur"), contenu.get("dossier"), contenu["instant"])
        copies = (acteur and str(acteur), dossier and str(dossier), instant.isoformat())
        if annonces != copies:
            return Rupture(rang, "les colonnes recopiées ne sont pas celles de l'événement")
    return None
