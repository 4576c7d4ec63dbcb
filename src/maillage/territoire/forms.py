"""Forms of the territory."""

from __future__ import annotations

from datetime import date

from django import forms

from maillage.notions.nomenclatures import charger
from maillage.partage.forms.jours import champ_jour
from maillage.territoire.queries import Composables, ReseauConnu
from maillage.territoire.rules.reseaux import LABELS_DE_RESEAU


class ReseauForm(forms.Form):
    """A réseau from a day on: its collège, its label, its écoles."""

    tete = forms.ChoiceField(
        label="Collège, tête du réseau",
        error_messages={"required": "Choisissez le collège."},
    )
    nom = forms.CharField(
        label="Nom du réseau",
        max_length=160,
        required=False,
        help_text="Sans nom, celui du collège.",
    )
    label = forms.ChoiceField(label="Label", widget=forms.RadioSelect)
    ecoles = forms.MultipleChoiceField(
        label="Écoles du secteur",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une école déjà rattachée ailleurs quitte l’autre réseau la veille.",
    )
    depuis = champ_jour(
        "À partir du", aide="Ce qui change vaut à partir de ce jour ; le passé est gardé."
    )

    def __init__(
        self,
        *args,
        composables: Composables,
        reseaux: tuple[ReseauConnu, ...],
        le_meme: ReseauConnu | None,
        aujourd_hui: date,
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui, self.noms = aujourd_hui, composables.colleges
        ailleurs = {uai: r for r in reseaux if r != le_meme for uai, *_ in r.ecoles}
        pris = {r.tete for r in reseaux if r != le_meme}
        libelles = charger("n05")
        self.fields["tete"].choices = [
            (uai, self._college(nom, composables.labels.get(uai)))
            for uai, nom in composables.colleges.items()
            if uai not in pris
        ]
        self.fields["label"].choices = [(c, libelles.libelle(c)) for c in LABELS_DE_RESEAU]
        self.fields["ecoles"].choices = [
            (uai, f"{nom} (aujourd’hui\u00a0: {ailleurs[uai].nom})" if uai in ailleurs else nom)
            for uai, nom in composables.ecoles.items()
        ]
        if le_meme:
            self.fields["tete"].choices = [(le_meme.tete, le_meme.nom_de_tete)]

    @staticmethod
    def _college(nom: str, label: str | None) -> str:
        return f"{nom} ({charger('n05').libelle(label)})" if label in LABELS_DE_RESEAU else nom

    def clean_depuis(self) -> date:
        return pas_dans_l_avenir(self.cleaned_data["depuis"], self.aujourd_hui)

    def nom_retenu(self) -> str:
        """The name written, else the one of the collège."""
        return self.cleaned_data["nom"].strip() or self.noms[self.cleaned_data["tete"]]


class FermetureForm(forms.Form):
    """The last day of a réseau."""

    dernier_jour = champ_jour("Dernier jour")

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_dernier_jour(self) -> date:
        return pas_dans_l_avenir(self.cleaned_data["dernier_jour"], self.aujourd_hui)


def pas_dans_l_avenir(jour: date, aujourd_hui: date) -> date:
    """A fact of the territory is written once it holds."""
    if jour > aujourd_hui:
        raise forms.ValidationError("Ce jour est dans l’avenir. Enregistrez-le ce jour-là.")
    return jour


class ReglagesForm(forms.Form):
    """What a programme decides for itself."""

    nom = forms.CharField(
        label="Nom du programme",
        max_length=160,
        error_messages={"required": "Un programme a un nom."},
    )
    zone = forms.ChoiceField(
        label="Zone de vacances",
        choices=[("A", "Zone A"), ("B", "Zone B"), ("C", "Zone C")],
        help_text="Elle donne les vacances et les jours de classe.",
    )
    jours = forms.IntegerField(
        label="Dire « sans nouvelles » après",
        min_value=7,
        max_value=365,
        help_text="En jours, sans trace de contact avec l’enfant ou sa famille.",
        error_messages={
            "required": "Écrivez un nombre de jours.",
            "invalid": "Écrivez un nombre de jours.",
            "min_value": "Sept jours au moins.",
            "max_value": "Un an au plus.",
        },
    )


class FichierDAdressesForm(forms.Form):
    """A file of the BAN and its day."""

    fichier = forms.FileField(
        label="Fichier du département",
        help_text="Le fichier CSV de la Base adresse nationale, compressé (.csv.gz) ou non, un département à la fois.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "invalid": "Choisissez un fichier.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz"}),
    )
    au = champ_jour(
        "Fichier du", aide="Le jour où il a été produit : il est écrit à côté du téléchargement."
    )

    def __init__(self, *args, aujourd_hui: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_au(self) -> date:
        return pas_dans_l_avenir(self.cleaned_data["au"], self.aujourd_hui)
