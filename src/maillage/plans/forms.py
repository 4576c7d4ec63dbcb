"""Forms of the plan: short, each with the number of its page so that sending twice writes once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from maillage.notions.nomenclatures import charger
from maillage.partage.forms.jours import Jour
from maillage.plans.queries.projections import ActionLue, EcritureLue, ObjectifLu
from maillage.plans.rules.objectifs import EtatDObjectif, Parole
from maillage.plans.rules.regards import Evolution, Regard
from maillage.plans.services import ActionEcrite

JOUR_FAUX = {"invalid": "Cette date n’existe pas au calendrier."}
CHOISIR = [("", "Choisir")]


def _texte(
    libelle: str, requis: str = "", aide: str = "", *, long: bool = False, taille: int = 300
) -> forms.CharField:
    return forms.CharField(
        label=libelle, required=bool(requis), max_length=2000 if long else taille, help_text=aide,
        widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(),
        error_messages={"required": requis},
    )  # fmt: skip


def _jour(libelle: str, requis: str = "", aide: str = "") -> forms.DateField:
    return forms.DateField(
        label=libelle, required=bool(requis), widget=Jour(), help_text=aide,
        error_messages={**JOUR_FAUX, "required": requis},
    )  # fmt: skip


def _liste(nomenclature: str, famille: str) -> list[tuple[str, str]]:
    return [(m.code, m.libelle) for m in charger(nomenclature).de_famille(famille)]


DOMAINES: list[Any] = [
    *CHOISIR,
    ("Domaines", _liste("n14", "domaine")),
    ("Plus précisément", _liste("n14", "detail")),
]


class DuPlan(forms.Form):
    """Base: the number of the form."""

    formulaire = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"formulaire": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class AvecVersion(DuPlan):
    """Base of what corrects: the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BesoinForm(DuPlan):
    """A need: what helps first, then what worries."""

    domaine = forms.ChoiceField(
        label="Domaine", choices=DOMAINES, error_messages={"required": "Choisissez un domaine."}
    )
    appui = _texte(
        "Ce qui aide déjà", "", "Un goût, un adulte, une habitude, un soin en cours.", long=True
    )
    constat = _texte(
        "Ce dont l’enfant a besoin", "Écrivez en quelques mots ce dont l’enfant a besoin.",
        "Des faits, que la famille pourra lire.", long=True,
    )  # fmt: skip


class ObjectifForm(AvecVersion):
    """An objective, in the words of somebody."""

    texte = _texte(
        "Objectif", "Écrivez l’objectif, dans les mots de l’enfant ou de ses parents.",
        "Une phrase que l’enfant comprend. Rien de la santé ni de la justice : ces volets ont leur place.",
        long=True,
    )  # fmt: skip
    mots_de = forms.ChoiceField(
        label="Dans les mots de",
        choices=[*CHOISIR, *((p.value, p.libelle) for p in Parole)],
        error_messages={"required": "Dites dans les mots de qui l’objectif est écrit."},
    )
    presents = _texte(
        "Qui était là", "Écrivez qui était là.", "Par exemple : Karthik, sa mère, l’interprète."
    )
    domaine = forms.ChoiceField(
        label="Domaine", choices=DOMAINES, error_messages={"required": "Choisissez un domaine."}
    )

    def clean_mots_de(self) -> Parole:
        return Parole(self.cleaned_data["mots_de"])

    @staticmethod
    def depart(e: EcritureLue, version: int) -> dict[str, Any]:
        """The form filled with a wording."""
        return {
            "texte": e.texte, "mots_de": e.mots_de.value, "presents": e.presents, "domaine": e.domaine,
            "version": version,
        }  # fmt: skip


class ClotureForm(AvecVersion):
    """How an objective ends, or that it opens again."""

    etat = forms.ChoiceField(
        label="Où en est cet objectif",
        choices=[(e.value, e.libelle) for e in EtatDObjectif],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez où en est l’objectif."},
    )
    issue = _texte("En quelques mots", "", "Ce qui a changé, ou pourquoi on le laisse.", long=True)
    le = _jour("Le", "Choisissez le jour.")

    def clean_etat(self) -> EtatDObjectif:
        return EtatDObjectif(self.cleaned_data["etat"])


