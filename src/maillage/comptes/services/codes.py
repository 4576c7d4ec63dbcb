"""Codes given by hand, face to face: made, checked, spent. A mail proves nothing here (CNIL, délib. 2025-019)."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from maillage.comptes.errors import CodeRefuse
from maillage.comptes.models import CodeDActivation, Utilisateur
from maillage.comptes.queries.acteurs import etat
from maillage.comptes.rules.facteurs import ALPHABET, DELAI_DE_CODE, MOITIE, ecrire_code, lire_code
from maillage.comptes.services.trace import noter_sans_acteur

SEL = "maillage.comptes.code"


def empreinte_de_code(moitie: str, compte: UUID) -> str:
    """Keyed digest of a half, tied to its account: the base alone cannot find it again."""
    return salted_hmac(SEL, f"{compte}|{moitie}", algorithm="sha256").hexdigest()


def tirer() -> str:
    """Half a code, at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(MOITIE))


@transaction.atomic
def remettre(compte: Utilisateur, *, par: UUID | None, at: date, entier: bool = True) -> str:
    """Make a new code, cancel the one before, and return what is shown once.

    Whole, it opens an account; halved, its other half is for a second person (`completer`).
    """
    annuler(compte)
    moities = [tirer(), tirer()] if entier else [tirer()]
    CodeDActivation.objects.create(
        utilisateur=compte,
        moitie=empreinte_de_code(moities[0], compte.pk),
        autre_moitie=empreinte_de_code(moities[1], compte.pk) if entier else "",
        remis_par_id=par,
        expire_le=at + DELAI_DE_CODE,
    )
    return ecrire_code(moities)


@transaction.atomic
def completer(compte: Utilisateur) -> str:
    """Make the half of the second person; neither half opens anything without the other."""
    code = CodeDActivation.objects.select_for_update().get(
        utilisateur=compte, utilise_le__isnull=True, annule_le__isnull=True, autre_moitie=""
    )
    moitie = tirer()
    code.autre_moitie = empreinte_de_code(moitie, compte.pk)
    code.save(update_fields=["autre_moitie"])
    return ecrire_code([moitie])


def annuler(compte: Utilisateur) -> None:
    """The code that waits, if any, opens nothing any more."""
    attendus = CodeDActivation.objects.filter(
        utilisateur=compte, utilise_le__isnull=True, annule_le__isnull=True
    )
    attendus.update(annule_le=timezone.now())


def compte_du_code(email: str, code: str, *, at: date) -> UUID:
    """The account that this address and this code open, without spending it; else one refusal for all cases."""
    moities = lire_code(code) or ("", "")
    compte = Utilisateur.objects.filter(email__iexact=email.strip()).first()
    attendu = (
        CodeDActivation.objects.filter(
            utilisateur=compte, utilise_le__isnull=True, annule_le__isnull=True, expire_le__gte=at
        ).first()
        if compte
        else None
    )
    compte_id = compte.pk if compte else UUID(int=0)
    gardees = (attendu.moitie, attendu.autre_moitie) if attendu else ("", "")
    justes = [
        constant_time_compare(empreinte_de_code(donnee, compte_id), gardee)
        for donnee, gardee in zip(moities, gardees, strict=True)
    ]
    if compte is None or not all(justes) or not etat(compte, au=at).laisse_entrer:
        raise CodeRefuse
    return compte.pk


@transaction.atomic
def depenser(compte_id: UUID, *, at: date, regle: str) -> Utilisateur:
    """Spend the code of an account that `compte_du_code` gave: it serves once, whoever comes first."""
    compte = Utilisateur.objects.select_for_update().get(pk=compte_id)
    spent = CodeDActivation.objects.filter(
        utilisateur=compte, utilise_le__isnull=True, annule_le__isnull=True, expire_le__gte=at
    ).update(utilise_le=timezone.now())
    if spent != 1 or not etat(compte, au=at).laisse_entrer:
        raise CodeRefuse
    noter_sans_acteur(regle, f"compte:{compte.pk}", None, compte.pk, acte="activer")
    return compte


@transaction.atomic
def activer_par_mot_de_passe(*, email: str, code: str, mot_de_passe: str, at: date) -> None:
    """Open the account with a password of the person's own; the second factor is asked at her first sign-in."""
    compte = depenser(compte_du_code(email, code, at=at), at=at, regle="code_en_main_propre")
    compte.set_password(mot_de_passe)
    compte.save(update_fields=["password"])
