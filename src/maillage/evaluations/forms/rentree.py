"""Form of a new school year: which children stay in their school, and in which class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms

from maillage.evaluations.queries.rentree import EnfantDeRentree
from maillage.evaluations.rules.rentree import NIVEAUX
from maillage.notions.nomenclatures import charger


class RentreeForm(forms.Form):
    """One tick and one class per child; a child without a tick is left as she is."""

    enfants = forms.TypedMultipleChoiceField(
        coerce=UUID, error_messages={"required": "Cochez au moins un enfant."}
    )

    def __init__(self, *args: Any, attendus: tuple[EnfantDeRentree, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attendus = [e for e in attendus if e.proposable]
        self.fields["enfants"].choices = [(str(e.dossier), e.nom) for e in self.attendus]
        classes = [
            ("", "Classe à préciser"),
            *charger(NIVEAUX).choix,
        ]
        for e in self.attendus:
            self.fields[f"classe-{e.dossier}"] = forms.ChoiceField(
                label=f"Classe de {e.nom}", choices=classes, required=False,
                initial=e.suite.niveau or "", widget=forms.Select(attrs={"class": "form-select"}),
            )  # fmt: skip

    def lignes(self) -> Iterator[tuple[EnfantDeRentree, bool, forms.BoundField]]:
        """Each child, whether she is ticked, and the field of her class. Before any answer, all are."""
        coches = set(self.data.getlist("enfants")) if self.is_bound else None  # type: ignore[attr-defined]
        for e in self.attendus:
            coche = coches is None or str(e.dossier) in coches
            yield e, coche, self[f"classe-{e.dossier}"]

    def classes(self) -> dict[UUID, str | None]:
        """The class said for each ticked child."""
        d = self.cleaned_data
        return {enfant: d[f"classe-{enfant}"] or None for enfant in d["enfants"]}
