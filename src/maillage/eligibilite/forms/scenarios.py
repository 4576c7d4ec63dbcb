"""Form of a scenario."""

from __future__ import annotations

from typing import Any

from django import forms

from maillage.partage.forms.jours import champ_jour

CARTES = {"required": "Choisissez au moins une carte."}


class ScenarioForm(forms.Form):
    """What is compared: maps and rules before and after, and until when exits would be accompanied."""

    nom = forms.CharField(
        label="Nom du scénario",
        max_length=120,
        error_messages={"required": "Donnez un nom à ce scénario."},
    )
    cartes_avant = forms.MultipleChoiceField(
        label="Carte d’avant", widget=forms.CheckboxSelectMultiple, error_messages=CARTES
    )
    cartes_apres = forms.MultipleChoiceField(
        label="Carte d’après", widget=forms.CheckboxSelectMultiple, error_messages=CARTES
    )
    regles_avant = forms.ChoiceField(label="Règles d’avant")
    regles_apres = forms.ChoiceField(
        label="Règles d’après", help_text="Un brouillon convient\u00a0: rien n’est appliqué."
    )
    bascule = champ_jour("Premier jour de la nouvelle carte")
    fin = champ_jour("Fin des sorties accompagnées")
    cout_mensuel = forms.DecimalField(
        label="Coût d’un mois d’accompagnement d’un enfant, en euros",
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        error_messages={"invalid": "Écrivez un nombre."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        cartes: tuple[tuple[str, str], ...],
        regles: tuple[tuple[str, str], ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("cartes_avant", "cartes_apres"):
            self.fields[nom].choices = cartes
        for nom in ("regles_avant", "regles_apres"):
            self.fields[nom].choices = regles

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        if d.get("fin") and d.get("bascule") and d["fin"] < d["bascule"]:
            self.add_error("fin", "La fin des sorties suit le changement de carte.")
        return d
