"""From a workbook to the plan: every table read, every row judged, every cell given its fate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from maillage.classeurs.rules.classeur import Classeur
from maillage.reprise.rules.champs import Champ, reconnaissances
from maillage.reprise.rules.controles import controler, reference
from maillage.reprise.rules.correspondance import proposer
from maillage.reprise.rules.legendes import lire_legende
from maillage.reprise.rules.modele import Correspondance, Modele
from maillage.reprise.rules.plan import Avertissement, Lieu, LigneLue, Plan, Refus, Ressources
from maillage.reprise.rules.plausibilite import liste_des_enfants
from maillage.reprise.rules.rangees import Rangee, lire_rangees
from maillage.reprise.rules.redressement import redresser
from maillage.reprise.rules.referents import reunir
from maillage.reprise.rules.regroupement import Suites, a_confirmer, regrouper
from maillage.reprise.rules.reperage import reperer
from maillage.reprise.rules.sorts import remarques, remettre_en_place, sorts_de

_CHAMPS = frozenset(f.name for f in fields(LigneLue))


def correspondances(
    classeur: Classeur, ressources: Ressources, modele: Modele | None = None
) -> tuple[Correspondance, ...]:
    """The mapping of every table of children: proposed, or as a person corrected it."""
    return _tables(redresser(classeur, ressources.lexiques).classeur, ressources, modele)


def _tables(
    droit: Classeur, ressources: Ressources, modele: Modele | None
) -> tuple[Correspondance, ...]:
    proposees = (
        (f, proposer(f, z, ressources.lexiques))
        for f in droit.feuilles
        for z in reperer(f, ressources.lexiques)
    )
    corrigees = ((f, modele.appliquer(c) if modele else c) for f, c in proposees)
    return tuple(c for f, c in corrigees if liste_des_enfants(c, f))


def preparer(
    classeur: Classeur, ressources: Ressources, au: date, modele: Modele | None = None
) -> Plan:
    """The dry run of an import. Nothing is decided that a person should decide."""
    redresse = redresser(classeur, ressources.lexiques)
    droit = redresse.classeur
    tables = _tables(droit, ressources, modele)
    legende = lire_legende(classeur, tables, ressources.lexiques.motifs)
    ressources = replace(ressources, lexiques=replace(ressources.lexiques, legende=legende))
    rangees = lire_rangees(droit, tables, ressources, au.year, redresse.feuilles)
    enfants_lus = [r for r in rangees if r.genre == "enfant"]
    refus = _refuser(rangees, enfants_lus, ressources, au)
    _referents(rangees)
    lignes, suites = _lignes(rangees, refus, ressources)
    enfants = regrouper(lignes, suites)
    gardees = [r for r in rangees if r.genre != "ignoree" and r.releve.lieu not in refus]
    plan = Plan(
        enfants=enfants,
        refus=tuple(refus.values()),
        doublons=a_confirmer(enfants, ressources),
        avertissements=tuple(a for r in gardees for a in r.releve.avertissements),
        remarques=classeur.avertissements + remarques(droit, tables) + _accords(gardees),
        sorts=sorts_de(droit, (r.releve for r in rangees), refus, tables),
        correspondances=tables,
        textes=tuple(t for r in gardees for t in r.releve.textes),
    )
    return remettre_en_place(plan, classeur, redresse.places)


def _accords(rangees: Iterable[Rangee]) -> tuple[str, ...]:
    """Agreements whose form the file does not say: said once for the whole file."""
    nus = sum(1 for r in rangees if r.releve.champs.get("accord_sans_forme"))
    if not nus:
        return ()
    dits = "1 accord est noté" if nus == 1 else f"{nus} accords sont notés"
    return (
        f"{dits} sans dire s'ils sont oraux ou écrits : retenus comme oraux, à vérifier."
        if nus > 1
        else f"{dits} sans dire s'il est oral ou écrit : retenu comme oral, à vérifier.",
    )


def _refuser(
    rangees: list[Rangee], enfants: list[Rangee], ressources: Ressources, au: date
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


def _referents(rangees: list[Rangee]) -> None:
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
    rangees: list[Rangee], refus: dict[Lieu, Refus], ressources: Ressources
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


def _ligne(rangee: Rangee, ressources: Ressources) -> LigneLue:
    releve = rangee.releve
    valeurs = {cle: v for cle, v in releve.champs.items() if cle in _CHAMPS}
    ecrite = valeurs.get("annee")
    valeurs.setdefault("annee", rangee.annee)
    valeurs["periode"] = str(ecrite) if ecrite else rangee.periode
    valeurs["eps"] = tuple(sorted(valeurs.get("eps", ())))
    if rangee.ecole and rangee.genre == "enfant":
        valeurs.setdefault("etablissement", rangee.ecole)
    if ecrit := valeurs.get("etablissement"):
        valeurs["uai"] = ressources.resoudre_etablissement(ecrit, valeurs.get("classe")).uai
        if valeurs["uai"] is None:
            _avertir_etablissement(rangee, ecrit)
    return LigneLue(lieu=releve.lieu, textes=tuple(releve.textes), **valeurs)


def _avertir_etablissement(rangee: Rangee, ecrit: str) -> None:
    for colonne, cellule in rangee.cellules:
        if colonne.champ is Champ.ETABLISSEMENT:
            rangee.releve.avertir(colonne, cellule, f"Établissement à préciser : « {ecrit} ».")
