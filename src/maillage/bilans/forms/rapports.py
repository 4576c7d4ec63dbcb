"""Forms of the annual report."""

from __future__ import annotations

from django import forms

SIGNES = 6000


class CommentaireForm(forms.Form):
    """The words of the team in a section."""

    texte = forms.CharField(
        label="Ce que l’équipe dit",
        required=False,
        max_length=SIGNES,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Ce texte paraîtra. N’y nommez personne : ni enfant, ni proche, ni professionnel.",
    )
    rang_lu = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    confirme = forms.BooleanField(
        label="J’ai relu : ces mots ne désignent aucune de ces personnes.", required=False
    )
