"""Programmes, postes and persons. A person is made with her mission and the poste that she holds."""

from __future__ import annotations

import time
from datetime import date

import factory
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client
from django.utils import timezone

from maillage.comptes.models import (
    MissionConfiee,
    Occupation,
    Poste,
    Programme,
    Utilisateur,
)
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.partage.chartes import charte_livree
from maillage.partage.models import Signature

DEPUIS = date(2024, 9, 1)
SECRET = "JBSWY3DPEHPK3PXP"  # of every second factor
MOT_DE_PASSE = "un mot de passe assez long"


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"pre-{n}")
    nom = factory.LazyAttribute(lambda o: f"PRE {o.code}")
    communes = ["93066"]


class PosteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Poste

    programme = factory.SubFactory(ProgrammeFactory)
    metier = "referent_de_parcours"
    libelle = factory.Sequence(lambda n: f"Poste {n}")


class UtilisateurFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Utilisateur

    nom = factory.Sequence(lambda n: f"Personne {n}")
    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    password = factory.django.Password(MOT_DE_PASSE)
    jusqu_au = date(2099, 8, 31)


class OccupationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occupation

    poste = factory.SubFactory(PosteFactory)
    utilisateur = factory.SubFactory(UtilisateurFactory)
    depuis = DEPUIS


class MissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MissionConfiee

    programme = factory.SubFactory(ProgrammeFactory)
    utilisateur = factory.SubFactory(UtilisateurFactory)
    mission = Mission.REFERENCE
    obligation = ObligationDeSecret.MISSION
    depuis = DEPUIS


def personne(
    nom: str, programme: Programme, mission: Mission | None, *, poste: Poste | None = None
) -> Utilisateur:
    """A professional with a second factor, one mission and, if said, the poste that she holds."""
    compte = UtilisateurFactory(nom=nom)
    Authenticator.objects.create(
        user=compte, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)}
    )
    if mission:
        soignant = mission is Mission.SOIN
        MissionFactory(
            programme=programme,
            utilisateur=compte,
            mission=mission,
            obligation=ObligationDeSecret.PROFESSION if soignant else ObligationDeSecret.MISSION,
        )
        Signature.objects.create(
            programme=programme,
            version=0,
            empreinte=charte_livree().empreinte,
            utilisateur=compte,
            le=timezone.now(),
        )
    if poste:
        OccupationFactory(poste=poste, utilisateur=compte)
    return compte


def montrer_le_second_facteur(client: Client, compte: Utilisateur, *, il_y_a: float = 0) -> None:
    """Make a browser one that showed both factors so many seconds ago, as the sign-in library keeps it."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "type": "totp", "at": time.time() - il_y_a}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(compte.pk)
    session.save()
