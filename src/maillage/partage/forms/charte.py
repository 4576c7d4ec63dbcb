"""Forms of the charte."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms

from maillage.partage.rules.charte import BORNES_DE_LA_MAISON, Bornes, Clause


class SignerForm(forms.Form):
    """A member signs what she has just read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    fonction = forms.CharField(label="Votre fonction", max_length=120, required=False)
    lu = forms.BooleanField(
        label="J’ai lu cette charte et je m’engage à la respecter",
        error_messages={"required": "Cochez la case pour signer."},
    )


class CharteForm(forms.Form):
    """Text, clauses and bounds of the next version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    texte = forms.CharField(
        label="Texte de la charte",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text="Une ligne de titre, puis le texte de l’article ; une ligne vide entre deux articles.",
        error_messages={"required": "Écrivez les articles de la charte."},
    )
    clauses = forms.MultipleChoiceField(
        label="Ce que le programme resserre",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(c.value, c.phrase.replace("'", "’")) for c in Clause],
        help_text="Chaque case retire un accès à tous ceux qu’elle nomme. Rien ici n’en ajoute.",
    )
    extrait = forms.TypedChoiceField(label="Un extrait se lit au plus", coerce=int)
    urgence = forms.TypedChoiceField(label="Une ouverture en urgence dure au plus", coerce=int)
    apres_seance = forms.TypedChoiceField(label="Après une séance, l’accès reste", coerce=int)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        maison = BORNES_DE_LA_MAISON
        jours = [j for j in (15, 30, 60, 90) if j <= maison.extrait]
        self.fields["extrait"].choices = [(j, f"{j} jours") for j in jours]
        heures = range(1, maison.urgence + 1)
        self.fields["urgence"].choices = [(h, f"{h} h") for h in heures]
        self.fields["apres_seance"].choices = [
            (0, "fermé dès la fin"), *((h, f"{h} h") for h in (4, 24) if h <= maison.apres_seance)
        ]  # fmt: skip

    def bornes(self) -> Bornes:
        d = self.cleaned_data
        return Bornes(d["apres_seance"], d["extrait"], d["urgence"])

    def choisies(self) -> tuple[Clause, ...]:
        return tuple(Clause(c) for c in self.cleaned_data["clauses"])


class CosignatureForm(forms.Form):
    """An institution signed on paper."""

    institution = forms.TypedChoiceField(
        label="Institution",
        coerce=UUID,
        error_messages={"required": "Choisissez l’institution."},
    )
    signataire = forms.CharField(
        label="Signée par",
        max_length=160,
        help_text="Nom et fonction de la personne qui engage l’institution.",
        error_messages={"required": "Dites qui a signé."},
    )
    le = forms.DateField(
        label="Le",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Dites quel jour.", "invalid": "Cette date ne se lit pas."},
    )

    def __init__(self, *args, institutions: list[tuple[UUID, str]], aujourd_hui: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["institution"].choices = [("", "Choisir"), *institutions]

    def clean_le(self) -> date:
        le = self.cleaned_data["le"]
        if le > self.aujourd_hui:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return le


class RefusForm(forms.Form):
    """Who asks for «juste la liste»."""

    demandeur = forms.ChoiceField(label="Qui demande")
    objet = forms.CharField(
        label="Ce qui est demandé",
        max_length=200,
        initial="La liste des enfants suivis par le programme",
        error_messages={"required": "Dites ce qui est demandé."},
        help_text="Sans aucun nom d’enfant.",
    )

    def __init__(self, *args, demandeurs: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demandeur"].choices = demandeurs
