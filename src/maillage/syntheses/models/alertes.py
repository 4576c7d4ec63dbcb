"""That an information préoccupante was transmitted: a fact, sealed whole in the volet protection."""

from __future__ import annotations

from django.db import models

from maillage.comptes.models import Utilisateur
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.partage.rules.actes import Acte


class AlerteTransmise(EnregistrementScelle):
    """`{le, poste, vers}`: the day, the poste that transmitted, CRIP or parquet. Nothing else is ever written here."""

    volet = Volet.PROTECTION
    serrure = Serrure(
        (Acte.CONSIGNER, Acte.LIRE, f"{Acte.OUVRIR_ARCHIVE}!"),
        (Acte.CONSIGNER,),
        ajoutee_par="auteur_id",
    )
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    formulaire = models.UUIDField(unique=True)  # a double submit logs one fact
