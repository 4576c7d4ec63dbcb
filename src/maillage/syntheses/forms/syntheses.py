"""Forms of a synthesis: begin it, write a section, invite, reread, send."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from maillage.accords.rules.natures import Finalite
from maillage.dossiers.rules import Volet
from maillage.syntheses.gabarits import A_LA_FAMILLE, gabarits
from maillage.syntheses.queries.destinataires import DestinatairePossible
from maillage.syntheses.rules.relecture import AvisDeRelecture
from maillage.syntheses.rules.rubriques import LONGUEUR, Rubrique


class CommencerForm(forms.Form):
    """What it is, to whom, for what."""

    gabarit = forms.ChoiceField(label="Modèle", choices=())
    objet = forms.CharField(
        label="Objet",
        max_length=160,
        help_text="Une ligne, telle qu’elle sera lue.",
        error_messages={"required": "Dites l’objet en une ligne."},
    )
    destinataire = forms.ChoiceField(
        label="À qui", error_messages={"required": "Choisissez à qui vous écrivez."}
    )
    finalite = forms.TypedChoiceField(
        label="Pour quoi faire",
        coerce=Finalite,
        required=False,
        empty_value=None,
        choices=[("", "Choisir"), *((f.value, f.libelle) for f in Finalite)],
        help_text="Inutile pour un écrit remis à la famille.",
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, destinataires: Iterable[DestinatairePossible], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["gabarit"].choices = [(g.code, g.libelle) for g in gabarits().values()]
        groupes = groupby(destinataires, key=lambda d: d.groupe)
        self.fields["destinataire"].choices = [
            ("", "Choisir"),
            *(
                (nom, [(d.cle, f"{d.libelle} : {d.detail}" if d.detail else d.libelle) for d in ds])
                for nom, ds in groupes
            ),
        ]

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        famille = d.get("destinataire", "").startswith("adulte:")
        if d.get("destinataire") and d.get("gabarit") and "finalite" not in self.errors:
            if famille != (d["gabarit"] == A_LA_FAMILLE):
                self.add_error("gabarit", "Ce modèle ne va pas avec ce destinataire.")
            if not famille and not d.get("finalite"):
                self.add_error("finalite", "Dites à quoi sert cet envoi.")
            if famille:
                d["finalite"] = None
        return d


class PartieForm(forms.Form):
    """One section. `cle` and `numero`: those of the version on screen."""

    rubrique = forms.TypedChoiceField(
        label="Partie", coerce=Rubrique, choices=[(r.value, r.libelle) for r in Rubrique]
    )
    volet = forms.TypedChoiceField(
        label="Volet",
        coerce=Volet,
        help_text="Le volet décide qui lira cette partie.",
        error_messages={"invalid_choice": "Vous n’écrivez pas dans ce volet."},
    )
    texte = forms.CharField(
        label="Texte",
        required=False,
        max_length=LONGUEUR,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Laissée vide, une partie est retirée ; ses versions restent.",
    )
    cle = forms.UUIDField(required=False, widget=forms.HiddenInput)
    numero = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, volets: Iterable[Volet], **kwargs: Any) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["volet"].choices = [(v.value, v.libelle) for v in volets]

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        if not d.get("cle") and not d.get("texte"):
            self.add_error("texte", "Écrivez cette partie.")
        return d


class CoauteurForm(forms.Form):
    """Invite somebody to write and to agree."""

    personne = forms.TypedChoiceField(
        label="Personne",
        coerce=uuid.UUID,
        error_messages={"required": "Choisissez une personne."},
    )

    def __init__(
        self, *args: Any, personnes: Iterable[tuple[uuid.UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["personne"].choices = [("", "Choisir"), *((str(i), n) for i, n in personnes)]


class AvisForm(forms.Form):
    """What a co-author says of the text on screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    avis = forms.TypedChoiceField(
        label="Votre avis",
        coerce=AvisDeRelecture,
        choices=[(a.value, a.libelle) for a in AvisDeRelecture],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si vous êtes d’accord."},
    )


class EnvoiForm(forms.Form):
    """Send the text on screen, and no other."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
