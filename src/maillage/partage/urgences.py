"""Break-glass: opening a closed volet for a few hours, and its examination."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import OuvertureDeVolet
from maillage.dossiers.rules import NatureDOuverture, Volet
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage import chartes, journal
from maillage.partage.models import Urgence
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.partage.rules.urgence import (
    AVIS,
    CATEGORIES,
    RAISON_MINIMALE,
    UrgencePassee,
    peut_examiner,
    peut_ouvrir,
)


class UrgenceRefusee(ErreurMetier):
    """An emergency that the rule does not allow now."""


@transaction.atomic
def ouvrir(
    *, acteur: Acteur, dossier_id: UUID, volet: Volet, categorie: str, raison: str
) -> datetime:
    """Open a closed volet to the acteur alone, to read; returns the instant at which it closes.

    One dossier, one volet, four hours at most (the charte may shorten it); the reason is sealed in the volet parcours.
    """
    instant = timezone.now()
    faits, decision = exiger(
        acteur, Acte.OUVRIR_EN_URGENCE, volet, dossier_id, timezone.localdate()
    )
    _exiger_une_raison(acteur, categorie, raison, instant)
    place = {
        "dossier_id": dossier_id,
        "utilisateur_id": acteur.id,
        "volet": volet,
        "nature": NatureDOuverture.URGENCE,
    }
    deja = OuvertureDeVolet.objects.filter(OuvertureDeVolet.en_cours(instant), **place).first()
    if deja:  # a double submit opens once
        return deja.jusqu_a
    heures = chartes.charte_en_vigueur(faits.programme).bornes.urgence
    ouverture = OuvertureDeVolet.objects.create(
        **place,
        depuis=instant,
        jusqu_a=instant + timedelta(hours=heures),
        ouverte_par_id=acteur.id,
    )
    urgence = Urgence(dossier_id=dossier_id, ouverture=ouverture, categorie=categorie)
    urgence.sceller(
        {"raison": raison.strip()}, trousseau(faits.programme, [dossier_id], [Urgence.volet])
    )
    urgence.save()
    acte, objet = Acte.OUVRIR_EN_URGENCE, str(urgence.id)
    noter(acteur, acte, decision, volet=volet, dossier=dossier_id, objet=objet)
    # told at once to the coordination and to the DPO: no opening without its alert
    journal.veiller_le_programme(faits.programme, at=timezone.localdate(), toutes_les=timedelta(0))
    return ouverture.jusqu_a


def _exiger_une_raison(acteur: Acteur, categorie: str, raison: str, instant: datetime) -> None:
    if categorie not in CATEGORIES or len(raison.strip()) < RAISON_MINIMALE:
        raise UrgenceRefusee("La raison manque.", a_faire="Dites en une phrase ce qui presse.")
    permis = peut_ouvrir(_passees(acteur), instant)
    if not permis:
        raise UrgenceRefusee(permis.motif.phrase, a_faire=permis.a_faire)


def _passees(acteur: Acteur) -> list[UrgencePassee]:
    rangs = Urgence.objects.filter(ouverture__utilisateur_id=acteur.id)
    return [
        UrgencePassee(depuis, bool(avis))
        for depuis, avis in rangs.values_list("ouverture__depuis", "avis")
    ]


@dataclass(frozen=True, slots=True)
class UrgenceLue:
    """An emergency as its examiner reads it."""

    id: UUID
    dossier: UUID
    volet: Volet
    qui: str
    categorie: str
    raison: str
    depuis: datetime
    jusqu_a: datetime
    avis: str
    examinee_le: datetime | None
    sienne: bool


def du_programme(acteur: Acteur) -> tuple[UrgenceLue, ...]:
    """Emergencies on the dossiers whose parcours this person reads, the latest first."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, timezone.localdate())
    rangs = list(
        Urgence.objects.filter(dossier__in=visibles)
        .select_related("ouverture__utilisateur")
        .order_by("-ouverture__depuis")
    )
    ids = sorted({r.dossier_id for r in rangs})
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, ids, "urgences")
    cles = trousseau(acteur.programme_id, ids, [Urgence.volet])
    return tuple(
        UrgenceLue(
            r.id, r.dossier_id, Volet(r.ouverture.volet), r.ouverture.utilisateur.nom,
            CATEGORIES[r.categorie], r.ouvrir(cles)["raison"], r.ouverture.depuis,
            r.ouverture.jusqu_a, AVIS.get(r.avis, ""), r.examinee_le,
            sienne=not peut_examiner(r.ouverture.utilisateur_id, acteur.id),
        )
        for r in rangs
    )  # fmt: skip


@transaction.atomic
def examiner(*, acteur: Acteur, urgence_id: UUID, avis: str) -> None:
    """Say whether an emergency was justified; nobody examines her own. The first opinion stays."""
    urgence = (
        Urgence.objects.select_for_update()
        .filter(id=urgence_id)
        .select_related("ouverture")
        .first()
    )
    if urgence is None or avis not in AVIS:
        raise Introuvable
    exiger(acteur, Acte.LIRE, Volet.PARCOURS, urgence.dossier_id, timezone.localdate())
    if not peut_examiner(urgence.ouverture.utilisateur_id, acteur.id):
        raise UrgenceRefusee(
            "Personne n'examine sa propre ouverture.", a_faire="Une autre personne doit le faire."
        )
    if urgence.avis:
        return
    urgence.avis, urgence.examinee_par_id = avis, acteur.id
    urgence.examinee_le = timezone.now()
    urgence.save(update_fields=["avis", "examinee_par", "examinee_le"])
    acte = Acte.EXAMINER_LES_URGENCES
    decision = decide(acteur, acte, None, None, timezone.localdate())
    noter(acteur, acte, decision, dossier=urgence.dossier_id, objet=str(urgence.id))


def du_mois(acteur: Acteur) -> tuple[int, int]:
    """Emergencies opened since the first of the month in the programme, and those still to examine. Counts only."""
    debut = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    toutes = Urgence.objects.filter(dossier__programme_id=acteur.programme_id)
    return toutes.filter(ouverture__depuis__gte=debut).count(), toutes.filter(avis="").count()
