"""What makes a row impossible. Everything else is a warning: the row lives and the value waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from maillage.classeurs.rules.classeur import Cellule
from maillage.notions.temps import DatePartielle, age_au
from maillage.parcours.rules.mots import date_en_mots
from maillage.reprise.rules.champs import Champ, Reconnaissance, vide_de_sens
from maillage.reprise.rules.modele import Colonne, Correspondance
from maillage.reprise.rules.plan import Lieu, Refus
from maillage.reprise.rules.releve import Releve

Lues = Sequence[tuple[Colonne, Cellule]]
DECALAGES = (1, -1, 2, -2)
INDICES_MINIMUM = 2
REPERES = ("date_reception", "entree")


def reference(releves: Iterable[Releve], au: date) -> date:
    """The day the tracker speaks from: its own latest date, never after today."""
    jours = [
        d.premier_jour
        for r in releves
        for d in (*(r.champs.get(c) for c in (*REPERES, "sortie")), *r.champs.get("eps", ()))
        if d is not None and d.premier_jour <= au
    ]
    return max(jours, default=au)


def controler(
    releve: Releve, cellules: Lues, table: Correspondance, tests: dict[Champ, Reconnaissance],
    jour: date, ages: tuple[int, int],
) -> Refus | None:  # fmt: skip
    """The first reason to refuse a row of a child, if any."""
    return (
        _decalee(releve, cellules, table, tests)
        or _anonyme(releve, table)
        or _naissance(releve, cellules, jour, ages)
        or _chronologie(releve, cellules)
    )


def _refus(releve: Releve, colonne: str, cellule: Cellule | None, erreur: str) -> Refus:
    lieu = Lieu(releve.lieu.feuille, releve.lieu.ligne, cellule.colonne if cellule else 0)
    return Refus(lieu, colonne, cellule.texte[:120] if cellule else "", erreur)


def _decalee(
    releve: Releve, cellules: Lues, table: Correspondance, tests: dict[Champ, Reconnaissance]
) -> Refus | None:
    """Values that consistently fit the neighbour column: the row slid."""
    par_place = {c.colonne: c for _, c in cellules}
    mauvaises = [
        (k, c)
        for k, c in cellules
        if (t := tests.get(k.champ)) and not vide_de_sens(c.valeur) and not t(c.valeur)
    ]
    if len(mauvaises) < INDICES_MINIMUM:
        return None
    debut = mauvaises[0][0].indice
    typees = [k for k in table.colonnes if k.champ in tests and k.indice >= debut]
    justes = sum(1 for k in typees if (c := par_place.get(k.indice)) and tests[k.champ](c.valeur))
    for pas in DECALAGES:
        glissees = 0
        for k in typees:
            voisine = par_place.get(k.indice + pas)
            if voisine and not vide_de_sens(voisine.valeur) and tests[k.champ](voisine.valeur):
                glissees += 1
        if glissees > justes + 1 and glissees >= max(INDICES_MINIMUM, 0.6 * len(mauvaises)):
            colonne, cellule = mauvaises[0]
            sens = "la droite" if pas > 0 else "la gauche"
            return _refus(
                releve, colonne.entete, cellule,
                f"Les valeurs sont décalées d'une colonne vers {sens} à partir de « {colonne.entete} »."
                if abs(pas) == 1
                else f"Les valeurs sont décalées de deux colonnes vers {sens} à partir de « {colonne.entete} ».",
            )  # fmt: skip
    return None


def _anonyme(releve: Releve, table: Correspondance) -> Refus | None:
    """A child without a name cannot be told from another."""
    for champ, quoi in (("nom", "Le nom"), ("prenom", "Le prénom")):
        attendu = table.de(Champ(champ)) or (table.de(Champ.NOM_PRENOM) and champ == "nom")
        if attendu and not releve.champs.get(champ):
            entete = (table.de(Champ(champ)) or table.de(Champ.NOM_PRENOM))[0].entete
            suite = " de l'enfant manque : la ligne ne dit pas de qui elle parle."
            return _refus(releve, entete, None, quoi + suite)
    return None


def _naissance(releve: Releve, cellules: Lues, jour: date, ages: tuple[int, int]) -> Refus | None:
    if releve.impossibles:
        colonne, cellule, erreur = releve.impossibles[0]
        return _refus(releve, colonne.entete, cellule, erreur)
    naissance: DatePartielle | None = releve.champs.get("naissance")
    if naissance is None:
        return None
    colonne, cellule = next(
        ((k, c) for k, c in cellules if k.champ is Champ.NAISSANCE), cellules[0]
    )
    if naissance.premier_jour > jour:
        return _refus(
            releve, colonne.entete, cellule, "La date de naissance est postérieure au suivi."
        )
    reperes = [d for c in REPERES if (d := releve.champs.get(c)) is not None]
    if any(naissance.premier_jour > d.dernier_jour for d in reperes):
        return _refus(
            releve,
            colonne.entete,
            cellule,
            "La date de naissance est postérieure à l'entrée ou à la fiche.",
        )
    quand = min((d.premier_jour for d in reperes), default=jour)
    age = age_au(naissance.dernier_jour, quand) if naissance.dernier_jour <= quand else 0
    if not ages[0] <= age <= ages[1]:
        return _refus(
            releve,
            colonne.entete,
            cellule,
            f"L'âge serait de {age} ans : la date de naissance est impossible.",
        )
    return None


def _chronologie(releve: Releve, cellules: Lues) -> Refus | None:
    entree: DatePartielle | None = releve.champs.get("entree")
    sortie: DatePartielle | None = releve.champs.get("sortie")
    if entree is None or sortie is None or sortie.dernier_jour >= entree.premier_jour:
        return None
    colonne, cellule = next(((k, c) for k, c in cellules if k.champ is Champ.SORTIE), cellules[0])
    return _refus(
        releve,
        colonne.entete,
        cellule,
        "La sortie ({}) précède l'entrée ({}).".format(
            *(date_en_mots(str(d)) for d in (sortie, entree))
        ),
    )
