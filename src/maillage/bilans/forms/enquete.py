"""Forms of the annual survey: figures of one section, and the year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from maillage.bilans.rules.enquete import ValeurEcrite
from maillage.bilans.rules.nombres import Unite, ecrire_nombre, lire_nombre
from maillage.bilans.rules.rubriques import RubriqueEcrite


class NombreField(forms.CharField):
    """A number as French types it; blank is «not written»."""

    def __init__(self, *, unite: Unite, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)
        self.unite = unite
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        texte = super().to_python(value)
        try:
            return lire_nombre(texte, self.unite)
        except ValueError as refus:
            raise forms.ValidationError(str(refus)) from refus

    def validate(self, value: Any) -> None:
        """Nothing more: blank is allowed, the rest was read."""

    def run_validators(self, value: Any) -> None:
        """The length is that of the text, which was read."""


class RubriqueForm(forms.Form):
    """One section: a field for each of its lines."""

    lu = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        rubrique: RubriqueEcrite,
        ecrites: Mapping[str, ValeurEcrite],
        lu: int,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"lu": lu} | {
            _champ(c): ecrire_nombre(ecrites[c].valeur) for c in rubrique.codes if c in ecrites
        }
        super().__init__(*args, **kwargs)
        self.rubrique = rubrique
        for (_, libelle), code in zip(rubrique.lignes, rubrique.codes, strict=True):
            self.fields[_champ(code)] = NombreField(label=libelle, unite=rubrique.unite)

    @property
    def nombres(self) -> list[forms.BoundField]:
        """The fields of the figures."""
        return [self[_champ(code)] for code in self.rubrique.codes]

    @property
    def valeurs(self) -> dict[str, Decimal | None]:
        """What was written, by code of the survey."""
        return {code: self.cleaned_data[_champ(code)] for code in self.rubrique.codes}


def _champ(code: str) -> str:
    return code.replace(".", "_")
