"""Forms of the child's page."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django import forms

from maillage.dossiers.rules import Volet
from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.etapes import Etape


class DateFr(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NoteForm(forms.Form):
    """A journal entry: facts, the day, the volet where it stays."""

    texte = forms.CharField(
        label="Note",
        max_length=20_000,
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "data-note": "",
                "placeholder": "Ce que j’ai vu, entendu, convenu. Des faits, pas des jugements.",
            }
        ),
        error_messages={"required": "Écrivez au moins un mot : la note est vide."},
    )
    volet = forms.ChoiceField(
        label="Volet",
        error_messages={
            "invalid_choice": "Votre mission n'écrit pas dans ce volet. Choisissez-en un autre."
        },
    )
    nature = forms.ChoiceField(label="Nature", required=False)
    le = forms.DateField(
        label="Date",
        widget=DateFr(),
        error_messages={
            "required": "Choisissez le jour dont parle la note.",
            "invalid": "Cette date n’existe pas au calendrier.",
        },
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, volets: tuple[Volet, ...], aujourd_hui: date, **kwargs) -> None:
        kwargs.setdefault("initial", {})
        depart = Volet.PARCOURS if Volet.PARCOURS in volets else next(iter(volets), None)
        kwargs["initial"] = {
            "le": aujourd_hui,
            "formulaire": uuid.uuid4(),
            "volet": depart,
            **kwargs["initial"],
        }
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["volet"].choices = [(v.value, f"Volet {v.libelle}") for v in volets]
        self.fields["nature"].choices = [
            ("", "Nature non précisée"),
            *((m.code, m.libelle) for m in charger("n30").modalites),
        ]

    def clean_le(self) -> date:
        le = self.cleaned_data["le"]
        if le > self.aujourd_hui:
            raise forms.ValidationError(
                "Cette date est dans l'avenir. Pour un rendez-vous, utilisez « Prochaine étape »."
            )
        return le

    def clean_volet(self) -> Volet:
        return Volet(self.cleaned_data["volet"])


class TacheForm(forms.Form):
    """A next step with its date."""

    libelle = forms.CharField(
        label="Prochaine étape",
        max_length=200,
        error_messages={"required": "Dites en quelques mots ce qui est prévu."},
    )
    echeance = forms.DateField(
        label="Pour le",
        widget=DateFr(),
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
    depuis = forms.DateField(label="À partir du", widget=DateFr())
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
