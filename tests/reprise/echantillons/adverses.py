"""Layouts made to defeat the reading: forms, families in rows, ditto marks, legends, old alphabets, jargon of teams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.reprise.echantillons.fabrique import texte, xlsx
from tests.reprise.echantillons.personnes import Personne, personnes
from tests.reprise.echantillons.presentations import ENTREE, EPS, SEXE, Echantillon, iso

MOTIFS = {
    "difficultes_de_langage": "retard de langage", "comportement": "comportement", "absenteisme": "absences répétées",
    "usage_des_ecrans": "écrans", "mal_etre": "confiance en soi", "relation_famille_ecole": "relation famille/école",
}  # fmt: skip
CODES = list(MOTIFS)


def motifs_de(p: Personne) -> list[str]:
    rang = p.naissance.day % len(CODES)
    return sorted({CODES[rang], CODES[(rang + p.naissance.month) % len(CODES)]})


LES_MOTIFS = {"motifs": motifs_de}


def ecrits(p: Personne, entre: str = ", ") -> str:
    return entre.join(MOTIFS[m] for m in motifs_de(p))


def une_fiche_par_feuille() -> Echantillon:
    gens = personnes(5, 40)
    feuilles = {
        f"Fiche {n}": [["PRE – fiche individuelle"], [], ["Nom :", p.nom, None, "Prénom :", p.prenom],
                       ["Né(e) le :", p.naissance, None, "Sexe :", p.sexe], [], ["PARCOURS"],
                       ["Date d'entrée :", p.entree], ["Observations :"], ["RAS"]]
        for n, p in enumerate(gens)
    }  # fmt: skip
    return Echantillon("fiches.xlsx", xlsx(feuilles), gens, {**SEXE, **ENTREE})


def fiches_empilees() -> Echantillon:
    gens = personnes(6, 41)
    rangees: list[list[Any]] = []
    for p in gens:
        rangees += [
            ["Nom", p.nom],
            ["Prénom", p.prenom],
            ["Date de naissance", p.naissance],
            ["Sexe", p.sexe],
            [],
        ]
    return Echantillon("empilees.xlsx", xlsx({"Fiches": rangees}), gens, SEXE)


def enfants_en_colonnes() -> Echantillon:
    gens = personnes(6, 42)
    rangees = [
        ["Nom", *(p.nom for p in gens)], ["Prénom", *(p.prenom for p in gens)], ["Naissance", *(p.naissance for p in gens)],
        ["Sexe", *(p.sexe for p in gens)], ["Date d'entrée", *(p.entree for p in gens)],
    ]  # fmt: skip
    return Echantillon("couche.xlsx", xlsx({"S": rangees}), gens, {**SEXE, **ENTREE})


def _fratries(combien: int, graine: int) -> list[tuple[Personne, Personne]]:
    gens = personnes(combien, graine)
    paires = zip(gens[::2], gens[1::2], strict=True)
    return [(a, replace(b, nom=a.nom)) for a, b in paires if a.prenom != b.prenom]


def familles_en_lignes() -> Echantillon:
    fratries = _fratries(16, 43)
    haut = ["Famille", None, "Enfant 1", None, None, "Enfant 2", None, None]
    bas = ["Nom", "Téléphone", "Prénom", "Né(e) le", "Sexe", "Prénom", "Né(e) le", "Sexe"]
    rangees = [
        [a.nom, a.telephone, *(x for p in (a, b) for x in (p.prenom, p.naissance, p.sexe))]
        for a, b in fratries
    ]
    fusions = {"F": [(0, 0, 0, 1), (0, 2, 0, 4), (0, 5, 0, 7)]}
    octets = xlsx({"F": [haut, bas, *rangees]}, fusions=fusions)
    return Echantillon("familles.xlsx", octets, [p for f in fratries for p in f], SEXE)


def noms_repris_par_un_signe() -> Echantillon:
    fratries = _fratries(16, 44)
    rangees: list[list[Any]] = [["Nom", "Prénom", "DDN", "Sexe", "Entrée"]]
    for signe, (a, b) in zip(('"', "idem", "//", "″", "id.") * 4, fratries, strict=False):
        rangees += [
            [q, p.prenom, p.naissance, p.sexe, p.entree] for q, p in ((a.nom, a), (signe, b))
        ]
    gens = [p for f in fratries for p in f]
    return Echantillon("signes.xlsx", xlsx({"S": rangees}), gens, {**SEXE, **ENTREE})


def noms_fusionnes() -> Echantillon:
    fratries = _fratries(16, 45)
    rangees: list[list[Any]] = [["Famille", "Prénom de l'enfant", "DN", "Sexe"]]
    for a, b in fratries:
        rangees += [[a.nom, a.prenom, a.naissance, a.sexe], [None, b.prenom, b.naissance, b.sexe]]
    fusions = {"S": [(n, 0, n + 1, 0) for n in range(1, len(rangees), 2)]}
    octets = xlsx({"S": rangees}, fusions=fusions)
    return Echantillon("fusions.xlsx", octets, [p for f in fratries for p in f], SEXE)


def motifs_en_lettres() -> Echantillon:
    gens = personnes(8, 46)
    lettres = {code: "LCAEMR"[n] for n, code in enumerate(CODES)}
    rangees = [
        [p.nom, p.prenom, p.naissance, " / ".join(lettres[m] for m in motifs_de(p))] for p in gens
    ]
    legende = [[f"{signe} = {MOTIFS[code]}"] for code, signe in lettres.items()]
    octets = xlsx(
        {"S": [["Nom", "Prénom", "Né le", "Motifs"], *rangees, [], ["Légende :"], *legende]}
    )
    return Echantillon("lettres.xlsx", octets, gens, LES_MOTIFS)


def motifs_numerotes() -> Echantillon:
    gens = personnes(8, 47)
    rangees = [
        [
            p.nom,
            p.prenom,
            p.naissance,
            " ".join(f"{n}) {MOTIFS[m]}" for n, m in enumerate(motifs_de(p), 1)),
        ]
        for p in gens
    ]
    octets = xlsx({"S": [["Nom", "Prénom", "Né le", "Problématique(s)"], *rangees]})
    return Echantillon("numeros.xlsx", octets, gens, LES_MOTIFS)


def _alphabet(alphabet: str) -> Echantillon:
    gens = [p for p in personnes(14, 48) if p.nom != "ŒUVRARD"]
    rangees = [
        ["Nom", "Prénom", "Né(e) le", "Sexe"],
        *([p.nom, p.prenom, p.naissance, p.sexe] for p in gens),
    ]
    return Echantillon(f"{alphabet}.csv", texte(rangees, alphabet=alphabet), gens, SEXE)


def alphabet_du_mac() -> Echantillon:
    return _alphabet("mac-roman")


def alphabet_du_dos() -> Echantillon:
    return _alphabet("cp850")


def _jargon(nom: str, titres: str, graine: int) -> Echantillon:
    gens = personnes(8, graine)
    sorties = {p: p.entree + timedelta(120) for p in gens}
    rangees = [
        [f"{p.nom} {p.prenom}", p.naissance, p.sexe, ecrits(p, "\n- "), p.entree, " puis ".join(d.strftime("%d/%m/%Y") for d in p.eps),
         sorties[p], "obj. atteints"]
        for p in gens
    ]  # fmt: skip
    attendus: dict[str, Callable[[Personne], Any]] = {
        **SEXE, **ENTREE, **EPS, **LES_MOTIFS, "sortie": lambda p: iso(sorties[p]), "motif_sortie": lambda _: "objectifs_atteints",
    }  # fmt: skip
    return Echantillon(nom, xlsx({"Base": [titres.split("|"), *rangees]}), gens, attendus)


def jargon_usager() -> Echantillon:
    return _jargon(
        "a.xlsx",
        "Usager|DDN|H/F|Besoins repérés|Date 1er accueil|Date CPR|Fin de prise en charge|Cause sortie",
        49,
    )


def jargon_jeune() -> Echantillon:
    titres = (
        "Identité du jeune|D.D.N.|Genre|Axes de travail|Démarrage|Dates d'EPS|Arrêt|Motif arrêt"
    )
    return _jargon("b.xlsx", titres, 50)


def jargon_ppr() -> Echantillon:
    titres = (
        "BENEFICIAIRE|Naiss.|Sexe du jeune|Motif(s) de prise en charge|Date de début du PPR|Commission du|"
        "Date de fin du PPR|Motif de fin de PPR"
    )
    return _jargon("c.xlsx", titres, 51)


def sortie_et_motif_ensemble() -> Echantillon:
    gens = personnes(8, 52)
    rangees = [
        [
            p.nom,
            p.prenom,
            p.naissance,
            p.entree,
            f"{p.entree + timedelta(90):%d/%m/%Y} - déménagement",
        ]
        for p in gens
    ]
    titres = ["Nom", "Prénom", "DDN", "Entrée", "Sortie (date et motif)"]
    attendus = {
        **ENTREE,
        "sortie": lambda p: iso(p.entree + timedelta(90)),
        "motif_sortie": lambda _: "demenagement",
    }
    return Echantillon("ensemble.xlsx", xlsx({"S": [titres, *rangees]}), gens, attendus)


def ecoles_en_intertitres() -> Echantillon:
    gens = personnes(8, 53)
    rangees = [[p.nom, p.prenom, p.naissance, p.sexe, p.entree] for p in gens]
    titres = ["NOM", "PRENOM", "NAISSANCE", "SEXE", "ENTREE"]
    octets = xlsx({"S": [titres, ["ÉCOLE VICTOR HUGO"], *rangees]})
    return Echantillon("intertitres.xlsx", octets, gens, {**SEXE, "uai": lambda _: "0930001A"})


ADVERSES = (
    une_fiche_par_feuille, fiches_empilees, enfants_en_colonnes, familles_en_lignes, noms_repris_par_un_signe, noms_fusionnes,
    motifs_en_lettres, motifs_numerotes, alphabet_du_mac, alphabet_du_dos, jargon_usager, jargon_jeune, jargon_ppr,
    sortie_et_motif_ensemble, ecoles_en_intertitres,
)  # fmt: skip
