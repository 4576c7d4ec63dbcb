"""Forms of the local rules: criteria are chosen, nobody types code."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from maillage.eligibilite.rules.criteres import (
    Ages,
    CommuneEntiere,
    Continuite,
    Critere,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    JeuDeRegles,
    Ou,
    ParDerogation,
    Poche,
    RegleLocale,
)
from maillage.partage.forms.jours import champ_jour

COCHES = forms.CheckboxSelectMultiple
CRITERES = (
    ("domicile", "Le domicile est dans une zone de la carte en vigueur"),
    ("commune", "Le domicile est dans une commune du programme"),
    ("continuite", "L’enfant était éligible avant la carte actuelle, et son parcours est ouvert"),
    ("derogation", "Une dérogation motivée a été accordée"),
)


class RegleForm(forms.Form):
    """One rule to add."""

    texte = forms.CharField(
        label="La règle, en une phrase",
        max_length=200,
        help_text="C’est ce que liront l’équipe et la famille.",
        error_messages={"required": "Écrivez la règle en une phrase."},
    )
    mode = forms.ChoiceField(
        label="L’enfant est éligible quand",
        choices=[
            ("et", "toutes ces conditions sont vraies"),
            ("ou", "une de ces conditions suffit"),
        ],
        initial="et",
        widget=forms.RadioSelect,
    )
    criteres = forms.MultipleChoiceField(
        label="Conditions", choices=CRITERES, required=False, widget=COCHES
    )
    labels = forms.MultipleChoiceField(
        label="L’école est en",
        choices=[("rep_plus", "REP+"), ("rep", "REP")],
        required=False,
        widget=COCHES,
    )
    poches = forms.MultipleChoiceField(
        label="Le domicile est dans l’une de ces zones", required=False, widget=COCHES
    )
    jusqu_au = champ_jour("La continuité va jusqu’au", requis=False, aide="Vide\u00a0: sans fin.")
    age_de = forms.IntegerField(label="Âge, à partir de", min_value=0, max_value=25, required=False)
    age_a = forms.IntegerField(
        label="Âge, jusqu’à",
        min_value=0,
        max_value=25,
        required=False,
        help_text="En dehors, Maillage avertit et n’empêche rien.",
    )

    def __init__(self, *args: Any, zones: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["poches"].choices = zones

    def clean(self) -> dict[str, Any]:
        d = super().clean() or {}
        if not self.errors and not self._simples(d):
            raise forms.ValidationError("Choisissez au moins une condition.")
        de, a = d.get("age_de"), d.get("age_a")
        if (de is None) != (a is None) or (de is not None and a is not None and de > a):
            self.add_error("age_a", "Donnez les deux âges, le plus petit d’abord.")
        return d

    @staticmethod
    def _simples(d: dict[str, Any]) -> list[Critere]:
        voulus = set(d.get("criteres") or ())
        lus: list[Critere] = []
        if "domicile" in voulus:
            lus.append(DomicileEnZone())
        if d.get("labels"):
            lus.append(EcoleEnReseau(tuple(d["labels"])))
        if d.get("poches"):
            lus.append(Poche(tuple(d["poches"])))
        if "commune" in voulus:
            lus.append(CommuneEntiere())
        if "continuite" in voulus:
            lus.append(Continuite(d.get("jusqu_au")))
        if "derogation" in voulus:
            lus.append(ParDerogation())
        return lus

    def ajouter_a(self, jeu: JeuDeRegles | None) -> JeuDeRegles:
        """The set with this rule at its end."""
        d, regles = self.cleaned_data, jeu.regles if jeu else ()
        simples = self._simples(d)
        compose = Et if d["mode"] == "et" else Ou
        critere = simples[0] if len(simples) == 1 else compose(tuple(simples))
        ages = Ages(d["age_de"], d["age_a"]) if d["age_de"] is not None else None
        pris = {r.id for r in regles}
        numero = next(n for n in range(1, len(pris) + 2) if f"r{n}" not in pris)
        return JeuDeRegles((*regles, RegleLocale(f"r{numero}", d["texte"], critere, ages)))


class VigueurForm(forms.Form):
    """From which day the draft holds."""

    depuis = champ_jour("Les règles valent à partir du")
    version = forms.IntegerField(widget=forms.HiddenInput)


class DerogationForm(forms.Form):
    """A derogation for one child."""

    motif = forms.CharField(
        label="Pourquoi cette dérogation",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Des faits, pas de jugement. La famille peut le lire.",
        error_messages={"required": "Une dérogation dit son motif."},
    )
    jusqu_au = champ_jour("Jusqu’au", requis=False, aide="Vide\u00a0: sans fin.")
    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, aujourd_hui: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui

    def clean_jusqu_au(self) -> date | None:
        fin: date | None = self.cleaned_data["jusqu_au"]
        if fin is not None and fin < self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée.")
        return fin
