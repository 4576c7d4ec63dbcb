"""Forms of the reprise."""

from __future__ import annotations

from django import forms

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.correspondance import Correspondance, Modele

LIBELLES: dict[Champ, str] = {
    Champ.NOM: "Nom",
    Champ.PRENOM: "Prénom",
    Champ.NOM_PRENOM: "Nom et prénom ensemble",
    Champ.SEXE: "Sexe",
    Champ.SEXE_CASE: "Sexe (case cochée)",
    Champ.NAISSANCE: "Date de naissance",
    Champ.AGE: "Âge (recalculé, non repris)",
    Champ.ADRESSE: "Adresse",
    Champ.CODE_POSTAL_VILLE: "Code postal, ville",
    Champ.QUARTIER: "Quartier",
    Champ.RESPONSABLE: "Responsable",
    Champ.TELEPHONE: "Téléphone",
    Champ.EMAIL: "Adresse électronique",
    Champ.ETABLISSEMENT: "Établissement",
    Champ.CLASSE: "Classe",
    Champ.ORIGINE: "Origine de l’orientation",
    Champ.DATE_RECEPTION: "Demande reçue le",
    Champ.MOTIFS: "Motifs",
    Champ.MOTIF_CASE: "Motif (case cochée)",
    Champ.ACCORD: "Accord de la famille",
    Champ.PRIS_EN_CHARGE: "Pris en charge (oui, non)",
    Champ.MOTIF_NON_PRISE_EN_CHARGE: "Motif de non-prise en charge",
    Champ.REFERENT: "Référent de parcours",
    Champ.ENTREE: "Entrée en parcours",
    Champ.SORTIE: "Sortie",
    Champ.SORTIE_PREVUE: "Sortie prévue",
    Champ.MOTIF_SORTIE: "Motif de sortie",
    Champ.SORTIE_CASE: "Motif de sortie (case cochée)",
    Champ.EPS: "Passages en EPS (dates)",
    Champ.EPS_CASE: "Passage en EPS (case cochée)",
    Champ.POINT_ECOLE: "Point école",
    Champ.ACTIONS: "Actions",
    Champ.ACTION_CASE: "Action (case cochée)",
    Champ.OBSERVATION: "Texte libre, à trier s’il est sensible",
    Champ.SENSIBLE: "Texte sensible, mis à l’abri",
    Champ.NUMERO: "Numéro de ligne",
    Champ.ANNEE: "Année scolaire",
    Champ.MOIS: "Mois",
    Champ.IGNORE: "Ne pas reprendre",
}
VOLETS: dict[Champ, Volet] = {
    **dict.fromkeys(
        (Champ.NOM, Champ.PRENOM, Champ.NOM_PRENOM, Champ.SEXE, Champ.SEXE_CASE, Champ.NAISSANCE,
         Champ.ADRESSE, Champ.CODE_POSTAL_VILLE, Champ.QUARTIER), Volet.IDENTITE),
    **dict.fromkeys((Champ.RESPONSABLE, Champ.TELEPHONE, Champ.EMAIL), Volet.FAMILLE),
    **dict.fromkeys((Champ.ETABLISSEMENT, Champ.CLASSE, Champ.POINT_ECOLE), Volet.SCOLARITE),
    **dict.fromkeys(
        (Champ.ORIGINE, Champ.DATE_RECEPTION, Champ.MOTIFS, Champ.MOTIF_CASE, Champ.ACCORD,
         Champ.PRIS_EN_CHARGE, Champ.MOTIF_NON_PRISE_EN_CHARGE, Champ.REFERENT, Champ.ENTREE,
         Champ.SORTIE, Champ.SORTIE_PREVUE, Champ.MOTIF_SORTIE, Champ.SORTIE_CASE, Champ.EPS,
         Champ.EPS_CASE, Champ.ACTIONS, Champ.ACTION_CASE, Champ.MOIS), Volet.PARCOURS),
}  # fmt: skip


class DepotForm(forms.Form):
    """The file to take over."""

    fichier = forms.FileField(
        label="Votre tableau de suivi",
        help_text="Excel (xlsx, xls), LibreOffice (ods) ou csv, 50 Mo au plus. Le fichier est effacé après l’import.",
        error_messages={
            "required": "Choisissez le fichier à reprendre.",
            "empty": "Ce fichier est vide. Rien n’a été gardé : choisissez-en un autre.",
        },
    )
    modele = forms.TypedChoiceField(
        label="Modèle de colonnes", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, modeles, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modele"].choices = [("", "Laisser Maillage proposer"), *modeles]


class ColonnesForm(forms.Form):
    """What each column becomes. One choice by column, and a name to keep the model."""

    nom_du_modele = forms.CharField(
        label="Garder ce modèle sous le nom",
        max_length=80,
        required=False,
        help_text="Il servira aux prochaines versions de ce tableau.",
    )

    def __init__(self, *args, tables: tuple[Correspondance, ...], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables
        for t, table in enumerate(tables):
            for colonne in table.colonnes:
                self.fields[f"c{t}-{colonne.indice}"] = forms.ChoiceField(
                    label=colonne.entete or "(sans titre)",
                    choices=[(c.value, LIBELLES[c]) for c in Champ],
                    initial=colonne.champ.value,
                    error_messages={"invalid_choice": "Ce choix n’existe pas."},
                )

    def clean(self) -> dict:
        """Each table names its children: surname and first name, once each, or both together."""
        d = super().clean()
        for t, table in enumerate(self.tables):
            choisis = [d.get(f"c{t}-{c.indice}") for c in table.colonnes]
            ensemble = choisis.count(Champ.NOM_PRENOM.value)
            separes = [choisis.count(c.value) for c in (Champ.NOM, Champ.PRENOM)]
            if not (ensemble == 1 or separes == [1, 1]):
                self.add_error(
                    None,
                    f"« {table.feuille} » : choisissez une colonne « Nom » et une colonne « Prénom », "
                    "ou une seule « Nom et prénom ensemble ».",
                )
        return d

    def modele(self) -> Modele:
        """The mapping as corrected. A column of ticks keeps its code as long as it stays one."""
        tables = {}
        for t, table in enumerate(self.tables):
            choix = {}
            for colonne in table.colonnes:
                champ = self.cleaned_data[f"c{t}-{colonne.indice}"]
                code = colonne.code if champ == colonne.champ.value else None
                choix[colonne.cle] = (champ, code)
            tables[table.signature] = choix
        return Modele(tables)


class DoublonForm(forms.Form):
    """Are these two the same child?"""

    nom_a = forms.CharField(max_length=400)
    naissance_a = forms.CharField(max_length=10, required=False)
    nom_b = forms.CharField(max_length=400)
    naissance_b = forms.CharField(max_length=10, required=False)
    avis = forms.ChoiceField(choices=[("meme", "Même enfant"), ("autre", "Deux enfants")])


class EcoleForm(forms.Form):
    """Which school a written name means."""

    texte = forms.CharField(max_length=300)
    niveau = forms.CharField(max_length=40, required=False)
    uai = forms.CharField(max_length=8, required=False)


class RangerForm(forms.Form):
    """Where a text of the old file goes."""

    texte = forms.UUIDField()
    volet = forms.ChoiceField(
        choices=[*((v.value, v.libelle) for v in VOLETS_DU_DOSSIER), ("ecarter", "Écarter")]
    )

    def clean_volet(self) -> Volet | None:
        volet = self.cleaned_data["volet"]
        return None if volet == "ecarter" else Volet(volet)
