"""Forms of headcounts: a file to read, or figures typed school by school."""

from __future__ import annotations

from datetime import date

from django import forms

from maillage.notions.temps import AnneeScolaire
from maillage.territoire.rules.effectifs import EFFECTIF_AU_PLUS
from maillage.territoire.tenue_effectifs import EcoleACompter

RENTREES_PROPOSEES = 6


def _source() -> forms.CharField:
    return forms.CharField(
        label="Source",
        max_length=160,
        help_text="Qui le dit, par exemple « DEPP, rentrée 2025 » ou « direction de l’école ».",
        error_messages={"required": "Dites d’où viennent ces effectifs."},
    )


def _rentree(au: date, *, aide: str, vide: str = "") -> forms.TypedChoiceField:
    premiere = AnneeScolaire.du(au).rentree
    annees = [(str(a), f"Rentrée {a}") for a in range(premiere, premiere - RENTREES_PROPOSEES, -1)]
    return forms.TypedChoiceField(
        label="Rentrée",
        choices=[("", vide), *annees] if vide else annees,
        coerce=int,
        empty_value=None,
        required=not vide,
        help_text=aide,
        error_messages={"required": "Dites de quelle rentrée."},
    )


class FichierDEffectifsForm(forms.Form):
    """A file of headcounts."""

    fichier = forms.FileField(
        label="Fichier des effectifs",
        help_text="Liste du ministère (écoles, collèges, annuaire), ou CSV uai;rentree;effectif;source.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz"}),
    )
    source = _source()

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rentree"] = _rentree(
            aujourd_hui,
            aide="Seulement si le fichier n’a pas de colonne de rentrée.",
            vide="Celle que dit le fichier",
        )


class EffectifsForm(forms.Form):
    """Headcounts typed: one field for each school; what is left blank is not changed."""

    def __init__(
        self, *args, ecoles: tuple[EcoleACompter, ...], aujourd_hui: date, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rentree"] = _rentree(
            aujourd_hui, aide="Celle de tous les effectifs ci-dessous."
        )
        self.fields["source"] = _source()
        self.uais = [e.uai for e in ecoles]
        for e in ecoles:
            self.fields[e.uai] = forms.IntegerField(
                label=e.nom,
                required=False,
                min_value=1,
                max_value=EFFECTIF_AU_PLUS,
                help_text=_connu(e),
                error_messages={
                    "invalid": "Écrivez un nombre d’élèves, ou laissez vide.",
                    "min_value": "Laissez vide si vous ne savez pas : zéro n’est pas un effectif.",
                    "max_value": f"Au plus {EFFECTIF_AU_PLUS} élèves.",
                },
            )

    @property
    def ecoles(self) -> list[forms.BoundField]:
        """The fields of the schools."""
        return [self[uai] for uai in self.uais]

    def clean(self) -> dict:
        d = super().clean() or {}
        if not self.errors and not self.saisis:
            raise forms.ValidationError("Écrivez au moins un effectif.")
        return d

    @property
    def saisis(self) -> dict[str, int]:
        """What was written, by school."""
        lus = ((uai, self.cleaned_data.get(uai)) for uai in self.uais)
        return {uai: n for uai, n in lus if n is not None}


def _connu(e: EcoleACompter) -> str:
    if e.effectif is None:
        return "Aucun effectif connu."
    return f"Connu : {e.effectif.effectif}, rentrée {e.effectif.rentree}, {e.effectif.source}."
