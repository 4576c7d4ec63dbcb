"""From a workbook to the plan: every table read, every row judged, every cell given its fate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from maillage.reprise.rules.cases_datees import annee_de, periode_de
from maillage.reprise.rules.champs import Champ, reconnaissances
from maillage.reprise.rules.classeur import Classeur, Feuille
from maillage.reprise.rules.controles import Lues, controler, reference
from maillage.reprise.rules.correspondance import proposer
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.lignes import Genre, relever
from maillage.reprise.rules.modele import Correspondance, Modele
from maillage.reprise.rules.plan import Avertissement, Lieu, LigneLue, Plan, Refus, Ressources
from maillage.reprise.rules.referents import personne_de_la_feuille, reunir
from maillage.reprise.rules.regroupement import Suites, a_confirmer, regrouper
from maillage.reprise.rules.releve import Releve
from maillage.reprise.rules.reperage import reperer
from maillage.reprise.rules.sorts import remarques, sorts_de

_FEUILLE_BANALE = re.compile(
    r"^(feuil(le)?|sheet|table|tableau|suivi|liste|enfants?|csv|donnees|base|export|pre|file active|global|total|"
    r"page|classeur|copie|test|parcours|inscrits?|sortis?|sorties?|entrants?|archives?|recap|synthese|annee|ecole|"
    r"college|janv|fevr|mars|avril|mai|juin|juil|aout|sept|oct|nov|dec)"
)
_CHAMPS = frozenset(f.name for f in fields(LigneLue))
MAX_MOTS_D_UN_NOM = 4


@dataclass(slots=True)
class _Rangee:
    table: Correspondance
    genre: Genre
    releve: Releve
    cellules: Lues
    annee: int | None
    periode: str
    referent: str


def correspondances(
    classeur: Classeur, ressources: Ressources, modele: Modele | None = None
) -> tuple[Correspondance, ...]:
    """The mapping of every table of children: proposed, or as a person corrected it."""
    proposees = (
        proposer(f, z, ressources.lexiques)
        for f in classeur.feuilles
        for z in reperer(f, ressources.lexiques)
    )
    return tuple(modele.appliquer(c) if modele else c for c in proposees)


def preparer(
    classeur: Classeur, ressources: Ressources, au: date, modele: Modele | None = None
) -> Plan:
    """The dry run of an import. Nothing is decided that a person should decide."""
    tables = correspondances(classeur, ressources, modele)
    rangees = _lire(classeur, tables, ressources, au)
    enfants_lus = [r for r in rangees if r.genre == "enfant"]
    refus = _refuser(rangees, enfants_lus, ressources, au)
    _referents(rangees)
    lignes, suites = _lignes(rangees, refus, ressources)
    enfants = regrouper(lignes, suites)
    gardees = [r for r in rangees if r.genre != "ignoree" and r.releve.lieu not in refus]
    return Plan(
        enfants=enfants,
        refus=tuple(refus.values()),
        doublons=a_confirmer(enfants, ressources),
        avertissements=tuple(a for r in gardees for a in r.releve.avertissements),
        remarques=classeur.avertissements + remarques(classeur, tables),
        sorts=sorts_de(classeur, (r.releve for r in rangees), refus, tables),
        correspondances=tables,
        textes=tuple(t for r in gardees for t in r.releve.textes),
    )


def _lire(
    classeur: Classeur, tables: tuple[Correspondance, ...], ressources: Ressources, au: date
) -> list[_Rangee]:
    feuilles = {f.nom: f for f in classeur.feuilles}
    plusieurs = len({t.feuille for t in tables}) > 1
    rangees: list[_Rangee] = []
    for table in tables:
        feuille = feuilles[table.feuille]
        titres = _titres(feuille, table)
        annee = annee_de(feuille.nom)
        periode = periode_de(feuille.nom)
        rentree = annee or next((a for t in titres if (a := annee_de(t))), None)
        personne = (
            "" if table.de(Champ.REFERENT) or not plusieurs else _personne(feuille.nom, titres)
        )
        for genre, _, releve, cellules in relever(
            feuille, table, ressources.lexiques, au.year, rentree
        ):
            rangees.append(_Rangee(table, genre, releve, cellules, annee, periode, personne))
    return rangees


def _titres(feuille: Feuille, table: Correspondance) -> list[str]:
    premier = min(table.zone.entetes, default=table.zone.debut)
    return [c.texte for numero, cellules in feuille.lignes if numero < premier for c in cellules]


def _personne(nom: str, titres: Iterable[str]) -> str:
    plie = mots(nom)
    if (
        annee_de(nom)
        or _FEUILLE_BANALE.match(plie)
        or len(plie.split()) > MAX_MOTS_D_UN_NOM
        or any(c.isdigit() for c in plie)
    ):
        return ""
    return personne_de_la_feuille(nom, titres)


def _refuser(
    rangees: list[_Rangee], enfants: list[_Rangee], ressources: Ressources, au: date
) -> dict[Lieu, Refus]:
    """Impossible rows, and the continuation rows of a refused child."""
    tests = reconnaissances(ressources.lexiques)
    jour = reference((r.releve for r in enfants), au)
    refus: dict[Lieu, Refus] = {}
    dernier: Refus | None = None
    for rangee in rangees:
        lieu = rangee.releve.lieu
        if rangee.genre == "enfant":
            dernier = controler(
                rangee.releve, rangee.cellules, rangee.table, tests, jour, ressources.ages
            )
            if dernier:
                refus[lieu] = dernier
        elif rangee.genre == "suite" and dernier:
            refus[lieu] = Refus(lieu, "", "", f"Suite d'une ligne refusée ({dernier.lieu}).")
    return refus


def _referents(rangees: list[_Rangee]) -> None:
    """Give each row its référent: the written one read with the whole file, or the person whose sheet it is."""
    formes = {f for r in rangees if (f := r.releve.champs.get("referent_ecrit") or r.referent)}
    personnes = reunir(formes)
    for rangee in rangees:
        champs = rangee.releve.champs
        ecrit = champs.get("referent_ecrit") or (
            rangee.referent if rangee.genre == "enfant" else ""
        )
        if not ecrit:
            continue
        personne, doute = personnes.get(ecrit, (None, ""))
        champs["referent_ecrit"], champs["referent"] = ecrit, personne
        if doute:
            colonne = next(
                (c for k, c in rangee.cellules if k.champ is Champ.REFERENT), rangee.cellules[0][1]
            )
            entete = next((k.entete for k, _ in rangee.cellules if k.champ is Champ.REFERENT), "")
            lieu = Lieu(rangee.releve.lieu.feuille, colonne.ligne, colonne.colonne)
            rangee.releve.avertissements.append(Avertissement(lieu, entete, ecrit, doute))


def _lignes(
    rangees: list[_Rangee], refus: dict[Lieu, Refus], ressources: Ressources
) -> tuple[list[LigneLue], Suites]:
    lignes: list[LigneLue] = []
    suites: Suites = {}
    for rangee in rangees:
        if rangee.genre == "ignoree" or rangee.releve.lieu in refus:
            continue
        ligne = _ligne(rangee, ressources)
        if rangee.genre == "enfant":
            lignes.append(ligne)
        elif lignes:
            suites[lignes[-1].lieu] = (*suites.get(lignes[-1].lieu, ()), ligne)
    return lignes, suites


def _ligne(rangee: _Rangee, ressources: Ressources) -> LigneLue:
    releve = rangee.releve
    valeurs = {cle: v for cle, v in releve.champs.items() if cle in _CHAMPS}
    ecrite = valeurs.get("annee")
    valeurs.setdefault("annee", rangee.annee)
    valeurs["periode"] = str(ecrite) if ecrite else rangee.periode
    valeurs["eps"] = tuple(sorted(valeurs.get("eps", ())))
    if ecrit := valeurs.get("etablissement"):
        valeurs["uai"] = ressources.resoudre_etablissement(ecrit, valeurs.get("classe")).uai
        if valeurs["uai"] is None:
            _avertir_etablissement(rangee, ecrit)
    return LigneLue(lieu=releve.lieu, textes=tuple(releve.textes), **valeurs)


def _avertir_etablissement(rangee: _Rangee, ecrit: str) -> None:
    for colonne, cellule in rangee.cellules:
        if colonne.champ is Champ.ETABLISSEMENT:
            rangee.releve.avertir(colonne, cellule, f"Établissement à préciser : « {ecrit} ».")
