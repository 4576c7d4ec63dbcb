"""Forms of a campaign and of its appointments."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from maillage.evaluations.rules.campagnes import RangDeCampagne
from maillage.evaluations.rules.rendez_vous import LieuDeRencontre, RaisonDuReport
from maillage.notions.temps import AnneeScolaire
from maillage.partage.forms.jours import Jour


class HeureFr(forms.TimeInput):
    """The browser's own field for an hour."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class CampagneForm(forms.Form):
    """Open one of the two points of a year."""

    annee = forms.TypedChoiceField(label="Année scolaire", coerce=int)
    rang = forms.TypedChoiceField(
        label="Quel point",
        coerce=lambda v: RangDeCampagne(int(v)),
        choices=[(r.value, r.libelle) for r in RangDeCampagne],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le premier ou le second point."},
    )
    depuis = forms.DateField(
        label="Premier jour", widget=Jour(), error_messages={"required": "Dites quel jour."}
    )
    jusqu_au = forms.DateField(
        label="Dernier jour",
        widget=Jour(),
        help_text="Les enfants restent visibles après, jusqu’au dernier.",
        error_messages={"required": "Dites quel jour."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        annee = AnneeScolaire.du(at)
        depart = {"formulaire": uuid.uuid4(), "annee": annee.rentree}
        kwargs["initial"] = {**depart, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        annees = (annee, AnneeScolaire(annee.rentree + 1))
        self.fields["annee"].choices = [(a.rentree, a.libelle) for a in annees]

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        depuis, jusqu_au = d.get("depuis"), d.get("jusqu_au")
        if depuis and jusqu_au and jusqu_au < depuis:
            self.add_error("jusqu_au", "Le dernier jour vient après le premier.")
        return d


class RendezVousForm(forms.Form):
    """Agree an appointment with a school."""

    le = forms.DateField(
        label="Jour", widget=Jour(), error_messages={"required": "Dites quel jour."}
    )
    heure = forms.TimeField(label="Heure", required=False, widget=HeureFr())
    lieu = forms.TypedChoiceField(
        label="Où", coerce=LieuDeRencontre, choices=[(v.value, v.libelle) for v in LieuDeRencontre]
    )
    poste = forms.TypedChoiceField(
        label="Avec", coerce=uuid.UUID, required=False, empty_value=None,
        help_text="Le poste de la direction ou de l’enseignant.",
    )  # fmt: skip
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, postes: Iterable[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["poste"].choices = [("", "À préciser"), *((str(i), n) for i, n in postes)]


class ReportDuRendezVousForm(forms.Form):
    """Why a meeting is put off."""

    raison = forms.TypedChoiceField(
        label="Pourquoi",
        coerce=RaisonDuReport,
        choices=[("", "Choisir"), *((r.value, r.libelle) for r in RaisonDuReport)],
        error_messages={"required": "Un report dit sa raison."},
    )
