"""Forms of the child's page."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django import forms

from maillage.parcours.rules.etapes import Etape
from maillage.partage.forms.jours import Jour


class TacheForm(forms.Form):
    """A next step with its date."""

    libelle = forms.CharField(
        label="Prochaine étape",
        max_length=200,
        error_messages={"required": "Dites en quelques mots ce qui est prévu."},
    )
    echeance = forms.DateField(
        label="Pour le",
        widget=Jour(),
        error_messages={
            "required": "Choisissez une date, vous pourrez la changer.",
            "invalid": "Cette date n’existe pas au calendrier.",
        },
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        kwargs["initial"] = {
            "echeance": aujourd_hui + timedelta(days=7),
            "formulaire": uuid.uuid4(),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_echeance(self) -> date:
        echeance = self.cleaned_data["echeance"]
        if echeance < self.aujourd_hui:
            raise forms.ValidationError(
                "Cette date est passée. Choisissez aujourd'hui ou plus tard."
            )
        return echeance


MOTIFS_DE_DESIGNATION = [
    ("designation", "Première désignation"),
    ("depart", "Départ du référent"),
    ("absence", "Absence du référent"),
    ("reequilibrage", "Rééquilibrage de l’équipe"),
    ("demande_famille", "Demande de la famille"),
]


class DesignerForm(forms.Form):
    """Who leads this parcours, since when, why."""

    poste = forms.ChoiceField(
        label="Référent", error_messages={"required": "Choisissez un référent."}
    )
    depuis = forms.DateField(label="À partir du", widget=Jour())
    motif = forms.ChoiceField(label="Raison", choices=MOTIFS_DE_DESIGNATION)

    def __init__(self, *args, postes, aujourd_hui: date, **kwargs) -> None:
        kwargs["initial"] = {"depuis": aujourd_hui, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["poste"].choices = [("", "Choisir"), *((str(i), nom) for i, nom in postes)]


class ListeForm(forms.Form):
    """What is asked of the list of children."""

    q = forms.CharField(label="Nom ou prénom", max_length=80, required=False)
    etapes = forms.MultipleChoiceField(
        label="Étape",
        required=False,
        choices=[(e.value, e.libelle) for e in Etape],
        widget=forms.CheckboxSelectMultiple,
    )
    referents = forms.MultipleChoiceField(
        label="Référent", required=False, widget=forms.CheckboxSelectMultiple
    )
    sans_referent = forms.BooleanField(label="Sans référent", required=False)
    tri = forms.ChoiceField(
        label="Trier par",
        required=False,
        choices=[("nom", "Nom"), ("age", "Du plus jeune au plus âgé")],
    )
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, postes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referents"].choices = [(str(i), nom) for i, nom in postes]
