"""Forms of the annual survey: figures of one section, and the year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from maillage.bilans.forms.champs import NombreField
from maillage.bilans.rules.enquete import ValeurEcrite
from maillage.bilans.rules.nombres import ecrire_nombre
from maillage.bilans.rules.rubriques import RubriqueEcrite


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


class ExportForm(forms.Form):
    """Why a file with a line for each child is asked."""

    raison = forms.CharField(
        label="Pourquoi ce fichier",
        max_length=200,
        help_text="Par exemple « retour annuel à la préfecture ». La raison reste au registre.",
        error_messages={"required": "Écrivez pourquoi ce fichier est fait."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)
