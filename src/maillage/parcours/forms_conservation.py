"""Forms of the retention pages."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms

from maillage.dossiers.rules.conservation import (
    ACTIVE_LEGALE,
    ARCHIVE_PROPOSEE,
    DUREE_MAXIMALE,
    MotifDeGel,
    SortFinal,
)
from maillage.partage.forms.jours import Jour

UN_AN = timedelta(days=365)
PAS_UNE_DATE = "Cette date n’existe pas au calendrier."


class GelForm(forms.Form):
    """Why nothing may be destroyed, and until when."""

    motif = forms.ChoiceField(label="Raison", choices=[(m.value, m.libelle) for m in MotifDeGel])
    precision = forms.CharField(
        label="Précision",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Elle est scellée avec le dossier : seule la coordination la lit.",
        error_messages={"required": "Dites en quelques mots pourquoi rien ne doit disparaître."},
    )
    jusqu_au = forms.DateField(
        label="Jusqu’au", widget=Jour(), error_messages={"invalid": PAS_UNE_DATE}
    )

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        kwargs["initial"] = {"jusqu_au": aujourd_hui + UN_AN, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_jusqu_au(self) -> date:
        jusqu_au = self.cleaned_data["jusqu_au"]
        if jusqu_au < self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée : le gel n’aurait aucun effet.")
        return jusqu_au

    def clean_motif(self) -> MotifDeGel:
        return MotifDeGel(self.cleaned_data["motif"])


class ContactForm(forms.Form):
    """The day of the last contact, stated by somebody who knows."""

    le = forms.DateField(
        label="Dernier contact avec l’enfant ou sa famille",
        widget=Jour(),
        error_messages={"required": "Choisissez un jour.", "invalid": PAS_UNE_DATE},
    )

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_le(self) -> date:
        if self.cleaned_data["le"] > self.aujourd_hui:
            raise forms.ValidationError("Ce jour n’est pas encore venu.")
        return self.cleaned_data["le"]


class RaisonForm(forms.Form):
    """Why an archive is opened."""

    raison = forms.CharField(
        label="Pourquoi rouvrir cette archive",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple : la famille demande une attestation. La raison reste écrite, avec votre nom.",
        error_messages={"required": "Une archive ne s’ouvre pas sans raison écrite."},
    )


class ReglageForm(forms.Form):
    """How long the programme keeps dossiers."""

    active_mois = forms.IntegerField(
        label="Base active, en mois après le dernier contact", min_value=1, max_value=DUREE_MAXIMALE
    )
    archive_mois = forms.IntegerField(
        label="Archive restreinte, en mois", min_value=0, max_value=DUREE_MAXIMALE
    )
    justification = forms.CharField(
        label="Justification",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Obligatoire au-delà de {ACTIVE_LEGALE} mois d’activité ou de {ARCHIVE_PROPOSEE} mois d’archive.",
    )

    def clean(self) -> dict:
        d = super().clean()
        longue = (d.get("active_mois") or 0) > ACTIVE_LEGALE
        longue |= (d.get("archive_mois") or 0) > ARCHIVE_PROPOSEE
        if longue and not (d.get("justification") or "").strip():
            self.add_error(
                "justification", "Une durée plus longue que la règle se justifie par écrit."
            )
        return d


class PreparerForm(forms.Form):
    """What becomes of the content of the dossiers of a list."""

    sort = forms.ChoiceField(
        label="Sort final",
        choices=[
            (SortFinal.ELIMINATION.value, "Éliminer"),
            (SortFinal.VERSEMENT.value, "Verser aux Archives, puis éliminer ici"),
        ],
    )

    def clean_sort(self) -> SortFinal:
        return SortFinal(self.cleaned_data["sort"])


class VisaForm(forms.Form):
    """The visa of the Archives départementales on a list."""

    reference = forms.CharField(
        label="Référence du visa",
        max_length=120,
        help_text="Telle qu’elle figure sur le bordereau revenu des Archives départementales.",
        error_messages={"required": "Recopiez la référence du visa."},
    )
    le = forms.DateField(
        label="Visé le",
        widget=Jour(),
        error_messages={"required": "Choisissez le jour du visa.", "invalid": PAS_UNE_DATE},
    )

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_le(self) -> date:
        if self.cleaned_data["le"] > self.aujourd_hui:
            raise forms.ValidationError("Ce jour n’est pas encore venu.")
        return self.cleaned_data["le"]
