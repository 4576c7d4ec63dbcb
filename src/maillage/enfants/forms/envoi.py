"""What the forms of agreements share: a number of their own, and days that are not to come."""

from __future__ import annotations

import uuid
from datetime import date

from django import forms


class EnvoiUnique(forms.Form):
    """A form that carries its own number: sent twice, it writes once."""

    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def pas_dans_l_avenir(self, jour: date | None) -> date | None:
        if jour and jour > self.aujourd_hui:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return jour
