"""Anchors: the head of a chain, signed, and said in eight words."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement import signature
from maillage.tracabilite import horodatage
from maillage.tracabilite.models import Ancre, Horodatage
from maillage.tracabilite.queries.ancrage import ancre_signee
from maillage.tracabilite.rules.ancres import AncreSignee, message
from maillage.tracabilite.services.ecriture import prendre_la_tete


def ancrer(chaine: UUID) -> AncreSignee | None:
    """Anchor the head of a chain; None when it has no event yet. The same head twice is one anchor."""
    with transaction.atomic():
        tete = prendre_la_tete(chaine)
        rang, empreinte = tete.rang, tete.empreinte
    if not rang:
        return None
    deja = Ancre.objects.filter(chaine=chaine, rang=rang).first()
    if deja is not None:
        return ancre_signee(deja)
    instant = timezone.now().astimezone(UTC).isoformat()
    signe = message(chaine, rang, empreinte, instant)
    cle, seing = signature.signer(signe)
    posee = Ancre.objects.create(
        chaine=chaine,
        rang=rang,
        empreinte=empreinte,
        instant=instant,
        cle=cle,
        signature=seing,
    )
    if jeton := horodatage.demander(signe):
        Horodatage.objects.create(ancre=posee, jeton=jeton)
    return ancre_signee(posee)
