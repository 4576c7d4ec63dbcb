"""A small list of schools for the tests of names. UAI are numbers in order, on purpose not real ones."""

from __future__ import annotations

from maillage.territoire.rules.etablissements import EtablissementConnu, Repertoire

SAINT_DENIS, NEUILLY, SAINT_OUEN = "93066", "93050", "93070"
ICI = frozenset({SAINT_DENIS})

LISTE = (
    ("college", "Collège Pierre de Geyter", SAINT_DENIS, "Saint-Denis"),
    ("college", "Collège Elsa Triolet", SAINT_DENIS, "Saint-Denis"),
    ("college", "Collège Federico Garcia Lorca", SAINT_DENIS, "Saint-Denis"),
    ("college", "Collège La Salle Saint-Denis", SAINT_DENIS, "Saint-Denis"),
    ("college", "Collège privé La Salle - Le Landy", SAINT_DENIS, "Saint-Denis"),
    ("college", "Collège Paul Langevin", SAINT_DENIS, "Saint-Denis"),
    ("ecole_elementaire", "Ecole Elementaire Paul Langevin", SAINT_DENIS, "Saint Denis"),
    ("ecole_elementaire", "Ecole Elementaire Jules Valles A", SAINT_DENIS, "Saint Denis"),
    ("ecole_elementaire", "Ecole Elementaire Jules Valles B", SAINT_DENIS, "Saint Denis"),
    ("ecole_elementaire", "Ecole Elementaire Marcel Sembat", SAINT_DENIS, "Saint Denis"),
    (
        "ecole_elementaire",
        "Ecole Elementaire D Application Roger Semat",
        SAINT_DENIS,
        "Saint Denis",
    ),
    ("ecole_elementaire", "Ecole Elementaire Anatole France", SAINT_DENIS, "Saint Denis"),
    ("ecole_elementaire", "Ecole Elementaire Anatole France", SAINT_DENIS, "Pierrefitte Sur Seine"),
    ("ecole_elementaire", "Ecole Elementaire Joliot Curie 1", SAINT_DENIS, "Pierrefitte Sur Seine"),
    ("ecole_elementaire", "Ecole Elementaire Joliot Curie 2", SAINT_DENIS, "Pierrefitte Sur Seine"),
    (
        "ecole_elementaire",
        "Ecole Elementaire Irene Et Frederic Joliot Curie",
        SAINT_DENIS,
        "Saint Denis",
    ),
    (
        "ecole_elementaire",
        "Ecole Elementaire Antoine De Saint Exupery",
        SAINT_DENIS,
        "Saint Denis",
    ),
    ("ecole_elementaire", "Ecole Elementaire Jean Vilar", SAINT_DENIS, "Saint Denis"),
    ("ecole_elementaire", "Ecole Elementaire Louise Michel", SAINT_DENIS, "Saint Denis"),
    ("ecole_primaire", "Ecole Primaire Les Cosmonautes", SAINT_DENIS, "Saint Denis"),
    ("lycee", "Lycée polyvalent Suger", SAINT_DENIS, "Saint-Denis"),
    ("lycee", "Lycée Paul Eluard", SAINT_DENIS, "Saint-Denis"),
    ("college", "Collège Honoré de Balzac", NEUILLY, "Neuilly-sur-Marne"),
    (
        "ecole_elementaire",
        "Ecole Elementaire Claude Rouget De Lisle",
        NEUILLY,
        "Neuilly Sur Marne",
    ),
    (
        "ecole_elementaire",
        "Ecole Elementaire Jean Baptiste Du Hamel",
        NEUILLY,
        "Neuilly Sur Marne",
    ),
    ("lycee", "Lycée polyvalent Nicolas-Joseph Cugnot", NEUILLY, "Neuilly-sur-Marne"),
    ("college", "Collège Jules Michelet", SAINT_OUEN, "Saint-Ouen"),
    ("ecole_elementaire", "Ecole Elementaire Jules Michelet", SAINT_OUEN, "Saint Ouen Sur Seine"),
    ("ecole_elementaire", "Ecole Elementaire Jean Rostand", SAINT_OUEN, "Saint Ouen Sur Seine"),
    ("ecole_elementaire", "Ecole Elementaire Jean Macé", SAINT_OUEN, "Saint Ouen Sur Seine"),
)
CONNUS = tuple(
    EtablissementConnu(f"{rang:07d}", nom, nature, code, commune)
    for rang, (nature, nom, code, commune) in enumerate(LISTE, 1)
)
REPERTOIRE = Repertoire.de(CONNUS)


def uai_de(nom: str, localite: str = "") -> str:
    """The UAI of the only school of the list whose name ends so (and whose commune starts so)."""
    (trouve,) = [e for e in CONNUS if e.nom.endswith(nom) and e.commune.startswith(localite)]
    return trouve.uai
