"""What is said of an alert once it is examined."""

from __future__ import annotations

from django import forms

from maillage.tracabilite.rules.signes import Conclusion


class ExamenForm(forms.Form):
    """A conclusion, and a word for whoever reads it later."""

    conclusion = forms.ChoiceField(
        label="Conclusion",
        choices=[("", "Choisir…"), *((c.value, c.libelle) for c in Conclusion)],
        error_messages={"required": "Choisissez ce que vous concluez de cet accès."},
    )
    mot = forms.CharField(
        label="Un mot",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce qui a été vérifié, sans nom d’enfant. Lu par la coordination et le délégué à la protection des données.",
        error_messages={"required": "Écrivez en un mot ce que vous avez vérifié."},
    )
