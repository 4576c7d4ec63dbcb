"""Fields that read numbers as French types them."""

from __future__ import annotations

from typing import Any

from django import forms

from maillage.bilans.rules.nombres import Unite, lire_nombre


class NombreField(forms.CharField):
    """A number as French types it; blank is «not written»."""

    def __init__(self, *, unite: Unite, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.unite = unite
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "maxlength": 20})

    def to_python(self, value: Any) -> Any:
        texte = super().to_python(value)
        try:
            return lire_nombre(texte, self.unite)
        except ValueError as refus:
            raise forms.ValidationError(str(refus)) from refus

    def run_validators(self, value: Any) -> None:
        """Those of a text do not apply: a number was read."""
