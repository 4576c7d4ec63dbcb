"""Forms of parental authority and of protection: what rests on a decision says which."""

from __future__ import annotations

from datetime import date

from django import forms

from maillage.accords.rules.autorite import PORTEES, Exercice
from maillage.enfants.forms.envoi import EnvoiUnique
from maillage.partage.forms.jours import Jour


class DecisionForm(EnvoiUnique):
    """The reference of a judgment, an order or a deed, and the day it ends if it says so."""

    reference = forms.CharField(
        label="Décision",
        max_length=160,
        required=False,
        help_text="Qui l’a prise et son numéro : « JAF de Bobigny, RG 24/01234 ».",
    )
    decision_le = forms.DateField(label="Prise le", required=False, widget=Jour())
    echeance = forms.DateField(
        label="Elle prend fin le",
        required=False,
        widget=Jour(),
        help_text="Une alerte paraît 30 jours avant. Rien ne change tout seul ce jour-là.",
    )
    precision = forms.CharField(label="Précision", max_length=400, required=False)

    def clean_decision_le(self) -> date | None:
        return self.pas_dans_l_avenir(self.cleaned_data["decision_le"])

    def exiger_la_decision(self) -> None:
        for champ, phrase in (
            ("reference", "Recopiez la référence de la décision."),
            ("decision_le", "Recopiez sa date."),
        ):
            if not self.cleaned_data.get(champ) and champ not in self.errors:
                self.add_error(champ, phrase)

    def contenu(self) -> dict[str, str]:
        d = self.cleaned_data
        le = d["decision_le"].isoformat() if d["decision_le"] else ""
        return {"reference": d["reference"], "decision_le": le, "precision": d["precision"]}


class AutoriteForm(DecisionForm):
    """What an adult exercises."""

    exercice = forms.ChoiceField(
        label="Autorité parentale", choices=[(e.value, e.libelle) for e in Exercice]
    )
    field_order = ["exercice"]

    def clean(self) -> dict:
        d = super().clean()
        if d.get("exercice") and PORTEES[Exercice(d["exercice"])].sur_decision:
            self.exiger_la_decision()
        return d


class ProtectionForm(DecisionForm):
    """The decision by which an address is protected from this adult."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for champ, phrase in (
            ("reference", "Recopiez la référence de la décision."),
            ("decision_le", "Recopiez sa date."),
        ):
            self.fields[champ].required = True
            self.fields[champ].error_messages["required"] = phrase
