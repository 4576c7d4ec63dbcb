"""Forms of exit campaigns."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django import forms

from maillage.eligibilite.rules.campagne import RegleDeContinuite, SuiteDecidee
from maillage.eligibilite.rules.campagne_calendrier import Semaine
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais, Passage
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import MOIS
from maillage.partage.forms.jours import Jour

AU_PLUS_LOIN = timedelta(days=3 * 365)
TELEPHONE = re.compile(r"(?:\+33|0)[1-9]\d{8}")
PAROLES = [
    ("", "Rien encore"),
    ("d_accord", "La famille est d’accord"),
    ("en_desaccord", "La famille n’est pas d’accord"),
    ("sans_reponse", "La famille n’a pas répondu"),
]


def regles_choisies(donnees: dict) -> frozenset[RegleDeContinuite]:
    """The rules ticked in a form."""
    return frozenset(RegleDeContinuite(r) for r in donnees["regles"])


class ReglesForm(forms.Form):
    """What must come to its end before an exit."""

    regles = forms.MultipleChoiceField(
        label="Avant de sortir, on attend",
        required=False,
        choices=[(r.value, r.libelle) for r in RegleDeContinuite],
        widget=forms.CheckboxSelectMultiple,
        help_text="Vous pourrez décider autrement pour un enfant, en disant pourquoi.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class CampagneForm(forms.Form):
    """Open a campaign from a decided scenario."""

    scenario = forms.ChoiceField(
        label="Scénario décidé", error_messages={"required": "Choisissez un scénario décidé."}
    )
    date_legale = forms.DateField(
        label="Chacun est sorti le",
        widget=Jour(),
        error_messages={"required": "Dites la date à ne pas dépasser."},
        help_text="Le dernier jour où le programme peut encore accompagner ces enfants.",
    )
    regles = forms.MultipleChoiceField(
        label="Avant de sortir, on attend",
        required=False,
        choices=[(r.value, r.libelle) for r in RegleDeContinuite],
        widget=forms.CheckboxSelectMultiple,
    )
    telephone = forms.CharField(
        label="Téléphone du programme",
        required=False,
        max_length=20,
        help_text="Il sera écrit sur les courriers aux familles.",
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, scenarios: Iterable[tuple[UUID, str]], aujourd_hui: date, **kwargs):
        kwargs["initial"] = {
            "regles": [RegleDeContinuite.FIN_D_ACTION, RegleDeContinuite.FRATRIE],
            "formulaire": uuid.uuid4(),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["scenario"].choices = [
            ("", "Choisir"),
            *((str(i), nom) for i, nom in scenarios),
        ]

    def clean_date_legale(self) -> date:
        jour = self.cleaned_data["date_legale"]
        if jour <= self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée. Choisissez une date à venir.")
        if jour - self.aujourd_hui > AU_PLUS_LOIN:
            raise forms.ValidationError("Cette date est à plus de trois ans. Vérifiez l’année.")
        return jour

    def clean_telephone(self) -> str:
        numero = re.sub(r"[\s.\-]", "", self.cleaned_data["telephone"])
        if numero and not TELEPHONE.fullmatch(numero):
            raise forms.ValidationError(
                "Ce numéro ne se lit pas. Écrivez par exemple 01 99 00 12 34."
            )
        return numero


class GesteForm(forms.Form):
    """A step of a campaign, at the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def semaine_en_mots(semaine: Semaine) -> str:
    """«semaine du 7 septembre 2026», and when the school calendar does not reach it."""
    lundi = semaine.lundi
    mots = f"semaine du {lundi.day} {MOIS[lundi.month - 1]} {lundi.year}"
    return mots if semaine.connue else f"{mots} (calendrier scolaire à vérifier)"


class SemaineForm(GesteForm):
    """Choose the week by hand."""

    lundi = forms.ChoiceField(
        label="Semaine de sortie", error_messages={"required": "Choisissez une semaine."}
    )

    def __init__(self, *args, possibles: Iterable[Semaine], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lundi"].choices = [
            ("", "Choisir"),
            *((s.lundi.isoformat(), semaine_en_mots(s)) for s in possibles),
        ]

    def clean_lundi(self) -> date:
        return date.fromisoformat(self.cleaned_data["lundi"])


class SuiteForm(GesteForm):
    """Decide for one child, whatever the rules."""

    suite = forms.ChoiceField(
        label="Pour cet enfant", choices=[(s.value, s.libelle) for s in SuiteDecidee]
    )
    pas_avant = forms.DateField(label="Pas avant le", required=False, widget=Jour())
    raison = forms.CharField(
        label="Raison", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict:
        d = super().clean()
        suite = d.get("suite")
        if (
            suite == SuiteDecidee.ATTEND
            and not d.get("pas_avant")
            and "pas_avant" not in self.errors
        ):
            self.add_error("pas_avant", "Dites avant quelle date cet enfant ne sort pas.")
        if suite != SuiteDecidee.SELON_LES_REGLES and not (d.get("raison") or "").strip():
            self.add_error("raison", "Une décision pour un enfant dit sa raison.")
        return d


class RelaisForm(GesteForm):
    """One step of the relay."""

    vers = forms.ChoiceField(label="Et maintenant", widget=forms.RadioSelect)
    structure = forms.ChoiceField(label="Vers quelle sorte de structure", required=False)
    texte = forms.CharField(
        label="Précision",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nom de la structure, ou raison. Ne dites que ce que la famille peut lire.",
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, permis: Iterable[Passage], **kwargs) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["vers"].choices = [(p.vers.value, p.verbe) for p in permis]
        self.fields["structure"].choices = [
            ("", "Choisir"),
            *charger("n32").choix,
        ]

    def clean_vers(self) -> EtatDuRelais:
        return EtatDuRelais(self.cleaned_data["vers"])


class FamilleForm(GesteForm):
    """When the family was told, and what it said."""

    informee_le = forms.DateField(label="Courrier remis le", required=False, widget=Jour())
    parole = forms.ChoiceField(label="Ce que dit la famille", choices=PAROLES, required=False)
    texte = forms.CharField(
        label="Ses mots",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_informee_le(self) -> date | None:
        le = self.cleaned_data["informee_le"]
        if le and le > self.aujourd_hui:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return le
