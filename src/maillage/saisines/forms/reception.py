"""Forms of whoever receives demands, and of whoever asks what became of hers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from maillage.saisines.forms import LONG, choix
from maillage.saisines.rules import NatureDeLien


class SuiteForm(forms.Form):
    """The number and the code of a receipt."""

    numero = forms.CharField(
        label="Numéro de la demande", max_length=30,
        error_messages={"required": "Écrivez le numéro du reçu."},
    )  # fmt: skip
    code = forms.CharField(
        label="Code secret", max_length=40, error_messages={"required": "Écrivez le code du reçu."}
    )


class LienForm(forms.Form):
    """Issue a link."""

    nature = forms.ChoiceField(
        label="Pour qui", choices=[(n.value, n.libelle) for n in NatureDeLien],
        error_messages={"required": "Dites pour qui est ce lien."},
    )  # fmt: skip
    structure = forms.CharField(
        label="Nom de la structure", max_length=120, required=False,
        help_text="École, association, service. Jamais le nom d’une personne.",
    )  # fmt: skip
    origine = forms.ChoiceField(label="De quelle sorte", required=False)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["origine"].choices = choix("n07", "À préciser")

    def clean(self) -> dict[str, Any]:
        d = super().clean() or self.cleaned_data
        if d.get("nature") != NatureDeLien.FAMILLE and not (d.get("structure") or "").strip():
            self.add_error("structure", "Dites à quelle structure ce lien est remis.")
        return d


class AccueilForm(forms.Form):
    """Receive a demand."""

    mot = forms.CharField(
        label="Un mot pour la personne qui demande", required=False, max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Elle le lira avec la réponse. N’y mettez rien de la famille.",
    )  # fmt: skip
    reconnue = forms.BooleanField(
        label="J’ai vérifié que la demande vient d’un titulaire de l’autorité parentale",
        required=False,
        help_text="Sans cela, la réponse en ligne dit seulement que la demande a été lue.",
    )
    motif_principal = forms.ChoiceField(label="Motif principal", required=False)

    def __init__(self, *args: Any, famille: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motif_principal"].choices = choix("n08", "Choisir plus tard")
        if not famille:
            del self.fields["reconnue"], self.fields["motif_principal"]


class ReponseForm(AccueilForm):
    """What the demander reads, once the demand was received."""

    def __init__(self, *args: Any, famille: bool, **kwargs: Any) -> None:
        super().__init__(*args, famille=famille, **kwargs)
        self.fields.pop("motif_principal", None)


class RefusForm(forms.Form):
    """Not taken up: the reason stays in the team, the words go to the demander."""

    motif = forms.ChoiceField(
        label="Motif, pour l’équipe", error_messages={"required": "Choisissez un motif."}
    )
    mot = forms.CharField(
        label="Conseil à la personne qui demande", max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Elle le lira. N’y écrivez ni le motif, ni rien de la famille.",
        error_messages={"required": "Écrivez un conseil : une demande n’est jamais laissée sans réponse."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motif"].choices = choix("n13", "Choisir")


class RechercheForm(forms.Form):
    """Look for a child already known."""

    q = forms.CharField(label="Chercher un autre nom", max_length=80, required=False)
