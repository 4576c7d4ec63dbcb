"""The grid of one child, line by line, as it is typed during the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from maillage.evaluations.rules.grilles import (
    RIEN,
    Domaine,
    GrilleDeLEcole,
    Manque,
    MotifDeReport,
    ReponseDeLEcole,
)
from maillage.partage.forms.jours import Jour
from maillage.plans.rules.regards import Evolution

CHOIX = [(e.value, e.libelle) for e in Evolution]
MOTS = 2000


class SaisieForm(forms.Form):
    """One choice and a few words for each line; nothing is required while the meeting goes on."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    mots = forms.CharField(
        label="Autres paroles de l’école",
        required=False,
        max_length=MOTS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        domaines: Iterable[Domaine],
        objectifs: Mapping[str, str],
        grille: GrilleDeLEcole | None = None,
        **kwargs: Any,
    ) -> None:
        self.codes = {d.code: f"d_{d.code}" for d in domaines}
        self.numeros = {n: f"o_{n.replace('-', '')}" for n in objectifs}
        self.titres = {
            **{self.codes[d.code]: (d.libelle, d.question) for d in domaines},
            **{nom: (objectifs[n], "") for n, nom in self.numeros.items()},
        }
        kwargs["initial"] = {
            **self._depart(grille or GrilleDeLEcole()),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        for nom, (libelle, _) in self.titres.items():
            self.fields[nom] = forms.ChoiceField(
                label="Ce que l’école voit", choices=CHOIX, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{nom}_mots"] = forms.CharField(
                label=f"Mots de l’école, {libelle}",
                required=False,
                max_length=MOTS,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _depart(self, grille: GrilleDeLEcole) -> dict[str, str]:
        depart = {"mots": grille.mots}
        for lignes, noms in ((grille.domaines, self.codes), (grille.objectifs, self.numeros)):
            for cle, nom in noms.items():
                reponse = lignes.get(cle, RIEN)
                depart[nom] = reponse.evolution or ""
                depart[f"{nom}_mots"] = reponse.mots
        return depart

    @property
    def lignes(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """For the page: title, question, choice, words; domains first."""
        return [(t, q, self[nom], self[f"{nom}_mots"]) for nom, (t, q) in self.titres.items()]

    @property
    def domaines_dessines(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        return self.lignes[: len(self.codes)]

    @property
    def objectifs_dessines(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        return self.lignes[len(self.codes) :]

    def grille(self) -> GrilleDeLEcole:
        """What was typed."""
        return GrilleDeLEcole(
            {cle: self._reponse(nom) for cle, nom in self.codes.items()},
            {cle: self._reponse(nom) for cle, nom in self.numeros.items()},
            self.cleaned_data["mots"],
        )

    def _reponse(self, nom: str) -> ReponseDeLEcole:
        choix = self.cleaned_data[nom]
        return ReponseDeLEcole(
            Evolution(choix) if choix else None, self.cleaned_data[f"{nom}_mots"]
        )

    def dire_les_manques(self, manques: Iterable[Manque]) -> None:
        """Put each thing that is missing beside its line."""
        for m in manques:
            nom = self.codes.get(m.ligne) or self.numeros.get(m.ligne)
            if nom is None:
                continue
            champ = f"{nom}_mots" if self.cleaned_data.get(nom) else nom
            self.add_error(champ, m.phrase)


class ReportForm(forms.Form):
    """Why this child is not evaluated this time."""

    motif = forms.TypedChoiceField(
        label="Pourquoi",
        coerce=MotifDeReport,
        choices=[("", "Choisir"), *((m.value, m.libelle) for m in MotifDeReport)],
        error_messages={"required": "Un report dit sa raison."},
    )
    precision = forms.CharField(
        label="Précision", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class FamilleForm(forms.Form):
    """The day on which the family was told."""

    le = forms.DateField(
        label="Famille informée le",
        widget=Jour(),
        error_messages={"required": "Dites quel jour."},
    )

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_le(self) -> date:
        le: date = self.cleaned_data["le"]
        if le > self.at:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return le
