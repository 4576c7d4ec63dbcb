"""The form of an alert transmitted: three facts, no room for a text."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from maillage.partage.forms.jours import Jour
from maillage.syntheses.rules.alertes import DestinataireDAlerte


class AlerteForm(forms.Form):
    """The day, the poste, to whom."""

    le = forms.DateField(
        label="Transmise le",
        widget=Jour(),
        error_messages={"required": "Dites quel jour."},
    )
    poste = forms.TypedChoiceField(
        label="Par quel poste",
        coerce=uuid.UUID,
        error_messages={"required": "Choisissez le poste qui a transmis."},
    )
    vers = forms.TypedChoiceField(
        label="À qui",
        coerce=DestinataireDAlerte,
        choices=[(v.value, v.libelle) for v in DestinataireDAlerte],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez à qui."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, postes: Iterable[tuple[uuid.UUID, str]], at: date, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), "le": at}
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["poste"].choices = [("", "Choisir"), *((str(i), n) for i, n in postes)]

    def clean_le(self) -> date:
        le: date = self.cleaned_data["le"]
        if le > self.at:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return le
