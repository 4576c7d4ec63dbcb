"""Records of saisines. What a person wrote is sealed; clear columns hold days, codes and numbers only."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.models import Programme, Utilisateur, codes
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.parcours.models import Parcours
from maillage.partage.rules.actes import Acte
from maillage.saisines.rules import EtatDeSaisine, NatureDeLien, Voie

RECEVOIR = f"{Acte.RECEVOIR_LES_SAISINES}:"
COMPARTIMENT = (
    "saisine"  # with a key of its own for each row: what is not received yet belongs to no dossier
)


class ScelleApart(models.Model):
    """Base of what is sealed before any dossier: the row has its own key, destroyed with it."""

    serrure_du_programme: ClassVar[Serrure]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.RESTRICT, related_name="+")
    scelle = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def place(self) -> Place:
        """Where the sealed value of this version belongs."""
        return Place(self._meta.db_table, self.id, self.id, COMPARTIMENT, self.version)

    def cles(self) -> Trousseau:
        """The key of this row."""
        return trousseau(self.programme_id, [self.id], [COMPARTIMENT])

    def sceller(self, contenu: dict[str, Any], cles: Trousseau | None = None) -> None:
        """Close the content into the row, under its next version when it is in the base already (not saved)."""
        if not self._state.adding:
            self.version += 1
        self.scelle = (cles or self.cles()).sceller(contenu, self.place())

    def ouvrir(self, cles: Trousseau | None = None) -> dict[str, Any]:
        """Return the content of the row."""
        contenu: dict[str, Any] = (cles or self.cles()).ouvrir(self.scelle, self.place())
        return contenu


class LienDeSaisine(models.Model):
    """A link by which a demand may be written without account. Of its token only a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    nature = models.CharField(max_length=12)
    structure = models.CharField(
        max_length=120, blank=True, default=""
    )  # an institution, never a person
    origine = models.CharField(max_length=60, blank=True, default="")  # code of N7
    jeton = models.CharField(max_length=64, unique=True)
    expire_le = models.DateField()
    revoque_le = models.DateTimeField(null=True, blank=True)
    utilise_le = models.DateTimeField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(NatureDeLien, "nature", "nature_de_lien_connue"),
        ]
        indexes = [models.Index(fields=["programme", "-created_at"], name="liens_du_programme")]


class Saisine(ScelleApart):
    """A demand. While it waits: all that it says. Once received: `{etiquette, mot}`, the rest is in the dossier.

    `code`: keyed digest of what the holder of a link must know beside the number. `parcours`: the one opened for it.
    """

    serrure_du_programme = Serrure(
        (f"{Acte.VOIR_LES_SAISINES}:", RECEVOIR),
        (f"{Acte.SOLLICITER}:", RECEVOIR),
        aussi_pour="auteur_id",
    )
    numero = models.CharField(max_length=11, unique=True)
    code = models.CharField(max_length=64, blank=True, default="")
    voie = models.CharField(max_length=10)
    origine = models.CharField(max_length=60)
    etat = models.CharField(max_length=12, default=EtatDeSaisine.DEPOSEE)
    recue_le = models.DateField()
    close_le = models.DateField(null=True, blank=True)
    motif = models.CharField(max_length=60, blank=True, default="")  # code of N13
    reconnue = models.BooleanField(default=False)  # the team has met the family who asks
    lien = models.ForeignKey(LienDeSaisine, on_delete=models.SET_NULL, null=True, related_name="+")
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    traitee_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    suivi = models.ForeignKey(Dossier, on_delete=models.CASCADE, null=True, related_name="+")
    parcours = models.ForeignKey(Parcours, on_delete=models.SET_NULL, null=True, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one demand

    class Meta:
        constraints = [
            codes(Voie, "voie", "voie_de_saisine_connue"),
            codes(EtatDeSaisine, "etat", "etat_de_saisine_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatDeSaisine.DEPOSEE, close_le__isnull=True)
                | (~Q(etat=EtatDeSaisine.DEPOSEE) & Q(close_le__isnull=False)),
                name="une_saisine_traitee_a_sa_date",
                violation_error_message="Une demande traitée dit quel jour.",
            ),
            models.CheckConstraint(
                condition=Q(suivi__isnull=True)
                | Q(etat__in=[EtatDeSaisine.RATTACHEE, EtatDeSaisine.JOINTE]),
                name="une_saisine_refusee_n_a_pas_de_dossier",
                violation_error_message="Une demande non retenue n’a pas de dossier.",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "etat", "recue_le"], name="saisines_du_programme"),
            models.Index(fields=["auteur", "-created_at"], name="saisines_d_une_personne"),
            models.Index(fields=["suivi"], name="saisines_du_dossier"),
        ]


class BrouillonDeSaisine(ScelleApart):
    """A demand being typed by somebody signed in: what the form holds, for her alone."""

    serrure_du_programme = Serrure(
        (f"{Acte.SOLLICITER}:",), (f"{Acte.SOLLICITER}:",),
        seule_pour="auteur_id", ajoutee_par="auteur_id",
    )  # fmt: skip
    auteur = models.ForeignKey(Utilisateur, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "auteur"], name="un_brouillon_de_saisine_par_personne"
            )
        ]


class FicheDeSollicitation(EnregistrementScelle):
    """What a demand said, once received: its number, who asks, motifs, points d'appui, what was tried."""

    volet = Volet.PARCOURS
    saisine = models.UUIDField(unique=True)  # one demand is received once
    recue_le = models.DateField()


class FamilleDeSollicitation(EnregistrementScelle):
    """What a demand said of the family: how to reach her, her language, what she knows and wants."""

    volet = Volet.FAMILLE
    saisine = models.UUIDField(unique=True)
