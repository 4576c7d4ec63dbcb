"""Opening what members read before a séance, and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier, OuvertureDeVolet
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, Seance, SituationDeSeance
from maillage.eps.queries.situations import preparation_de, titre_de
from maillage.eps.rules.preparation import composer
from maillage.eps.rules.seances import EtatDeSituation, Portee, fin_des_acces
from maillage.eps.services.tenues import exiger_de_tenir, seance_tenue
from maillage.partage import chartes, extraits
from maillage.partage.errors import AccordManquant, DestinataireImpossible

FINALITE = "Préparer la séance d’EPS du {}"


@transaction.atomic
def ouvrir_les_acces(*, acteur: Acteur, seance_id: UUID, version: int, at: date) -> int:
    """Open to each member what was written for her, on every situation that is ready; return how many were opened.

    A member without a share in force for this child reads nothing of it: nothing is opened, and the page says why.
    """
    exiger_de_tenir(acteur, at)
    inscrites = SituationDeSeance.objects.filter(
        seance_id=seance_id, seance__programme_id=acteur.programme_id, etat=EtatDeSituation.INSCRITE
    ).select_related("seance")
    ids = sorted(inscrites.values_list("dossier_id", flat=True))
    list(Dossier.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    with seance_tenue(acteur, seance_id, "acces_ouverts", at=at, version=version) as seance:
        ouverts = sum(_ouvrir(acteur, seance, rang, at) for rang in inscrites.order_by("rang"))
        seance.acces_le = seance.acces_le or timezone.now()
    return ouverts


def _ouvrir(acteur: Acteur, seance: Seance, rang: SituationDeSeance, at: date) -> int:
    preparation = preparation_de(rang, at=at)
    if not preparation.prete:
        return 0
    titre = titre_de(acteur, rang, seance, at=at)
    fin = _fin(seance)
    ouverts = 0
    for invitation in rang.invitations.filter(ouverture=None):
        texte = composer(titre, preparation.ecrit, Portee(invitation.portee))
        invitation.ouverture_id = ecrire(acteur, invitation, texte, seance, fin)
        if invitation.ouverture_id:
            invitation.save(update_fields=["ouverture"])
            ouverts += 1
    return ouverts


def ecrire(
    acteur: Acteur, invitation: Invitation, texte: str, seance: Seance, fin: datetime
) -> UUID | None:
    """Write an extract for the member of an invitation; None when the family's agreement does not reach her."""
    jour = f"{seance.le:%d/%m/%Y}"
    ecrit = extraits.ExtraitEcrit(Volet.PARCOURS, texte, FINALITE.format(jour), fin, seance=True)
    try:
        return extraits.extraire(
            acteur=acteur,
            dossier_id=invitation.dossier_id,
            destinataire_id=invitation.utilisateur_id,
            ecrit=ecrit,
        )
    except (AccordManquant, DestinataireImpossible):
        return None


def _fin(seance: Seance) -> datetime:
    bornes = chartes.charte_en_vigueur(seance.programme_id).bornes
    return fin_des_acces(max(seance.finit_a, timezone.now()), bornes.apres_seance)


def fermer_les_acces(*, acteur: Acteur, seance_id: UUID, version: int, at: date) -> None:
    """Close everything that the séance opened, now."""
    with seance_tenue(acteur, seance_id, "acces_fermes", at=at, version=version) as seance:
        fermer(Invitation.objects.filter(seance=seance))
        seance.acces_le = None


def fermer(invitations: QuerySet[Invitation]) -> None:
    """End the accesses of these invitations: they may be opened again, with another text."""
    numeros = [n for ligne in invitations.values_list("ouverture", "part") for n in ligne if n]
    finir(numeros)
    invitations.update(ouverture=None, part=None)


def finir(ouvertures: Iterable[UUID]) -> None:
    """End these accesses now."""
    OuvertureDeVolet.objects.filter(id__in=list(ouvertures), finie_le__isnull=True).update(
        finie_le=timezone.now()
    )
