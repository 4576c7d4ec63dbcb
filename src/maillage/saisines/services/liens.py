"""Links by which a demand may be written without account: issued, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import empreinte
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.saisines.models import LienDeSaisine
from maillage.saisines.rules import NatureDeLien
from maillage.saisines.rules.liens import DUREES
from maillage.saisines.services import exiger_l_acte
from maillage.saisines.services.depots import empreinte_du_jeton

LONGUEUR_DU_JETON = 43  # hexadecimal signs of a keyed digest: 172 bits


def emettre(
    *,
    acteur: Acteur,
    nature: NatureDeLien,
    structure: str,
    origine: str,
    formulaire: UUID,
    at: date,
) -> str:
    """Issue a link and return its token, shown this once. The same form sent twice issues the same one."""
    decision = exiger_l_acte(acteur, Acte.RECEVOIR_LES_SAISINES, at)
    tire = empreinte(acteur.programme_id, f"lien de saisine|{formulaire}|{acteur.id}")
    jeton = tire[:LONGUEUR_DU_JETON]
    with transaction.atomic():
        rang, neuf = LienDeSaisine.objects.get_or_create(
            jeton=empreinte_du_jeton(jeton),
            defaults={
                "programme_id": acteur.programme_id,
                "nature": nature,
                "structure": structure,
                "origine": origine,
                "expire_le": at + timedelta(days=DUREES[nature]),
                "auteur_id": acteur.id,
            },
        )
        if neuf:
            noter(acteur, Acte.RECEVOIR_LES_SAISINES, decision, objet=f"lien {rang.pk}")
    return jeton


def revoquer(*, acteur: Acteur, lien_id: UUID, instant: datetime, at: date) -> None:
    """Take a link back, at once. Twice changes nothing."""
    decision = exiger_l_acte(acteur, Acte.RECEVOIR_LES_SAISINES, at)
    with transaction.atomic():
        rangs = LienDeSaisine.objects.filter(pk=lien_id, programme_id=acteur.programme_id)
        if not rangs.exists():
            raise Introuvable
        if rangs.filter(revoque_le=None).update(revoque_le=instant):
            noter(acteur, Acte.RECEVOIR_LES_SAISINES, decision, objet=f"lien revoque {lien_id}")
