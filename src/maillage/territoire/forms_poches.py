"""Forms of poches made by hand: a contour, or a list of streets."""

from __future__ import annotations

import re
from datetime import date

from django import forms

from maillage.partage.forms.jours import champ_jour
from maillage.territoire.poches import PocheVoulue
from maillage.territoire.queries import CommuneNommee
from maillage.territoire.rules.distances import en_france
from maillage.territoire.rules.listes_de_voies import lire_numeros

POINTS_AU_MOINS, POINTS_AU_PLUS, RUES_AU_PLUS = 3, 2000, 500


class _PocheForm(forms.Form):
    """What every poche says: its name, its town, its days, who decided it."""

    nom = forms.CharField(
        label="Nom de la poche",
        max_length=120,
        help_text="Le nom que l’équipe lira, par exemple « Bas du Fort ».",
        error_messages={"required": "Donnez un nom à cette poche."},
    )
    commune = forms.ChoiceField(
        label="Commune", error_messages={"required": "Choisissez la commune."}
    )
    depuis = champ_jour("Vaut depuis le", requis=True)
    jusqu_au = champ_jour("Vaut jusqu’au", requis=False, aide="Vide : pas de fin connue.")
    source = forms.CharField(
        label="Source",
        max_length=160,
        help_text="Qui l’a décidé, et quand : délibération, comité de pilotage…",
        error_messages={"required": "Dites d’où vient cette poche."},
    )
    garder = forms.BooleanField(
        label="Garder aussi les poches déjà en vigueur",
        required=False,
        initial=True,
        help_text="Décoché : celle-ci les remplace à partir de ce jour. Ce qui valait avant reste lisible.",
    )

    def __init__(self, *args, communes: tuple[CommuneNommee, ...], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = [(c.code, c.nom) for c in communes]

    def clean(self) -> dict:
        d = super().clean() or {}
        if d.get("depuis") and d.get("jusqu_au") and d["jusqu_au"] < d["depuis"]:
            self.add_error("jusqu_au", "La fin précède le début.")
        return d

    def voulue(self) -> PocheVoulue:
        """What was asked."""
        d = self.cleaned_data
        return PocheVoulue(
            d["nom"], d["commune"], d["depuis"], d["jusqu_au"], d["source"], d["garder"],
            contour=d.get("contour") or (), voies=d.get("rues") or (),
        )  # fmt: skip


class DessinForm(_PocheForm):
    """A poche drawn on the map, or written point by point."""

    contour = forms.CharField(
        label="Points du contour",
        max_length=100_000,
        help_text="Un point par ligne, latitude puis longitude : 48,86120 ; 2,53310. La carte les écrit pour vous.",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Placez au moins trois points."},
    )

    def clean_contour(self) -> tuple[tuple[float, float], ...]:
        points = []
        for numero, ligne in enumerate(self.cleaned_data["contour"].splitlines(), 1):
            if ligne.strip():
                points.append(_point(ligne, numero))
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(set(points)) < POINTS_AU_MOINS:
            raise forms.ValidationError("Placez au moins trois points différents.")
        if len(points) > POINTS_AU_PLUS:
            raise forms.ValidationError(f"Au plus {POINTS_AU_PLUS} points.")
        return tuple(points)


def _point(ligne: str, numero: int) -> tuple[float, float]:
    """Longitude and latitude of a line; decimal commas and points are read."""
    lu = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*[;\s]\s*(-?\d+(?:[.,]\d+)?)\s*;?\s*", ligne)
    if lu is None:
        raise forms.ValidationError(
            f"Ligne {numero} : écrivez la latitude, un point-virgule, la longitude."
        )
    lat, lon = (float(n.replace(",", ".")) for n in lu.groups())
    if not en_france(lon, lat):
        raise forms.ValidationError(
            f"Ligne {numero} : ce point n’est pas en France. Latitude et longitude sont peut-être inversées."
        )
    return lon, lat


class RuesForm(_PocheForm):
    """A poche as a list of streets."""

    rues = forms.CharField(
        label="Rues, une par ligne",
        max_length=60_000,
        help_text="Toute la rue, ou des numéros après un point-virgule : rue de la Brie ; 1-15 impairs.",
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
        error_messages={"required": "Écrivez au moins une rue."},
    )

    def clean_rues(self) -> tuple[tuple[str, str], ...]:
        lues: dict[tuple[str, str], None] = {}
        for numero, ligne in enumerate(self.cleaned_data["rues"].splitlines(), 1):
            rue, _, numeros = (m.strip() for m in ligne.partition(";"))
            if not rue and not numeros:
                continue
            if not rue:
                raise forms.ValidationError(f"Ligne {numero} : la rue manque.")
            if lire_numeros(numeros) is None:
                raise forms.ValidationError(
                    f"Ligne {numero} : ces numéros ne se lisent pas. Écrivez 1-15, 2 à 30 pairs, ou 12, 14."
                )
            lues[rue[:200], numeros[:80]] = None
        if len(lues) > RUES_AU_PLUS:
            raise forms.ValidationError(f"Au plus {RUES_AU_PLUS} rues.")
        return tuple(lues)


def depart(au: date) -> dict[str, object]:
    """What the forms propose."""
    return {"depuis": au, "garder": True}
