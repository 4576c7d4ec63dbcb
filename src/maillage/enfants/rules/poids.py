"""What each finding weighs, and the sentence that says it. A table: the page shows these very lines.

Points are written in tenths, so that the explanation sums exactly to the score.
"""

from __future__ import annotations

from math import log10

from .niveaux import Naissance, Nom

SEUIL = 100  # ten points: from there a pair is proposed to a person

# A name that half the file bears says less than a rare one: between these bounds, in tenths.
RARETE = {"nom": (50, 100), "prenom": (50, 80)}
POPULATION_DE_BASE = 500  # a small file is a sample of a town, not a town

# level -> (code, phrase, points, does rarity count)
Ligne = tuple[str, str, int, bool]

NOMS: dict[int, Ligne] = {
    Nom.DIFFERENT: ("nom_different", "Noms différents", -40, False),
    Nom.INCONNU: ("nom_inconnu", "Nom inconnu sur une fiche", 0, False),
    Nom.FAUTE: ("nom_faute", "Noms à une ou deux lettres près", -15, True),
    Nom.PARTIEL: ("nom_partiel", "Nom composé écrit en partie", -15, True),
    Nom.PROCHE: ("nom_proche", "Noms qui s'entendent presque pareil", -15, True),
    Nom.VARIANTE: ("nom_variante", "Même nom écrit autrement", -5, True),
    Nom.IDENTIQUE: ("nom_identique", "Même nom", 0, True),
}
PRENOMS: dict[int, Ligne] = {
    Nom.DIFFERENT: ("prenom_different", "Prénoms différents", -80, False),
    Nom.INCONNU: ("prenom_inconnu", "Prénom inconnu sur une fiche", 0, False),
    Nom.FAUTE: ("prenom_faute", "Prénoms à une ou deux lettres près", -15, True),
    Nom.PARTIEL: ("prenom_partiel", "Prénom composé ou abrégé", -15, True),
    Nom.PROCHE: ("prenom_proche", "Prénoms qui s'entendent presque pareil", -15, True),
    Nom.VARIANTE: ("prenom_variante", "Même prénom écrit autrement", -5, True),
    Nom.IDENTIQUE: ("prenom_identique", "Même prénom", 0, True),
}
NAISSANCES: dict[int, Ligne] = {
    Naissance.DIFFERENTE: ("naissance_differente", "Dates de naissance différentes", -100, False),
    Naissance.INCONNUE: (
        "naissance_inconnue",
        "Date de naissance inconnue ou au 1er janvier : elle ne dit rien",
        0,
        False,
    ),
    Naissance.MEME_ANNEE: ("naissance_annee", "Même année de naissance", 15, False),
    Naissance.MEME_MOIS: ("naissance_mois", "Mêmes mois et année de naissance", 40, False),
    Naissance.DEUX_SUR_TROIS: (
        "naissance_deux_sur_trois",
        "Deux parties sur trois de la date de naissance sont les mêmes",
        20,
        False,
    ),
    Naissance.INVERSEE: (
        "naissance_inversee",
        "Même date de naissance, jour et mois inversés",
        55,
        False,
    ),
    Naissance.IDENTIQUE: ("naissance_identique", "Même date de naissance", 80, False),
}
# field -> (same, different); unknown on one side weighs nothing and is not listed
AUTRES: dict[str, tuple[Ligne, Ligne]] = {
    "sexe": (
        ("sexe_identique", "Même sexe", 5, False),
        ("sexe_different", "Sexes différents", -30, False),
    ),
    "adresse": (
        ("adresse_identique", "Même adresse", 30, False),
        ("adresse_differente", "Adresses différentes", -15, False),
    ),
    "telephone": (
        ("telephone_identique", "Même téléphone", 30, False),
        ("telephone_different", "Téléphones différents", -5, False),
    ),
    "etablissement": (
        ("etablissement_identique", "Même établissement", 15, False),
        ("etablissement_different", "Établissements différents", -10, False),
    ),
}
INVERSES: Ligne = ("nom_prenom_inverses", "Nom et prénom inversés sur une fiche", 0, False)
FICHE_IDENTIQUE: Ligne = (
    "fiche_identique",
    "Tout ce qui est saisi est identique sur les deux fiches",
    100,
    False,
)
GRAND_FICHIER: Ligne = (
    "grand_fichier",
    "Grand fichier : les ressemblances de hasard y sont plus nombreuses",
    0,
    False,
)
FICHIER_ORDINAIRE = 1000  # records of one programme, past ones included


def taille(nombre: int) -> int:
    """Ask for more proof in a larger file: chance pairs grow with its square."""
    return -min(60, round(30 * log10(max(nombre, FICHIER_ORDINAIRE) / FICHIER_ORDINAIRE)))
