"""Forms of the life of a parcours: a passage, a correction, an exit that is prepared."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django import forms

from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import MotifDemande, Passage
from maillage.parcours.rules.rectification import RaisonDeRectifier
from maillage.parcours.rules.sortie import ReponseDuRelais
from maillage.partage.forms.jours import Jour

AU_PLUS_LOIN = timedelta(days=3 * 365)
RAISONS = {
    MotifDemande.SORTIE: "Motif de sortie",
    MotifDemande.NON_PRISE_EN_CHARGE: "Raison de ne pas prendre en charge",
}
PRECISIONS = {
    Passage.SUSPENDRE: "Pourquoi, et jusqu’à quand si c’est connu",
    Passage.CLORE_VEILLE: "Ce que la veille a appris",
    Passage.NE_PAS_PRENDRE: "Conseil donné, à qui",
    Passage.ROUVRIR: "Ce qui a changé depuis la sortie",
}


def _mots(libelle: str, aide: str = "", lignes: int = 2, longueur: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=libelle, required=False, max_length=longueur, help_text=aide,
        widget=forms.Textarea(attrs={"rows": lignes}),
    )  # fmt: skip


class _Dates(forms.Form):
    """A form that knows what day it is."""

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def passee(self, champ: str) -> date | None:
        """A day that has come; an error beside its field otherwise."""
        jour = self.cleaned_data[champ]
        if jour and jour > self.aujourd_hui:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        return jour


class PassageForm(_Dates):
    """One passage: the day, the reason when the table asks for it, a few words."""

    le = forms.DateField(
        label="Fait le",
        widget=Jour(),
        error_messages={
            "required": "Choisissez le jour de ce passage.",
            "invalid": "Cette date n’existe pas au calendrier.",
        },
    )
    motif = forms.ChoiceField(
        label="Raison", required=False, error_messages={"required": "Choisissez la raison."}
    )
    precision = _mots("Précision")
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, passage: Passage, aujourd_hui: date, **kwargs) -> None:
        kwargs["initial"] = {
            "le": aujourd_hui, "formulaire": uuid.uuid4(), **(kwargs.get("initial") or {}),
        }  # fmt: skip
        super().__init__(*args, aujourd_hui=aujourd_hui, **kwargs)
        liste = passage.transition.motif
        self.fields["precision"].label = PRECISIONS.get(passage, "Précision")
        if liste is None:
            del self.fields["motif"]
            return
        self.fields["motif"].label = RAISONS[liste]
        self.fields["motif"].required = True
        self.fields["motif"].choices = [
            ("", "Choisir"),
            *charger(liste.value).choix,
        ]

    def clean_le(self) -> date | None:
        return self.passee("le")


class RectifierForm(forms.Form):
    """The stage that it should have been, and why."""

    vers = forms.ChoiceField(
        label="La bonne étape", error_messages={"required": "Choisissez une étape."}
    )
    raison = forms.ChoiceField(
        label="Raison",
        choices=[("", "Choisir"), *((r.value, r.libelle) for r in RaisonDeRectifier)],
        error_messages={"required": "Choisissez la raison."},
    )
    precision = forms.CharField(
        label="Ce qui le montre",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites en quelques mots ce qui montre que l’étape est fausse."},
    )
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, possibles: Iterable[Etape], **kwargs) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["vers"].choices = [("", "Choisir"), *((e.value, e.libelle) for e in possibles)]

    def clean_vers(self) -> Etape:
        return Etape(self.cleaned_data["vers"])

    def clean_raison(self) -> RaisonDeRectifier:
        return RaisonDeRectifier(self.cleaned_data["raison"])


class FinForm(_Dates):
    """How it ends, spoken of with the family."""

    prevue_le = forms.DateField(label="Sortie prévue le", required=False, widget=Jour())
    entretien_le = forms.DateField(label="Entretien de fin le", required=False, widget=Jour())
    avec = forms.CharField(label="Avec qui", required=False, max_length=200)
    bilan = _mots("Ce qui a changé, ce qui reste fragile", lignes=3)
    parole_famille = _mots("Ce que dit la famille", "Ses mots, tels qu’elle les dit.")
    parole_enfant = _mots("Ce que dit l’enfant", "Ses mots, tels qu’il ou elle les dit.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_prevue_le(self) -> date | None:
        jour = self.cleaned_data["prevue_le"]
        if jour and abs(jour - self.aujourd_hui) > AU_PLUS_LOIN:
            raise forms.ValidationError("Cette date est à plus de trois ans. Vérifiez l’année.")
        return jour

    def clean_entretien_le(self) -> date | None:
        return self.passee("entretien_le")


class RelaisForm(_Dates):
    """Somebody who may take over, and what was answered."""

    structure = forms.ChoiceField(
        label="Sorte de structure",
        error_messages={"required": "Choisissez une sorte de structure."},
    )
    qui = forms.CharField(
        label="Vers qui, pour quoi",
        max_length=300,
        help_text="Ne dites que ce que la famille peut lire : ce texte va dans son courrier.",
        error_messages={"required": "Dites vers qui, et pour quoi."},
    )
    contact_le = forms.DateField(label="Contact pris le", required=False, widget=Jour())
    reponse = forms.ChoiceField(
        label="Réponse", choices=[(r.value, r.libelle) for r in ReponseDuRelais]
    )
    precision = _mots("Précision, pour l’équipe", longueur=500)
    version = forms.IntegerField(widget=forms.HiddenInput)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        kwargs["initial"] = {
            "formulaire": uuid.uuid4(), "version": 0, "reponse": ReponseDuRelais.ATTENDUE,
            **(kwargs.get("initial") or {}),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["structure"].choices = [
            ("", "Choisir"),
            *charger("n32").choix,
        ]

    def clean_contact_le(self) -> date | None:
        return self.passee("contact_le")

    def clean_reponse(self) -> ReponseDuRelais:
        return ReponseDuRelais(self.cleaned_data["reponse"])

    def clean(self) -> dict:
        d = super().clean()
        reponse, lu = d.get("reponse"), "contact_le" not in self.errors
        if reponse and reponse.suppose_un_contact and lu and not d.get("contact_le"):
            self.add_error("contact_le", "Dites quel jour le contact a été pris.")
        return d


class VeilleForm(_Dates):
    """What was learned of a child after her exit."""

    texte = forms.CharField(
        label="Ce que la veille a appris",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez au moins un mot."},
    )
    le = forms.DateField(
        label="Le", widget=Jour(), error_messages={"required": "Choisissez le jour."}
    )
    tache = forms.ChoiceField(label="Pour la veille", required=False)
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, veilles: Iterable, aujourd_hui: date, **kwargs) -> None:
        ouvertes = [(str(v.id), v.libelle) for v in veilles if v.faite_le is None]
        kwargs["initial"] = {
            "le": aujourd_hui, "formulaire": uuid.uuid4(),
            "tache": ouvertes[0][0] if ouvertes else "", **(kwargs.get("initial") or {}),
        }  # fmt: skip
        super().__init__(*args, aujourd_hui=aujourd_hui, **kwargs)
        self.fields["tache"].choices = [("", "Une autre fois"), *ouvertes]

    def clean_le(self) -> date | None:
        return self.passee("le")

    def clean_tache(self) -> uuid.UUID | None:
        return uuid.UUID(self.cleaned_data["tache"]) if self.cleaned_data["tache"] else None
