"""A point placed by hand: on a map, or written in degrees."""

from __future__ import annotations

from typing import Any

from django import forms

from maillage.territoire.rules.distances import en_france


def _degres(label: str, exemple: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        help_text=f"En degrés, par exemple {exemple}.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Écrivez un nombre de degrés."},
    )


class PointForm(forms.Form):
    """Longitude and latitude."""

    lat = _degres("Latitude", "48,93697")
    lon = _degres("Longitude", "2,35975")

    def clean(self) -> dict[str, Any]:
        for nom in ("lat", "lon"):
            texte = self.cleaned_data.get(nom)
            if texte is None:
                continue
            try:
                self.cleaned_data[nom] = float(str(texte).replace(",", "."))
            except ValueError:
                self.add_error(nom, "Ce nombre ne se lit pas.")
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        if lat is not None and lon is not None and not en_france(lon, lat):
            self.add_error(
                "lat",
                "Ce point n’est pas en France. Latitude et longitude sont peut-être inversées.",
            )
        return self.cleaned_data