class EtapeForm(DuPlan):
    """A step of an objective."""

    libelle = _texte("Étape", "Écrivez le prochain pas.")
    qui = _texte("Qui le fait", "", "L’enfant, un parent, vous, quelqu’un d’autre.")
    echeance = _jour("Pour le", "", "Si une date est convenue.")


class ActionForm(AvecVersion):
    """An action: who does what, from when, until when."""

    objectif = forms.ChoiceField(label="Pour quel objectif", required=False)
    libelle = _texte("Action", "Écrivez ce qui sera fait.")
    nature = forms.ChoiceField(
        label="Nature", choices=[*CHOISIR, *_liste("n15", "nature")],
        error_messages={"required": "Choisissez la nature de l’action."},
    )  # fmt: skip
    operateur = forms.ChoiceField(
        label="Qui la mène", choices=[*CHOISIR, *_liste("n15", "operateur")],
        error_messages={"required": "Choisissez qui mène l’action."},
    )  # fmt: skip
    structure = _texte("Structure", "", "Son nom, s’il est connu.")
    qui = _texte("Personne à qui s’adresser")
    debut = _jour("À partir du")
    fin = _jour("Jusqu’au")

    def __init__(self, *args: Any, objectifs: Iterable[ObjectifLu] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objectif"].choices = [
            ("", "L’ensemble du plan"),
            *((str(o.id), o.courante.texte[:90]) for o in objectifs),
        ]

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if lu.get("debut") and lu.get("fin") and lu["fin"] < lu["debut"]:
            self.add_error("fin", "La date de fin précède la date de début.")
        return lu

    def ecrite(self) -> ActionEcrite:
        """What was typed."""
        champs = ("libelle", "nature", "operateur", "structure", "qui")
        return ActionEcrite(**{c: self.cleaned_data[c] for c in champs})

    @staticmethod
    def depart(a: ActionLue) -> dict[str, Any]:
        """The form filled with an action."""
        champs = ("libelle", "nature", "operateur", "structure", "qui", "version")
        jours = {n: j.isoformat() if j else "" for n, j in (("debut", a.debut), ("fin", a.fin))}
        return {**{c: getattr(a, c) for c in champs}, **jours, "objectif": str(a.objectif or "")}


class SuiteForm(AvecVersion):
    """The next «suite» of an action."""

    le = _jour("Le", "Choisissez le jour.")
    mots = _texte("En quelques mots", long=True)


class RegardForm(DuPlan):
    """A viewpoint, in the words of who speaks."""

    regard = forms.ChoiceField(
        label="Qui parle", choices=[(r.value, r.libelle) for r in Regard], widget=forms.RadioSelect,
        error_messages={"required": "Dites qui parle."},
    )  # fmt: skip
    evolution = forms.ChoiceField(
        label="Ce qu’il ou elle voit changer", choices=[(e.value, e.libelle) for e in Evolution],
        widget=forms.RadioSelect, error_messages={"required": "Choisissez ce qui est vu."},
    )  # fmt: skip
    mots = _texte(
        "Dans ses mots", "",
        "Un fait, une phrase entendue. Nécessaires pour une dégradation ou quand ce n’est pas évaluable.",
        long=True,
    )  # fmt: skip
    le = _jour("Le", "Choisissez le jour.")

    def clean_regard(self) -> Regard:
        return Regard(self.cleaned_data["regard"])

    def clean_evolution(self) -> Evolution:
        return Evolution(self.cleaned_data["evolution"])


class PresentationForm(DuPlan):
    """The plan is shown to the family."""

    le = _jour("Présenté le", "Choisissez le jour.")
    presents = _texte(
        "Qui était là", "Écrivez qui était là.", "L’enfant, ses parents, l’interprète."
    )


class AccordForm(DuPlan):
    """The family accepts the plan."""

    le = _jour("Accepté le", "Choisissez le jour.")
    mots = _texte("Les mots de la famille", "", "Ce qu’elle veut qui soit gardé.", long=True)


class DemarrageForm(DuPlan):
    """The parcours begins."""

    le = _jour("Commence le", "Choisissez le jour.")
