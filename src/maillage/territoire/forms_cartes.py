"""Forms of maps."""

from __future__ import annotations

from uuid import UUID

from django import forms

from maillage.partage.forms.jours import champ_jour
from maillage.territoire.generations import Genre
from maillage.territoire.zonage import NATIONALES, Demande

POCHES = "poches"
LOCALE = "locale"  # what counts here and is in no national file, or an invented map to try
CHOIX = (
    *((code, nom) for code, (nom, *_) in NATIONALES.items()),
    (LOCALE, "Quartiers propres à ce programme"),
    (POCHES, "Poches locales de ce programme"),
)


class ImportDeCarteForm(forms.Form):
    """A file of zones and the map it should become."""

    fichier = forms.FileField(
        label="Fichier des zones",
        help_text="GeoJSON en degrés (le fichier officiel convient tel quel), ou liste CSV sans périmètre.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )
    carte = forms.ChoiceField(
        label="Ce que le fichier contient",
        choices=CHOIX,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites de quelle carte il s’agit."},
    )
    depuis = champ_jour(
        "Vaut depuis le",
        requis=False,
        aide="Pour une carte nationale, laissez vide : la date est connue.",
    )
    jusqu_au = champ_jour("Vaut jusqu’au", requis=False, aide="Vide : pas de fin connue.")
    source = forms.CharField(
        label="Source",
        max_length=160,
        help_text="Qui publie ce fichier, par exemple « ANCT, data.gouv.fr ».",
        error_messages={"required": "Dites d’où vient le fichier."},
    )
    date_du_fichier = champ_jour(
        "Date du fichier", requis=False, aide="Celle que la source lui donne."
    )
    partielle = forms.BooleanField(
        label="Il manque des zones dans ce fichier",
        required=False,
        help_text="Alors personne n’est dit hors zone : la situation reste à examiner.",
    )
    terminer = forms.BooleanField(
        label="Terminer la carte précédente la veille",
        required=False,
        help_text="Si elle n’a pas de fin. Ce qu’on savait avant reste lisible.",
    )

    def clean(self) -> dict:
        d = super().clean() or {}
        locale = d.get("carte") in {POCHES, LOCALE}
        if locale and not d.get("depuis") and "depuis" not in self.errors:
            self.add_error("depuis", "Dites depuis quel jour ces zones valent.")
        if d.get("depuis") and d.get("jusqu_au") and d["jusqu_au"] < d["depuis"]:
            self.add_error("jusqu_au", "La fin précède le début.")
        return d

    def demande(self, programme: UUID) -> Demande:
        """What is asked; the dates of a national map are known."""
        d = self.cleaned_data
        commun = {
            "source": d["source"],
            "date_du_fichier": d["date_du_fichier"],
            "terminer": d["terminer"],
            "partielle": d["partielle"],
        }
        if d["carte"] == POCHES:
            return Demande(
                f"poches_{d['depuis']:%Y%m%d}", f"Poches locales depuis le {d['depuis']:%d/%m/%Y}",
                d["depuis"], d["jusqu_au"], Genre.POCHE, programme, **commun,
            )  # fmt: skip
        if d["carte"] == LOCALE:
            return Demande(
                f"quartiers_{d['depuis']:%Y%m%d}", f"Quartiers propres depuis le {d['depuis']:%d/%m/%Y}",
                d["depuis"], d["jusqu_au"], programme=programme, **commun,
            )  # fmt: skip
        nom, depuis, jusqu_au = NATIONALES[d["carte"]]
        return Demande(d["carte"], nom, d["depuis"] or depuis, d["jusqu_au"] or jusqu_au, **commun)
