"""Forms of the dashboard: figures of one indicator and one rentrée, a file, a poste that may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from maillage.bilans.fichiers_rep import LIMITES
from maillage.bilans.forms.champs import NombreField
from maillage.bilans.queries.annees import annees_proposees
from maillage.bilans.rules.indicateurs_rep import (
    INDICATEURS,
    IndicateurRep,
    Mesure,
    Portee,
)
from maillage.bilans.rules.lecture_rep import LigneImpossible, LigneLue, verifier
from maillage.bilans.rules.nombres import Unite, ecrire_nombre
from maillage.bilans.rules.tableau_rep import MesureDite

SAISIES = (Portee.RESEAU, Portee.HORS_EP, Portee.DEPARTEMENT, Portee.ACADEMIE, Portee.NATIONAL)


class ChoixForm(forms.Form):
    """Which indicator, which rentrée."""

    indicateur = forms.ChoiceField(
        label="Indicateur", choices=[(i.code, i.libelle) for i in INDICATEURS]
    )
    annee = forms.TypedChoiceField(
        label="Année scolaire",
        coerce=int,
        error_messages={"invalid_choice": "Cette année n’est pas dans la liste."},
    )

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annee"].choices = [(a.rentree, a.libelle) for a in annees_proposees(at)]  # type: ignore[attr-defined]


class MesuresForm(forms.Form):
    """Figures of one indicator: a line for each school, the réseau, the references. Blank: nothing is known."""

    source = forms.CharField(
        label="Source",
        max_length=160,
        help_text="Qui le dit, par exemple « DSDEN, constat de rentrée 2025 ».",
        error_messages={"required": "Dites d’où viennent ces nombres."},
    )

    def __init__(
        self,
        *args: Any,
        indicateur: IndicateurRep,
        rentree: int,
        membres: Sequence[tuple[str, str]],
        dites: Iterable[MesureDite],
        **kwargs: Any,
    ) -> None:
        self.indicateur, self.rentree = indicateur, rentree
        self.connues = {(m.portee, m.uai): m for m in dites if m.par}
        self.lieux = [(Portee.ETABLISSEMENT, uai, nom) for uai, nom in membres]
        self.lieux += [(p, "", p.libelle) for p in SAISIES]
        super().__init__(*args, initial=self._initiales(), **kwargs)
        for portee, uai, nom in self.lieux:
            for champ in self._champs(portee):
                self.fields[_nom(portee, uai, champ)] = self._champ(champ, nom)

    def _champs(self, portee: Portee) -> tuple[str, ...]:
        if self.indicateur.mesure is Mesure.RAPPORT:
            return ("valeur", "effectif")
        seule = portee not in (Portee.ETABLISSEMENT, Portee.RESEAU)
        return ("nombre", "effectif", *(("valeur",) if seule else ()))

    def _champ(self, champ: str, nom: str) -> forms.Field:
        libelle = {"valeur": "Valeur publiée", "effectif": "Effectif", "nombre": "Nombre"}[champ]
        unite = Unite.TAUX if champ == "valeur" else Unite.ELEVES
        return NombreField(label=f"{libelle}, {nom}", unite=unite)

    def _initiales(self) -> dict[str, Any]:
        dites: dict[str, Any] = {}
        for (portee, uai), m in self.connues.items():
            dites |= {
                _nom(portee, uai, "nombre"): m.nombre,
                _nom(portee, uai, "effectif"): m.effectif,
                _nom(portee, uai, "valeur"): ecrire_nombre(m.valeur)
                if m.valeur is not None
                else None,
            }
        sources = {m.source for m in self.connues.values()}
        return {**dites, "source": sources.pop() if len(sources) == 1 else ""}

    @property
    def rangs(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Name of the line, and its fields."""
        return [
            (nom, [self[_nom(portee, uai, c)] for c in self._champs(portee)])
            for portee, uai, nom in self.lieux
        ]

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        self.lues: list[LigneLue] = []
        self.retirees: list[LigneLue] = []
        for portee, uai, nom in self.lieux:
            lue = self._lire(d, portee, uai)
            if lue.nombre is None and lue.effectif is None and lue.valeur is None:
                if (portee, uai) in self.connues:
                    self.retirees.append(lue)
                continue
            try:
                verifier(
                    self.indicateur,
                    portee,
                    nombre=lue.nombre,
                    effectif=lue.effectif,
                    valeur=lue.valeur,
                )
            except LigneImpossible as refus:
                self.add_error(_nom(portee, uai, self._champs(portee)[0]), f"{nom} : {refus}.")
            else:
                self.lues.append(lue)
        if not self.errors and not self.lues and not self.retirees:
            raise forms.ValidationError("Écrivez au moins un nombre.")
        return d

    def _lire(self, d: Mapping[str, Any], portee: Portee, uai: str) -> LigneLue:
        nombre, effectif, valeur = (
            d.get(_nom(portee, uai, c)) for c in ("nombre", "effectif", "valeur")
        )
        return LigneLue(
            self.indicateur.code, self.rentree, portee, uai,
            int(nombre) if nombre is not None else None,
            int(effectif) if effectif is not None else None, valeur, d.get("source", ""),
        )  # fmt: skip


def _nom(portee: Portee, uai: str, champ: str) -> str:
    return f"{uai or portee.value}_{champ}"


class FichierForm(forms.Form):
    """A file of aggregates."""

    fichier = forms.FileField(
        label="Fichier",
        help_text="Tableur ou CSV, une ligne par école et par indicateur. Jamais de liste d’élèves.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods,.xls"}),
    )

    def clean_fichier(self) -> UploadedFile:
        """Measured before it is read."""
        fichier: UploadedFile = self.cleaned_data["fichier"]
        if (fichier.size or 0) > LIMITES.octets:
            raise forms.ValidationError(
                "Ce fichier dépasse 5 Mo : un tableau par école n’en fait pas le centième. Rien n’a été lu."
            )
        return fichier


class LecteurForm(forms.Form):
    """A poste that may read this dashboard."""

    poste = forms.ChoiceField(
        label="Poste",
        error_messages={
            "required": "Choisissez un poste.",
            "invalid_choice": "Ce poste n’est pas dans la liste.",
        },
    )

    def __init__(self, *args: Any, postes: Iterable[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["poste"].choices = [("", "Choisir"), *((str(p), n) for p, n in postes)]  # type: ignore[attr-defined]
