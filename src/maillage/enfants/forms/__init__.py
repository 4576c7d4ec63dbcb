"""Forms of the volets of a child. A value that nobody knows may stay empty: it is then «à vérifier»."""

from __future__ import annotations

import re
from datetime import date

from django import forms

from maillage.accords.rules.autorite import Exercice
from maillage.enfants.rules.identite import IdentiteLue
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import AnneeScolaire, DatePartielle, age_au

SEXES = [("", "À vérifier"), ("fille", "Fille"), ("garcon", "Garçon")]
CHIFFRES_D_UN_NUMERO = 8
AGE_POSSIBLE = 40  # beyond it, a year was mistyped; trackers of ten years ago hold adults of today
# what one person may write of an adult at once; the rest comes from a decision
DIT_SEUL = {
    "a_verifier": Exercice.INCONNU,
    "conjoint": Exercice.CONJOINT,
    "tiers": Exercice.TIERS,
}
FRANCAISE = re.compile(r"(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})")


def lire_naissance(texte: str) -> DatePartielle:
    """«12/03/2016», «03/2016» or «2016»; ValueError on anything else."""
    lu = FRANCAISE.fullmatch(texte.strip())
    if lu is None:
        return DatePartielle.lire(texte.strip())
    jour, mois, annee = (int(g) if g else None for g in lu.groups())
    return DatePartielle(annee or 0, mois, jour)


def ecrire_naissance(naissance: DatePartielle | None) -> str:
    """The same, for the field."""
    if naissance is None:
        return ""
    parts = [f"{p:02d}" for p in (naissance.jour, naissance.mois) if p]
    return "/".join([*parts, f"{naissance.annee:04d}"])


class IdentiteForm(forms.Form):
    """Names, birth, sex."""

    nom = forms.CharField(
        label="Nom", max_length=80, error_messages={"required": "Écrivez le nom de l’enfant."}
    )
    prenom = forms.CharField(
        label="Prénom", max_length=80, error_messages={"required": "Écrivez son prénom."}
    )
    naissance = forms.CharField(
        label="Date de naissance",
        max_length=20,
        required=False,
        help_text="12/03/2016, ou seulement ce que vous savez : 03/2016, 2016.",
    )
    sexe = forms.ChoiceField(label="Sexe", choices=SEXES, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_naissance(self) -> DatePartielle | None:
        texte = self.cleaned_data["naissance"]
        if not texte:
            return None
        try:
            lue = lire_naissance(texte)
        except ValueError:
            raise forms.ValidationError(
                "Cette date n’existe pas ou ne se lit pas. Écrivez par exemple 12/03/2016."
            ) from None
        if lue.premier_jour > self.aujourd_hui:
            raise forms.ValidationError("Cette date est dans l’avenir.")
        if age_au(lue.premier_jour, self.aujourd_hui) > AGE_POSSIBLE:
            raise forms.ValidationError(
                f"Cette date donne plus de {AGE_POSSIBLE} ans. Vérifiez l’année."
            )
        return lue

    def identite(self) -> IdentiteLue:
        d = self.cleaned_data
        return IdentiteLue(d["nom"].strip(), d["prenom"].strip(), d["naissance"], d["sexe"] or None)


class DomicileForm(forms.Form):
    """A new home."""

    adresse = forms.CharField(
        label="Adresse", max_length=200, error_messages={"required": "Écrivez l’adresse."}
    )
    ville = forms.CharField(label="Code postal et ville", max_length=100, required=False)
    quartier = forms.CharField(label="Quartier", max_length=100, required=False)
    depuis = forms.DateField(
        label="Depuis le", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_depuis(self) -> date | None:
        depuis = self.cleaned_data["depuis"]
        if depuis and depuis > self.aujourd_hui:
            raise forms.ValidationError(
                "Cette date est dans l’avenir. Notez l’adresse quand la famille y habite."
            )
        return depuis


class ResponsableForm(forms.Form):
    """An adult of the family."""

    nom = forms.CharField(
        label="Nom", max_length=120, error_messages={"required": "Écrivez le nom de l’adulte."}
    )
    lien = forms.CharField(
        label="Lien avec l’enfant", max_length=60, required=False, help_text="Mère, père, tante…"
    )
    telephone = forms.CharField(label="Téléphone", max_length=30, required=False)
    courriel = forms.EmailField(
        label="Adresse électronique",
        required=False,
        error_messages={
            "invalid": "Il manque l’arobase ou la fin. Écrivez par exemple nom@exemple.fr."
        },
    )
    adresse = forms.CharField(
        label="Adresse",
        max_length=200,
        required=False,
        help_text="Si ce n’est pas celle de l’enfant.",
    )
    travail = forms.CharField(label="Lieu de travail", max_length=160, required=False)
    exercice = forms.ChoiceField(
        label="Autorité parentale",
        initial="a_verifier",
        choices=[(code, exercice.libelle) for code, exercice in DIT_SEUL.items()],
        help_text="Ce qui vient d’un jugement se note ensuite, à deux personnes, avec sa référence.",
    )

    def clean_telephone(self) -> str:
        telephone = self.cleaned_data["telephone"]
        if telephone and sum(c.isdigit() for c in telephone) < CHIFFRES_D_UN_NUMERO:
            raise forms.ValidationError(
                "Il manque des chiffres. Écrivez par exemple 06 12 34 56 78."
            )
        return telephone

    def contenu(self) -> dict[str, object]:
        d = self.cleaned_data
        telephones = [d["telephone"]] if d["telephone"] else []
        return {
            "nom": d["nom"],
            "lien": d["lien"],
            "telephones": telephones,
            "adresse": d["adresse"],
            "courriel": d["courriel"],
            "travail": d["travail"],
            "exercice": d["exercice"] if d["exercice"] in charger("n29") else "a_verifier",
        }

    def exercice_dit(self) -> Exercice:
        return DIT_SEUL[self.cleaned_data["exercice"]]


class ScolariteForm(forms.Form):
    """A school year."""

    rentree = forms.TypedChoiceField(label="Année scolaire", coerce=int)
    etablissement = forms.CharField(
        label="Établissement", max_length=160, error_messages={"required": "Écrivez son école."}
    )
    niveau = forms.ChoiceField(label="Classe", required=False)

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        courante = AnneeScolaire.du(aujourd_hui).rentree
        self.fields["rentree"].choices = [
            (a, AnneeScolaire(a).libelle) for a in range(courante + 1, courante - 15, -1)
        ]
        self.fields["rentree"].initial = courante
        self.fields["niveau"].choices = [
            ("", "À vérifier"),
            *charger("n04").choix,
        ]


class FratrieForm(forms.Form):
    """Name of a sibling to find among the children that one may know of."""

    q = forms.CharField(label="Nom ou prénom de l’autre enfant", max_length=80)


class AutreEnfantForm(forms.Form):
    """The sibling chosen."""

    autre = forms.UUIDField()
