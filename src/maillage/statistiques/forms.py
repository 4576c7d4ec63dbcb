"""Choice of the school year."""

from __future__ import annotations

from django import forms

from maillage.notions.temps import AnneeScolaire

PREMIERE = 2005  # the PRE were created by the law of 18 January 2005


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
