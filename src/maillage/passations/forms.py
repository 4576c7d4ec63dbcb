"""Forms of hand-overs."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from maillage.partage.forms.jours import Jour
from maillage.passations.models import MOYENS
from maillage.passations.rules.passations import MotifDePassation

AU_PLUS_LOIN = timedelta(days=366)


class JoursForm(forms.Form):
    """From which day; until which day for an absence."""

    depuis = forms.DateField(
        label="Premier jour",
        widget=Jour(),
        help_text="Le jour où le receveur commence. Aujourd’hui, ou un jour à venir.",
        error_messages={
            "required": "Écrivez le premier jour.",
            "invalid": "Cette date n’est pas lisible.",
        },
    )
    jusqu_au = forms.DateField(
        label="Dernier jour (absence)",
        widget=Jour(),
        required=False,
        help_text="Pour une absence seulement : ensuite, l’accès du relais finit de lui-même.",
        error_messages={"invalid": "Cette date n’est pas lisible."},
    )
    motif_connu = ""

    def __init__(self, *args: Any, aujourd_hui: date, motif: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.motif_connu = motif
        if motif and motif != MotifDePassation.ABSENCE:
            del self.fields["jusqu_au"]

    def clean_depuis(self) -> date:
        depuis: date = self.cleaned_data["depuis"]
        if not self.aujourd_hui <= depuis <= self.aujourd_hui + AU_PLUS_LOIN:
            raise forms.ValidationError("Choisissez aujourd’hui, ou un jour de l’année qui vient.")
        return depuis

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        motif = self.motif_connu or lu.get("motif")
        fin, depuis = lu.get("jusqu_au"), lu.get("depuis")
        if motif == MotifDePassation.ABSENCE:
            if not fin and "jusqu_au" not in self.errors:
                self.add_error("jusqu_au", "Une absence a un dernier jour, même approché.")
            elif fin and depuis and not depuis <= fin <= depuis + AU_PLUS_LOIN:
                self.add_error("jusqu_au", "Le dernier jour suit le premier, d’un an au plus.")
        else:
            lu["jusqu_au"] = None
        return lu


class OuvrirForm(JoursForm):
    """Which poste, why, and the days."""

    poste = forms.ChoiceField(
        label="Qui passe la main",
        error_messages={
            "required": "Choisissez le poste.",
            "invalid_choice": "Ce poste n’est pas de votre programme.",
        },
    )
    motif = forms.ChoiceField(
        label="Pourquoi",
        choices=[(m.value, f"{m.libelle}. {m.effet.phrase}") for m in MotifDePassation],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez pourquoi."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = ("poste", "motif", "depuis", "jusqu_au")

    def __init__(self, *args: Any, postes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["poste"].choices = [("", "Choisir…"), *postes]


class NoteForm(forms.Form):
    """One child: the note for the next référent, how the family was told."""

    note = forms.CharField(
        label="Pour le prochain référent",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "placeholder": "Ce qui va bien, ce qui est en cours, comment joindre la famille.",
            }
        ),
        help_text="Reste dans le volet Parcours : rien de médical ni de judiciaire ici.",
    )
    famille_informee_le = forms.DateField(
        label="Famille prévenue le",
        widget=Jour(),
        required=False,
        error_messages={"invalid": "Cette date n’est pas lisible."},
    )
    moyen = forms.ChoiceField(
        label="Comment",
        required=False,
        choices=[(code, libelle or "Pas encore") for code, libelle in MOYENS.items()],
    )
    parole = forms.CharField(
        label="Ce que la famille en dit",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, aujourd_hui: date, note: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        if not note:
            del self.fields["note"]

    def clean_famille_informee_le(self) -> date | None:
        le: date | None = self.cleaned_data["famille_informee_le"]
        if le and le > self.aujourd_hui:
            raise forms.ValidationError("Ce jour n’est pas encore venu.")
        return le

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if lu.get("moyen") and not lu.get("famille_informee_le") and not self.errors:
            self.add_error("famille_informee_le", "Écrivez quel jour la famille a été prévenue.")
        return lu


def choix_de_receveurs(
    donnees: Any, dossiers: set[UUID]
) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """What the table says of each child: the recipient that it showed, the one wanted. `ValueError` when it is not ours."""
    choix = {}
    for dossier in dossiers:
        if f"receveur_{dossier}" in donnees:
            choix[dossier] = (
                _poste(donnees.get(f"avant_{dossier}", "")),
                _poste(donnees[f"receveur_{dossier}"]),
            )
    return choix


def _poste(texte: str) -> UUID | None:
    return UUID(texte) if texte else None
