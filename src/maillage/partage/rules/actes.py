"""Everything that can be done in the house, named once."""

from __future__ import annotations

from enum import StrEnum


class Acte(StrEnum):
    """An act that the policy allows or refuses.

    On a dossier: LISTER (know that the child is followed), LIRE, ECRIRE, PLANIFIER, TRIER, DESIGNER.
    On the programme: IMPORTER, VOIR_LES_CHIFFRES, EXPORTER_LES_CHIFFRES, TENIR_LE_TERRITOIRE. ACCUEILLIR: one's own home.
    TENIR_SON_COMPTE: on oneself, whatever the mission.
    """

    ACCUEILLIR = "accueillir"
    LISTER = "lister"
    LIRE = "lire"
    ECRIRE = "ecrire"
    PLANIFIER = "planifier"
    TRIER = "trier"
    DESIGNER = "designer"
    IMPORTER = "importer"
    VOIR_LES_CHIFFRES = "voir_les_chiffres"
    EXPORTER_LES_CHIFFRES = "exporter_les_chiffres"
    TENIR_LE_TERRITOIRE = "tenir_le_territoire"
    TENIR_SON_COMPTE = "tenir_son_compte"


SUR_DOSSIER = frozenset(
    {Acte.LISTER, Acte.LIRE, Acte.ECRIRE, Acte.PLANIFIER, Acte.TRIER, Acte.DESIGNER}
)

# What anyone signed in does on her own account: a person whose missions are over still closes her sessions.
SUR_SOI = frozenset({Acte.TENIR_SON_COMPTE})


class Relation(StrEnum):
    """What ties the acteur to the dossier on a given day."""

    CERCLE = "cercle"  # one of her postes follows this child today
    MEME_PROGRAMME = "meme_programme"
    AUCUNE = "aucune"

    @property
    def libelle(self) -> str:
        return {
            Relation.CERCLE: "vous suivez cet enfant",
            Relation.MEME_PROGRAMME: "ce dossier est de votre programme",
            Relation.AUCUNE: "aucun lien avec ce dossier",
        }[self]
