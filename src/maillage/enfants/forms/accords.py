"""Forms of agreements: asking, answering, telling, the child's word, the signed form."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django import forms

from maillage.accords.rules.echeances import fin_par_defaut
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.fichiers import POIDS_MAX, RAISONS
from maillage.accords.rules.natures import VOLETS_PARTAGEABLES, Finalite, Nature, Objet
from maillage.dossiers.rules import Volet
from maillage.enfants.forms.envoi import EnvoiUnique
from maillage.notions.nomenclatures import charger
from maillage.partage.forms.jours import Jour

AUTRE = "autre"
PLUS_LONG = timedelta(days=731)
SUPPORTS = [
    ("oral", "À l’oral, en face"),
    ("telephone", "Au téléphone"),
    ("ecrit", "Par écrit, signé"),
    ("visite", "En visite à domicile"),
]
L_AUTRE = "l_autre"  # the other parent, whom nobody could name


class DemandeForm(EnvoiUnique):
    """What the family is asked. The fields of a share are asked only when it is one."""

    nature = forms.ChoiceField(
        label="Accord demandé pour", choices=[(n.value, n.libelle) for n in Nature]
    )
    libelle = forms.CharField(
        label="Ce qui est proposé, en une phrase",
        max_length=200,
        required=False,
        help_text="Écrit sur le papier que la famille reçoit. Des mots simples, sans jugement.",
    )
    cible = forms.ChoiceField(
        label="Volet partagé",
        required=False,
        choices=[("", "Aucun"), *((v.value, v.libelle) for v in VOLETS_PARTAGEABLES)],
    )
    vers = forms.ChoiceField(label="Partagé avec", required=False)
    autre_nom = forms.CharField(
        label="Autre institution : son nom",
        max_length=160,
        required=False,
        help_text="Le nom de la structure, jamais celui d’une personne.",
    )
    autre_nature = forms.ChoiceField(label="Autre institution : de quelle sorte", required=False)
    finalite = forms.ChoiceField(
        label="Pourquoi",
        required=False,
        choices=[("", "Choisir"), *((f.value, f.libelle) for f in Finalite)],
    )
    jusqu_au = forms.DateField(label="Jusqu’au", required=False, widget=Jour())

    def __init__(self, *args, postes=(), institutions=(), **kwargs) -> None:
        kwargs["initial"] = {
            "jusqu_au": fin_par_defaut(kwargs["aujourd_hui"]),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["vers"].choices = [
            ("", "Choisir"),
            ("Dans le programme", [(f"p:{i}", nom) for i, nom in postes]),
            (
                "Institutions",
                [*((f"i:{i}", nom) for i, nom in institutions), (AUTRE, "Une autre…")],
            ),
        ]
        self.fields["autre_nature"].choices = [
            ("", "Choisir"),
            *charger("n32").choix,
        ]

    def clean_jusqu_au(self) -> date:
        jusqu_au = self.cleaned_data["jusqu_au"] or fin_par_defaut(self.aujourd_hui)
        if jusqu_au < self.aujourd_hui:
            raise forms.ValidationError("Cette date est passée.")
        if jusqu_au > self.aujourd_hui + PLUS_LONG:
            raise forms.ValidationError("Un accord se redemande : au plus deux ans.")
        return jusqu_au

    def clean(self) -> dict:
        d = super().clean()
        nature = d.get("nature")
        if nature == Nature.PARTAGE:
            for champ, phrase in (
                ("cible", "Choisissez le volet dont une partie sera dite."),
                ("vers", "Choisissez à qui."),
                ("finalite", "Choisissez pourquoi."),
            ):
                if not d.get(champ):
                    self.add_error(champ, phrase)
            if d.get("vers") == AUTRE:
                for champ in ("autre_nom", "autre_nature"):
                    if not (d.get(champ) or "").strip():
                        self.add_error(
                            champ, "À remplir pour une institution qui n’est pas dans la liste."
                        )
        elif nature in (Nature.ACTE_USUEL, Nature.ACTE_NON_USUEL) and not d.get("libelle"):
            self.add_error("libelle", "Dites de quel acte il s’agit.")
        return d

    def objet(self) -> Objet:
        d = self.cleaned_data
        nature = Nature(d["nature"])
        if nature is not Nature.PARTAGE:
            return Objet(nature)
        return Objet(nature, Volet(d["cible"]), "", Finalite(d["finalite"]))

    def a_qui(self) -> tuple[UUID | tuple[str, str] | None, UUID | None]:
        """Institution (its number, or its name and nature) and poste: one of the two for a share, none otherwise."""
        d = self.cleaned_data
        if d["nature"] != Nature.PARTAGE:
            return None, None
        if d["vers"] == AUTRE:
            return (d["autre_nom"], d["autre_nature"]), None
        sorte, _, numero = d["vers"].partition(":")
        return (UUID(numero), None) if sorte == "i" else (None, UUID(numero))


class ReponseForm(EnvoiUnique):
    """What an adult said."""

    adulte = forms.ChoiceField(label="Qui", widget=forms.RadioSelect)
    sens = forms.ChoiceField(
        label="Sa réponse",
        widget=forms.RadioSelect,
        choices=[(s.value, s.libelle) for s in Sens],
        error_messages={"required": "Choisissez ce que la personne a dit."},
    )
    le = forms.DateField(label="Le", widget=Jour())
    support = forms.ChoiceField(label="Comment", choices=SUPPORTS)
    langue = forms.CharField(label="Langue parlée", max_length=40, required=False)
    interprete = forms.CharField(
        label="Interprète", max_length=120, required=False, help_text="Son nom ou son service."
    )
    paroles = forms.CharField(
        label="Ce qui a été dit",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, adultes=(), **kwargs) -> None:
        kwargs["initial"] = {
            "le": kwargs["aujourd_hui"],
            "support": "oral",
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["adulte"].choices = [(str(i), nom) for i, nom in adultes]
        self.fields["adulte"].error_messages["required"] = "Choisissez la personne qui a répondu."

    def clean_le(self) -> date | None:
        return self.pas_dans_l_avenir(self.cleaned_data["le"])

    def contenu(self) -> dict[str, str]:
        return {c: self.cleaned_data[c] for c in ("support", "langue", "interprete", "paroles")}


class InformationForm(EnvoiUnique):
    """Who was told beforehand, or why not."""

    adulte = forms.ChoiceField(label="Qui")
    donnee = forms.ChoiceField(
        label="A été informé",
        widget=forms.RadioSelect,
        choices=[("oui", "Oui, avant"), ("non", "Non, pour la raison écrite ici")],
    )
    le = forms.DateField(label="Le", widget=Jour())
    precision = forms.CharField(
        label="Comment, ou pourquoi non",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ne pas informer un parent demande une raison : l’intérêt de l’enfant (CASF, art. L. 226-2-2).",
    )

    def __init__(self, *args, adultes=(), **kwargs) -> None:
        kwargs["initial"] = {"le": kwargs["aujourd_hui"], **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["adulte"].choices = [
            *((str(i), nom) for i, nom in adultes),
            (L_AUTRE, "L’autre parent, que l’on ne connaît pas"),
        ]

    def clean_le(self) -> date | None:
        return self.pas_dans_l_avenir(self.cleaned_data["le"])

    def clean(self) -> dict:
        d = super().clean()
        if d.get("donnee") == "non" and not (d.get("precision") or "").strip():
            self.add_error("precision", "Écrivez pourquoi cette personne n’est pas informée.")
        if d.get("donnee") == "oui" and d.get("adulte") == L_AUTRE:
            self.add_error("adulte", "Notez d’abord cet adulte dans le volet Famille.")
        return d

    def adulte_dit(self) -> UUID | None:
        choisi = self.cleaned_data["adulte"]
        return None if choisi == L_AUTRE else UUID(choisi)


class AvisForm(EnvoiUnique):
    """What the child thinks, or why it was not asked."""

    recueilli = forms.ChoiceField(
        label="L’enfant a donné son avis",
        widget=forms.RadioSelect,
        choices=[("oui", "Oui"), ("non", "Non, pour la raison écrite ici")],
    )
    le = forms.DateField(label="Le", widget=Jour())
    paroles = forms.CharField(
        label="Ses mots, ou la raison",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Écrivez ce qu’il ou elle a dit, ou pourquoi on ne lui a pas demandé."
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        kwargs["initial"] = {"le": kwargs["aujourd_hui"], **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_le(self) -> date | None:
        return self.pas_dans_l_avenir(self.cleaned_data["le"])


class FormulaireForm(EnvoiUnique):
    """The scan of the signed form. Its content is checked by the service."""

    fichier = forms.FileField(
        label="Formulaire signé",
        help_text="PDF, JPEG ou PNG, 10 Mo au plus. Le nom du fichier n’est pas gardé.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "Choisissez le fichier numérisé.", "empty": RAISONS["vide"]},
    )

    def clean_fichier(self) -> bytes:
        fichier = self.cleaned_data["fichier"]
        if fichier.size > POIDS_MAX:
            raise forms.ValidationError(RAISONS["lourd"])
        return fichier.read()


class NumeroForm(forms.Form):
    """The number printed on a form that comes back."""

    numero = forms.CharField(
        label="Numéro écrit sur le papier", max_length=20, help_text="Par exemple BCD-FGH-JKL."
    )
