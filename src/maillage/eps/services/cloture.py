"""The end of a séance: accesses bounded, each one's part written, what was not examined waits again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import OuvertureDeVolet
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, Seance, SituationDeSeance
from maillage.eps.queries.situations import decidee_de, titre_de
from maillage.eps.rules.decisions import ecrire_la_part, part_de
from maillage.eps.rules.seances import TRAITEES, EtatDeSeance, EtatDeSituation, fin_des_acces
from maillage.eps.services.acces import ecrire, finir
from maillage.eps.services.decisions import arreter_le_chrono
from maillage.eps.services.ordre import sortir_de_l_ordre, tenir_les_dossiers
from maillage.eps.services.tenues import exiger_de_tenir, seance_tenue
from maillage.partage import chartes


@transaction.atomic
def clore(*, acteur: Acteur, seance_id: UUID, version: int | None, at: date) -> None:
    """Close the séance: its relevé never changes any more. Closing twice changes nothing."""
    exiger_de_tenir(acteur, at)
    seances = Seance.objects.filter(programme_id=acteur.programme_id, id=seance_id)
    if seances.filter(etat=EtatDeSeance.CLOSE).exists():
        return
    tenir_les_dossiers(acteur, seance_id)
    with seance_tenue(
        acteur, seance_id, "seance_close", at=at, version=version, etats=(EtatDeSeance.OUVERTE,)
    ) as seance:
        sortir_de_l_ordre(acteur, seance, EtatDeSituation.REPORTEE, at=at)
        instant = timezone.now()
        apres = chartes.charte_en_vigueur(seance.programme_id).bornes.apres_seance
        fin = fin_des_acces(instant, apres)
        _borner(seance, instant, fin)
        if fin > instant:  # a charte that closes everything at the end leaves no part to read
            for rang in seance.situations.filter(etat__in=TRAITEES).order_by("rang"):
                _ecrire_les_parts(acteur, seance, rang, fin, at)
        for rang in seance.situations.exclude(reprise_le=None):
            arreter_le_chrono(rang)
            rang.save(update_fields=["ecoule", "reprise_le", "updated_at"])
        seance.etat, seance.close_le = EtatDeSeance.CLOSE, instant


def _borner(seance: Seance, instant: datetime, fin: datetime) -> None:
    """What was opened ends with the séance, and the hours of the charte; never later than it would have."""
    numeros = list(
        Invitation.objects.filter(seance=seance, ouverture__isnull=False).values_list(
            "ouverture", flat=True
        )
    )
    if fin <= instant:
        finir(numeros)
        return
    OuvertureDeVolet.objects.filter(id__in=numeros, finie_le__isnull=True, jusqu_a__gt=fin).update(
        jusqu_a=Least(F("jusqu_a"), fin)
    )


def _ecrire_les_parts(
    acteur: Acteur, seance: Seance, rang: SituationDeSeance, fin: datetime, at: date
) -> None:
    cles = trousseau(seance.programme_id, [rang.dossier_id], [Volet.PARCOURS])
    decidee = decidee_de(rang.ouvrir(cles))
    titre = titre_de(acteur, rang, seance, at=at)
    for invitation in rang.invitations.filter(part=None).select_related("participation"):
        postes = chartes.acteur(invitation.utilisateur_id, au=at).postes
        part = part_de(decidee, postes)
        texte = ecrire_la_part(f"{titre}, décisions de la séance", part)
        invitation.part_id = ecrire(acteur, invitation, texte, seance, fin)
        if invitation.part_id:
            invitation.save(update_fields=["part"])
