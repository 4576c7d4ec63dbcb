"""Verification of a chain from inside the application. The stand-alone verifier reads the same rows without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from maillage.tracabilite.models import Evenement, Mention, Segment, Tete
from maillage.tracabilite.rules.chaine import Maillon, Rupture, origine, verifier
from maillage.tracabilite.rules.segments import SegmentScelle, verifier_segments


def maillons(chaine: UUID) -> Iterator[Maillon]:
    """Yield the events of a chain in order, without loading them all."""
    rangs = Evenement.objects.filter(chaine=chaine).order_by("rang")
    for rang, contenu, precedent, tampon in rangs.values_list(
        "rang", "contenu", "precedent", "empreinte"
    ).iterator(chunk_size=2000):
        yield Maillon(rang, contenu, precedent, tampon)


def segments(chaine: UUID) -> list[SegmentScelle]:
    """The months of a chain that are over, in order."""
    rangs = Segment.objects.filter(chaine=chaine).order_by("premier")
    champs = ("chaine", "mois", "premier", "dernier", "precedent", "empreinte", "sceau")
    return [SegmentScelle(*valeurs) for valeurs in rangs.values_list(*champs)]


def dossiers_touches(dossiers: Iterable[UUID], actes: Iterable[str], depuis: datetime) -> set[UUID]:
    """Those of these dossiers on which a person did one of these acts after an instant; a job of the system is nobody."""
    rangs = Evenement.objects.filter(
        dossier_id__in=list(dossiers),
        acteur_id__isnull=False,
        created_at__gt=depuis,
        contenu__acte__in=list(actes),
        contenu__issue="accorde",
    )
    return {d for d in rangs.values_list("dossier_id", flat=True) if d}


def rupture(chaine: UUID) -> Rupture | None:
    """Return the first break of a chain: its months, links, copied columns, mentions and tail; or None."""
    mois = segments(chaine)
    depart, rang = _apres_les_detruits(chaine, mois)
    return (
        verifier_segments(mois, origine(chaine))
        or verifier(maillons(chaine), depart, rang)
        or _fin_de_mois_infidele(chaine, mois)
        or _copie_infidele(chaine)
        or _mention_infidele(chaine)
        or _fin_coupee(chaine, depart, rang)
    )


def _apres_les_detruits(chaine: UUID, mois: list[SegmentScelle]) -> tuple[str, int]:
    """The digest and rank from which events must be there: those of expired months may be gone."""
    detruits = (
        Segment.objects.filter(chaine=chaine, expire_le__isnull=False)
        .exclude(
            Exists(
                Evenement.objects.filter(
                    chaine=chaine, rang__gte=OuterRef("premier"), rang__lte=OuterRef("dernier")
                )
            )
        )
        .values_list("mois", flat=True)
    )
    gone = set(detruits)
    depart, rang = origine(chaine), 1
    for s in mois:
        if s.mois not in gone:
            break
        depart, rang = s.empreinte, s.dernier + 1
    return depart, rang


def _fin_de_mois_infidele(chaine: UUID, mois: list[SegmentScelle]) -> Rupture | None:
    fins = {s.dernier: s for s in mois}
    rangs = Evenement.objects.filter(chaine=chaine, rang__in=list(fins)).order_by("rang")
    for rang, tampon in rangs.values_list("rang", "empreinte"):
        if tampon != fins[rang].empreinte:
            return Rupture(rang, f"le segment {fins[rang].mois} ne finit pas par cet événement")
    return None


def _fin_coupee(chaine: UUID, depart: str, rang: int) -> Rupture | None:
    tete = Tete.objects.filter(chaine=chaine).first()
    dernier = Evenement.objects.filter(chaine=chaine).order_by("-rang").first()
    annonce = (tete.rang, tete.empreinte) if tete else (0, origine(chaine))
    lu = (dernier.rang, dernier.empreinte) if dernier else (rang - 1, depart)
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


def _mention_infidele(chaine: UUID) -> Rupture | None:
    """The first event whose mentions are not the dossiers that it holds."""
    dites: dict[int, set[str]] = {}
    for rang, dossier in Mention.objects.filter(chaine=chaine).values_list("rang", "dossier_id"):
        dites.setdefault(rang, set()).add(str(dossier))
    listes = Evenement.objects.filter(chaine=chaine, contenu__has_key="dossiers")
    tenues = {
        rang: set(contenu["dossiers"])
        for rang, contenu in listes.values_list("rang", "contenu").iterator(chunk_size=2000)
    }
    for rang in sorted(dites.keys() | tenues.keys()):
        if dites.get(rang) != tenues.get(rang):
            return Rupture(rang, "les dossiers recopiés ne sont pas ceux de l'événement")
    return None
