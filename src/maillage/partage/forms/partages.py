"""Forms of extracts and emergencies. Nothing here names a child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django import forms

from maillage.dossiers.rules import Volet
from maillage.partage.rules.urgence import AVIS, CATEGORIES, RAISON_MINIMALE


class ExtraitForm(forms.Form):
    """A text for one person, from one volet, until a day."""

    destinataire = forms.TypedChoiceField(
        label="Pour", coerce=UUID, error_messages={"required": "Choisissez une personne."}
    )
    volet = forms.TypedChoiceField(
        label="Volet", coerce=Volet, error_messages={"required": "Choisissez le volet."}
    )
    texte = forms.CharField(
        label="Ce qu’elle doit savoir, et rien de plus",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Des faits. Elle lira ce texte et rien d’autre du volet.",
        error_messages={"required": "Écrivez le texte de l’extrait."},
    )
    finalite = forms.CharField(
        label="Pourquoi", max_length=200, error_messages={"required": "Dites à quoi cela sert."}
    )
    jusqu_au = forms.DateField(
        label="Lisible jusqu’au",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Dites jusqu’à quand.", "invalid": "Cette date ne se lit pas."},
    )

    def __init__(
        self,
        *args,
        volets: Iterable[Volet],
        destinataires: Iterable[tuple[UUID, str]],
        aujourd_hui: date,
        jours: int,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui, self.limite = aujourd_hui, aujourd_hui + timedelta(days=jours)
        self.fields["volet"].choices = [("", "Choisir"), *((v.value, v.libelle) for v in volets)]
        self.fields["destinataire"].choices = [("", "Choisir"), *destinataires]
        self.fields["jusqu_au"].help_text = f"Au plus tard {jours} jours, selon la charte."

    def clean_jusqu_au(self) -> date:
        jusqu_au = self.cleaned_data["jusqu_au"]
        if jusqu_au < self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée.")
        if jusqu_au > self.limite:
            raise forms.ValidationError("La charte demande un jour plus proche.")
        return jusqu_au


class UrgenceForm(forms.Form):
    """Why a closed volet must be opened now."""

    categorie = forms.ChoiceField(
        label="Ce qui presse",
        widget=forms.RadioSelect,
        choices=[(c, libelle.replace("'", "’")) for c, libelle in CATEGORIES.items()],
        error_messages={"required": "Choisissez une raison."},
    )
    raison = forms.CharField(
        label="En une phrase",
        min_length=RAISON_MINIMALE,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La coordination la lira.",
        error_messages={
            "required": "Dites ce qui presse.",
            "min_length": "Une phrase : dites ce qui presse et pour quoi faire.",
        },
    )


class AvisForm(forms.Form):
    """The opinion of whoever examines."""

    avis = forms.ChoiceField(choices=list(AVIS.items()))


class PersonneForm(forms.Form):
    """Of whom one asks «why»."""

    personne = forms.TypedChoiceField(label="Personne", coerce=UUID)

    def __init__(self, *args, personnes: Iterable[tuple[UUID, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["personne"].choices = [("", "Choisir"), *personnes]


class ExportForm(forms.Form):
    """For whom, and why, a list of children leaves the house."""

    destinataire = forms.TypedChoiceField(
        label="Pour", coerce=UUID, error_messages={"required": "Choisissez la personne."}
    )
    raison = forms.CharField(
        label="Pourquoi",
        max_length=200,
        help_text="Elle reste au registre. Sans aucun nom d’enfant.",
        error_messages={"required": "Dites à quoi servira cette liste."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, destinataires: Iterable[tuple[UUID, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destinataire"].choices = [("", "Choisir"), *destinataires]
