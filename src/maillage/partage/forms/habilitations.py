"""Forms of the team: opening an account, a mission, a poste, an attestation, a name typed face to face."""

from __future__ import annotations

from datetime import date

from django import forms

from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.rules.etats import fin_au_plus_tard
from maillage.comptes.services.ouverture import NouvellePersonne
from maillage.notions.nomenclatures import charger
from maillage.partage.forms.jours import Jour

MISSIONS = [("", "Choisir"), *((m.value, m.libelle) for m in Mission)]
OBLIGATIONS = [("", "Choisir"), *((o.value, o.libelle) for o in ObligationDeSecret)]


def champ_de_fin(at: date) -> forms.DateField:
    """An end date: mandatory, at the latest the end of the next school year."""
    return forms.DateField(
        label="Jusqu’au",
        initial=fin_au_plus_tard(at),
        widget=Jour(),
        help_text=f"Au plus tard le {fin_au_plus_tard(at):%d/%m/%Y}. L’attestation prolonge.",
        error_messages={
            "required": "Un compte a toujours une date de fin.",
            "invalid": "Cette date ne se lit pas. Écrivez par exemple 31/08/2027.",
        },
    )


class MissionForm(forms.Form):
    """A mission and the kind of secrecy that binds the person."""

    mission = forms.ChoiceField(
        label="Mission",
        choices=MISSIONS,
        error_messages={"required": "Choisissez ce pour quoi la personne est là."},
    )
    obligation = forms.ChoiceField(
        label="Obligation de secret",
        choices=OBLIGATIONS,
        error_messages={"required": "Choisissez ce qui l’oblige à se taire."},
    )


class OuvrirForm(MissionForm):
    """A new person of the programme."""

    field_order = ("nom", "email", "mission", "obligation", "institution", "nature", "jusqu_au")
    nom = forms.CharField(
        label="Prénom et nom",
        max_length=120,
        error_messages={"required": "Écrivez son prénom et son nom."},
    )
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Elle sert à se connecter. Rien n’y est envoyé.",
        error_messages={
            "required": "Écrivez son adresse professionnelle.",
            "invalid": "Cette adresse ne se lit pas. Écrivez par exemple prenom.nom@ville.fr.",
        },
    )
    institution = forms.CharField(
        label="Institution", max_length=160, required=False, help_text="Ville, école, association…"
    )
    nature = forms.ChoiceField(label="Nature de l’institution", required=False)

    def __init__(self, *args, at: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jusqu_au"] = champ_de_fin(at)
        natures = list(charger("n32").choix)
        self.fields["nature"].choices = [("", "À vérifier"), *natures]
        self.order_fields(self.field_order)

    def personne(self) -> NouvellePersonne:
        d = self.cleaned_data
        return NouvellePersonne(
            nom=" ".join(d["nom"].split()),
            email=d["email"],
            mission=Mission(d["mission"]),
            obligation=ObligationDeSecret(d["obligation"]),
            jusqu_au=d["jusqu_au"],
            institution=d["institution"].strip(),
            nature=d["nature"],
        )


class PosteForm(forms.Form):
    """A new poste of the programme."""

    libelle = forms.CharField(
        label="Nom du poste",
        max_length=120,
        error_messages={"required": "Écrivez le nom du poste."},
    )
    metier = forms.ChoiceField(label="Métier")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        metiers = charger("n21").de_famille("metier")
        self.fields["metier"].choices = [(m.code, m.libelle) for m in metiers]
        self.fields["metier"].initial = "referent_de_parcours"


class TenirForm(forms.Form):
    """The poste that a person will hold, or leaves."""

    poste = forms.UUIDField()


class RetirerForm(forms.Form):
    """The mission that is taken back."""

    mission = forms.IntegerField()


class AttestationForm(forms.Form):
    """One line, one minute: she still needs her rights, until a day. «No» is said on her own page."""

    personne = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, at: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jusqu_au"] = champ_de_fin(at)


class ReconnaitreForm(forms.Form):
    """The name of the person whom one has in front of oneself."""

    nom = forms.CharField(
        label="Son prénom et son nom, tels qu’ils sont écrits plus haut",
        max_length=120,
        error_messages={"required": "Écrivez son nom : c’est votre confirmation."},
    )
