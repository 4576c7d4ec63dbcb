"""Beginnings of notes shipped with the house: facts first, what the family says next, what is agreed last."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.parcours.rules.notes import Moyen

CONSEIL = (
    "Des faits, pas des jugements : ce que j’ai vu, entendu, convenu. Les points d’appui d’abord."
)


@dataclass(frozen=True, slots=True)
class Modele:
    """A beginning of note. `nature` is a code of nomenclature N30, `moyen` a medium, or nothing."""

    cle: str
    libelle: str
    nature: str
    moyen: str
    texte: str


def _lignes(*lignes: str) -> str:
    return "\n".join(f"{ligne} : " for ligne in lignes)


LIVRES = (
    Modele(
        "visite",
        "Visite à domicile",
        "visite_a_domicile",
        Moyen.EN_PERSONNE,
        _lignes(
            "Personnes présentes",
            "Ce qui va bien",
            "Ce que la famille dit",
            "Ce que j’ai vu",
            "Ce qui est convenu",
        ),
    ),
    Modele(
        "ecole",
        "Entretien avec l’école",
        "enseignants",
        Moyen.EN_PERSONNE,
        _lignes(
            "Personnes rencontrées",
            "Progrès et points d’appui",
            "Ce que l’école constate",
            "Ce que l’école propose",
            "Ce que la famille en sait",
        ),
    ),
    Modele(
        "parents",
        "Entretien avec les parents",
        "parents_representants_legaux",
        Moyen.EN_PERSONNE,
        _lignes(
            "Personnes présentes, interprète",
            "Ce qui va bien",
            "Ce que les parents souhaitent",
            "Ce qui les préoccupe, dans leurs mots",
            "Ce qui est convenu",
        ),
    ),
    Modele(
        "enfant",
        "Temps avec l’enfant",
        "eleve",
        Moyen.EN_PERSONNE,
        _lignes("Ce que nous avons fait", "Ce qu’il ou elle en dit", "Ce qui lui a plu"),
    ),
    Modele(
        "appel",
        "Appel sans réponse",
        "parents_representants_legaux",
        Moyen.TELEPHONE,
        _lignes("Personne appelée", "Message laissé", "Prochain essai"),
    ),
    Modele(
        "partenaire",
        "Point avec un partenaire",
        "autres_partenaires",
        Moyen.TELEPHONE,
        _lignes(
            "Structure et personne",
            "Ce que la famille a accepté que l’on dise",
            "Ce qui est proposé",
            "Suite et délai",
        ),
    ),
)
