"""Forms of the journal: an entry, its correction, the pinned synthesis, filters, templates, usual loads."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from maillage.accords.rules.fichiers import POIDS_MAX, RAISONS
from maillage.dossiers.rules import Volet
from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.modeles import CONSEIL
from maillage.parcours.rules.notes import PIECES_MAX, Moyen
from maillage.parcours.services.fil import Suite
from maillage.partage.forms.jours import Jour

VIDE = "Écrivez au moins un mot : la note est vide."
TEXTE_MAX = 20_000
SYNTHESE_MAX = 700  # letters: a few lines, read at a glance


def zone(rows: int, *, note: bool = True) -> forms.Textarea:
    """A large field that a telephone dictates in: it takes no key, begins with a capital, lets the keyboard go to the line."""
    attrs = {
        "rows": rows, "class": "m-dictee", "autocapitalize": "sentences", "enterkeyhint": "enter",
        "spellcheck": "true", "placeholder": CONSEIL,
    }  # fmt: skip
    return forms.Textarea(attrs={**attrs, **({"data-note": ""} if note else {})})


class PlusieursFichiers(forms.FileInput):
    """A field of files that takes several."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})


class FichiersField(forms.FileField):
    """The bytes of the files joined; their content is looked at by the service, their names are not kept."""

    widget = PlusieursFichiers

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        recus = data if isinstance(data, list | tuple) else [data]
        fichiers = [super(FichiersField, self).clean(f, initial) for f in recus if f]
        if len(fichiers) > PIECES_MAX:
            raise forms.ValidationError(f"Une note garde {PIECES_MAX} pièces jointes au plus.")
        if any(f.size > POIDS_MAX for f in fichiers):
            raise forms.ValidationError(RAISONS["lourd"])
        return [f.read() for f in fichiers]


class EcritForm(forms.Form):
    """What every text of the journal says: facts, the kind of event, the medium, the day."""

    texte = forms.CharField(
        label="Note", max_length=TEXTE_MAX, widget=zone(4), error_messages={"required": VIDE}
    )
    nature = forms.ChoiceField(label="Nature", required=False)
    moyen = forms.ChoiceField(
        label="Moyen",
        required=False,
        choices=[("", "Moyen"), *((m.value, m.libelle) for m in Moyen)],
    )
    le = forms.DateField(
        label="Date",
        widget=Jour(),
        error_messages={
            "required": "Choisissez le jour dont parle la note.",
            "invalid": "Cette date n’existe pas au calendrier.",
        },
    )

    def __init__(self, *args: Any, aujourd_hui: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"le": aujourd_hui, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["nature"].choices = [("", "Nature non précisée"), *natures()]

    def clean_le(self) -> date:
        le = self.cleaned_data["le"]
        if le > self.aujourd_hui:
            raise forms.ValidationError(
                "Cette date est dans l'avenir. Pour un rendez-vous, utilisez « Prochaine étape »."
            )
        return le

    def clean_moyen(self) -> Moyen | None:
        return Moyen(self.cleaned_data["moyen"]) if self.cleaned_data["moyen"] else None


class NoteForm(EcritForm):
    """A journal entry, the volet where it stays, the next step and the files that go with it."""

    volet = forms.ChoiceField(
        label="Volet",
        error_messages={
            "invalid_choice": "Votre mission n'écrit pas dans ce volet. Choisissez-en un autre."
        },
    )
    suite = forms.CharField(label="À faire ensuite", max_length=200, required=False)
    suite_le = forms.DateField(
        label="Avant le",
        required=False,
        widget=Jour(),
        error_messages={"invalid": "Cette date n’existe pas au calendrier."},
    )
    pieces = FichiersField(
        label="Pièces jointes",
        required=False,
        help_text=f"PDF, JPEG ou PNG, {PIECES_MAX} au plus, 10 Mo chacune. Leur nom n’est pas gardé.",
    )
    montre = forms.CharField(label="Ce que montrent les pièces", max_length=120, required=False)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, volets: Sequence[Volet], aujourd_hui: date, planifie: bool, **kwargs: Any
    ) -> None:
        depart = Volet.PARCOURS if Volet.PARCOURS in volets else next(iter(volets), None)
        initial = kwargs.get("initial") or {}
        kwargs["initial"] = {"formulaire": uuid.uuid4(), "volet": depart, **initial}
        super().__init__(*args, aujourd_hui=aujourd_hui, **kwargs)
        self.fields["volet"].choices = [(v.value, f"Volet {v.libelle}") for v in volets]
        if not planifie:
            del self.fields["suite"], self.fields["suite_le"]

    def clean_volet(self) -> Volet:
        return Volet(self.cleaned_data["volet"])

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        if d.get("suite") and not d.get("suite_le") and "suite_le" not in self.errors:
            self.add_error("suite_le", "Choisissez une date, vous pourrez la changer.")
        if d.get("suite_le") and not d.get("suite"):
            self.add_error("suite", "Dites en quelques mots ce qui est prévu.")
        if d.get("suite_le") and d["suite_le"] < self.aujourd_hui:
            self.add_error(
                "suite_le", "Cette date est passée. Choisissez aujourd'hui ou plus tard."
            )
        if self.errors and d.get("pieces"):
            self.add_error("pieces", "Choisissez de nouveau les pièces : le navigateur les oublie.")
        return d

    @property
    def deplie(self) -> bool:
        """Tell whether what is folded holds something that was refused, or typed."""
        noms = ("suite", "suite_le", "pieces", "montre")
        return any(n in self.errors or self.data.get(n) for n in noms if n in self.fields)

    def demandee(self) -> dict[str, Any]:
        """What the service is asked, once the form is valid."""
        d = self.cleaned_data
        suite = Suite(d["suite"], d["suite_le"]) if d.get("suite") else None
        gardes = ("texte", "volet", "nature", "moyen", "le", "formulaire")
        return {
            **{nom: d[nom] for nom in gardes},
            "suite": suite,
            "fichiers": tuple((d["montre"], octets) for octets in d["pieces"]),
        }


