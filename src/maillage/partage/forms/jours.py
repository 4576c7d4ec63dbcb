"""The field of a civil day, the same in every form of the house."""

from __future__ import annotations

from django import forms


class Jour(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def champ_jour(label: str, *, requis: bool = True, aide: str = "") -> forms.DateField:
    """A civil day to choose."""
    return forms.DateField(
        label=label,
        required=requis,
        help_text=aide,
        widget=Jour(),
        error_messages={"required": "Dites de quel jour.", "invalid": "Cette date ne se lit pas."},
    )
