"""Forms of saisines. A family is asked less, in plain words; points d'appui are asked of everyone."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django import forms

from maillage.enfants.forms import IdentiteForm
from maillage.notions.nomenclatures import charger
from maillage.saisines.rules.contenus import Sollicitation, lire

OUI_NON = [("oui", "Oui"), ("non", "Non, pas encore")]
RAPPEL = [("", "On ne sait pas"), ("oui", "Oui"), ("non", "Non")]
LONG = 2000
TELEPHONE = re.compile(r"(?:\+\d{6,15}|0\d{9})")


def _texte(libelle: str, aide: str = "", *, requis: str = "", lignes: int = 4) -> forms.CharField:
    return forms.CharField(
        label=libelle, help_text=aide, required=bool(requis), max_length=LONG,
        widget=forms.Textarea(attrs={"rows": lignes}),
        error_messages={
            "required": requis,
            "max_length": f"Ce texte est trop long : {LONG} signes au plus.",
        },
    )  # fmt: skip


def choix(numero: str, vide: str = "") -> list[tuple[str, str]]:
    items = [(code, libelle.replace("'", "’")) for code, libelle in charger(numero).choix]
    return [("", vide), *items] if vide else items


class EnfantForm(forms.Form):
    """Who the child is and where it goes to school."""

    nom = forms.CharField(
        label="Nom de l’enfant", max_length=80,
        error_messages={"required": "Écrivez le nom de l’enfant."},
    )  # fmt: skip
    prenom = forms.CharField(
        label="Prénom de l’enfant", max_length=80,
        error_messages={"required": "Écrivez son prénom."},
    )  # fmt: skip
    naissance = forms.CharField(
        label="Date de naissance", max_length=20, required=False,
        help_text="12/03/2016, ou seulement ce que vous savez : 03/2016, 2016.",
    )  # fmt: skip
    etablissement = forms.CharField(label="École ou collège", max_length=160, required=False)
    niveau = forms.ChoiceField(label="Classe", required=False)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, aujourd_hui: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["niveau"].choices = choix("n04", "Je ne sais pas")

    clean_naissance = IdentiteForm.clean_naissance

    def clean_telephone(self) -> str:
        dit = self.cleaned_data["telephone"]
        numero = re.sub(r"[\s.\-()]", "", dit)
        if numero and not TELEPHONE.fullmatch(numero):
            raise forms.ValidationError(
                "Ce numéro ne se lit pas. Écrivez par exemple 06 39 98 00 12."
            )
        return numero

    def demande(self) -> Sollicitation:
        """What was written, as a value."""
        d = dict(self.cleaned_data)
        d["naissance"] = str(d["naissance"]) if d.get("naissance") else ""
        return lire({c: v.strip() if isinstance(v, str) else v for c, v in d.items()})

    def champs(self) -> dict[str, Any]:
        """What was typed, right or wrong, for a draft."""
        listes = {"motifs", "points_d_appui"}
        gardes = (n for n in self.fields if n != "formulaire")
        lus = {n: self.data.getlist(n) if n in listes else self.data.get(n, "") for n in gardes}
        return {n: v for n, v in lus.items() if v}


class ProfessionnelForm(EnfantForm):
    """«Signaler une inquiétude / solliciter le PRE», by a professional."""

    motifs = forms.MultipleChoiceField(
        label="Ce qui vous inquiète", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un motif."},
    )  # fmt: skip
    motif_principal = forms.ChoiceField(
        label="Le motif principal", error_messages={"required": "Choisissez le motif principal."}
    )
    difficultes = _texte(
        "Ce que vous avez vu",
        "Des faits, datés si possible. La famille pourra lire cette demande.",
        requis="Dites ce que vous avez vu.",
    )
    points_d_appui = forms.MultipleChoiceField(
        label="Points d’appui", widget=forms.CheckboxSelectMultiple,
        help_text="Ce sur quoi l’enfant et sa famille peuvent compter.",
        error_messages={"required": "Cochez au moins un point d’appui : la charte le demande."},
    )  # fmt: skip
    appuis = _texte(
        "Ces points d’appui, en quelques mots",
        requis="Dites en quelques mots ce qui va bien, ou ce qui aide.",
        lignes=3,
    )
    deja_tente = _texte(
        "Ce qui a déjà été essayé",
        "Dans la classe, avec les services de droit commun, avec la famille.",
        requis="Dites ce qui a déjà été essayé, même si c’est peu.",
        lignes=3,
    )
    informee = forms.ChoiceField(
        label="La famille sait que vous faites cette demande", choices=OUI_NON,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la famille est informée."},
    )  # fmt: skip
    contact = forms.ChoiceField(
        label="Elle accepte que l’équipe l’appelle", choices=RAPPEL, required=False
    )
    attentes = _texte("Ce qu’elle en dit, ce qu’elle souhaite", lignes=2)
    adulte = forms.CharField(label="Adulte à contacter", max_length=120, required=False)
    lien = forms.CharField(
        label="Son lien avec l’enfant", max_length=60, required=False,
        help_text="Mère, père, tante…",
    )  # fmt: skip
    telephone = forms.CharField(label="Son téléphone", max_length=30, required=False)
    langue = forms.CharField(label="Langue parlée à la maison", max_length=60, required=False)
    interprete = forms.BooleanField(label="Il faudra un interprète", required=False)
    demandeur = forms.CharField(
        label="Votre nom", max_length=120,
        error_messages={"required": "Écrivez votre nom."},
    )  # fmt: skip
    fonction = forms.CharField(
        label="Votre fonction et votre structure", max_length=160, required=False
    )
    joindre = forms.CharField(
        label="Comment vous joindre", max_length=160, required=False,
        help_text="Téléphone ou adresse professionnelle.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motifs"].choices = choix("n08")
        self.fields["motif_principal"].choices = choix("n08", "Choisir")
        self.fields["points_d_appui"].choices = choix("n09")

    def clean(self) -> dict[str, Any]:
        d = super().clean() or self.cleaned_data
        principal = d.get("motif_principal")
        if principal and principal not in d.get("motifs", [principal]):
            self.add_error("motif_principal", "Le motif principal est l’un des motifs cochés.")
        return d


class SollicitationForm(ProfessionnelForm):
    """The same, for somebody signed in: who refers is said with it."""

    origine = forms.ChoiceField(
        label="La demande vient de", error_messages={"required": "Dites de qui vient la demande."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origine"].choices = choix("n07", "Choisir")

    def clean(self) -> dict[str, Any]:
        d = super().clean()
        de_la_famille = d.get("origine") in ("famille", "enfant")
        if de_la_famille and not d.get("telephone") and "telephone" not in self.errors:
            self.add_error("telephone", "Une demande de la famille dit comment la rappeler.")
        if de_la_famille and not d.get("adulte"):
            self.add_error("adulte", "Une demande de la famille dit qui appeler.")
        return d


class FamilleForm(EnfantForm):
    """The family's own words: few questions, no jargon."""

    difficultes = _texte(
        "Qu’est-ce qui se passe pour votre enfant ?",
        "Dites-le avec vos mots, dans votre langue si vous préférez.",
        requis="Écrivez quelques mots sur ce qui se passe.",
    )
    appuis = _texte(
        "Qu’est-ce qui va bien pour lui ? Qu’est-ce qu’il aime ?",
        requis="Écrivez au moins une chose qui va bien ou qu’il aime.",
        lignes=3,
    )
    attentes = _texte("Qu’est-ce que vous aimeriez ?", lignes=3)
    adulte = forms.CharField(
        label="Votre nom", max_length=120, error_messages={"required": "Écrivez votre nom."}
    )
    lien = forms.CharField(
        label="Vous êtes", max_length=60, required=False,
        help_text="Sa mère, son père, sa grand-mère…",
    )  # fmt: skip
    telephone = forms.CharField(
        label="Votre téléphone", max_length=30,
        error_messages={"required": "Écrivez un numéro pour que nous puissions vous appeler."},
    )  # fmt: skip
    langue = forms.CharField(
        label="La langue que vous parlez le mieux", max_length=60, required=False
    )
    interprete = forms.BooleanField(label="Je préfère parler avec un interprète", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom, libelle in (
            ("nom", "Son nom de famille"),
            ("prenom", "Le prénom de votre enfant"),
            ("etablissement", "Son école ou son collège"),
            ("niveau", "Sa classe"),
        ):
            self.fields[nom].label = libelle
        self.fields["naissance"].label = "Sa date de naissance"