class CorrectionForm(EcritForm):
    """What an entry should have said. `vue`: the text that was on the screen."""

    vue = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texte"].widget = zone(10)


class NoteRapideForm(NoteForm):
    """An entry written from anywhere: the child is found by a few letters of its name."""

    enfant = forms.CharField(
        label="Enfant",
        max_length=80,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "autocapitalize": "words", "enterkeyhint": "search",
                "placeholder": "Trois lettres de son nom", "data-note": "",
            }
        ),
    )  # fmt: skip
    dossier = forms.UUIDField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, planifie=False, **kwargs)
        self.fields["texte"].widget = zone(3, note=False)
        for nom in ("pieces", "montre"):
            del self.fields[nom]

    def demandee(self) -> dict[str, Any]:
        gardes = ("texte", "volet", "nature", "moyen", "le", "formulaire")
        return {nom: self.cleaned_data[nom] for nom in gardes}


class SyntheseForm(forms.Form):
    """Where a child stands, in a few lines. `vue`: the version that was on the screen."""

    texte = forms.CharField(
        label="Synthèse",
        max_length=SYNTHESE_MAX,
        required=False,
        widget=zone(5),
        help_text=f"{SYNTHESE_MAX} signes au plus : points d’appui d’abord, où en est-on, prochaine échéance. Vide, elle n’est plus montrée.",
        error_messages={"max_length": f"Gardez l’essentiel : {SYNTHESE_MAX} signes au plus."},
    )
    vue = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ModeleForm(forms.Form):
    """A beginning of note for the whole team."""

    libelle = forms.CharField(
        label="Nom du modèle", max_length=60, error_messages={"required": "Nommez ce modèle."}
    )
    texte = forms.CharField(
        label="Texte",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Un titre par ligne. Aucun nom : ce texte sert pour tous les enfants.",
        error_messages={"required": "Écrivez au moins une ligne."},
    )
    nature = forms.ChoiceField(label="Nature", required=False)
    moyen = forms.ChoiceField(
        label="Moyen",
        required=False,
        choices=[("", "Moyen non précisé"), *((m.value, m.libelle) for m in Moyen)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nature"].choices = [("", "Nature non précisée"), *natures()]

    def clean_moyen(self) -> Moyen | None:
        return Moyen(self.cleaned_data["moyen"]) if self.cleaned_data["moyen"] else None


class FiltreForm(forms.Form):
    """What is asked of the timeline: any answer that is not known is left out, nothing is refused."""

    depuis = forms.DateField(label="Du", required=False, widget=Jour())
    jusqu_au = forms.DateField(label="Au", required=False, widget=Jour())
    avec_pieces = forms.BooleanField(label="Avec pièces jointes", required=False)


class ChargeForm(forms.Form):
    """How many children each poste usually follows; empty while nobody said it."""

    def __init__(
        self, *args: Any, postes: Iterable[tuple[uuid.UUID, str, int | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for ident, libelle, enfants in postes:
            self.fields[str(ident)] = forms.IntegerField(
                label=libelle,
                required=False,
                min_value=0,
                max_value=500,
                initial=enfants,
                error_messages={"invalid": "Écrivez un nombre d’enfants."},
            )

    def demandees(self) -> dict[uuid.UUID, int | None]:
        """The usual load of each poste."""
        return {uuid.UUID(nom): valeur for nom, valeur in self.cleaned_data.items()}


def natures() -> list[tuple[str, str]]:
    """The kinds of events of nomenclature N30."""
    return list(charger("n30").choix)
