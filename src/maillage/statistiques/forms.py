"""Choice of the school year, and the question of an exploration."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from maillage.notions.temps import AnneeScolaire
from maillage.statistiques.rules.axes import Axe
from maillage.statistiques.rules.definitions import definition
from maillage.statistiques.rules.exploration import CROISABLES, Exploration

PREMIERE = 2005  # the PRE were created by the law of 18 January 2005
ABSENT = "n’est pas dans la liste."
PAR_DEFAUT = Exploration("enfants_suivis", "age", "sexe")


class AnneeForm(forms.Form):
    """Year of the rentrée."""

    annee = forms.TypedChoiceField(
        label="Année scolaire",
        coerce=int,
        error_messages={"invalid_choice": "Cette année n'est pas dans la liste."},
    )

    def __init__(self, *args, courante: AnneeScolaire, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [
            (a, AnneeScolaire(a).libelle) for a in range(courante.rentree, PREMIERE - 1, -1)
        ]


class ExplorationForm(forms.Form):
    """Indicator, rows, columns, and one filter for each axis (`f_age`, `f_sexe`…). Codes only: no name is typed here."""

    indicateur = forms.ChoiceField(
        label="Ce qui est compté",
        choices=lambda: [(c, definition(c).libelle) for c in CROISABLES],
        error_messages={"invalid_choice": f"Cet indicateur {ABSENT}"},
    )
    lignes = forms.ChoiceField(
        label="En lignes", error_messages={"invalid_choice": f"Ce regroupement {ABSENT}"}
    )
    colonnes = forms.ChoiceField(
        label="En colonnes",
        required=False,
        error_messages={"invalid_choice": f"Ce regroupement {ABSENT}"},
    )

    def __init__(self, *args, axes: Sequence[Axe], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        noms = [(a.nom, a.libelle) for a in axes]
        self.axes = axes
        self.fields["lignes"].choices = noms
        self.fields["colonnes"].choices = [("", "Aucun"), *noms]
        for a in axes:
            self.fields[f"f_{a.nom}"] = forms.MultipleChoiceField(
                label=a.libelle,
                required=False,
                choices=[(m.code, m.libelle) for m in a.modalites],
                error_messages={"invalid_choice": f"{a.libelle} : ce choix {ABSENT}"},
            )

    def clean(self) -> dict:
        propre = super().clean() or {}
        if propre.get("colonnes") and propre.get("colonnes") == propre.get("lignes"):
            self.add_error("colonnes", "Choisissez un autre regroupement que celui des lignes.")
        return propre

    @property
    def question(self) -> Exploration:
        """What is asked; the question of the first visit while the form is wrong."""
        if not self.is_valid():
            return PAR_DEFAUT
        c = self.cleaned_data
        filtres = {a.nom: tuple(c[f"f_{a.nom}"]) for a in self.axes if c[f"f_{a.nom}"]}
        return Exploration(c["indicateur"], c["lignes"], c["colonnes"], filtres)
