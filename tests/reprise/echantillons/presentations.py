"""The same children, kept in as many ways as teams have: each sample says what must be found in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.reprise.echantillons.fabrique import ods, texte, xlsx
from tests.reprise.echantillons.personnes import Personne, personnes


@dataclass(frozen=True)
class Echantillon:
    nom: str
    octets: bytes
    personnes: list[Personne]
    attendus: dict[str, Callable[[Personne], Any]] = field(default_factory=dict)
    lignes: int = 1


def iso(jour: date) -> str:
    return jour.isoformat()


SEXE = {"sexe": lambda p: p.sexe}
ENTREE = {"entree": lambda p: iso(p.entree)}
EPS = {"eps": lambda p: sorted(iso(d) for d in p.eps)}


def une_ligne_par_annee() -> Echantillon:
    gens = personnes(12)
    entete = [
        "Année scolaire",
        "Nom",
        "Prénom",
        "Sexe",
        "Date de naissance",
        "Classe",
        "Début",
        "Fin",
        "Motif de fin",
    ]
    rangees = [
        [
            annee,
            p.nom,
            p.prenom,
            p.sexe,
            p.naissance,
            p.classe,
            p.entree if n == 0 else None,
            None,
            None,
        ]
        for p in gens
        for n, annee in enumerate(("2024-2025", "2025-2026"))
    ]
    return Echantillon(
        "par-annee.xlsx", xlsx({"Suivi": [entete, *rangees]}), gens, {**SEXE, **ENTREE}, lignes=2
    )


def mois_en_colonnes() -> Echantillon:
    gens = personnes(10, 8)
    mois = ["sept", "oct", "nov", "déc", "janv", "févr", "mars", "avril", "mai", "juin"]
    rangees = [
        [
            f"{p.nom} {p.prenom}",
            p.naissance,
            p.classe,
            *("EPS" if m == "nov" else "x" if m == "mars" else None for m in mois),
        ]
        for p in gens
    ]
    feuille = [
        ["Suivi mensuel 2024-2025"],
        [],
        ["NOM Prénom", "Né(e) le", "Classe", *mois],
        *rangees,
    ]
    return Echantillon("mois.xlsx", xlsx({"Feuil1": feuille}), gens, {"eps": lambda _: ["2024-11"]})


def cases_a_cocher() -> Echantillon:
    gens = personnes(10, 9)
    motifs = ["Langage", "Absentéisme", "Comportement", "Isolement", "Santé"]
    entete = ["NOM", "PRENOM", "DATE DE NAISSANCE", "F", "M", *motifs, "Entrée"]
    rangees = [
        [p.nom, p.prenom, p.naissance, "x" if p.sexe == "F" else "", "x" if p.sexe == "M" else "",
         1, "", "oui" if p.sexe == "F" else "", "", "X" if p.sexe == "M" else "", p.entree]
        for p in gens
    ]  # fmt: skip
    entete[3:5] = ["Fille", "Garçon"]
    attendus = {
        **SEXE, **ENTREE,
        "motifs": lambda p: ["difficultes_de_langage", "comportement" if p.sexe == "F" else "sante_physique"],
    }  # fmt: skip
    return Echantillon("cases.xlsx", xlsx({"Tableau": [entete, *rangees]}), gens, attendus)


def deux_rangs_d_entetes() -> Echantillon:
    gens = personnes(10, 10)
    groupes = ["ENFANT", None, None, None, "RESPONSABLE", None, "ENTRÉE", None, "SORTIE", None, "EPS", None]  # fmt: skip
    noms = ["Nom", "Prénom", "Né(e) le", "Sexe", "Nom", "Prénom", "Date", "Motif", "Date", "Motif", "1", "2"]  # fmt: skip
    rangees = [
        [p.nom, p.prenom, p.naissance, p.sexe, p.nom, "Samira", p.entree, "pb de langage", p.entree + timedelta(200),
         "déménagement", *p.eps]
        for p in gens
    ]  # fmt: skip
    fusions = {"Suivi": [(0, 0, 0, 3), (0, 4, 0, 5), (0, 6, 0, 7), (0, 8, 0, 9), (0, 10, 0, 11)]}
    attendus = {
        **SEXE, **ENTREE, **EPS,
        "sortie": lambda p: iso(p.entree + timedelta(200)),
        "motif_sortie": lambda _: "demenagement",
        "motifs": lambda _: ["difficultes_de_langage"],
    }  # fmt: skip
    return Echantillon(
        "deux-rangs.xlsx",
        xlsx({"Suivi": [groupes, noms, *rangees]}, fusions=fusions),
        gens,
        attendus,
    )


def sous_titres() -> Echantillon:
    """The names stand on the first header row, the numbers of the EPS on the second."""
    gens = personnes(8, 11)
    haut = ["Nom", "Prénom", "DDN", "EPS", None, "Observations"]
    bas = [None, None, None, "EPS 1", "EPS 2", None]
    rangees = [
        [p.nom, p.prenom, p.naissance, *p.eps, *([None] * (2 - len(p.eps))), "vient régulièrement"]
        for p in gens
    ]
    fusions = {"S": [(0, 3, 0, 4)]}
    return Echantillon(
        "sous-titres.xlsx", xlsx({"S": [haut, bas, *rangees]}, fusions=fusions), gens, EPS
    )


def windows_1252() -> Echantillon:
    gens = personnes(10, 12)
    entete = [
        "Prénom de l'élève",
        "Nom de l'élève",
        "Sexe",
        "Date naiss.",
        "École",
        "Entrée",
        "Remarques",
    ]
    rangees = [
        [p.prenom, p.nom.replace("Ö", "O").replace("Ü", "U"), p.sexe, p.naissance, "École élém. Victor Hugo", p.entree, "à rappeler ;\nvu en EPS"]
        for p in gens
    ]  # fmt: skip
    gens = [
        Personne(
            p.nom.replace("Ö", "O").replace("Ü", "U"),
            p.prenom,
            *(
                getattr(p, c)
                for c in ("sexe", "naissance", "entree", "eps", "classe", "telephone", "adresse")
            ),
        )
        for p in gens
    ]
    return Echantillon(
        "export.csv",
        texte([entete, *rangees], ";", "cp1252", "sep=;\r\n"),
        gens,
        {**SEXE, **ENTREE},
    )


def utf_16_tabulations() -> Echantillon:
    gens = personnes(10, 13)
    rangees = [
        [p.nom, p.prenom, "fille" if p.sexe == "F" else "garçon", p.naissance, p.classe]
        for p in gens
    ]
    entete = ["NOM", "PRENOM", "SEXE", "NE LE", "CLASSE"]
    return Echantillon(
        "export.txt", texte([["LISTE PRE"], [], entete, *rangees], "\t", "utf-16"), gens, SEXE
    )


def ods_une_feuille_par_annee() -> Echantillon:
    gens = personnes(9, 14, 2023)
    entete = ["Nom et prénom", "Naissance", "Sexe", "Passages en EPS", "Observations"]
    rangees = [
        [
            f"{p.nom}, {p.prenom}",
            p.naissance,
            p.sexe,
            " et ".join(d.strftime("%d/%m/%y") for d in p.eps),
            None,
        ]
        for p in gens
    ]
    suite = [[*r[:3], None, "asthme"] for r in rangees]
    octets = ods({"2023-2024": [entete, *rangees], "2024-2025": [entete, *suite]})
    return Echantillon("annees.ods", octets, gens, {**SEXE, **EPS}, lignes=2)


def une_feuille_par_referente() -> Echantillon:
    gens = personnes(12, 15)
    feuilles = {}
    for nom, part in (("A. Benali", gens[:6]), ("Sophie L.", gens[6:])):
        rangees = [[p.prenom, p.nom, p.naissance, p.entree] for p in part]
        feuilles[nom] = [
            ["PRE – Amina Benali – 2024"] if nom.startswith("A") else [],
            ["Prénom", "NOM", "Naissance", "Date d'entrée"],
            *rangees,
            [],
            [None, f"Total : {len(part)} enfants"],
        ]
    return Echantillon("referentes.xlsx", xlsx(feuilles), gens, ENTREE)


def colonne_c_ligne_9() -> Echantillon:
    gens = personnes(8, 16)
    titre = [None, None, "Programme de réussite éducative – file active au 30/06/2025"]
    entete = [
        None,
        None,
        "N°",
        "Patronyme",
        "Prénom usuel",
        "Genre",
        "D. naiss.",
        "Domicile",
        "Tél.",
        "Suivi par",
    ]
    rangees = [
        [None, None, n, p.nom, p.prenom, p.sexe, p.naissance, p.adresse, p.telephone, "Julien"]
        for n, p in enumerate(gens, 1)
    ]
    legende = [None, None, "Légende : en jaune, à revoir"]
    return Echantillon(
        "c9.xlsx", xlsx({"x": [[], titre, *[[]] * 6, entete, *rangees, [], legende]}), gens, SEXE
    )


def parents_en_colonnes() -> Echantillon:
    gens = personnes(8, 17)
    entete = [
        "Nom du père",
        "Prénom du père",
        "Nom de la mère",
        "Nom de l'enfant",
        "Prénom de l'enfant",
        "Date de naissance de l'enfant",
        "Sexe",
    ]
    rangees = [["PÈRE", "Ali", "MÈRE", p.nom, p.prenom, p.naissance, p.sexe] for p in gens]
    return Echantillon("parents.xlsx", xlsx({"Enfants": [entete, *rangees]}), gens, SEXE)


def cent_colonnes() -> Echantillon:
    gens = personnes(5, 18)
    entete = ["Nom", "Prénom", "Né le", *(f"Indicateur {n}" for n in range(97))]
    rangees = [[p.nom, p.prenom, p.naissance, *range(97)] for p in gens]
    return Echantillon("cent.xlsx", xlsx({"Base": [entete, *rangees]}), gens)


def formules() -> Echantillon:
    gens = personnes(6, 19)
    entete = ["Nom", "Prénom", "Date de naissance", "Âge", "Sexe"]
    rangees = [
        [p.nom, p.prenom, p.naissance, f'=DATEDIF(C{n},TODAY(),"y")', p.sexe]
        for n, p in enumerate(gens, 2)
    ]
    bas = ["TOTAL", "=COUNTA(A2:A7)"]
    return Echantillon("formules.xlsx", xlsx({"Suivi": [entete, *rangees, bas]}), gens, SEXE)


def lignes_de_suite() -> Echantillon:
    """One row per EPS: the name is written once, the next rows leave it blank."""
    gens = [p for p in personnes(20, 20) if len(p.eps) == 2][:6]
    entete = ["Nom", "Prénom", "Naissance", "Date EPS", "Actions"]
    rangees = []
    for p in gens:
        rangees += [
            [p.nom, p.prenom, p.naissance, p.eps[0], "CLAS"],
            [None, None, None, p.eps[1], "judo"],
        ]
    return Echantillon("suites.xlsx", xlsx({"EPS": [entete, *rangees]}), gens, EPS, lignes=2)


def deux_tableaux() -> Echantillon:
    """Two lists one under the other, then a dashboard."""
    gens = personnes(10, 21)
    haut = [
        ["Maternelles"],
        ["Nom", "Prénom", "Né(e) le"],
        *([p.nom, p.prenom, p.naissance] for p in gens[:5]),
    ]
    bas = [
        [],
        ["Élémentaires"],
        ["Prénom", "Nom", "Sexe", "DDN"],
        *([p.prenom, p.nom, p.sexe, p.naissance] for p in gens[5:]),
    ]
    tableau = [[], ["Quartier", "Situations"], ["Bel Air", 6], ["Landy", 4]]
    return Echantillon("deux.xlsx", xlsx({"Listes": [*haut, *bas, *tableau]}), gens)


def cote_a_cote() -> Echantillon:
    gens = personnes(10, 23)
    titres = ["Nom", "Prénom", "Né le"]
    rangees = [
        [a.nom, a.prenom, a.naissance, None, b.nom, b.prenom, b.naissance]
        for a, b in zip(gens[:5], gens[5:], strict=True)
    ]
    return Echantillon(
        "cote.xlsx", xlsx({"Garçons et filles": [[*titres, None, *titres], *rangees]}), gens
    )


def une_feuille_par_mois() -> Echantillon:
    gens = personnes(6, 24)
    rangees = [
        ["Nom", "Prénom", "Né le", "Sexe"],
        *([p.nom, p.prenom, p.naissance, p.sexe] for p in gens),
    ]
    return Echantillon(
        "par-mois.xlsx",
        xlsx({"Octobre 2024": rangees, "Novembre 2024": rangees}),
        gens,
        SEXE,
        lignes=2,
    )


def entetes_fautives() -> Echantillon:
    gens = personnes(6, 25)
    entete = ["Nom enfnat", "Prnom", "Date de naisance", "Sexee", "Classse", "Date d'entre"]
    rangees = [[p.nom, p.prenom, p.naissance, p.sexe, p.classe, p.entree] for p in gens]
    return Echantillon("fautes.xlsx", xlsx({"S": [entete, *rangees]}), gens, {**SEXE, **ENTREE})


def sans_entete() -> Echantillon:
    gens = personnes(8, 26)
    rangees = [[p.nom, p.prenom, p.naissance, p.sexe, p.classe] for p in gens]
    return Echantillon("sans-entete.xlsx", xlsx({"S": rangees}), gens, SEXE)


def grand(combien: int = 3500) -> Echantillon:
    gens = personnes(combien, 22)
    entete = ["Nom", "Prénom", "Sexe", "Date de naissance", "Adresse", "Téléphone", "École", "Classe", "Motifs", "Entrée", "EPS 1", "EPS 2",
              "Observations", *(f"Divers {n}" for n in range(17))]  # fmt: skip
    rangees = [
        [p.nom, p.prenom, p.sexe, p.naissance, f"{n} {p.adresse}", p.telephone, "EE Victor Hugo", p.classe, "pb de langage, bagarres",
         p.entree, *p.eps, *([None] * (2 - len(p.eps))), "vient régulièrement", *(["à rappeler"] * 17)]
        for n, p in enumerate(gens)
    ]  # fmt: skip
    return Echantillon(
        "grand.xlsx", xlsx({"Base": [entete, *rangees]}), gens, {**SEXE, **ENTREE, **EPS}
    )


TOUTES = (
    une_ligne_par_annee, mois_en_colonnes, cases_a_cocher, deux_rangs_d_entetes, sous_titres, windows_1252,
    utf_16_tabulations, ods_une_feuille_par_annee, une_feuille_par_referente, colonne_c_ligne_9, parents_en_colonnes,
    cent_colonnes, formules, lignes_de_suite, deux_tableaux, cote_a_cote, une_feuille_par_mois, entetes_fautives, sans_entete,
)  # fmt: skip
