"""What the catalogue shows: invented people, and every component empty, full and in error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from maillage.notions.decision import Decision, Motif, Texte

VOLET_FERME = Decision(
    accordee=False,
    motif=Motif(
        "sante.medecin_ou_extrait",
        "Votre mission n’ouvre pas ce volet.",
        {"Vous êtes": "référente du parcours", "Volet": "Santé"},
    ),
    fondement=Texte("Charte, art. 4 ; code de la santé publique, L. 1110-4"),
    a_faire="Demander un extrait au Dr Azzam.",
)
CASE_MASQUEE = Decision(
    accordee=False,
    motif=Motif(
        "secret.petit_nombre",
        "Ce nombre permettrait de reconnaître un enfant.",
        {"Seuil": "moins de 5 enfants"},
    ),
    fondement=Texte("Secret statistique ; charte, art. 9"),
    a_faire="Lire le total de l’école.",
)
ENTREES = (
    {
        "volet": "scolarite",
        "mois": "novembre 2026",
        "quand": "16 nov.",
        "auteur": "Bruno Lefèvre",
        "titre": "Regard de l’enseignant",
        "texte": "Lit seul des phrases courtes ; demande à lire devant le groupe.",
        "badges": [("ok", "Communicable à la famille", "16 nov.", "eye")],
    },
    {
        "volet": "parcours",
        "mois": "novembre 2026",
        "quand": "5 nov.",
        "auteur": "Amina Haddad",
        "titre": "Visite à domicile",
        "texte": "Karthik raconte ses planches de dessin, en français, à sa petite sœur.",
        "badges": [],
    },
    {
        "volet": "famille",
        "mois": "octobre 2026",
        "quand": "21 oct.",
        "auteur": "Amina Haddad",
        "titre": "Appel sans réponse",
        "texte": "",
        "badges": [("att", "À rappeler", "avant le 28 oct.", "telephone")],
    },
)


class FormulaireDePlanche(forms.Form):
    """A form with one field of each kind."""

    naissance = forms.CharField(label="Date de naissance")
    motif = forms.ChoiceField(
        label="Motif principal", choices=[("", "Choisir"), ("isolement", "Isolement social")]
    )
    appui = forms.CharField(
        label="Point d’appui",
        required=False,
        help_text="Ce sur quoi on peut compter. Demandé par la charte, article 2 bis.",
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    lecteurs = forms.ChoiceField(
        label="Lue par",
        choices=[("moi", "Moi seule"), ("equipe", "L’équipe du PRE")],
        widget=forms.RadioSelect,
    )
    relu = forms.BooleanField(label="J’ai relu cette note", required=False)
    fichier = forms.FileField(label="Tableau de suivi", required=False)

    def clean_naissance(self) -> str:
        valeur = self.cleaned_data["naissance"]
        if valeur.startswith("31/06"):
            raise forms.ValidationError("Le 31 juin n’existe pas. Vouliez-vous dire le 30 ?")
        return valeur


def exemples() -> dict[str, Any]:
    """Context of the catalogue."""
    return {
        "decision": VOLET_FERME,
        "masque": CASE_MASQUEE,
        "vierge": FormulaireDePlanche(prefix="vierge"),
        "fautif": FormulaireDePlanche({"fautif-naissance": "31/06/2018"}, prefix="fautif"),
        "voies": ("parcours", "scolarite", "famille", "mediation"),
        "entrees": ENTREES,
        "etapes": ("Fichier", "Colonnes", "Valeurs", "Doublons", "Vérifier et écrire"),
        "onglets": (
            {"libelle": "Fil", "icone": "bezier2", "url": "#onglets", "active": True},
            {"libelle": "Scolarité", "icone": "backpack", "volet": "scolarite", "url": "#onglets"},
            {"libelle": "Santé", "url": "#onglets", "ferme": True},
        ),
        "choix": (
            {"valeur": "ce1", "libelle": "CE1", "coche": True},
            {"valeur": "ce2", "libelle": "CE2", "coche": True},
            {"valeur": "6e", "libelle": "6e", "coche": False},
        ),
        "noeuds": (12, 44, 58, 96, 130),
        "champs": (("version", "3"),),
        "colonnes": (
            {"libelle": "École", "tri": "ascending", "url": "#tableau"},
            {"libelle": "Enfants", "nombre": True},
            {"libelle": "Avec"},
        ),
        "lignes": (("Les Tilleuls", 16, "Mme Rossi"), ("Paul-Lanoë", 11, "M. Okafor")),
        "messages_exemple": _messages(),
    }


def _messages() -> tuple[Message, ...]:
    return (
        Message(constants.SUCCESS, "Note enregistrée à 9 h 02."),
        Message(constants.WARNING, "Deux lignes attendent votre avis."),
    )
