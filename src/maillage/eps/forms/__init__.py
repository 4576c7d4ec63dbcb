"""Forms of the EPS."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from maillage.eps.models.seances import PARTICIPATIONS, PRESENCES, QUALITES
from maillage.eps.queries.preparation import InviteLu
from maillage.eps.queries.seances import MembreLu
from maillage.eps.rules.seances import Mode, Portee
from maillage.notions.nomenclatures import charger
from maillage.partage.forms.jours import Jour

AU_PLUS_LOIN = timedelta(days=2 * 365)
TEXTE = 4000


def libelles(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes of N23 with their words."""
    n23 = charger("n23")
    return [(c, n23.libelle(c)) for c in codes]


class Envoi(forms.Form):
    """A form that carries its own number: sent twice, it writes once."""

    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class SeanceForm(Envoi):
    """When, where, how long, in which mode."""

    le = forms.DateField(
        label="Jour", widget=Jour(), error_messages={"required": "Choisissez un jour."}
    )
    debut = forms.TimeField(
        label="Heure de début",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Dites l’heure de début.",
            "invalid": "Écrivez l’heure ainsi : 14:00.",
        },
    )
    duree = forms.IntegerField(
        label="Durée, en minutes", min_value=15, max_value=600, initial=150,
        error_messages={"required": "Dites la durée."},
    )  # fmt: skip
    lieu = forms.CharField(
        label="Lieu", max_length=120, help_text="Une salle et une adresse, jamais celle d’une famille.",
        error_messages={"required": "Dites où se tient la séance."},
    )  # fmt: skip
    mode = forms.ChoiceField(
        label="Mode d’examen",
        choices=[(m.value, m.libelle) for m in Mode],
        initial=Mode.NOMINATIVE.value,
        widget=forms.RadioSelect,
        help_text="Anonymisée : ni nom, ni école, ni adresse ; chaque situation porte un code.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, aujourd_hui: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_le(self) -> date:
        le: date = self.cleaned_data["le"]
        if le < self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée.")
        if le > self.aujourd_hui + AU_PLUS_LOIN:
            raise forms.ValidationError("Cette date est à plus de deux ans.")
        return le


class MembreForm(forms.Form):
    """Who sits."""

    personne = forms.TypedChoiceField(
        label="Personne", coerce=UUID, error_messages={"required": "Choisissez une personne."}
    )
    qualite = forms.ChoiceField(
        label="Fonction", required=False, choices=[("", "Celle de son poste"), *libelles(QUALITES)]
    )
    participation = forms.ChoiceField(label="Participation", choices=libelles(PARTICIPATIONS))

    def __init__(self, *args: Any, possibles: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["personne"].choices = [("", "Choisir"), *((str(i), n) for i, n in possibles)]


class MinutesForm(forms.Form):
    """How long one situation is given."""

    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=120,
        error_messages={"required": "Dites une durée.", "invalid": "Écrivez un nombre de minutes."},
    )  # fmt: skip


def _texte(libelle: str, aide: str) -> forms.CharField:
    return forms.CharField(
        label=libelle, max_length=TEXTE, help_text=aide,
        error_messages={"required": f"« {libelle} » est demandé avant de montrer la situation."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class PreparationForm(forms.Form):
    """The extract, the family, and who reads what: one choice for each member of the séance."""

    appuis = _texte("Points d’appui", "Ce qui va bien, qui aide, ce que l’enfant aime.")
    difficultes = _texte("Ce qui inquiète", "Des faits observés, le strict nécessaire.")
    question = _texte("Question posée à l’équipe", "Ce que vous attendez de la séance.")
    famille_informee_le = forms.DateField(
        label="Famille informée le", required=False, widget=Jour(),
        help_text="De la séance, de qui y vient et de ce qui y sera dit. Demandé avant d’ouvrir les accès.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, invites: Iterable[InviteLu], aujourd_hui: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.invites = tuple(invites)
        for invite in self.invites:
            self.fields[f"membre_{invite.membre.id}"] = forms.ChoiceField(
                label=invite.membre.nom,
                required=False,
                choices=[("", "Non invité"), *((p.value, p.libelle) for p in Portee)],
                initial=invite.portee or "",
            )

    def lignes(self) -> list[tuple[InviteLu, forms.BoundField]]:
        """Each member with her field."""
        return [(i, self[f"membre_{i.membre.id}"]) for i in self.invites]

    def clean_famille_informee_le(self) -> date | None:
        le: date | None = self.cleaned_data["famille_informee_le"]
        if le and le > self.aujourd_hui:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return le

    def invitations(self) -> dict[UUID, Portee]:
        """Who is invited to read what, by participation."""
        choix = ((i.membre.id, self.cleaned_data[f"membre_{i.membre.id}"]) for i in self.invites)
        return {ident: Portee(portee) for ident, portee in choix if portee}


class DecisionForm(Envoi):
    """What the séance decides of a situation."""

    decisions = forms.MultipleChoiceField(
        label="Décision d’EPS",
        choices=charger("n26").choix,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "Choisissez au moins une décision."},
    )
    precision = forms.CharField(
        label="Précision", required=False, max_length=TEXTE, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Moins que ce qui s’est dit : ce qui est décidé, et pourquoi en une phrase.",
    )  # fmt: skip
    a_tous = forms.BooleanField(
        label="Cette précision se lit par tous les invités de la situation", required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TacheForm(Envoi):
    """Something to do: what, who, for when."""

    libelle = forms.CharField(
        label="Ajouter une tâche", max_length=200,
        error_messages={"required": "Dites ce qui sera fait, en commençant par un verbe."},
    )  # fmt: skip
    poste = forms.TypedChoiceField(
        label="Par", coerce=UUID, error_messages={"required": "Dites qui le fera."}
    )
    echeance = forms.DateField(
        label="Avant le", widget=Jour(), error_messages={"required": "Dites pour quand."}
    )
    a_tous = forms.BooleanField(
        label="Se lit par tous les invités de la situation", required=False, initial=True
    )

    def __init__(
        self, *args: Any, postes: Iterable[tuple[UUID, str]], aujourd_hui: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["poste"].choices = [("", "Choisir"), *((str(i), n) for i, n in postes)]

    def clean_echeance(self) -> date:
        echeance: date = self.cleaned_data["echeance"]
        if echeance < self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée.")
        if echeance > self.aujourd_hui + AU_PLUS_LOIN:
            raise forms.ValidationError("Cette date est à plus de deux ans.")
        return echeance


class PresencesForm(forms.Form):
    """Who came: one choice for each seat."""

    def __init__(self, *args: Any, membres: Iterable[MembreLu], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membres = tuple(membres)
        for m in self.membres:
            self.fields[f"presence_{m.id}"] = forms.ChoiceField(
                label=m.nom, required=False, initial=m.presence,
                choices=[("", "Non noté"), *libelles(PRESENCES)],
            )  # fmt: skip

    def lignes(self) -> list[tuple[MembreLu, forms.BoundField]]:
        """Each seat with its field."""
        return [(m, self[f"presence_{m.id}"]) for m in self.membres]

    def presences(self) -> dict[UUID, str]:
        return {m.id: self.cleaned_data[f"presence_{m.id}"] for m in self.membres}
