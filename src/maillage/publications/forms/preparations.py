"""Forms of the coordination: ask for a release, decide how figures leave, withdraw."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from maillage.notions.temps import AnneeScolaire
from maillage.publications.models import SEUILS
from maillage.publications.queries.preparations import MODES, Reglages
from maillage.publications.rules.catalogue import offertes
from maillage.publications.rules.periodes import PeriodeScolaire, finies
from maillage.statistiques.rules.divulgation.demande import Mode

ANNEES = 3  # how far back a release may go
PHRASES = {5: "5 enfants (usage de la statistique publique)", 11: "11 enfants (plus prudent)"}
ARRONDIS = (
    "Les nombres arrondis le sont à un multiple de 5 ; à un multiple de 10 quand ce seuil est 11."
)


def _modes() -> list[tuple[str, str]]:
    return [(m.value, libelle) for m, libelle in MODES.items()]


def _seuils(depuis: int = 0) -> list[tuple[int, str]]:
    return [(s, PHRASES[s]) for s in SEUILS if s >= depuis]


class PreparationForm(forms.Form):
    """Period, tables of the catalogue, mode, threshold."""

    titre = forms.CharField(
        label="Titre", max_length=160, required=False, help_text="Sans titre, celui de la période."
    )
    quand = forms.ChoiceField(
        label="Période",
        help_text="Chaque période compte depuis le 1er septembre.",
        error_messages={"required": "Choisissez une période finie."},
    )
    tables = forms.MultipleChoiceField(
        label="Tableaux",
        widget=forms.CheckboxSelectMultiple,
        help_text="Ceux marqués « année » ne sortent qu’avec l’année entière.",
        error_messages={"required": "Choisissez au moins un tableau."},
    )
    mode = forms.ChoiceField(label="Protection", widget=forms.RadioSelect)
    seuil = forms.TypedChoiceField(label="Une case est petite sous", coerce=int, help_text=ARRONDIS)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, aujourd_hui: date, reglages: Reglages, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courante = AnneeScolaire.du(aujourd_hui).rentree
        annees = [AnneeScolaire(a) for a in range(courante, courante - ANNEES, -1)]
        self.fields["quand"].choices = [
            (f"{a.rentree}-{p.value}", f"{p.libelle} {a.libelle}")
            for a in annees
            for p in reversed(finies(a, aujourd_hui))
        ]
        self.fields["tables"].choices = [
            (t.code, t.titre if t.trimestre else f"{t.titre} (année)") for t in offertes()
        ]
        self.fields["tables"].initial = [t.code for t in offertes() if t.d_office]
        self.fields["mode"].choices = _modes()
        self.fields["mode"].initial = reglages.mode.value
        self.fields["seuil"].choices = _seuils(reglages.seuil)
        self.fields["seuil"].initial = reglages.seuil

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        if quand := d.pop("quand", ""):
            annee, periode = quand.split("-", 1)
            d["annee"], d["periode"] = AnneeScolaire(int(annee)), PeriodeScolaire(periode)
        if "mode" in d:
            d["mode"] = Mode(d["mode"])
        return d


class ReglageForm(forms.Form):
    """What the programme decides once."""

    mode = forms.ChoiceField(label="Protection habituelle", widget=forms.RadioSelect)
    seuil = forms.TypedChoiceField(label="Une case est petite sous", coerce=int, help_text=ARRONDIS)

    def __init__(self, *args: Any, reglages: Reglages, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = _modes()
        self.fields["seuil"].choices = _seuils()
        self.fields["mode"].initial, self.fields["seuil"].initial = (
            reglages.mode.value,
            reglages.seuil,
        )


class AccordForm(forms.Form):
    """Which version of a release was read before it is approved."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RetraitForm(forms.Form):
    """Why a release is withdrawn, for its readers."""

    motif = forms.CharField(
        label="Pourquoi, en une phrase",
        max_length=300,
        help_text="Sans nom d’enfant ni nombre. Cette phrase reste au registre.",
        error_messages={"required": "Dites pourquoi cette publication est retirée."},
    )
